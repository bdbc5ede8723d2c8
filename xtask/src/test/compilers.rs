//! One build for everything, with a compiler that also lints and a documentation tool that also tests. `cargo clippy`
//! and `cargo doc` would each check all the dependencies once more, in builds of their own.

use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

use crate::environment;
use crate::shell::Stop;
use crate::workspace::Workspace;

/// The variable that tells this program to act as `rustdoc`. It contains the path of the real one.
const RUSTDOC: &str = "CANDOUR_RUSTDOC";
/// The variable that names the folder for the documentation.
const DOCUMENTATION: &str = "CANDOUR_DOCUMENTATION";

/// Options of a doc test run that do not apply when documentation is written.
const OF_TESTS: &[&str] = &["--test", "--no-run", "--nocapture"];
/// More such options, each of which is followed by a value.
const OF_TESTS_WITH_VALUE: &[&str] = &["--test-run-directory", "--test-args", "--test-builder", "--test-runtool"];

/// The path of a program in the toolchain that runs this process.
fn tool(name: &str) -> Result<PathBuf, Stop> {
    let cargo = PathBuf::from(environment::variable("CARGO").unwrap_or("cargo".to_owned()));
    let beside = cargo.with_file_name(format!("{name}{}", std::env::consts::EXE_SUFFIX));
    if beside.is_file() {
        return Ok(beside);
    }
    crate::shell::find(name).ok_or_else(|| {
        Stop::new(format!("`{name}` is not installed: `rustup component add clippy` brings what the checks need"))
    })
}

/// The variables for a build that lints the workspace's crates, as `cargo clippy -- -D warnings` sets them.
pub fn linting() -> Result<Vec<(&'static str, String)>, Stop> {
    let driver = tool("clippy-driver")?.display().to_string();
    let deny = "-D__CLIPPY_HACKERY__warnings__CLIPPY_HACKERY__".to_owned();
    Ok(vec![("RUSTC_WORKSPACE_WRAPPER", driver), ("CLIPPY_ARGS", deny)])
}

/// The variables for a run of doc tests that also writes the documentation.
pub fn documenting(workspace: &Workspace) -> Result<Vec<(&'static str, String)>, Stop> {
    let target = workspace.target();
    let ours = workspace.tested().join(format!("xtask{}", std::env::consts::EXE_SUFFIX));
    let path = |path: &Path| path.display().to_string();
    Ok(vec![("RUSTDOC", path(&ours)), (RUSTDOC, path(&tool("rustdoc")?)), (DOCUMENTATION, path(&target.join("doc")))])
}

/// Runs `rustdoc` with these arguments. If they run tests, it runs again to write the documentation, and a warning is
/// then an error. Returns `None` if this program was not told to act as `rustdoc`.
pub fn as_rustdoc(arguments: &[String]) -> Option<ExitCode> {
    let rustdoc = environment::variable(RUSTDOC)?;
    let run =
        |arguments: &[String]| Command::new(&rustdoc).args(arguments).status().is_ok_and(|status| status.success());
    let mut passed = run(arguments);
    if let Some(mut arguments) = for_documentation(arguments) {
        arguments
            .extend(["--out-dir".to_owned(), environment::variable(DOCUMENTATION).unwrap_or("target/doc".to_owned())]);
        passed &= run(&arguments);
    }
    Some(if passed { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// The arguments that document the crate whose doc tests these arguments run; `None` if they do not run any.
fn for_documentation(arguments: &[String]) -> Option<Vec<String>> {
    let mut kept = Vec::new();
    let mut runs_tests = false;
    let mut rest = arguments.iter();
    while let Some(argument) = rest.next() {
        runs_tests |= argument == "--test";
        if OF_TESTS_WITH_VALUE.contains(&argument.as_str()) {
            rest.next();
        } else if !OF_TESTS.contains(&argument.as_str()) {
            kept.push(argument.clone());
        }
    }
    kept.extend(["-D".to_owned(), "warnings".to_owned()]);
    runs_tests.then_some(kept)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<String> {
        text.split(' ').map(str::to_owned).collect()
    }

    #[test]
    fn a_run_of_doc_tests_becomes_one_for_the_documentation_of_the_same_crate() {
        let tests = words("--crate-name shell --test src/lib.rs --test-run-directory crates/shell --extern app=a.rlib");
        let documentation = words("--crate-name shell src/lib.rs --extern app=a.rlib -D warnings");
        assert_eq!(for_documentation(&tests), Some(documentation));
        assert_eq!(for_documentation(&words("-vV")), None);
    }
}
