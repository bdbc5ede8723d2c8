//! Measures replay: reading, decrypting and folding the whole history of one officer.

use clap::Args;
use cli::measure::Moment;
use domain::{State, StreamId, StreamKind};
use serde_json::{Value, json};

use super::events::Events;
use super::figures::{ms, spread};
use super::{BenchError, open};

/// Number of other officers in the database, so that the sealed parts of the measured one are stored among many.
const COLLEAGUES_COUNT: usize = 500;

#[derive(Args)]
pub struct ReplayBenchArguments {
    /// The database: `sqlite:PATH` or `postgres://…?schema=NAME`
    #[arg(long, value_name = "DATABASE")]
    pub database: String,
    /// The number of events in the officer's history
    #[arg(long, value_name = "N", default_value_t = 1_000)]
    pub events: usize,
    /// The number of repetitions
    #[arg(long, value_name = "N", default_value_t = 100)]
    pub runs: usize,
}

pub async fn measure(arguments: &ReplayBenchArguments) -> Result<Value, BenchError> {
    let store = open(&arguments.database).await?;
    let mut events = Events::new(2)?;
    events.fill(&store, COLLEAGUES_COUNT, 10, |_| {}).await?;
    let officer = events.officers[0];
    let stream = StreamId::new(StreamKind::Officer, officer);
    let mut version = store.load(&stream).await?.map_or(0, |loaded| loaded.version);
    while version < arguments.events as u64 {
        let now = events.moment()?;
        let count = (arguments.events - version as usize).min(100);
        let mut append = events.more(officer, count, now);
        append.expected = version;
        let mut unit = store.begin().await?;
        unit.append(append).await?;
        unit.commit().await?;
        version += count as u64;
    }
    let (mut all, mut reading) = (Vec::new(), Vec::new());
    for run in 0..arguments.runs + 5 {
        let begun = Moment::now();
        let history = store.history(&stream, None).await?;
        let read = begun.elapsed();
        let state = State::fold(&history)?;
        let folded = begun.elapsed();
        if history.len() != arguments.events || state.is_none() {
            return Err(format!("{} events came back", history.len()).into());
        }
        // The first runs only fill caches.
        if run >= 5 {
            all.push(ms(folded));
            reading.push(ms(read));
        }
    }
    let mut parts_count = 0;
    for event in store.history(&stream, None).await? {
        parts_count += event.event.encode()?.1.to_string().matches("\"personal\"").count();
    }
    Ok(
        json!({ "events": arguments.events, "parts": parts_count, "all_ms": spread(&all), "history_ms": spread(&reading) }),
    )
}
