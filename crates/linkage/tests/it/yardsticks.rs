//! The engine on data made by others: the models in `examples/` run on real records and on well-known labelled data
//! sets. `CANDOUR_DATA` names the folder with the real data, and `CANDOUR_FEBRL` the one with FEBRL. If a variable is
//! not set, a test prints that it is skipped and passes, because we may not distribute the data.
#![expect(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on stops")]

use std::convert::Infallible;
use std::path::{Path, PathBuf};

use linkage::inference::Link;
use linkage::read::{ReadOptions, Source, read};
use linkage::settings::Model;
use linkage::table::Table;
use linkage::{Linker, clustering, evaluation, inference, training};
use rustc_hash::{FxHashMap, FxHashSet};

fn folder(variable: &str) -> Option<PathBuf> {
    let folder = std::env::var_os(variable).map(PathBuf::from);
    if folder.is_none() {
        eprintln!("skipped: {variable} is not set");
    }
    folder
}

fn example(name: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples").join(name);
    std::fs::read_to_string(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display()))
}

fn table(path: &Path) -> Table {
    read(&Source::path(path), &ReadOptions::default()).unwrap().table
}

struct Run {
    linker: Linker,
    links: Vec<Link>,
    /// The threshold chosen without labels.
    threshold: f64,
}

fn run(model: &str, left: &Table, right: Option<&Table>) -> Run {
    let mut linker = Linker::new(Model::from_toml(model).unwrap(), left, right, &()).unwrap();
    let (trained, _) = training::train(&linker, &()).unwrap();
    linker.set_trained(trained);
    let mut links = Vec::new();
    let summary = inference::predict(&linker, &(), |some| {
        links.extend_from_slice(some);
        Ok::<_, Infallible>(())
    })
    .unwrap();
    let links = inference::best_links(&linker, links, linker.model().output.best_link);
    let weights: Vec<f64> = links.iter().map(|link| link.weight).collect();
    let threshold = evaluation::expected_best_threshold(&weights, summary.expected_matches);
    Run { linker, links, threshold }
}

/// Evaluates links against true clusters, given as the true entity of each record, by record number.
fn evaluate(run: &Run, entities: &[&str]) -> evaluation::Evaluation {
    let mut sizes: FxHashMap<&str, u64> = FxHashMap::default();
    entities.iter().for_each(|entity| *sizes.entry(entity).or_default() += 1);
    let pairs = sizes.values().map(|n| n * (n - 1) / 2).sum();
    let is_true = |link: &Link| entities[link.left as usize] == entities[link.right as usize];
    evaluation::Evaluation::new(run.links.iter().map(|link| (link.weight, is_true(link))), pairs)
}

#[test]
fn historical_people_with_errors_are_found_again() {
    let Some(folder) = folder("CANDOUR_DATA") else { return };
    let people = table(&folder.join("historical/people.csv"));
    let truth = people.column("cluster").unwrap();
    let entities: Vec<&str> = (0..people.rows()).map(|row| truth.value(row)).collect();
    let run = run(&example("historical.toml"), &people, None);

    let links = evaluate(&run, &entities);
    assert!(links.best.f1 >= 0.88, "at the best threshold: {:?}", links.best);
    let unlabelled = links.at(run.threshold);
    assert!(unlabelled.f1 >= 0.87, "at the threshold chosen without labels: {unlabelled:?}");

    let output = &run.linker.model().output;
    let clusters = clustering::cluster(people.rows(), &run.links, run.threshold, output.least_weight, output.clusters);
    let names =
        (0..people.rows() as u32).map(|record| (run.linker.id(record), run.linker.id(clusters.of[record as usize])));
    let truth = (0..people.rows() as u32)
        .map(|record| (run.linker.id(record).to_owned(), entities[record as usize].to_owned()));
    let found = evaluation::clusters(names, &truth.collect());
    assert!(found.f1 >= 0.92, "clusters: {found:?}");
}

#[test]
fn links_of_complaints_to_officers_agree_with_the_badge_number_that_no_model_saw() {
    let Some(folder) = folder("CANDOUR_DATA") else { return };
    let (roster, complaints) =
        (table(&folder.join("chicago/workforce.csv")), table(&folder.join("chicago/records.csv")));
    let run = run(&example("chicago.toml"), &roster, Some(&complaints));
    let (stars, star) = (roster.column("stars").unwrap(), complaints.column("star").unwrap());

    let mut links = run.links;
    links.sort_by(|a, b| b.weight.total_cmp(&a.weight));
    let comparable = links.iter().filter_map(|link| {
        let (all, one) = (stars.value(link.left as usize), star.value(link.right as usize - run.linker.left_count()));
        (!all.is_empty() && !one.is_empty()).then(|| all.split(' ').any(|star| star == one))
    });
    let agree: Vec<bool> = comparable.take(14_900).collect();
    let share = agree.iter().filter(|agree| **agree).count() as f64 / agree.len() as f64;
    assert_eq!(agree.len(), 14_900);
    assert!(share >= 0.960, "{share}");
}

#[test]
fn febrl_1_to_4() {
    let Some(folder) = folder("CANDOUR_FEBRL") else { return };
    let entity = |id: &str| id.split('-').take(2).collect::<Vec<_>>().join("-");
    for (name, wanted) in [("dataset1.csv", 1.000), ("dataset2.csv", 0.998), ("dataset3.csv", 0.998)] {
        let people = table(&folder.join(name));
        let run = run(&example("febrl.toml"), &people, None);
        let entities: Vec<String> = (0..people.rows() as u32).map(|record| entity(run.linker.id(record))).collect();
        let best = evaluate(&run, &entities.iter().map(String::as_str).collect::<Vec<_>>()).best;
        assert!(best.f1 >= wanted - 0.001, "{name}: {best:?}");
    }

    let (a, b) = (table(&folder.join("dataset4a.csv")), table(&folder.join("dataset4b.csv")));
    let model = example("febrl.toml")
        .replace("dedupe_only", "link_only")
        .replace("left = \"rec_id\"", "left = \"rec_id\"\nright = \"rec_id\"");
    let run = run(&format!("{model}\n[output]\nbest_link = \"both\"\n"), &a, Some(&b));
    let entities: Vec<String> = (0..run.linker.count() as u32).map(|record| entity(run.linker.id(record))).collect();
    let left: FxHashSet<&String> = entities[..a.rows()].iter().collect();
    let pairs = entities[a.rows()..].iter().filter(|entity| left.contains(entity)).count() as u64;
    let is_true = |link: &Link| entities[link.left as usize] == entities[link.right as usize];
    let best = evaluation::Evaluation::new(run.links.iter().map(|link| (link.weight, is_true(link))), pairs).best;
    assert!(best.f1 >= 0.9996 - 0.001, "dataset4: {best:?}");
}
