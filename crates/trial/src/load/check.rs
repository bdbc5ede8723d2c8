//! The check after a kill: every acknowledged event is in the log exactly once, and the log still passes through every
//! head that was signed.

use std::collections::{BTreeMap, HashSet};
use std::fs;
use std::path::Path;

use attest::frontier::Frontier;
use attest::hash::{Hash, leaf_hash};
use cli::arguments::RecordOptions;
use cli::exit::Failure;
use cli::open::Record;
use cli::session::Session;
use domain::EventId;
use serde::Serialize;
use store::{Store, StoreError};

/// Number of log entries read at once.
const CHUNK_SIZE: u64 = 16_384;

#[derive(Serialize)]
struct LoadCheck {
    acknowledged_events: u64,
    signed_heads: u64,
    lost: u64,
    doubled: u64,
    inconsistent: u64,
    size: u64,
}

/// Everything that the load printed before it was killed. A line that the kill cut off acknowledges nothing.
struct PrintedOutput {
    events: Vec<EventId>,
    heads: BTreeMap<u64, HashSet<Hash>>,
}

impl PrintedOutput {
    fn read(text: &str) -> Result<Self, Failure> {
        let mut printed = Self { events: Vec::new(), heads: BTreeMap::new() };
        for line in text.split_inclusive('\n').filter(|line| line.ends_with('\n')) {
            let words: Vec<&str> = line.split_whitespace().collect();
            let known = match words.as_slice() {
                ["committed", event] => event.parse().map(|event| printed.events.push(event)).is_ok(),
                ["signed", size, root] => match (size.parse(), root.parse()) {
                    (Ok(size), Ok(root)) => {
                        printed.heads.entry(size).or_default().insert(root);
                        true
                    }
                    _ => false,
                },
                _ => false,
            };
            if !known {
                return Err(Failure::bad_data(format!(
                    "`{}` was not printed by `candour-trial load`",
                    line.trim_end()
                )));
            }
        }
        Ok(printed)
    }
}

/// Compares the record with everything that the load printed.
pub fn check(file: &Path, options: &RecordOptions, session: &Session) -> Result<(), Failure> {
    let failed = |source| Failure::system(format!("`{}` cannot be read", file.display()), source);
    let printed = PrintedOutput::read(&fs::read_to_string(file).map_err(failed)?)?;
    let record = Record::existing(options)?;
    let checked = record.wait(compare(&record.store, &printed))?;
    session.print(|| serde_json::to_string(&checked).unwrap_or_default(), &checked)?;
    match checked.lost + checked.doubled + checked.inconsistent {
        0 => Ok(()),
        _ => Err(Failure::wrong("what was acknowledged is not what is there")),
    }
}

async fn compare(store: &Store, printed: &PrintedOutput) -> Result<LoadCheck, StoreError> {
    let size = store.log_size().await?;
    let mut checked = LoadCheck {
        acknowledged_events: printed.events.len() as u64,
        signed_heads: printed.heads.len() as u64,
        lost: 0,
        doubled: 0,
        inconsistent: 0,
        size,
    };
    let mut positions = HashSet::new();
    for event in &printed.events {
        match store.position_of(*event).await? {
            None => checked.lost += 1,
            Some(position) if !positions.insert(position) => checked.doubled += 1,
            Some(_) => {}
        }
    }
    let (mut entries, mut frontier, mut first) = (HashSet::new(), Frontier::new(), 0);
    let mut contradicts = |frontier: &Frontier| {
        let roots = printed.heads.get(&frontier.size()).into_iter().flatten();
        checked.inconsistent += roots.filter(|root| **root != frontier.root()).count() as u64;
    };
    contradicts(&frontier);
    while first < size {
        let to = size.min(first + CHUNK_SIZE);
        for entry in store.entries(first, to).await? {
            frontier.append(leaf_hash(&entry));
            contradicts(&frontier);
            if !entries.insert(entry) {
                checked.doubled += 1;
            }
        }
        first = to;
    }
    // Signed heads that cover entries which do not exist.
    checked.inconsistent += printed.heads.range(size + 1..).count() as u64;
    checked.inconsistent += u64::from(frontier.size() != size);
    checked.inconsistent += u64::from(store.event_count().await? != size + store.queue_length().await?);
    Ok(checked)
}
