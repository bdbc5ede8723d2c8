//! The benchmark's use of `candour`: all the subcommands, options and JSON fields that it needs.

use std::fs;
use std::path::Path;

use serde_json::Value;

use super::data::Data;
use super::{Accuracy, Stage, ToolRun};
use crate::bench::measure;
use crate::bench::table::thousands;
use crate::shell::{self, Stop};
use crate::workspace::Workspace;

/// The path of the model that is measured, relative to the repository. It is the one that ships.
const MODEL: &str = "examples/workforce.toml";
/// Number of look-ups in the search benchmark: enough to leave 100 values above the 99th percentile.
const SEARCHES: u64 = 10_000;

/// Milliseconds for one look-up.
pub struct SearchLatency {
    pub p50_ms: Option<f64>,
    pub p99_ms: Option<f64>,
}

/// Measures one run of `candour`. The accuracy is evaluated elsewhere.
pub fn link(workspace: &Workspace, data: &Data) -> Result<ToolRun, Stop> {
    // Removes the output of an earlier run, so that it cannot be taken for the result of this one.
    let _ = fs::remove_file(data.links());
    let _ = fs::remove_file(data.trained());
    let mut candour = workspace.command(workspace.candour());
    candour.args(["link", "run", "--model", MODEL, "--left"]).arg(data.workforce()).arg("--right").arg(data.records());
    candour.arg("--out").arg(data.links()).arg("--clusters").arg(data.clusters());
    candour.arg("--trained-model").arg(data.trained()).arg("--json");
    let measured = measure::measure(&mut candour)?;
    let told = object(&measured.printed)?;
    let stage = |stage: &Value| {
        Some(Stage {
            name: stage["name"].as_str()?.to_owned(),
            cpu_s: stage["cpu_s"].as_f64()?,
            wall_s: stage["wall_s"].as_f64()?,
        })
    };
    Ok(ToolRun {
        tool: format!("candour {}", env!("CARGO_PKG_VERSION")),
        stages: told["stages"].as_array().into_iter().flatten().filter_map(stage).collect(),
        cpu_s: measured.cpu_s,
        wall_s: Some(measured.wall_s),
        peak_mib: measured.peak_mib.or(told["peak_mib"].as_f64()),
        pairs: told["pairs"].as_u64(),
        links: told["links"].as_u64(),
        accuracy: None,
    })
}

/// The precision, recall and F1 of the links, at the threshold with the best F1.
pub fn evaluate(workspace: &Workspace, data: &Data) -> Result<Accuracy, Stop> {
    let mut candour = workspace.command(workspace.candour());
    candour.args(["link", "evaluate", "--links"]).arg(data.links()).arg("--truth").arg(data.truth()).arg("--json");
    let told = object(&measure::measure(&mut candour)?.printed)?;
    let best = told.get("best").unwrap_or(&told);
    Accuracy::read(best).ok_or_else(|| Stop::new("`candour link evaluate --json` has no precision, recall and f1"))
}

/// Looks up records one at a time in an index of the whole workforce, with the model that the latest run trained.
pub fn search(workspace: &Workspace, data: &Data) -> Result<SearchLatency, Stop> {
    shell::say(format!("candour, {} searches", thousands(SEARCHES)));
    let mut candour = workspace.command(workspace.candour());
    candour.args(["link", "search", "--model"]).arg(data.trained()).arg("--left").arg(data.workforce());
    candour.arg("--repeat-from").arg(data.records()).args(["--limit", &SEARCHES.to_string(), "--json"]);
    let told = object(&measure::measure(&mut candour)?.printed)?;
    Ok(SearchLatency { p50_ms: told["p50_ms"].as_f64(), p99_ms: told["p99_ms"].as_f64() })
}

/// The object that a command printed, which may be the whole output or its last line.
fn object(printed: &str) -> Result<Value, Stop> {
    let whole = serde_json::from_str(printed);
    let last = || serde_json::from_str(printed.lines().last().unwrap_or_default());
    whole.or_else(|_| last()).map_err(|error| Stop::new(format!("candour printed no JSON object: {error}")))
}

/// Generates `workforce.csv`, `records.csv` and `truth.csv` in `folder`, with our own generator.
pub fn synthesise(workspace: &Workspace, folder: &Path, workforce: u64, records: u64, seed: u64) -> Result<(), Stop> {
    let mut trial = workspace.command(workspace.trial());
    trial.args(["synth", "--out"]).arg(folder);
    for (option, value) in [("--workforce", workforce), ("--records", records), ("--seed", seed)] {
        trial.arg(option).arg(value.to_string());
    }
    shell::must(trial.stdout(std::io::stderr()), "making the data")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_object_is_found_behind_other_lines() {
        assert_eq!(object("linking\n{\"pairs\": 3}\n").unwrap()["pairs"], 3);
        assert_eq!(object("{\n \"pairs\": 3\n}\n").unwrap()["pairs"], 3);
        assert!(object("").is_err());
    }
}
