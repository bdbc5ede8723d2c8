//! `cargo xtask bench check`: measures the public check on the real service: its rate and latency on both databases,
//! the timing of refusals, the delay until a suspension reaches another replica, the cost of verifying an attestation,
//! and the weight of a visit.

mod attestation;
mod load;
mod service;
mod tables;

use serde_json::{Map, Value};

use self::attestation::Cost;
use self::load::CheckLoad;
use self::service::{Place, Service};
use super::Findings;
use super::options::{self, Number};
use super::table::median;
use crate::postgres::{Durability, Server};
use crate::shell::{self, Stop};
use crate::workspace::{CANDOUR, TRIAL, Workspace};

pub const OPTIONS: &str = "[--quick] [--rate 1000] [--seconds 60] [--rounds 3] [--each 2000] [--times 100]";

/// Number of officers on duty, each with an open stop.
const OFFICERS: u64 = 300;

/// A rate that two cores cannot reach. It determines the number of codes for a run without a fixed rate.
const CEILING: u64 = 4_000;

struct Extent {
    rate: u64,
    seconds: u64,
    rounds: u64,
    round_seconds: u64,
    each: u64,
    times: u64,
}

impl Extent {
    fn read(arguments: &[String]) -> Result<Self, Stop> {
        let quick = arguments.iter().any(|word| word == "--quick");
        let rest: Vec<String> = arguments.iter().filter(|word| *word != "--quick").cloned().collect();
        let default = |thorough, short| if quick { short } else { thorough };
        let known = [
            Number { name: "--rate", default: 1_000 },
            Number { name: "--seconds", default: default(60, 5) },
            Number { name: "--rounds", default: default(3, 1) },
            Number { name: "--each", default: default(2_000, 200) },
            Number { name: "--times", default: default(100, 10) },
        ];
        let [rate, seconds, rounds, each, times] = options::parse(&rest, &known, OPTIONS)?;
        if rate == 0 || rate > load::VISITORS * 1_000_000 {
            return Err(Stop::new("`--rate` needs at least one check a second"));
        }
        Ok(Self { rate, seconds, rounds, round_seconds: default(10, 3), each, times })
    }
}

/// The measurements on one database.
struct Sitting {
    database: &'static str,
    refusals: Option<Value>,
    paced: Option<CheckLoad>,
    /// Pairs of results: pages per second, then checks as fast as possible.
    rounds: Vec<(f64, CheckLoad)>,
}

impl Sitting {
    fn rates(&self) -> Vec<f64> {
        self.rounds.iter().filter(|(_, checked)| checked.errors == 0).map(|(_, checked)| checked.rate()).collect()
    }

    fn ratios(&self) -> Vec<f64> {
        self.rounds.iter().map(|(pages, checked)| checked.rate() / pages).collect()
    }

    fn errors(&self) -> u64 {
        self.paced.iter().chain(self.rounds.iter().map(|(_, checked)| checked)).map(|checked| checked.errors).sum()
    }
}

struct CheckMeasurements {
    sittings: Vec<Sitting>,
    revoked: Option<Value>,
    native: Option<Cost>,
    wasm: Option<Cost>,
    weight: Option<Value>,
}

/// Measures everything it can. A figure that could not be measured is null and is explained in the notes.
pub fn run(workspace: &Workspace, arguments: &[String]) -> Result<Findings, Stop> {
    let extent = Extent::read(arguments)?;
    load::prepare()?;
    workspace.build_release(&[CANDOUR, TRIAL])?;
    let mut notes = Vec::new();
    let mut measured =
        CheckMeasurements { sittings: Vec::new(), revoked: None, native: None, wasm: None, weight: None };
    measured.sittings.push(sit(workspace, "SQLite", None, &extent, &mut notes));
    measured.weight = kept(&mut notes, "the weight", weight(workspace));
    match Server::start(Durability::On) {
        Ok(server) => {
            measured.sittings.push(sit(workspace, "PostgreSQL", Some(server.url()), &extent, &mut notes));
            measured.revoked = kept(&mut notes, "revocation", revoked(workspace, server.url(), &extent));
        }
        Err(stop) => notes.push(format!("PostgreSQL: {stop}")),
    }
    measured.native = kept(&mut notes, "attestation", attestation::native(workspace));
    measured.wasm = kept(&mut notes, "attestation in WebAssembly", attestation::wasm(workspace));
    let figures = figures(&measured);
    let complete = figures.iter().all(|(name, figure)| !figure.is_null() || name.starts_with("attestation"));
    let tables = tables::all(&measured, &extent);
    Ok(Findings { tables, notes, figures, complete })
}

fn kept<T>(notes: &mut Vec<String>, what: &str, measured: Result<T, Stop>) -> Option<T> {
    measured
        .map_err(|stop| {
            shell::say(&stop);
            notes.push(format!("{what}: {stop}"));
        })
        .ok()
}

fn sit(
    workspace: &Workspace,
    database: &'static str,
    server: Option<&str>,
    extent: &Extent,
    notes: &mut Vec<String>,
) -> Sitting {
    let mut sitting = Sitting { database, refusals: None, paced: None, rounds: Vec::new() };
    sitting.refusals = kept(notes, &format!("refusals on {database}"), refused(workspace, server, extent));
    let loaded = loaded(workspace, server, extent, &mut sitting);
    kept(notes, &format!("load on {database}"), loaded);
    sitting
}

/// Measures refusals on a separate record, because the jobs that a load leaves behind would run at the same time.
fn refused(workspace: &Workspace, server: Option<&str>, extent: &Extent) -> Result<Value, Stop> {
    let place = Place::make(workspace, "refusals", server, OFFICERS)?;
    let service = place.serve()?;
    place.measure("refusals", &["--url", &service.url, "--each", &extent.each.to_string()])
}

fn loaded(workspace: &Workspace, server: Option<&str>, extent: &Extent, sitting: &mut Sitting) -> Result<(), Stop> {
    let place = Place::make(workspace, "load", server, OFFICERS)?;
    let service = place.serve()?;
    // A warm-up opens the connections and prepares the statements.
    let warm = (extent.rate / 2).max(1);
    checks(workspace, &place, &service, (Some(warm), 2, warm * 3))?;
    // Ten per cent more codes than are due, because a thread may start a little early.
    let codes = extent.rate * extent.seconds * 11 / 10 + load::VISITORS * 2;
    sitting.paced = Some(checks(workspace, &place, &service, (Some(extent.rate), extent.seconds, codes))?);
    for _ in 0..extent.rounds {
        let pages = load::pages(workspace, &place, &service, extent.round_seconds)?;
        let codes = CEILING * extent.round_seconds;
        sitting.rounds.push((pages, checks(workspace, &place, &service, (None, extent.round_seconds, codes))?));
    }
    Ok(())
}

/// Rejects a run in which the codes ran out, because it measured something else.
fn checks(
    workspace: &Workspace,
    place: &Place<'_>,
    service: &Service,
    how: (Option<u64>, u64, u64),
) -> Result<CheckLoad, Stop> {
    let checked = load::checks(workspace, place, service, how)?;
    match checked.exhausted {
        0 => Ok(checked),
        threads => Err(Stop::new(format!("{threads} threads ran out of codes: more must be issued"))),
    }
}

fn weight(workspace: &Workspace) -> Result<Value, Stop> {
    let place = Place::make(workspace, "weight", None, 1)?;
    let service = place.serve()?;
    place.measure("weigh", &["--url", &service.url])
}

/// Starts two replicas on one database. The visitors use the second one.
fn revoked(workspace: &Workspace, server: &str, extent: &Extent) -> Result<Value, Stop> {
    let place = Place::make(workspace, "revoke", Some(server), 1)?;
    let (_first, second) = (place.serve()?, place.serve()?);
    place.measure("revoke", &["--url", &second.url, "--times", &extent.times.to_string()])
}

/// The figures for machines. Other programs rely on the names.
fn figures(measured: &CheckMeasurements) -> Map<String, Value> {
    let both = |figure: &dyn Fn(&Sitting) -> Option<f64>| -> Option<Vec<f64>> {
        let figures: Option<Vec<f64>> = measured.sittings.iter().map(figure).collect();
        figures.filter(|figures| figures.len() == 2)
    };
    let least = |figure: &dyn Fn(&Sitting) -> Option<f64>| both(figure)?.into_iter().min_by(f64::total_cmp);
    let most = |figure: &dyn Fn(&Sitting) -> Option<f64>| both(figure)?.into_iter().max_by(f64::total_cmp);
    let p95 = |sitting: &Sitting| tables::percentile(&sitting.paced.as_ref()?.whole_ms, 0.95);
    let fresh = |name: &str| measured.revoked.as_ref()?["fresh"][name].as_f64();
    let errors = (measured.sittings.len() == 2).then(|| measured.sittings.iter().map(Sitting::errors).sum::<u64>());
    let figures = [
        ("checks_per_s", least(&|sitting| median(&sitting.rates()))),
        ("p95_ms", most(&p95)),
        ("errors", errors.map(|errors| errors as f64)),
        ("static_ratio", least(&|sitting| median(&sitting.ratios()))),
        ("attestation_ratio_native", measured.native.map(|cost| cost.ratio())),
        ("attestation_ratio_wasm", measured.wasm.map(|cost| cost.ratio())),
        ("page_kib", measured.weight.as_ref().and_then(|weight| tables::page_kib(weight, "verified"))),
        ("revoke_p50_ms", fresh("p50_ms")),
        ("revoke_p99_ms", fresh("p99_ms")),
    ];
    let rounded = |value: f64| Value::from((value * 1e3).round() / 1e3);
    figures.map(|(name, value)| (name.to_owned(), value.map_or(Value::Null, rounded))).into_iter().collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn checked(count: usize, seconds: f64, errors: u64) -> CheckLoad {
        let times: Vec<f64> = (1..=count).map(|number| number as f64).collect();
        CheckLoad { seconds, post_ms: times.clone(), whole_ms: times, errors, exhausted: 0, stored: json!({}) }
    }

    fn sitting(database: &'static str, count: usize) -> Sitting {
        let rounds = vec![(10_000.0, checked(count, 1.0, 0))];
        Sitting { database, refusals: None, paced: Some(checked(count, 1.0, 1)), rounds }
    }

    fn measured(sittings: Vec<Sitting>) -> CheckMeasurements {
        CheckMeasurements { sittings, revoked: None, native: None, wasm: None, weight: None }
    }

    #[test]
    fn the_worse_database_gives_the_figure_and_errors_are_added_up() {
        let figures = figures(&measured(vec![sitting("SQLite", 2_000), sitting("PostgreSQL", 1_000)]));
        assert_eq!(figures["checks_per_s"], 1_000.0);
        assert_eq!(figures["p95_ms"], 1_900.0);
        assert_eq!(figures["static_ratio"], 0.1);
        assert_eq!(figures["errors"], 2.0);
        assert_eq!(figures["page_kib"], Value::Null);
        assert_eq!(figures.len(), 9);
    }

    #[test]
    fn one_database_alone_gives_no_worse_of_both_and_a_round_with_errors_no_rate() {
        assert_eq!(figures(&measured(vec![sitting("SQLite", 2_000)]))["checks_per_s"], Value::Null);
        let mut broken = sitting("PostgreSQL", 1_000);
        broken.rounds[0].1.errors = 1;
        assert_eq!(figures(&measured(vec![sitting("SQLite", 2_000), broken]))["checks_per_s"], Value::Null);
    }

    #[test]
    fn a_rate_of_nothing_is_refused() {
        assert!(Extent::read(&["--rate".into(), "0".into()]).is_err());
        assert_eq!(Extent::read(&["--quick".into(), "--each".into(), "7".into()]).unwrap().each, 7);
    }
}
