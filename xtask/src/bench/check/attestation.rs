//! The cost of verifying an attestation compared with its two bare signatures, both natively and in node.

use std::process::Command;

use serde_json::Value;

use crate::bench::{criterion, measure};
use crate::shell::{self, Stop};
use crate::workspace::Workspace;

const TARGET: &str = "wasm32-unknown-unknown";

/// Microseconds for one verification, and for the two signatures alone.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Cost {
    /// Microseconds for the whole verification.
    pub verify_us: f64,
    /// Microseconds for two P-256 verifications.
    pub bare_us: f64,
}

impl Cost {
    /// The ratio of the whole verification to the bare signatures: 1 would mean no extra cost.
    pub fn ratio(&self) -> f64 {
        self.verify_us / self.bare_us
    }
}

/// Measures natively, with the crate's own micro-benchmark.
pub fn native(workspace: &Workspace) -> Result<Cost, Stop> {
    criterion::run(workspace, "attest", "duty")?;
    let us = |id| Ok::<_, Stop>(criterion::nanoseconds(workspace, "duty", id)? / 1e3);
    Ok(Cost { verify_us: us("verify")?, bare_us: us("bare")? })
}

/// Measures in Node.js, with a single build of the page's verifier and the bare signatures.
pub fn wasm(workspace: &Workspace) -> Result<Cost, Stop> {
    if shell::find("node").is_none() {
        return Err(Stop::new("`node` is missing: install it, on Debian with `apt-get install nodejs`"));
    }
    let installed = shell::output(Command::new("rustup").args(["target", "list", "--installed"])).unwrap_or_default();
    if !installed.lines().any(|line| line == TARGET) {
        shell::must(Command::new("rustup").args(["target", "add", TARGET]), "adding the target of the browser")?;
    }
    let target = workspace.target().join("verifier-bench");
    let mut build = workspace.cargo();
    build.args(["build", "--release", "--target", TARGET, "--features", "bench", "--manifest-path"]);
    build.arg("verifier/Cargo.toml").arg("--target-dir").arg(&target);
    shell::must(&mut build, "building the verifier")?;
    let mut node = workspace.command("node");
    node.arg("verifier/bench.mjs").arg(target.join(TARGET).join("release").join("verifier.wasm"));
    let printed = measure::measure(&mut node)?.printed;
    cost(&printed)
        .ok_or_else(|| Stop::new(format!("the output of the verifier's benchmark cannot be read:\n{printed}")))
}

fn cost(printed: &str) -> Option<Cost> {
    let told: Value = serde_json::from_str(printed.lines().last()?).ok()?;
    Some(Cost { verify_us: told["verify_us"].as_f64()?, bare_us: told["bare_us"].as_f64()? })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_ratio_is_of_what_is_printed_last() {
        let told = cost("warming up\n{\"verify_us\":1210.5,\"bare_us\":1100.5,\"ratio\":1.1}\n").unwrap();
        assert!((told.ratio() - 1.1).abs() < 0.001);
        assert_eq!(cost("not genuine"), None);
    }
}
