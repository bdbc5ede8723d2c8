//! The peer: Splink on DuckDB, run in a throw-away environment by the scripts in the folder that `CANDOUR_BENCH` names.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::Value;

use super::{Accuracy, Stage, ToolRun};
use crate::bench::{machine, measure};
use crate::environment;
use crate::shell::{self, Stop};
use crate::workspace::Workspace;

const REQUIREMENTS: &[&str] = &["splink==5.0.0", "duckdb==1.5.6", "numpy", "pandas", "pyarrow"];

/// The peer's scripts, and a Python that can run them.
pub struct Splink {
    scripts: PathBuf,
    python: PathBuf,
}

impl Splink {
    /// Finds the scripts, and creates the environment if it is missing. An error says which of them could not be found.
    pub fn prepare(workspace: &Workspace) -> Result<Self, Stop> {
        let scripts = environment::folder("CANDOUR_BENCH")
            .ok_or_else(|| Stop::new("Splink: CANDOUR_BENCH does not name the folder of its scripts"))?;
        let system = shell::find("python3").ok_or_else(|| Stop::new("Splink: there is no python3"))?;
        let venv = workspace.target().join("bench/venv");
        let python = venv.join("bin/python");
        let installed = venv.join("installed.txt");
        let wanted = REQUIREMENTS.join("\n");
        if fs::read_to_string(&installed).is_ok_and(|text| text == wanted) {
            return Ok(Self { scripts, python });
        }
        shell::say("installing Splink in target/bench/venv (once)");
        let mut make = Command::new(system);
        shell::must(make.args(["-m", "venv", "--clear"]).arg(&venv).stdin(Stdio::null()), "Splink: making a venv")?;
        let mut install = Command::new(&python);
        install.args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check"]).args(REQUIREMENTS);
        shell::must(install.stdin(Stdio::null()).stdout(std::io::stderr()), "Splink: pip install")?;
        fs::write(&installed, wanted).map_err(|error| Stop::new(format!("`{}`: {error}", installed.display())))?;
        Ok(Self { scripts, python })
    }

    /// Generates `workforce.csv` and `records.csv` in `folder`, with the truth in a column.
    pub fn generate(&self, folder: &Path, workforce: u64, records: u64, seed: u64) -> Result<(), Stop> {
        let mut generate = Command::new(&self.python);
        generate.arg(self.scripts.join("gen.py")).arg(folder);
        generate.args([workforce, records, seed].map(|number| number.to_string()));
        shell::must(generate.stdin(Stdio::null()).stdout(std::io::stderr()), "making the data")
    }

    /// Runs Splink once on the folder.
    pub fn run(&self, folder: &Path) -> Result<ToolRun, Stop> {
        let mut script = Command::new(&self.python);
        script.arg(self.scripts.join("bench_splink.py")).arg(folder).env("UPAIRS", "1e6");
        script.env("THREADS", machine::cores().to_string());
        // DuckDB may use three quarters of the memory, but never more than the 18 GB that its script allows.
        let memory_gb = machine::memory_gib().map_or(18.0, |gib| (gib * 0.75).min(18.0));
        script.env("MEM", format!("{memory_gb:.0}GB"));
        let measured = measure::measure(&mut script)?;
        let last = measured.printed.lines().last().unwrap_or_default();
        let told: Value =
            serde_json::from_str(last).map_err(|error| Stop::new(format!("Splink's last line: {error}")))?;
        Ok(read(&told))
    }
}

/// Reads the figures that the peer printed. The evaluation after its clustering does not count towards its cost.
fn read(told: &Value) -> ToolRun {
    let seconds = |group: &str, stage: &str| told.pointer(&format!("/{group}/{stage}")).and_then(Value::as_f64);
    let stages =
        ["load_clean", "train_prior", "train_u", "train_em", "block", "score", "cluster"].iter().filter_map(|&name| {
            Some(Stage {
                name: name.to_owned(),
                cpu_s: seconds("cpu_seconds", name)?,
                wall_s: seconds("seconds", name)?,
            })
        });
    ToolRun {
        stages: stages.collect(),
        cpu_s: seconds("cpu_seconds", "total"),
        wall_s: seconds("seconds", "total"),
        peak_mib: told["peak_rss_gib"].as_f64().map(|gib| gib * 1024.0),
        pairs: told["compared_pairs"].as_u64(),
        links: told["kept_pairs"].as_u64(),
        accuracy: best(told),
        tool: told["tool"].as_str().unwrap_or("Splink").to_owned(),
    }
}

/// The better accuracy of two: of all its pairs, or of its best link for each record. This favours the peer.
fn best(told: &Value) -> Option<Accuracy> {
    let read = |name: &str| Accuracy::read(told.get(name)?);
    [read("best"), read("best_single_link")].into_iter().flatten().max_by(|a, b| a.f1.total_cmp(&b.f1))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn the_peer_is_given_its_better_f1_and_pays_only_for_its_own_stages() {
        let run = read(&json!({
            "tool": "splink 5.0.0 duckdb 1.5.6", "compared_pairs": 10, "kept_pairs": 5, "peak_rss_gib": 0.5,
            "seconds": {"load_clean": 1.0, "score": 2.0, "total": 3.5}, "cpu_seconds": {"load_clean": 1.5, "score": 4.0, "total": 6.0},
            "best": {"precision": 0.9, "recall": 0.8, "f1": 0.847}, "best_single_link": {"precision": 0.95, "recall": 0.9, "f1": 0.924},
        }));
        assert_eq!(run.accuracy.as_ref().unwrap().f1, 0.924);
        assert_eq!(run.core_cpu_s(), Some(4.0));
        assert_eq!(run.peak_mib, Some(512.0));
    }
}
