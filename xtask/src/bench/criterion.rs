//! Micro-benchmarks: runs a criterion benchmark, and reads the estimates that it writes to the target folder.

use std::fs;
use std::path::PathBuf;

use serde_json::Value;

use crate::environment;
use crate::shell::{self, Stop};
use crate::workspace::Workspace;

/// Runs `cargo bench` for one benchmark of one crate. Its output goes to standard error: ours ends with one object.
pub fn run(workspace: &Workspace, package: &str, bench: &str) -> Result<(), Stop> {
    let mut cargo = workspace.cargo();
    cargo.args(["bench", "--package", package, "--bench", bench]).stdin(std::process::Stdio::null());
    cargo.stdout(std::io::stderr());
    shell::must(&mut cargo, "the micro-benchmark")
}

/// The median of nanoseconds per element for `group/id` in the latest measurement.
pub fn nanoseconds(workspace: &Workspace, group: &str, id: &str) -> Result<f64, Stop> {
    let home = environment::variable("CRITERION_HOME").map_or(workspace.target().join("criterion"), PathBuf::from);
    let folder = home.join(group).join(id).join("new");
    let read = |file: &str| {
        let text = fs::read_to_string(folder.join(file)).ok()?;
        serde_json::from_str::<Value>(&text).ok()
    };
    let estimate =
        read("estimates.json").and_then(|estimates| per_element(&estimates, read("benchmark.json").as_ref()));
    estimate.ok_or_else(|| Stop::new(format!("criterion left no estimate for `{group}/{id}`")))
}

/// The estimate divided by the number of elements per iteration, if the benchmark declares that number.
fn per_element(estimates: &Value, benchmark: Option<&Value>) -> Option<f64> {
    let per_iteration = estimates.pointer("/median/point_estimate")?.as_f64()?;
    let elements = benchmark.and_then(|benchmark| benchmark.pointer("/throughput/Elements")?.as_f64());
    Some(per_iteration / elements.unwrap_or(1.0))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn an_estimate_is_given_for_one_element() {
        let estimates = json!({"median": {"point_estimate": 95_000.0}});
        assert_eq!(per_element(&estimates, Some(&json!({"throughput": {"Elements": 1000}}))), Some(95.0));
        assert_eq!(per_element(&estimates, Some(&json!({"throughput": null}))), Some(95_000.0));
        assert_eq!(per_element(&json!({}), None), None);
    }
}
