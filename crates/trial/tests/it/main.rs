//! Stories about `candour-trial`, and about `candour` on records that it filled.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on stops there")]

mod audit;
mod crash;
mod demonstration;
mod help;
mod history;
mod linkage;
mod street;
mod synth;
// The harness of the other command, by its path: a shared crate would take time to build, and a copy would drift.
#[path = "../../../cli/tests/it/support/folder.rs"]
mod support;

use std::path::PathBuf;

use assert_cmd::cargo::cargo_bin;

/// Command lines that start with one of these words are run by `candour`, not `candour-trial`.
const OF_CANDOUR: [&str; 5] = ["audit", "link", "prove", "sequence", "witness"];

/// The program that runs a command line. `candour` is in the same folder, because tests build the whole workspace.
fn program(line: &str) -> PathBuf {
    let ours = cargo_bin!("candour-trial");
    match line.split_whitespace().next() {
        Some(first) if OF_CANDOUR.contains(&first) => {
            let theirs = ours.with_file_name(format!("candour{}", std::env::consts::EXE_SUFFIX));
            assert!(
                theirs.exists(),
                "`candour` is not built: run the tests of the workspace, or `cargo build --workspace`"
            );
            theirs
        }
        _ => ours.to_owned(),
    }
}
