//! `cargo xtask journeys`: runs the journeys of people through the real binaries in a real browser. The browser is
//! Debian's headless Chromium, which takes a third of the processor time of the full one; npm provides the test runner
//! and nothing else.

use std::path::Path;
use std::process::{Command, Stdio};

use crate::setup::{self, Need};
use crate::shell::{self, Stop};
use crate::workspace::{CANDOUR, TRIAL, Workspace};

const NEEDS: &[Need] = &[
    Need { program: BROWSER, package: BROWSER, why: "journeys are gone through in a real browser" },
    Need { program: "npm", package: "npm", why: "the runner of the journeys comes from npm" },
];

/// The browser, by its program and its Debian package.
const BROWSER: &str = "chromium-headless-shell";
/// The variable that tells the runner where the browser is.
const CHROMIUM: &str = "CANDOUR_CHROMIUM";
/// The variable that tells the runner in which folder the two binaries are.
const BINARIES: &str = "CANDOUR_BINARIES";
/// The project that runs unless another one is named. The other one takes the screenshots in `docs/screens`.
const PROJECT: &str = "--project=journeys";

/// Runs the journeys. Arguments after `--` are passed on to the runner.
pub fn run(workspace: &Workspace, arguments: &[String]) -> Result<(), Stop> {
    let passed_on = match arguments {
        [] => &[][..],
        [dashes, rest @ ..] if dashes == "--" => rest,
        [unknown, ..] => return Err(Stop::new(format!("`{unknown}` is not known here: arguments go after `--`"))),
    };
    let mut build = workspace.cargo();
    // Building an example includes the features that the tests use; otherwise the crates below would be built again.
    build.args(["build", "--workspace", "--bin", CANDOUR, "--bin", TRIAL, "--example", "make"]);
    shell::must(&mut build, "building candour")?;
    let mut command = prepared(workspace)?;
    if !passed_on.iter().any(|argument| argument.starts_with("--project")) {
        command.arg(PROJECT);
    }
    command.args(passed_on);
    shell::must(&mut command, "the journeys").map_err(|stop| Stop::new(format!("{stop}; {}", where_to_look(workspace))))
}

/// Prepares the tools, and returns the command that runs the journeys on the binaries built for the tests.
fn prepared(workspace: &Workspace) -> Result<Command, Stop> {
    for need in NEEDS {
        if shell::find(need.program).is_none() {
            setup::install(need)?;
        }
    }
    let folder = workspace.root().join("e2e");
    let mut npm = Command::new("npm");
    npm.args(["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--silent"]).current_dir(&folder);
    shell::must(npm.env("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1").stdin(Stdio::null()), "fetching the runner from npm")?;
    let browser = shell::find(BROWSER).unwrap_or_else(|| Path::new("/usr/bin").join(BROWSER));
    let mut runner = Command::new("npx");
    runner.args(["--no-install", "playwright", "test"]).current_dir(&folder);
    runner.env(CHROMIUM, browser).env(BINARIES, workspace.tested());
    Ok(runner)
}

/// All the journeys and nothing else, for the full set of checks, which has already built the binaries for its tests.
pub fn all(workspace: &Workspace) -> Result<Command, Stop> {
    let mut command = prepared(workspace)?;
    command.arg(PROJECT);
    Ok(command)
}

/// Names the files to look at when a journey fails.
pub fn where_to_look(workspace: &Workspace) -> String {
    let folder = workspace.target().join("journeys");
    format!(
        "screenshots are in `{0}/results`, the report is `{0}/report/index.html`; for a trace of one journey run \
         `cargo xtask journeys -- --trace on FILE`",
        folder.display()
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_unknown_option_is_refused_before_anything_is_fetched() {
        let stop = run(&Workspace::find().unwrap(), &["--headed".into()]).unwrap_err().to_string();
        assert!(stop.contains("`--headed`") && stop.contains("after `--`"), "{stop}");
    }
}
