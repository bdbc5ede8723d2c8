//! `cargo xtask test`: every check, in order, to the end. CI runs this and nothing else.

use std::io::{Read, Write};
use std::process::{Command, Stdio};
use std::sync::{Arc, Mutex, PoisonError};

use crate::environment::{self, Stopwatch};
use crate::shell::{self, Stop};
use crate::workspace::Workspace;
use crate::{febrl, setup};

/// Commands that write what is kept in the repository, in the form that only compares: `candour docs --check` and the like.
// Something generated is committed? Add the arguments for `candour` that fail when it is out of date.
const GENERATED: &[&[&str]] = &[];

enum Verdict {
    Passed,
    Failed(String),
    Skipped(String),
}

struct Step {
    name: &'static str,
    verdict: Verdict,
    seconds: f64,
}

/// Runs the steps one after the other and says at the end what each did.
pub fn run(workspace: &Workspace, arguments: &[String]) -> Result<(), Stop> {
    let quick = match arguments {
        [] => false,
        [flag] if flag == "--quick" => true,
        [unknown, ..] => return Err(Stop::new(format!("`{unknown}` is not known here; the only option is `--quick`"))),
    };
    setup::prepare()?;
    let mut checks = Checks { workspace, steps: Vec::new(), counts: Vec::new() };
    checks.cargo("format", &["fmt", "--all", "--check"], &[]);
    checks.cargo("lints", &["clippy", "--workspace", "--all-targets", "--", "-D", "warnings"], &[]);
    let febrl = if quick { Err(Stop::new("left out by --quick")) } else { febrl::fetch(workspace) };
    checks.tests(&febrl);
    if !quick {
        checks.cargo("doc tests", &["test", "--workspace", "--doc", "--no-fail-fast"], &[]);
        checks.cargo("documentation", &["doc", "--workspace", "--no-deps"], &[("RUSTDOCFLAGS", "-D warnings")]);
        checks.generated();
        checks.dependencies();
    }
    checks.summary(febrl.err())
}

struct Checks<'a> {
    workspace: &'a Workspace,
    steps: Vec<Step>,
    /// The test runners' own last words, said again at the end.
    counts: Vec<String>,
}

impl Checks<'_> {
    fn cargo(&mut self, name: &'static str, arguments: &[&str], variables: &[(&str, &str)]) {
        let mut command = self.workspace.cargo();
        command.args(arguments).envs(variables.iter().copied());
        self.step(name, command);
    }

    fn tests(&mut self, febrl: &Result<std::path::PathBuf, Stop>) {
        let mut command = self.workspace.cargo();
        if shell::succeeds(self.workspace.cargo().args(["nextest", "--version"])) {
            command.args(["nextest", "run", "--workspace", "--no-fail-fast"]);
        } else {
            command.args(["test", "--workspace", "--all-targets", "--no-fail-fast"]);
        }
        match febrl {
            Ok(folder) => command.env("CANDOUR_FEBRL", folder),
            Err(_) => command.env_remove("CANDOUR_FEBRL"),
        };
        self.step("tests", command);
    }

    fn generated(&mut self) {
        if GENERATED.is_empty() {
            return self.skip("generated files", "nothing generated is kept in the repository");
        }
        for arguments in GENERATED {
            let mut command = self.workspace.cargo();
            command.args(["run", "--quiet", "--package", "cli", "--"]).args(*arguments);
            self.step("generated files", command);
        }
    }

    fn dependencies(&mut self) {
        if shell::succeeds(self.workspace.cargo().args(["deny", "--version"])) {
            self.cargo("dependencies", &["deny", "check", "bans", "licenses", "sources"], &[]);
        } else {
            self.skip("dependencies", "cargo-deny is not installed (`cargo install --locked cargo-deny`)");
        }
    }

    fn skip(&mut self, name: &'static str, why: &str) {
        self.record(name, Verdict::Skipped(why.to_owned()), 0.0);
    }

    fn step(&mut self, name: &'static str, mut command: Command) {
        eprintln!("\n== {name}: {}", shell::line(&command));
        let clock = Stopwatch::start();
        let verdict = match watched(&mut command, &mut self.counts) {
            Ok(true) => Verdict::Passed,
            Ok(false) => Verdict::Failed(shell::line(&command)),
            Err(error) => Verdict::Failed(format!("{}: {error}", shell::line(&command))),
        };
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
        let failed: Vec<&str> =
            self.steps.iter().filter(|step| matches!(step.verdict, Verdict::Failed(_))).map(|step| step.name).collect();
        if failed.is_empty() {
            println!("\nall checks passed");
            Ok(())
        } else {
            Err(Stop::new(format!("failed: {}", failed.join(", "))))
        }
    }
}

fn described(step: &Step) -> String {
    let Step { name, verdict, seconds } = step;
    match verdict {
        Verdict::Passed => format!("{name:<16}passed   {seconds:>7.1} s"),
        Verdict::Failed(what) => format!("{name:<16}FAILED   {seconds:>7.1} s   {what}"),
        Verdict::Skipped(why) => format!("{name:<16}skipped              {why}"),
    }
}

/// Runs a command, shows its output as it comes, and keeps the lines in which a test runner sums up.
fn watched(command: &mut Command, counts: &mut Vec<String>) -> std::io::Result<bool> {
    // The output passes through us, so the child cannot see a terminal: decide about colour here.
    if environment::variable("CARGO_TERM_COLOR").is_none() && std::io::IsTerminal::is_terminal(&std::io::stderr()) {
        command.env("CARGO_TERM_COLOR", "always");
    }
    let mut child = command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn()?;
    let kept = Arc::new(Mutex::new(Vec::new()));
    let out = child.stdout.take().map(|pipe| pass_on(pipe, std::io::stdout(), kept.clone()));
    let err = child.stderr.take().map(|pipe| pass_on(pipe, std::io::stderr(), kept.clone()));
    for reader in [out, err].into_iter().flatten() {
        // A reader only fails with the pipe it reads; the child's status decides.
        let _ = reader.join();
    }
    let status = child.wait()?;
    counts.append(&mut kept.lock().unwrap_or_else(PoisonError::into_inner));
    Ok(status.success())
}

fn pass_on(
    mut from: impl Read + Send + 'static,
    mut to: impl Write + Send + 'static,
    kept: Arc<Mutex<Vec<String>>>,
) -> std::thread::JoinHandle<()> {
    std::thread::spawn(move || {
        let mut lines = SummaryLines::default();
        let mut buffer = [0; 8192];
        while let Ok(count @ 1..) = from.read(&mut buffer) {
            // A closed output must not stop the checks.
            let _ = to.write_all(&buffer[..count]).and_then(|()| to.flush());
            lines.feed(&buffer[..count]);
        }
        kept.lock().unwrap_or_else(PoisonError::into_inner).append(&mut lines.kept);
    })
}

/// Picks out of a stream what nextest says from its summary on, and the result lines of the built-in runner.
#[derive(Default)]
struct SummaryLines {
    line: Vec<u8>,
    in_summary: bool,
    kept: Vec<String>,
}

impl SummaryLines {
    fn feed(&mut self, bytes: &[u8]) {
        for &byte in bytes {
            if byte == b'\n' {
                let line = without_colour(&String::from_utf8_lossy(&self.line));
                self.line.clear();
                self.end(line.trim());
            } else {
                self.line.push(byte);
            }
        }
    }

    fn end(&mut self, line: &str) {
        self.in_summary |= line.starts_with("Summary [");
        if !line.is_empty() && (self.in_summary || line.starts_with("test result:")) {
            self.kept.push(line.to_owned());
        }
    }
}

fn without_colour(line: &str) -> String {
    let mut plain = String::new();
    let mut characters = line.chars();
    while let Some(character) = characters.next() {
        if character == '\u{1b}' {
            // An escape sequence ends with its first letter.
            let _ = characters.by_ref().find(char::is_ascii_alphabetic);
        } else {
            plain.push(character);
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kept(text: &str) -> Vec<String> {
        let mut lines = SummaryLines::default();
        // In small pieces, as a pipe delivers them.
        text.as_bytes().chunks(7).for_each(|piece| lines.feed(piece));
        lines.kept
    }

    #[test]
    fn the_runners_own_counts_are_kept_and_nothing_else() {
        let nextest =
            "PASS a::b\n\u{1b}[32m     Summary\u{1b}[0m [   0.1s] 2 tests run: 1 passed, 1 failed\n  FAIL a::c\n";
        assert_eq!(kept(nextest), ["Summary [   0.1s] 2 tests run: 1 passed, 1 failed", "FAIL a::c"]);
        let built_in = "running 1 test\ntest a ... ok\n\ntest result: ok. 1 passed; 0 failed\n";
        assert_eq!(kept(built_in), ["test result: ok. 1 passed; 0 failed"]);
    }

    #[test]
    fn an_unknown_option_is_refused_before_anything_runs() {
        let stop = run(&Workspace::find().unwrap(), &["--slow".into()]).unwrap_err();
        assert_eq!(stop.to_string(), "`--slow` is not known here; the only option is `--quick`");
    }
}
