//! Compares the answers with the record: each answered check must be in it exactly once, as an event and as a row.

use std::collections::HashMap;
use std::path::PathBuf;

use clap::Args;
use cli::arguments::ConfigOptions;
use domain::check::{CheckEvent, CheckOutcome};
use domain::{CheckRef, Event, EventId};
use jiff::Timestamp;
use serde_json::{Value, json};
use store::{Cursor, Store};
use uuid::Uuid;

use super::BenchError;
use super::stage::Scene;

/// Number of events read at once.
const AT_ONCE: u32 = 2_000;

#[derive(Args)]
pub struct StoredBenchArguments {
    #[command(flatten)]
    pub config: ConfigOptions,
    /// A file with the references of the answered checks, one per line
    #[arg(long, value_name = "FILE")]
    pub references: PathBuf,
    /// The time from which checks are compared, in microseconds since 1970
    #[arg(long, value_name = "TIME")]
    pub since_us: i64,
}

#[derive(Default, Debug, PartialEq, Eq)]
struct CheckTally {
    answered: u64,
    once: u64,
    never: u64,
    more_than_once: u64,
    /// Checks on record that nobody saw answered: the visitor had disconnected.
    unanswered: u64,
    verified: u64,
}

/// Compares the answered checks with those on record.
fn compare(answered: &[CheckRef], recorded: &HashMap<CheckRef, (u64, CheckOutcome)>) -> CheckTally {
    let mut found = CheckTally { answered: answered.len() as u64, ..CheckTally::default() };
    let mut left = recorded.clone();
    for reference in answered {
        match left.remove(reference) {
            Some((1, outcome)) => {
                found.once += 1;
                found.verified += u64::from(outcome == CheckOutcome::Verified);
            }
            // A reference that was answered twice is counted here the second time.
            None => found.never += 1,
            Some(_) => found.more_than_once += 1,
        }
    }
    found.unanswered = left.values().map(|(count, _)| count).sum();
    found
}

/// Reads the record, and compares it with the answers in the file.
pub fn tell(arguments: &StoredBenchArguments) -> Result<Value, BenchError> {
    let scene = Scene::open(&arguments.config)?;
    let text = std::fs::read_to_string(&arguments.references)?;
    let answered: Vec<CheckRef> = text.lines().map(str::parse).collect::<Result<_, _>>()?;
    let store = &scene.record.store;
    let (recorded, rows) = scene.record.wait(async {
        let recorded = recorded(store, Timestamp::from_microsecond(arguments.since_us)?).await?;
        let mut rows = 0_u64;
        for reference in &answered {
            rows += u64::from(store.check_by_reference(*reference).await?.is_some_and(|row| row.made_at.is_some()));
        }
        Ok::<_, BenchError>((recorded, rows))
    })?;
    let CheckTally { answered, once, never, more_than_once, unanswered, verified } = compare(&answered, &recorded);
    Ok(json!({
        "answered": answered, "once": once, "never": never, "more_than_once": more_than_once,
        "unanswered": unanswered, "verified": verified, "in_read_model": rows,
    }))
}

/// The checks recorded since a time: for each reference, the number of its events and the outcome.
pub async fn recorded(store: &Store, since: Timestamp) -> Result<HashMap<CheckRef, (u64, CheckOutcome)>, BenchError> {
    let mut recorded: HashMap<CheckRef, (u64, CheckOutcome)> = HashMap::new();
    let mut after = Some(Cursor { recorded_at: since, event: EventId::new(Uuid::nil()) });
    loop {
        let events = store.events_after(after, AT_ONCE).await?;
        let Some(last) = events.last() else { return Ok(recorded) };
        after = Some(Cursor::after(last));
        for event in &events {
            if let Event::Check(CheckEvent::Made(made)) = &event.event {
                recorded.entry(made.reference).or_insert((0, made.found)).0 += 1;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_is_recorded_once_never_or_too_often() {
        let [a, b, c, d] = ["2222-2222-2222", "3333-3333-3333", "4444-4444-4444", "5555-5555-5555"]
            .map(|text| text.parse::<CheckRef>().unwrap());
        let recorded = HashMap::from([
            (a, (1, CheckOutcome::Verified)),
            (b, (2, CheckOutcome::Pending)),
            (d, (1, CheckOutcome::Verified)),
        ]);
        let found = compare(&[a, b, c, a], &recorded);
        let expected = CheckTally { answered: 4, once: 1, never: 2, more_than_once: 1, unanswered: 1, verified: 1 };
        assert_eq!(found, expected, "the reference that two were given counts as missing for the second");
    }
}
