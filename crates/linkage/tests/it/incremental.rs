//! Stories of records that arrive after the clusters were built.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on stops there")]

use std::convert::Infallible;

use linkage::settings::Model;
use linkage::table::Table;
use linkage::{Linker, incremental, inference};

const MODEL: &str = r#"
    link_type = "dedupe_only"
    [id]
    left = "id"
    [fields]
    first_name = { kind = "name", column = "first_name" }
    surname = { kind = "name", left = "surname" }
    previous_surname = { kind = "name", column = "previous_surname" }
    born = { kind = "date", column = "born" }
    [blocking]
    rules = ["surname", "previous_surname = surname", "born"]
    [[comparisons]]
    name = "first name"
    levels = ["exact(first_name)", "jaro_winkler(first_name) >= 0.9", "initial(first_name)"]
    [[comparisons]]
    name = "surname"
    levels = ["exact(surname)", "exact(previous_surname = surname)"]
    [[comparisons]]
    name = "born"
    levels = ["exact(born)", "year(born)"]
    [trained]
    prior = 0.02
    [[trained.comparisons]]
    name = "first name"
    m = [1.0, 0.8, 0.05, 0.1, 0.05]
    u = [1.0, 0.02, 0.01, 0.05, 0.92]
    term_frequency = [0.0, 0.0, 0.0, 0.0, 0.0]
    [[trained.comparisons]]
    name = "surname"
    m = [1.0, 0.85, 0.1, 0.05]
    u = [1.0, 0.01, 0.005, 0.985]
    term_frequency = [0.0, 0.0, 0.0, 0.0]
    [[trained.comparisons]]
    name = "born"
    m = [1.0, 0.9, 0.05, 0.05]
    u = [1.0, 0.001, 0.02, 0.979]
    term_frequency = [0.0, 0.0, 0.0, 0.0]
"#;

/// Id, first name, surname, previous surname, date of birth.
type Row = [&'static str; 5];

const OLD: [Row; 10] = [
    ["a1", "mary", "okafor", "", "1961-03-01"],
    ["a2", "mary", "okafor", "", "1961-03-01"],
    ["a3", "m", "okafor", "", "1961-03-01"],
    ["b1", "tomas", "lind", "", "1975-10-12"],
    ["b2", "tomas", "lind", "", "1975-10-12"],
    ["c1", "priya", "nair", "", "1980-05-05"],
    ["d1", "gareth", "pugh", "", "1959-01-30"],
    ["e1", "aisha", "khan", "", "1990-07-19"],
    ["f1", "lena", "moss", "", "1983-02-14"],
    ["g1", "owen", "hart", "", "1971-11-08"],
];

const NEW: [Row; 5] = [
    ["n1", "mary", "okafor", "", "1961-03-01"],
    // A person who is not in the old file.
    ["n2", "ruth", "castle", "", "1966-06-06"],
    // The same person as in the previous record, which is itself new.
    ["n3", "ruth", "castle", "", "1966-06-06"],
    // Has married since; the rule fits with the new record on the left.
    ["n4", "priya", "shah", "nair", "1980-05-05"],
    ["n5", "tomas", "lind", "", "1975-10-12"],
];

fn table(rows: &[Row]) -> Table {
    let names = ["id", "first_name", "surname", "previous_surname", "born"];
    let column = |at: usize| rows.iter().map(|row| row[at].to_owned()).collect();
    let columns = names.iter().enumerate().map(|(at, name)| ((*name).to_owned(), column(at))).collect();
    Table::from_columns("people", columns).unwrap()
}

fn trained() -> Model {
    Model::from_toml(MODEL).unwrap()
}

/// The clusters of [`OLD`]: records belong together if their ids start with the same letter.
const CLUSTERS: [u32; 10] = [0, 0, 0, 3, 3, 5, 6, 7, 8, 9];

fn named(linker: &Linker, clusters: &[u32]) -> Vec<String> {
    (0..linker.count() as u32).map(|record| linker.id(clusters[record as usize]).to_owned()).collect()
}

#[test]
fn new_records_join_the_clusters_of_their_people_and_begin_new_ones() {
    let linker = incremental::linker(trained(), &table(&OLD), &table(&NEW), &()).unwrap();
    let added = incremental::add(&linker, &CLUSTERS, 0.0, &()).unwrap();
    let named = named(&linker, &added.clusters);
    assert_eq!(named[..10], ["a1", "a1", "a1", "b1", "b1", "c1", "d1", "e1", "f1", "g1"]);
    assert_eq!(named[10..], ["a1", "n2", "n2", "c1", "b1"]);
}

#[test]
fn each_record_joins_by_the_strongest_link_that_a_whole_run_finds() {
    let linker = incremental::linker(trained(), &table(&OLD), &table(&NEW), &()).unwrap();
    let added = incremental::add(&linker, &CLUSTERS, 0.0, &()).unwrap();
    let mut links = Vec::new();
    inference::predict(&linker, &(), |batch| {
        links.extend_from_slice(batch);
        Ok::<(), Infallible>(())
    })
    .unwrap();
    for addition in &added.additions {
        let own = links.iter().filter(|link| link.right == addition.record && link.weight >= 0.0);
        let best =
            own.max_by(|a, b| a.weight.total_cmp(&b.weight).then_with(|| linker.id(b.left).cmp(linker.id(a.left))));
        assert_eq!(addition.joins.map(|link| (link.left, link.weight)), best.map(|link| (link.left, link.weight)));
    }
}

#[test]
fn adding_one_after_the_other_comes_to_the_same_clusters_as_adding_all_at_once() {
    let model = trained();
    let linker = incremental::linker(model.clone(), &table(&OLD), &table(&NEW), &()).unwrap();
    let at_once = named(&linker, &incremental::add(&linker, &CLUSTERS, 0.0, &()).unwrap().clusters);
    let (mut rows, mut clusters) = (OLD.to_vec(), CLUSTERS.to_vec());
    for new in NEW {
        let linker = incremental::linker(model.clone(), &table(&rows), &table(&[new]), &()).unwrap();
        clusters = incremental::add(&linker, &clusters, 0.0, &()).unwrap().clusters;
        rows.push(new);
    }
    let all = Linker::new(model, &table(&rows), None, &()).unwrap();
    assert_eq!(named(&all, &clusters), at_once);
}

#[test]
fn a_record_between_two_clusters_joins_one_and_names_the_other() {
    let linker = incremental::linker(trained(), &table(&OLD), &table(&NEW), &()).unwrap();
    // As if a3 had never been joined to the others.
    let clusters = [0, 0, 2, 3, 3, 5, 6, 7, 8, 9];
    let added = incremental::add(&linker, &clusters, 0.0, &()).unwrap();
    let first = &added.additions[0];
    assert_eq!(added.clusters[10], 0);
    assert_eq!(first.also.iter().map(|link| linker.id(link.left)).collect::<Vec<_>>(), ["a3"]);
}
