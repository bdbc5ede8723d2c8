//! Stories and properties of whole runs: what the engine promises for any records.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on stops")]

use std::collections::BTreeMap;
use std::convert::Infallible;

use linkage::inference::Link;
use linkage::settings::{ClusterMethod, Model};
use linkage::table::Table;
use linkage::{Linker, clustering, evaluation, explain, inference, training};
use proptest::prelude::*;

const MODEL: &str = r#"
    link_type = "link_only"
    [id]
    left = "id"
    right = "id"
    [fields]
    first_name = { kind = "name", column = "first_name" }
    surname = { kind = "name", column = "surname" }
    previous_surname = { kind = "name", left = "previous_surname" }
    born = { kind = "date", column = "born", invalid = "keep" }
    plate = { kind = "plate", column = "plate" }
    badges = { kind = "tokens", column = "badges" }
    [blocking]
    rules = [
      "surname, initial(first_name)",
      "previous_surname = surname",
      "born",
      "any(badges)",
      "seen(plate)",
      "look_alike(plate)",
    ]
    [[comparisons]]
    name = "first name"
    levels = ["exact(first_name)", "nickname(first_name)", "jaro_winkler(first_name) >= 0.9", "initial(first_name)", "swapped(first_name, surname)"]
    [[comparisons]]
    name = "surname"
    levels = ["exact(surname)", "exact(previous_surname = surname)", "damerau(surname) <= 1"]
    [[comparisons]]
    name = "born"
    levels = ["exact(born)", "day_month_swapped(born)", "damerau(born) <= 1", "year(born)"]
    [[comparisons]]
    name = "plate"
    levels = ["exact(plate)", "fits(plate)", "fits_look_alike(plate)"]
    term_frequency = false
    [[comparisons]]
    name = "badges"
    levels = ["shares(badges) >= 2", "shares(badges)"]
"#;

const COLUMNS: [&str; 6] = ["id", "first_name", "surname", "previous_surname", "born", "plate"];

type Row = Vec<String>;

fn table(name: &str, rows: &[Row]) -> Table {
    let column = |at: usize| rows.iter().map(|row| row[at].clone()).collect::<Vec<_>>();
    let mut columns: Vec<(String, Vec<String>)> =
        COLUMNS.iter().enumerate().map(|(at, name)| ((*name).to_owned(), column(at))).collect();
    columns.push(("badges".into(), column(6)));
    Table::from_columns(name, columns).unwrap()
}

/// A record from a small world, in which agreement by chance is common.
fn row() -> impl Strategy<Value = Row> {
    let pick = |values: &'static [&'static str]| proptest::sample::select(values).prop_map(str::to_owned);
    (
        pick(&["Robert", "Bob", "R", "Susan", "Sue", "Harwick", ""]),
        pick(&["Harwick", "Harwich", "Oxley", "Tudor", "Robert", ""]),
        pick(&["", "", "Oxley", "Harwick"]),
        pick(&["1972-05-01", "1972-01-05", "1973-05-01", "1972", "1980-13-40", ""]),
        pick(&["QK61TRE", "?K6?T??", "QK6?TR?", "QX09ABC", "QX09A8C", ""]),
        pick(&["", "12 34", "34 56", "12", "12 34 56"]),
    )
        .prop_map(|(first, surname, previous, born, plate, badges)| {
            vec![String::new(), first, surname, previous, born, plate, badges]
        })
}

fn rows(side: &'static str, most: usize) -> impl Strategy<Value = Vec<Row>> {
    proptest::collection::vec(row(), 1..most).prop_map(move |mut rows| {
        rows.iter_mut().enumerate().for_each(|(at, row)| row[0] = format!("{side}{at}"));
        rows
    })
}

/// All links with their ids, from a run that writes every pair it compares.
fn run(model: &Model, left: &[Row], right: Option<&[Row]>) -> Option<(Linker, Vec<Link>, u64)> {
    let mut model = model.clone();
    model.output.least_weight = -1000.0;
    let (left, right) = (table("left", left), right.map(|right| table("right", right)));
    let mut linker = Linker::new(model, &left, right.as_ref(), &()).unwrap();
    let (trained, _) = training::train(&linker, &()).ok()?;
    linker.set_trained(trained);
    let mut links = Vec::new();
    let summary = inference::predict(&linker, &(), |some| {
        links.extend_from_slice(some);
        Ok::<_, Infallible>(())
    })
    .unwrap();
    Some((linker, links, summary.blocking.pairs))
}

fn by_ids(linker: &Linker, links: &[Link]) -> BTreeMap<(String, String), f64> {
    let pair = |link: &Link| {
        let (a, b) = (linker.id(link.left).to_owned(), linker.id(link.right).to_owned());
        if a < b { (a, b) } else { (b, a) }
    };
    links.iter().map(|link| (pair(link), link.weight)).collect()
}

fn link_only() -> Model {
    Model::from_toml(MODEL).unwrap()
}

fn dedupe() -> Model {
    Model::from_toml(&MODEL.replace("link_only", "dedupe_only")).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    /// A pair that several rules find is compared once, and every pair that a rule finds is compared: the links of a
    /// run are exactly the candidates found by a naive check of every pair.
    #[test]
    fn a_pair_found_by_two_rules_is_scored_once(left in rows("L", 24), right in rows("R", 24)) {
        for model in [link_only(), dedupe()] {
            let two = model.link_type == linkage::settings::LinkType::LinkOnly;
            let Some((linker, links, pairs)) = run(&model, &left, two.then_some(&right)) else { continue };
            let unique = by_ids(&linker, &links);
            prop_assert_eq!(unique.len(), links.len());
            prop_assert_eq!(pairs, links.len() as u64);
            let mut expected = 0;
            for (at, one) in left.iter().enumerate() {
                let others = if two { &right[..] } else { &left[at + 1..] };
                for other in others {
                    let candidate = candidate(one, other, two);
                    expected += usize::from(candidate);
                    let (a, b) = if one[0] < other[0] { (&one[0], &other[0]) } else { (&other[0], &one[0]) };
                    prop_assert_eq!(unique.contains_key(&(a.clone(), b.clone())), candidate, "{:?} {:?}", one, other);
                }
            }
            prop_assert_eq!(expected, links.len());
        }
    }

    /// The order of the rows affects neither the links nor their weights.
    #[test]
    fn order_of_input_changes_nothing(left in rows("L", 20), right in rows("R", 20), seed in any::<u64>()) {
        let shuffled = |rows: &[Row]| {
            let mut rows = rows.to_vec();
            rows.sort_by_key(|row| row[0].bytes().fold(seed, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x100_0000_01b3)));
            rows
        };
        for model in [link_only(), dedupe()] {
            let two = model.link_type == linkage::settings::LinkType::LinkOnly;
            let one = run(&model, &left, two.then_some(&right));
            let other = run(&model, &shuffled(&left), two.then_some(&shuffled(&right)[..]));
            let (Some((one, one_links, _)), Some((other, other_links, _))) = (one, other) else { continue };
            let (one, other) = (by_ids(&one, &one_links), by_ids(&other, &other_links));
            prop_assert_eq!(one.keys().collect::<Vec<_>>(), other.keys().collect::<Vec<_>>());
            for (a, b) in one.values().zip(other.values()) {
                prop_assert!((a - b).abs() < 1e-3, "{} {}", a, b);
            }
        }
    }

    /// The parts of a waterfall add up to the match weight, and m and u are probabilities.
    #[test]
    fn weights_add_up_to_the_waterfall(left in rows("L", 16), right in rows("R", 16)) {
        let Some((linker, links, _)) = run(&link_only(), &left, Some(&right)) else { return Ok(()) };
        for link in &links {
            let explanation = explain::explain(&linker, link.left, link.right).unwrap();
            let parts: f64 = explanation.steps.iter().map(|step| step.level_weight + step.frequency_weight).sum();
            prop_assert!((explanation.prior_weight + parts - link.weight).abs() < 1e-4);
            prop_assert!((explanation.match_weight - link.weight).abs() < 1e-9);
            prop_assert!((0.0..=1.0).contains(&explanation.match_probability));
            for step in &explanation.steps {
                prop_assert!(step.m.is_none_or(|m| m > 0.0 && m <= 1.0) && step.u.is_none_or(|u| u > 0.0 && u <= 1.0));
            }
        }
        for comparison in &linker.model().trained.as_ref().unwrap().comparisons {
            let m: f64 = comparison.m.iter().skip(1).sum();
            prop_assert!((m - 1.0).abs() < 1e-6, "m sums to {}", m);
        }
    }

    /// For any links, clusters partition the records, the order of the links does not matter, and single records
    /// remain.
    #[test]
    fn order_of_links_does_not_change_clusters(
        pairs in proptest::collection::vec((0u32..20, 0u32..20, -5.0f64..20.0), 0..60),
    ) {
        let mut seen = std::collections::BTreeSet::new();
        let links: Vec<Link> = pairs
            .into_iter()
            .filter(|(a, b, _)| a != b && seen.insert((a.min(b).to_owned(), a.max(b).to_owned())))
            .map(|(left, right, weight)| Link { left, right, weight, vector: linkage::ComparisonVector(0), rule: 0 })
            .collect();
        let backwards: Vec<Link> = links.iter().rev().copied().collect();
        for method in [ClusterMethod::Connected, ClusterMethod::Average, ClusterMethod::Star] {
            let one = clustering::cluster(20, &links, 1.0, -8.0, method);
            prop_assert_eq!(&one, &clustering::cluster(20, &backwards, 1.0, -8.0, method));
            prop_assert_eq!(one.of.len(), 20);
            for (record, cluster) in one.of.iter().enumerate() {
                prop_assert!(*cluster <= record as u32 && one.of[*cluster as usize] == *cluster);
            }
        }
    }
}

/// The rules of the model, reimplemented in a naive way.
fn candidate(one: &Row, other: &Row, two: bool) -> bool {
    let lower = |text: &str| text.to_lowercase();
    let same = |a: &str, b: &str| !a.is_empty() && lower(a) == lower(b);
    let initial = |text: &str| text.chars().next().map(|c| c.to_ascii_lowercase());
    let fold = |plate: &str| -> String {
        plate
            .to_lowercase()
            .chars()
            .map(|c| match c {
                'o' | 'q' | 'd' => '0',
                'i' | 'l' => '1',
                'z' => '2',
                'a' => '4',
                's' => '5',
                'g' => '6',
                't' => '7',
                'b' => '8',
                'v' => 'u',
                c => c,
            })
            .collect()
    };
    // Plates meet if one of them is partial and the other agrees with its first or last three known characters.
    let known = |plate: &str| -> Vec<(usize, char)> { plate.chars().enumerate().filter(|(_, c)| *c != '?').collect() };
    let triples = |plate: &str| -> Vec<Vec<(usize, char)>> {
        let known = known(plate);
        if known.len() == plate.len() {
            let mut all = Vec::new();
            for i in 0..known.len() {
                for j in i + 1..known.len() {
                    for k in j + 1..known.len() {
                        all.push(vec![known[i], known[j], known[k]]);
                    }
                }
            }
            return all;
        }
        let mut ends = Vec::new();
        if known.len() >= 3 {
            ends.push(known[..3].to_vec());
        }
        if known.len() >= 6 {
            ends.push(known[known.len() - 3..].to_vec());
        }
        ends
    };
    let seen = (one[5].contains('?') || other[5].contains('?'))
        && triples(&one[5]).iter().any(|triple| triples(&other[5]).contains(triple));
    same(&one[2], &other[2]) && !one[1].is_empty() && !other[1].is_empty() && initial(&one[1]) == initial(&other[1])
        || same(&one[3], &other[2])
        || !two && same(&other[3], &one[2])
        || same(&one[4], &other[4])
        || one[6].split(' ').any(|badge| !badge.is_empty() && other[6].split(' ').any(|other| other == badge))
        || seen
        || !one[5].is_empty() && !other[5].is_empty() && fold(&one[5]) == fold(&other[5])
}

#[test]
fn the_same_bytes_at_one_thread_and_two() {
    let rows = |side: &str, n: usize| -> Vec<Row> {
        (0..n)
            .map(|at| {
                let pick = |values: &[&str], step: usize| values[(at / step + at * 7) % values.len()].to_owned();
                vec![
                    format!("{side}{at}"),
                    pick(&["Robert", "Bob", "Susan", "Sue", "Ahmed", "Bronwen", "Sian"], 1),
                    pick(&["Harwick", "Harwich", "Oxley", "Tudor", "Rahim", "Pell", "Pelling", "Stroud"], 3),
                    String::new(),
                    format!("19{:02}-0{}-1{}", 50 + at % 40, 1 + at % 9, at % 10),
                    pick(&["QK61TRE", "?K6?T??", "", "", "QX09ABC"], 2),
                    String::new(),
                ]
            })
            .collect()
    };
    let (left, right) = (rows("L", 900), rows("R", 1100));
    let at = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| {
            let (linker, links, _) = run(&link_only(), &left, Some(&right)).unwrap();
            let trained = Model::write_trained(MODEL, linker.model().trained.as_ref().unwrap()).unwrap();
            let lines: Vec<String> = links
                .iter()
                .map(|l| format!("{},{},{:?},{:?}", l.left, l.right, l.weight.to_bits(), l.vector))
                .collect();
            (trained, lines)
        })
    };
    assert_eq!(at(1), at(2));
}

#[test]
fn a_threshold_without_labels_lies_where_expected_f1_is_best() {
    // Two sure links and two unlikely ones: the expected F1 is highest with only the sure ones.
    let weights = [10.0, 9.0, -3.0, -4.0];
    let expected = weights.iter().map(|w| linkage::probability(*w)).sum();
    assert_eq!(evaluation::expected_best_threshold(&weights, expected), 9.0);
    assert_eq!(evaluation::expected_best_threshold(&[], 0.0), f64::INFINITY);
}

#[test]
fn a_model_written_and_read_is_the_same_and_keeps_its_comments() {
    let (linker, ..) = run(
        &link_only(),
        &[vec!["L0", "Bob", "Harwick", "", "1972-05-01", "", ""].into_iter().map(str::to_owned).collect()],
        Some(&[vec!["R0", "Bob", "Harwick", "", "1972-05-01", "", ""].into_iter().map(str::to_owned).collect()]),
    )
    .unwrap();
    let trained = linker.model().trained.clone().unwrap();
    let text = format!("# a note to keep\n{MODEL}");
    let written = Model::write_trained(&text, &trained).unwrap();
    assert!(written.contains("# a note to keep"));
    assert_eq!(Model::from_toml(&written).unwrap().trained, Some(trained.clone()));
    // Training once more replaces the result instead of adding a second one.
    let again = Model::write_trained(&written, &trained).unwrap();
    assert_eq!(again.matches("[trained]").count(), 1);
    assert_eq!(again, written);
}
