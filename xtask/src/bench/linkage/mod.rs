//! `cargo xtask bench linkage`: compares a whole run with Splink on the same files, and measures searches for one
//! record and the cost of one pair.

mod candour;
mod data;
mod splink;
mod tables;

use std::fmt::Write as _;

use serde_json::{Map, Value};

use self::data::Data;
use self::splink::Splink;
use super::options::{self, Number};
use super::table::{figure, median, thousands};
use super::{Findings, criterion};
use crate::setup;
use crate::shell::{self, Stop};
use crate::workspace::{CANDOUR, TRIAL, Workspace};

pub const OPTIONS: &str = "[--workforce 250000] [--records 1000000] [--runs 3] [--seed 1]";

/// Number of our runs per run of the peer, which takes minutes.
const OUR_RUNS_FOR_ONE_OF_THE_PEER: u64 = 3;

/// One stage of a run.
pub struct Stage {
    pub name: String,
    pub cpu_s: f64,
    pub wall_s: f64,
}

/// One run of either tool.
pub struct ToolRun {
    pub tool: String,
    pub stages: Vec<Stage>,
    pub cpu_s: Option<f64>,
    pub wall_s: Option<f64>,
    pub peak_mib: Option<f64>,
    pub pairs: Option<u64>,
    pub links: Option<u64>,
    pub accuracy: Option<Accuracy>,
}

impl ToolRun {
    /// Processor seconds for training, prediction and clustering, without reading and cleaning files in either tool.
    pub fn core_cpu_s(&self) -> Option<f64> {
        let core = self.stages.iter().filter(|stage| !is_around(&stage.name)).map(|stage| stage.cpu_s);
        if self.stages.is_empty() { self.cpu_s } else { Some(core.sum()) }
    }
}

/// Returns true for stages outside the linking itself. They are recognised by the first word of their name.
fn is_around(stage: &str) -> bool {
    let first = stage.split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
    ["read", "load", "normalise", "write", "report", "total"].contains(&first)
}

/// The accuracy at the threshold with the best F1.
pub struct Accuracy {
    pub precision: f64,
    pub recall: f64,
    pub f1: f64,
}

impl Accuracy {
    /// Parses an object that has these three fields.
    pub fn read(told: &Value) -> Option<Self> {
        let number = |name: &str| told.get(name)?.as_f64();
        Some(Self { precision: number("precision")?, recall: number("recall")?, f1: number("f1")? })
    }
}

/// The measurements in one sitting. A value that could not be measured is absent.
#[derive(Default)]
struct Sitting {
    ours: Vec<ToolRun>,
    theirs: Vec<ToolRun>,
    search: Option<candour::SearchLatency>,
    ns_per_pair: Option<f64>,
    floor_ns: Option<f64>,
}

impl Sitting {
    fn cpu_s(&self) -> Option<f64> {
        median(&self.ours.iter().filter_map(ToolRun::core_cpu_s).collect::<Vec<_>>())
    }

    fn peer_cpu_s(&self) -> Option<f64> {
        median(&self.theirs.iter().filter_map(ToolRun::core_cpu_s).collect::<Vec<_>>())
    }

    fn ratio(&self) -> Option<f64> {
        let cpu_s = self.cpu_s().filter(|&seconds| seconds > 0.0)?;
        Some(self.peer_cpu_s()? / cpu_s)
    }

    /// The figures for machines. Other programs rely on the names.
    fn figures(&self) -> Map<String, Value> {
        let f1 = |runs: &[ToolRun]| runs.iter().find_map(|run| run.accuracy.as_ref()).map(|accuracy| accuracy.f1);
        let figures = [
            ("cpu_s", self.cpu_s()),
            ("peer_cpu_s", self.peer_cpu_s()),
            ("ratio", self.ratio()),
            ("peak_mib", self.ours.iter().filter_map(|run| run.peak_mib).max_by(f64::total_cmp)),
            ("f1", f1(&self.ours)),
            ("peer_f1", f1(&self.theirs)),
            ("ns_per_pair", self.ns_per_pair),
            ("floor_ns", self.floor_ns),
            ("search_p99_ms", self.search.as_ref().and_then(|search| search.p99_ms)),
        ];
        figures.map(|(name, value)| (name.to_owned(), rounded(value))).into_iter().collect()
    }

    /// The figures as tables for people.
    fn tables(&self, workforce: u64) -> String {
        let mut tables = tables::summary(&self.ours, &self.theirs, self.ratio());
        tables += &tables::stages(&self.ours, &self.theirs);
        let search = |percentile: fn(&candour::SearchLatency) -> Option<f64>| self.search.as_ref().and_then(percentile);
        let _ = write!(
            tables,
            "\nSearch, one record against {}: p50 {} ms, p99 {} ms. Scoring a pair: {} ns; memory floor: {} ns.\n",
            thousands(workforce),
            figure(search(|search| search.p50_ms), 3),
            figure(search(|search| search.p99_ms), 3),
            figure(self.ns_per_pair, 1),
            figure(self.floor_ns, 1),
        );
        tables
    }
}

/// Measures everything it can. A figure that could not be measured is null and is explained in the notes.
pub fn run(workspace: &Workspace, arguments: &[String]) -> Result<Findings, Stop> {
    let known = [
        Number { name: "--workforce", default: 250_000 },
        Number { name: "--records", default: 1_000_000 },
        Number { name: "--runs", default: 3 },
        Number { name: "--seed", default: 1 },
    ];
    let [workforce, records, runs, seed] = options::parse(arguments, &known, OPTIONS)?;
    setup::prepare()?;
    workspace.build_release(&[CANDOUR, TRIAL])?;

    let mut notes = Vec::new();
    let peer = noted(&mut notes, Splink::prepare(workspace));
    let data = noted(&mut notes, Data::prepare(workspace, peer.as_ref(), workforce, records, seed));
    let mut sitting = Sitting::default();
    if let Some(data) = &data {
        (sitting.ours, sitting.theirs) = interleaved(workspace, data, peer.as_ref(), runs, &mut notes);
        sitting.search = noted(&mut notes, candour::search(workspace, data));
    }
    if noted(&mut notes, criterion::run(workspace, "linkage", "pairs")).is_some() {
        sitting.ns_per_pair = noted(&mut notes, criterion::nanoseconds(workspace, "pair", "score"));
        sitting.floor_ns = noted(&mut notes, criterion::nanoseconds(workspace, "pair", "memory_floor"));
    }

    let maker = data.map_or("nobody", |data| data.maker);
    let made = format!("{} staff, {} records, seed {seed}, made by {maker}", thousands(workforce), thousands(records));
    let tables = format!("{made}.\n\n{}", sitting.tables(workforce));
    Ok(Findings { tables, notes, figures: sitting.figures(), complete: !sitting.ours.is_empty() })
}

/// Rounds to four decimals: enough for an F1, and few enough to compare by eye.
fn rounded(value: Option<f64>) -> Value {
    value.map_or(Value::Null, |value| Value::from((value * 1e4).round() / 1e4))
}

/// Returns the result or, if there is none, `None` after adding the reason to the notes.
fn noted<T>(notes: &mut Vec<String>, result: Result<T, Stop>) -> Option<T> {
    result
        .map_err(|stop| {
            shell::say(&stop);
            // The same failure may occur in every run, so it is noted only once.
            let note = stop.to_string();
            if !notes.contains(&note) {
                notes.push(note);
            }
        })
        .ok()
}

/// Alternates our runs with those of the peer, so that a noisy minute on a shared machine affects both.
fn interleaved(
    workspace: &Workspace,
    data: &Data,
    peer: Option<&Splink>,
    runs: u64,
    notes: &mut Vec<String>,
) -> (Vec<ToolRun>, Vec<ToolRun>) {
    let (mut ours, mut theirs) = (Vec::new(), Vec::new());
    for run in 0..runs {
        shell::say(format!("candour, run {} of {runs}", run + 1));
        let mut our_run = noted(notes, candour::link(workspace, data));
        if let Some(first) = our_run.as_mut().filter(|_| ours.is_empty()) {
            // Every run finds the same links, so evaluating one of them is enough.
            first.accuracy = noted(notes, candour::evaluate(workspace, data));
        }
        ours.extend(our_run);
        if let Some(peer) = peer.filter(|_| run % OUR_RUNS_FOR_ONE_OF_THE_PEER == 0) {
            shell::say("splink, one run (minutes)");
            theirs.extend(noted(notes, peer.run(&data.folder)));
        }
    }
    (ours, theirs)
}

#[cfg(test)]
mod tests {
    use super::*;

    pub fn a_run(stages: &[(&str, f64)]) -> ToolRun {
        let stages = stages.iter().map(|&(name, cpu_s)| Stage { name: name.to_owned(), cpu_s, wall_s: cpu_s });
        ToolRun {
            tool: "candour".to_owned(),
            stages: stages.collect(),
            cpu_s: Some(9.0),
            wall_s: Some(5.0),
            peak_mib: None,
            pairs: Some(24_500_000),
            links: None,
            accuracy: None,
        }
    }

    #[test]
    fn reading_and_writing_files_is_outside_the_compared_cost() {
        assert_eq!(
            a_run(&[("read", 2.0), ("train u", 1.0), ("predict", 3.0), ("write links", 1.0)]).core_cpu_s(),
            Some(4.0)
        );
        assert_eq!(a_run(&[]).core_cpu_s(), Some(9.0));
    }
}
