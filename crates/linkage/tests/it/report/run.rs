//! A small run, from made-up tables to links, for reports.

use std::convert::Infallible;

use linkage::inference::{InferenceSummary, Link};
use linkage::report::{
    ClusterReport, InputFile, LinkCounts, LinkageReport, RunRecord, Thresholds, pick_examples, suspicious_clusters,
};
use linkage::settings::Model;
use linkage::table::Table;
use linkage::training::TrainingSummary;
use linkage::{Linker, clustering, inference, training};

pub const MODEL: &str = r#"
    description = "Made-up officers against made-up complaints"
    link_type = "link_only"
    [id]
    left = "id"
    right = "id"
    [fields]
    first_name = { kind = "name", column = "first_name" }
    surname = { kind = "name", column = "surname" }
    date_of_birth = { kind = "date", column = "date_of_birth", invalid = "keep" }
    town = { kind = "text", column = "town" }
    [blocking]
    rules = ["surname", "date_of_birth", "initial(first_name), year(date_of_birth)"]
    [[comparisons]]
    name = "first_name"
    levels = ["exact(first_name)", "jaro_winkler(first_name) >= 0.88", "initial(first_name)"]
    [[comparisons]]
    name = "surname"
    levels = ["exact(surname)", "damerau(surname)"]
    [[comparisons]]
    name = "date_of_birth"
    levels = ["exact(date_of_birth)", "day_month_swapped(date_of_birth)", "damerau(date_of_birth) <= 1", "year(date_of_birth)"]
    term_frequency = false
    [[comparisons]]
    name = "town"
    levels = ["exact(town)"]
    [training]
    deterministic_rules = ["surname, first_name, date_of_birth"]
    random_pairs = 100000
    [output]
    least_weight = -8.0
"#;

const FIRST: [&str; 12] =
    ["ann", "robert", "priya", "owen", "grace", "hassan", "joan", "peter", "mei", "callum", "ruth", "tomasz"];
const LAST: [&str; 16] = [
    "smith",
    "jones",
    "patel",
    "evans",
    "okafor",
    "macleod",
    "whitfield",
    "nowak",
    "hussain",
    "taylor",
    "brown",
    "li",
    "featherstone",
    "quigley",
    "ibbotson",
    "zielinski",
];
const TOWNS: [&str; 6] = ["leeds", "cardiff", "truro", "wick", "derby", "bath"];

/// A repeatable sequence of numbers that look random.
struct Dice(u64);

impl Dice {
    fn birthday(&mut self) -> String {
        format!("{}-{:02}-{:02}", 1950 + self.below(45), 1 + self.below(12), 1 + self.below(28))
    }

    fn below(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % sides
    }
}

pub type Row = [String; 5];

pub fn table(name: &str, rows: &[Row]) -> Table {
    let columns = ["id", "first_name", "surname", "date_of_birth", "town"].into_iter().enumerate();
    let columns = columns.map(|(at, column)| (column.to_owned(), rows.iter().map(|row| row[at].clone()).collect()));
    Table::from_columns(name, columns.collect()).unwrap()
}

/// A roster, records about half of the people on it with all kinds of errors, and the true pairs.
pub fn people(count: usize) -> (Vec<Row>, Vec<Row>, Vec<(String, String)>) {
    let mut dice = Dice(7);
    let (mut roster, mut records, mut truth) = (Vec::new(), Vec::new(), Vec::new());
    for number in 0..count {
        let town = if dice.below(10) == 0 { "" } else { TOWNS[dice.below(TOWNS.len())] };
        // Some names are common and some are rare.
        let last = LAST[dice.below(LAST.len()).min(dice.below(LAST.len()))];
        let born = dice.birthday();
        let row = [format!("P{number}"), FIRST[dice.below(FIRST.len())].into(), last.into(), born, town.into()];
        roster.push(row.clone());
        for _ in 0..dice.below(3) {
            let mut record = row.clone();
            record[0] = format!("C{}", records.len());
            match dice.below(8) {
                0 => record[1] = record[1].chars().take(1).collect(),
                1 => record[2] = LAST[dice.below(LAST.len())].into(),
                2 => record[2].insert(1, 'h'),
                3 => record[3] = dice.birthday(),
                4 => record[4] = TOWNS[dice.below(TOWNS.len())].into(),
                5 => (record[2], record[3]) = (LAST[dice.below(LAST.len())].into(), String::new()),
                _ => {}
            }
            truth.push((row[0].clone(), record[0].clone()));
            records.push(record);
        }
    }
    (roster, records, truth)
}

/// A run from tables to links, kept as a whole so that a report can borrow from it.
pub struct Run {
    pub linker: Linker,
    pub model: Model,
    pub training: TrainingSummary,
    pub inference: InferenceSummary,
    pub links: Vec<Link>,
}

impl Run {
    pub fn of(model: &str, left: &Table, right: &Table) -> Run {
        let mut model = Model::from_toml(model).unwrap();
        let untrained = Linker::new(model.clone(), left, Some(right), &()).unwrap();
        let (trained, training) = training::train(&untrained, &()).unwrap();
        model.trained = Some(trained);
        Run::with(model, training, left, right)
    }

    pub fn with(model: Model, training: TrainingSummary, left: &Table, right: &Table) -> Run {
        let linker = Linker::new(model.clone(), left, Some(right), &()).unwrap();
        let mut links = Vec::new();
        let inference = inference::predict(&linker, &(), |some| {
            links.extend_from_slice(some);
            Ok::<_, Infallible>(())
        });
        Run { inference: inference.unwrap(), linker, model, training, links }
    }

    pub fn report(&self) -> LinkageReport<'_> {
        let thresholds = Thresholds::of(&self.model.output);
        let file = |name: &str, rows: usize| InputFile { name: name.into(), rows: rows as u64, rows_set_aside: 0 };
        LinkageReport {
            title: "Complaints and the roster".into(),
            left: file("roster.csv", self.linker.left_count()),
            right: Some(file("complaints.csv", self.linker.count() - self.linker.left_count())),
            model: &self.model,
            thresholds,
            links: LinkCounts::of(self.links.iter().map(Link::probability), &thresholds),
            inference: &self.inference,
            training: Some(&self.training),
            labels: None,
            clusters: None,
            examples: pick_examples(&self.linker, &self.links, thresholds.show),
            run: RunRecord { program: "candour 0.1.0".into(), date: Some("3 March 2026".into()) },
            hide_values: false,
        }
    }

    pub fn clusters(&self, threshold: f64) -> ClusterReport {
        let clusters =
            clustering::cluster(self.linker.count(), &self.links, threshold, -8.0, self.model.output.clusters);
        let found = clustering::suspicious(&clusters, &self.links, threshold);
        ClusterReport {
            sizes: clusters.sizes().collect(),
            suspicious: suspicious_clusters(&self.linker, &clusters, &found),
        }
    }
}

pub fn typical() -> (Run, Vec<(String, String)>) {
    let (roster, records, truth) = people(1500);
    (Run::of(MODEL, &table("roster.csv", &roster), &table("complaints.csv", &records)), truth)
}
