//! Measures the time to rebuild all read models of a national record.

use clap::Args;
use cli::measure::Moment;
use serde_json::{Value, json};

use super::events::Events;
use super::figures::spread;
use super::{BenchError, open};

/// Number of events for each officer.
const EVENTS_EACH: usize = 10;

#[derive(Args)]
pub struct RebuildBenchArguments {
    /// The database: `sqlite:PATH` or `postgres://…?schema=NAME`
    #[arg(long, value_name = "DATABASE")]
    pub database: String,
    /// The number of events in the record
    #[arg(long, value_name = "N", default_value_t = 1_000_000)]
    pub events: usize,
    /// The number of repetitions
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub runs: usize,
}

pub async fn measure(arguments: &RebuildBenchArguments) -> Result<Value, BenchError> {
    let store = open(&arguments.database).await?;
    let mut events = Events::new(3)?;
    let begun = Moment::now();
    let tell = |count: usize| {
        if count.is_multiple_of(100_000) {
            eprintln!("{count} events after {:.0} s", begun.elapsed().as_secs_f64());
        }
    };
    events.fill(&store, arguments.events / EVENTS_EACH, EVENTS_EACH, tell).await?;
    let filled = begun.elapsed().as_secs_f64();
    let mut runs = Vec::new();
    for _ in 0..arguments.runs {
        let begun = Moment::now();
        store.rebuild(&mut |_| {}).await?;
        runs.push(begun.elapsed().as_secs_f64());
    }
    Ok(json!({
        "events": store.event_count().await?,
        "streams": events.officers.len(),
        "filled_s": filled,
        "rebuild_s": spread(&runs),
    }))
}
