//! `cargo xtask bench record`: compares appends with bare inserts, and measures the time to a signed checkpoint,
//! proofs, replay and rebuilding, on SQLite and on PostgreSQL. On both, every commit is synced to disk.

mod candour;
mod tables;

use serde_json::{Map, Value};

use self::candour::{Candour, Measurement};
use super::Findings;
use super::options::{self, Number};
use crate::postgres::{Durability, Server};
use crate::shell::{self, Stop};
use crate::workspace::{TRIAL, Workspace};

pub const OPTIONS: &str = "[--quick] [--rounds 7] [--seconds 20] [--events 1000000]";

/// Rates in events per second, tried in order until one cannot be sustained.
const RATES: &[u64] = &[2_000, 3_000, 4_000, 5_000, 6_000, 8_000, 10_000, 12_000, 15_000, 20_000, 25_000, 30_000];

struct Extent {
    rounds: u64,
    /// Number of events for each side in each round.
    turn_events: u64,
    seconds: u64,
    step_seconds: u64,
    rebuilt_events: u64,
}

impl Extent {
    fn read(arguments: &[String]) -> Result<Self, Stop> {
        let quick = arguments.iter().any(|word| word == "--quick");
        let rest: Vec<String> = arguments.iter().filter(|word| *word != "--quick").cloned().collect();
        let default = |thorough, short| if quick { short } else { thorough };
        let known = [
            Number { name: "--rounds", default: default(7, 3) },
            Number { name: "--seconds", default: default(20, 5) },
            Number { name: "--events", default: default(1_000_000, 50_000) },
        ];
        let [rounds, seconds, rebuilt_events] = options::parse(&rest, &known, OPTIONS)?;
        Ok(Self { rounds, turn_events: default(2_000, 1_000), seconds, step_seconds: default(5, 3), rebuilt_events })
    }
}

/// The measurements on one database.
struct Sitting {
    database: &'static str,
    append: Option<Value>,
    /// Results at 1,000 events per second, with ten events per transaction.
    steady: Option<Value>,
    /// Results at 1,000 events per second, with one event per transaction.
    single: Option<Value>,
    rising: Option<Value>,
    replay: Option<Value>,
    rebuild: Option<Value>,
}

/// Measures everything it can. A figure that could not be measured is null and is explained in the notes.
pub fn run(workspace: &Workspace, arguments: &[String]) -> Result<Findings, Stop> {
    let extent = Extent::read(arguments)?;
    workspace.build_release(&[TRIAL])?;
    let mut notes = Vec::new();
    let proof = kept(&mut notes, Candour::on_files(workspace)?.proof());
    let mut sittings = vec![sit("SQLite", &Candour::on_files(workspace)?, &extent, &mut notes)];
    match Server::start(Durability::On) {
        Ok(server) => {
            let candour = Candour::on_server(workspace, server.url())?;
            sittings.push(sit("PostgreSQL", &candour, &extent, &mut notes));
        }
        Err(stop) => notes.push(format!("PostgreSQL: {stop}")),
    }
    let complete = proof.is_some() && sittings.len() == 2 && notes.is_empty();
    let tables = tables::all(&sittings, proof.as_ref());
    Ok(Findings { tables, notes, figures: figures(&sittings, proof.as_ref()), complete })
}

fn sit(database: &'static str, candour: &Candour<'_>, extent: &Extent, notes: &mut Vec<String>) -> Sitting {
    let append = |candour: &Candour<'_>| candour.append(extent.rounds, extent.turn_events);
    let steady = |each| candour.load(each, &[1_000], extent.seconds);
    Sitting {
        database,
        append: kept(notes, append(candour)),
        steady: kept(notes, steady(10)),
        single: kept(notes, steady(1)),
        rising: kept(notes, candour.load(10, RATES, extent.step_seconds)),
        replay: kept(notes, candour.replay()),
        rebuild: kept(notes, candour.rebuild(extent.rebuilt_events)),
    }
}

fn kept(notes: &mut Vec<String>, measured: Result<Measurement, Stop>) -> Option<Value> {
    measured
        .map_err(|stop| {
            shell::say(&stop);
            notes.push(stop.to_string());
        })
        .ok()
}

/// The figures for machines. Other programs rely on the names.
fn figures(sittings: &[Sitting], proof: Option<&Value>) -> Map<String, Value> {
    let [sqlite, postgres] = [0, 1].map(|place| sittings.get(place));
    let ratio =
        |sitting: Option<&Sitting>| tables::shape(sitting?.append.as_ref()?, 10, false)?["ratio"]["median"].as_f64();
    let worse = |figure: fn(&Sitting) -> Option<f64>| -> Option<f64> {
        let both: Option<Vec<f64>> = [sqlite, postgres].into_iter().map(|sitting| figure(sitting?)).collect();
        both?.into_iter().max_by(f64::total_cmp)
    };
    let figures = [
        ("append_ratio_sqlite_10", ratio(sqlite)),
        ("append_ratio_pg_10", ratio(postgres)),
        ("checkpoint_p50_ms", worse(|sitting| sitting.steady.as_ref()?["tried"][0]["p50_ms"].as_f64())),
        ("checkpoint_p99_ms", worse(|sitting| sitting.steady.as_ref()?["tried"][0]["p99_ms"].as_f64())),
        ("proof_bytes", proof.and_then(|proof| proof["hashes_bytes"]["most"].as_f64())),
        ("proof_verify_us", proof.and_then(|proof| proof["verify_us"]["median"].as_f64())),
        ("replay_1000_ms", worse(|sitting| sitting.replay.as_ref()?["all_ms"]["median"].as_f64())),
        ("rebuild_1m_s", sqlite.and_then(|sitting| tables::rebuilt_1m_s(sitting.rebuild.as_ref()?))),
    ];
    let rounded = |value: f64| Value::from((value * 1e3).round() / 1e3);
    figures.map(|(name, value)| (name.to_owned(), value.map_or(Value::Null, rounded))).into_iter().collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn sitting(database: &'static str, ratio: f64, p99_ms: f64) -> Sitting {
        let one = json!({ "median": ratio, "least": ratio, "most": ratio });
        let shape = json!({ "events": 10, "new": false, "store": one, "bare": one, "ratio": one });
        let steady = json!({ "tried": [{ "p50_ms": p99_ms / 2.0, "p99_ms": p99_ms }] });
        Sitting {
            database,
            append: Some(json!({ "shapes": [shape] })),
            steady: Some(steady),
            single: None,
            rising: None,
            replay: Some(json!({ "all_ms": one })),
            rebuild: Some(json!({ "events": 500_000, "rebuild_s": { "median": 10.0 } })),
        }
    }

    #[test]
    fn the_worse_database_gives_the_figure_and_what_is_missing_is_null() {
        let sittings = [sitting("SQLite", 0.7, 12.0), sitting("PostgreSQL", 0.8, 31.5)];
        let figures = figures(&sittings, None);
        assert_eq!(figures["append_ratio_sqlite_10"], 0.7);
        assert_eq!(figures["append_ratio_pg_10"], 0.8);
        assert_eq!(figures["checkpoint_p99_ms"], 31.5);
        assert_eq!(figures["replay_1000_ms"], 0.8);
        assert_eq!(figures["proof_bytes"], Value::Null);
        assert_eq!(figures["rebuild_1m_s"], Value::Null, "half a million is not a million");
        assert_eq!(figures.len(), 8);
    }

    #[test]
    fn one_database_alone_gives_no_worse_of_both() {
        assert_eq!(figures(&[sitting("SQLite", 0.7, 12.0)], None)["checkpoint_p99_ms"], Value::Null);
    }
}
