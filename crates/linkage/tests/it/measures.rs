//! Levels that are not about text (numbers, places and custom measures), and training from labels.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on stops")]

use std::sync::Arc;

use linkage::settings::Model;
use linkage::table::Table;
use linkage::{Linker, Measure, explain, training};

const MODEL: &str = r#"
    link_type = "link_only"
    id = { left = "id", right = "id" }
    [fields]
    name = { kind = "name", column = "name" }
    height = { kind = "number", column = "height" }
    place = { kind = "location", column = ["lat", "lon"] }
    [blocking]
    rules = ["name"]
    [[comparisons]]
    name = "name"
    levels = ["exact(name)", "backwards(name)"]
    [[comparisons]]
    name = "height"
    levels = ["exact(height)", "difference(height) <= 2"]
    [[comparisons]]
    name = "place"
    levels = ["kilometres(place) <= 1", "kilometres(place) <= 400"]
"#;

/// A custom measure: one name is the other read backwards.
struct Backwards;

impl Measure for Backwards {
    fn word(&self) -> &str {
        "backwards"
    }
    fn holds(&self, left: &str, right: &str, _: Option<f64>) -> bool {
        left.chars().rev().eq(right.chars())
    }
}

fn table(name: &str, rows: &[[&str; 5]]) -> Table {
    let columns = ["id", "name", "height", "lat", "lon"].iter().enumerate();
    let columns =
        columns.map(|(at, column)| ((*column).to_owned(), rows.iter().map(|row| row[at].to_owned()).collect()));
    Table::from_columns(name, columns.collect()).unwrap()
}

fn files() -> (Table, Table) {
    let left = table("left", &[["L1", "Oxley", "180", "51.5074", "-0.1278"], ["L2", "Tudor", "", "", ""]]);
    let right = table(
        "right",
        &[
            ["R1", "Oxley", "181.5", "51.5080", "-0.1280"],
            ["R2", "yelxo", "183", "53.4808", "-2.2426"],
            ["R3", "Oxley", "180.0", "40.7128", "-74.0060"],
        ],
    );
    (left, right)
}

/// The levels of a pair, one per comparison.
fn levels(linker: &Linker, left: u32, right: u32) -> Vec<String> {
    explain::explain(linker, left, right).unwrap().steps.into_iter().map(|step| step.level).collect()
}

#[test]
fn numbers_places_and_a_check_of_ones_own_decide_levels() {
    let (left, right) = files();
    let model = Model::from_toml(MODEL).unwrap();
    let own: [Arc<dyn Measure>; 1] = [Arc::new(Backwards)];
    let mut linker = Linker::with_measures(model, &left, Some(&right), &own, &()).unwrap();
    let labels = [("L1".to_owned(), "R1".to_owned())];
    let (trained, summary) = training::train_from_labels(&linker, &labels, &()).unwrap();
    assert_eq!(summary.expected_matches, 1.0);
    linker.set_trained(trained);

    // Left records are numbered first, so R1 is 2. From London it is 262 km to Manchester and 5,570 km to New York.
    assert_eq!(levels(&linker, 0, 2), ["exact(name)", "difference(height) <= 2", "kilometres(place) <= 1"]);
    assert_eq!(levels(&linker, 0, 3), ["backwards(name)", "else", "kilometres(place) <= 400"]);
    assert_eq!(levels(&linker, 0, 4), ["exact(name)", "exact(height)", "else"]);
    assert_eq!(levels(&linker, 1, 2), ["else", "missing", "missing"]);
}

#[test]
fn a_word_that_nobody_registered_is_refused_with_those_that_there_are() {
    let (left, right) = files();
    let refused = Linker::new(Model::from_toml(MODEL).unwrap(), &left, Some(&right), &()).err().unwrap().to_string();
    assert!(refused.contains("`backwards(name)`") && refused.contains("jaro_winkler"), "{refused}");
}

#[test]
fn a_label_that_names_nobody_is_refused() {
    let (left, right) = files();
    let model = Model::from_toml(&MODEL.replace(", \"backwards(name)\"", "")).unwrap();
    let linker = Linker::new(model, &left, Some(&right), &()).unwrap();
    let labels = [("L1".to_owned(), "R9".to_owned())];
    let refused = training::train_from_labels(&linker, &labels, &()).unwrap_err().to_string();
    assert_eq!(refused, "label 1 names the record `R9`, which is in neither file");
}
