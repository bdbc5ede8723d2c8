//! A population generated for a test, and its tables as read back.

use std::collections::HashMap;
use std::path::Path;
use std::sync::Arc;

use synth::{Population, Summary};

pub struct Row {
    columns: Arc<HashMap<String, usize>>,
    fields: csv::StringRecord,
}

impl Row {
    pub fn get(&self, column: &str) -> &str {
        &self.fields[self.columns[column]]
    }
}

pub struct Made {
    pub summary: Summary,
    pub workforce: Vec<Row>,
    pub records: Vec<Row>,
    pub truth: Vec<Row>,
    pub duplicates: Vec<Row>,
    pub needles: Vec<Row>,
    pub look_alikes: Vec<Row>,
}

impl Made {
    /// The rows of the workforce and of the records, by id.
    pub fn by_id(&self) -> HashMap<&str, &Row> {
        self.workforce.iter().chain(&self.records).map(|row| (row.get("unique_id"), row)).collect()
    }
}

pub fn small(seed: u64) -> Population {
    Population { seed, ..Population::default() }
}

pub fn make(population: &Population) -> Made {
    let directory = tempfile::tempdir().unwrap();
    let summary = synth::write(population, directory.path(), &mut |_, _| {}).unwrap();
    let table = |name: &str| read(&directory.path().join(name));
    Made {
        summary,
        workforce: table("workforce.csv"),
        records: table("records.csv"),
        truth: table("truth.csv"),
        duplicates: table("duplicates.csv"),
        needles: table("needles.csv"),
        look_alikes: table("lookalikes.csv"),
    }
}

fn read(path: &Path) -> Vec<Row> {
    let mut reader = csv::Reader::from_path(path).unwrap();
    let columns = reader.headers().unwrap().iter().enumerate().map(|(place, name)| (name.to_owned(), place)).collect();
    let columns = Arc::new(columns);
    reader.records().map(|fields| Row { columns: Arc::clone(&columns), fields: fields.unwrap() }).collect()
}

/// Returns true if this plate could be the one seen, which has `?` for unknown characters or is a run of characters.
pub fn could_be(seen: &str, plate: &str) -> bool {
    let seen = seen.replace(' ', "");
    if seen.len() < plate.len() {
        return plate.contains(&seen);
    }
    seen.len() == plate.len() && seen.chars().zip(plate.chars()).all(|(seen, stands)| seen == '?' || seen == stands)
}
