//! `cargo xtask test`: every check, in order, to the end. CI runs this and nothing else.

mod compilers;
mod watch;

use std::process::Command;

use crate::environment::{self, Stopwatch};
use crate::shell::{self, Stop};
use crate::workspace::{CANDOUR, TRIAL, Workspace};
use crate::{assets, febrl, journeys, postgres, setup};
use watch::Kept;

pub use compilers::as_rustdoc;

/// Commands that compare generated files in the repository with what would be written, such as `candour docs --check`.
// Do you commit something generated? Add the binary, and the arguments with which it fails if the file is out of date.
const GENERATED: &[(&str, &[&str])] = &[(CANDOUR, &["docs", "--check"]), (TRIAL, &["docs", "--check"])];

/// The step on which the later ones depend.
const BUILD: &str = "lints and build";

enum Verdict {
    Passed,
    Failed {
        what: String,
        /// The last lines of its output.
        last: Vec<String>,
    },
    Skipped(String),
}

impl Verdict {
    fn stopped(stop: &Stop) -> Self {
        Self::Failed { what: stop.to_string(), last: Vec::new() }
    }
}

struct Step {
    name: &'static str,
    verdict: Verdict,
    seconds: f64,
}

/// Runs the steps one after another, and lists their results at the end.
pub fn run(workspace: &Workspace, arguments: &[String]) -> Result<(), Stop> {
    let quick = match arguments {
        [] => false,
        [flag] if flag == "--quick" => true,
        [unknown, ..] => return Err(Stop::new(format!("`{unknown}` is not known here; the only option is `--quick`"))),
    };
    setup::prepare()?;
    let mut checks = Checks { workspace, steps: Vec::new(), counts: Vec::new() };
    checks.cargo("format", &["fmt", "--all", "--check"], &[]);
    let linting = compilers::linting()?;
    checks.cargo(BUILD, &["test", "--workspace", "--all-targets", "--no-run"], &linting);
    let febrl = if quick { Err(Stop::new("left out by --quick")) } else { febrl::fetch(workspace) };
    checks.tests(&febrl, &linting);
    if !quick {
        let documenting = [linting, compilers::documenting(workspace)?].concat();
        checks.cargo("documentation", &["test", "--workspace", "--doc", "--no-fail-fast"], &documenting);
        checks.generated();
        checks.assets();
        checks.journeys();
        checks.dependencies();
    }
    checks.summary(febrl.err())
}

struct Checks<'a> {
    workspace: &'a Workspace,
    steps: Vec<Step>,
    /// The summary lines of the test runners, to be repeated at the end.
    counts: Vec<String>,
}

impl Checks<'_> {
    fn cargo(&mut self, name: &'static str, arguments: &[&str], variables: &[(&str, String)]) {
        let mut command = self.workspace.cargo();
        command.args(arguments).envs(variables.iter().map(|(name, value)| (name, value)));
        self.step(name, command);
    }

    fn tests(&mut self, febrl: &Result<std::path::PathBuf, Stop>, linting: &[(&str, String)]) {
        if self.is_unbuilt() {
            return self.skip("tests", "they could not be built");
        }
        let mut command = self.workspace.cargo();
        if shell::succeeds(self.workspace.cargo().args(["nextest", "--version"])) {
            // A failure is shown when it happens, and again at the end, which is where people look.
            command.args(["nextest", "run", "--failure-output", "immediate-final"]);
        } else {
            command.arg("test");
        }
        command.args(["--workspace", "--tests", "--no-fail-fast"]);
        command.envs(linting.iter().map(|(name, value)| (name, value)));
        match febrl {
            Ok(folder) => command.env("CANDOUR_FEBRL", folder),
            Err(_) => command.env_remove("CANDOUR_FEBRL"),
        };
        // Without a server, the store's tests would leave half of its promises unproven.
        command.env("CANDOUR_REQUIRE_POSTGRES", "1");
        if environment::variable(postgres::ADDRESS).is_some() {
            return self.step("tests", command);
        }
        match postgres::Server::start(postgres::Durability::Off) {
            Ok(server) => {
                command.env(postgres::ADDRESS, server.url());
                self.step("tests", command);
            }
            Err(stop) => self.record("tests", Verdict::stopped(&stop), 0.0),
        }
    }

    fn generated(&mut self) {
        if self.is_unbuilt() {
            return self.skip("generated files", "the binaries could not be built");
        }
        // The binaries built for the tests are used, because building them for one package alone would rebuild them
        // with other features.
        let built = self.workspace.tested();
        for (binary, arguments) in GENERATED {
            let mut command = self.workspace.command(built.join(binary));
            command.args(*arguments);
            self.step("generated files", command);
        }
    }

    fn assets(&mut self) {
        if shell::find("npm").is_none() {
            return self.skip("assets", "npm is not installed");
        }
        let clock = Stopwatch::start();
        let verdict = match assets::run(self.workspace, &["--check".to_owned()]) {
            Ok(()) => Verdict::Passed,
            Err(stop) => Verdict::stopped(&stop),
        };
        self.record("assets", verdict, clock.seconds());
    }

    fn journeys(&mut self) {
        if self.is_unbuilt() {
            return self.skip("journeys", "the binaries could not be built");
        }
        match journeys::all(self.workspace) {
            Ok(command) => {
                self.step("journeys", command);
                if self.steps.last().is_some_and(|step| matches!(step.verdict, Verdict::Failed { .. })) {
                    eprintln!("{}", journeys::where_to_look(self.workspace));
                }
            }
            Err(stop) => self.record("journeys", Verdict::stopped(&stop), 0.0),
        }
    }

    fn dependencies(&mut self) {
        if shell::succeeds(self.workspace.cargo().args(["deny", "--version"])) {
            self.cargo("dependencies", &["deny", "check", "bans", "licenses", "sources"], &[]);
        } else {
            self.skip("dependencies", "cargo-deny is not installed (`cargo install --locked cargo-deny`)");
        }
    }

    fn is_unbuilt(&self) -> bool {
        self.steps.iter().any(|step| step.name == BUILD && matches!(step.verdict, Verdict::Failed { .. }))
    }

    fn skip(&mut self, name: &'static str, why: &str) {
        self.record(name, Verdict::Skipped(why.to_owned()), 0.0);
    }

    fn step(&mut self, name: &'static str, mut command: Command) {
        eprintln!("\n== {name}: {}", shell::line(&command));
        let clock = Stopwatch::start();
        let mut kept = Kept::default();
        let verdict = match watch::watched(&mut command, &mut kept) {
            Ok(true) => Verdict::Passed,
            Ok(false) => Verdict::Failed { what: shell::line(&command), last: kept.last.into() },
            Err(error) => {
                Verdict::Failed { what: format!("{}: {error}", shell::line(&command)), last: kept.last.into() }
            }
        };
        self.counts.append(&mut kept.counts);
        self.record(name, verdict, clock.seconds());
    }

    fn record(&mut self, name: &'static str, verdict: Verdict, seconds: f64) {
        let step = Step { name, verdict, seconds };
        eprintln!("== {}", described(&step));
        self.steps.push(step);
    }

    fn summary(&self, without_febrl: Option<Stop>) -> Result<(), Stop> {
        println!("\nsteps");
        for step in &self.steps {
            println!("  {}", described(step));
        }
        if let Some(why) = without_febrl {
            println!("  the tests on the FEBRL data sets were skipped: {why}");
        }
        if !self.counts.is_empty() {
            println!("\ntests");
            for line in &self.counts {
                println!("  {line}");
            }
        }
        let mut failed = Vec::new();
        for step in &self.steps {
            if let Verdict::Failed { last, .. } = &step.verdict {
                failed.push(step.name);
                println!("\nthe end of `{}`", step.name);
                last.iter().for_each(|line| println!("  {line}"));
            }
        }
        if failed.is_empty() {
            println!("\nall checks passed");
            Ok(())
        } else {
            println!("\n{} of {} steps failed", failed.len(), self.steps.len());
            Err(Stop::new(format!("failed: {}", failed.join(", "))))
        }
    }
}

fn described(step: &Step) -> String {
    let Step { name, verdict, seconds } = step;
    match verdict {
        Verdict::Passed => format!("{name:<16}passed   {seconds:>7.1} s"),
        Verdict::Failed { what, .. } => format!("{name:<16}FAILED   {seconds:>7.1} s   {what}"),
        Verdict::Skipped(why) => format!("{name:<16}skipped              {why}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_unknown_option_is_refused_before_anything_runs() {
        let stop = run(&Workspace::find().unwrap(), &["--slow".into()]).unwrap_err();
        assert_eq!(stop.to_string(), "`--slow` is not known here; the only option is `--quick`");
    }
}
