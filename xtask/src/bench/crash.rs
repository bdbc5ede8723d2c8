//! `cargo xtask bench crash`: kills the command under load many times, and looks for everything it acknowledged.

use std::fs;
use std::io::{BufRead as _, BufReader, Read as _};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

use serde_json::{Map, Value};

use super::Findings;
use super::options::{self, Number};
use super::table::{table, thousands};
use crate::environment;
use crate::postgres::{Durability, Server};
use crate::shell::{self, Stop};
use crate::workspace::{CANDOUR, TRIAL, Workspace};

pub const OPTIONS: &str = "[--rounds 200] [--seed 1]";

/// Number of rounds after which a new record is started, so that the checks stay short.
const ROUNDS_OF_A_RECORD: u64 = 10;

/// Three in ten rounds use PostgreSQL.
const POSTGRES_SHARE: (u64, u64) = (3, 10);

const ORIGIN: &str = "log.northmere.example/trial";

#[derive(Default)]
struct Tally {
    rounds: u64,
    acknowledged_events: u64,
    signed_heads: u64,
    lost: u64,
    doubled: u64,
    inconsistent: u64,
}

impl Tally {
    fn row(&self, name: &str) -> Vec<String> {
        let counts =
            [self.rounds, self.acknowledged_events, self.signed_heads, self.lost, self.doubled, self.inconsistent];
        std::iter::once(name.to_owned()).chain(counts.map(thousands)).collect()
    }
}

/// Kills and checks, both on SQLite and, if it can be started, on PostgreSQL.
pub fn run(workspace: &Workspace, arguments: &[String]) -> Result<Findings, Stop> {
    let known = [Number { name: "--rounds", default: 200 }, Number { name: "--seed", default: 1 }];
    let [rounds, seed] = options::parse(arguments, &known, OPTIONS)?;
    workspace.build_release(&[CANDOUR, TRIAL])?;
    let folder = workspace.target().join("bench").join("crash");
    let (mut notes, mut tallies) = (Vec::new(), Vec::new());
    let on_postgres = rounds * POSTGRES_SHARE.0 / POSTGRES_SHARE.1;
    let server = Server::start(Durability::On).map_err(|stop| notes.push(format!("PostgreSQL: {stop}"))).ok();
    let on_postgres = if server.is_some() { on_postgres } else { 0 };
    for (name, rounds, url) in
        [("SQLite", rounds - on_postgres, None), ("PostgreSQL", on_postgres, server.as_ref().map(Server::url))]
    {
        let mut tally = Tally::default();
        while tally.rounds < rounds {
            let record = Record::begin(workspace, &folder, url, seed, tally.rounds)?;
            record.killed((rounds - tally.rounds).min(ROUNDS_OF_A_RECORD), seed + tally.rounds, &mut tally)?;
            shell::say(format!("{name}: {} of {rounds} rounds", tally.rounds));
        }
        tallies.push((name, tally));
    }
    let header =
        ["killed under load", "rounds", "events acknowledged", "heads shown", "lost", "doubled", "inconsistent"];
    let rows: Vec<Vec<String>> = tallies.iter().map(|(name, tally)| tally.row(name)).collect();
    let sum = |count: fn(&Tally) -> u64| Value::from(tallies.iter().map(|(_, tally)| count(tally)).sum::<u64>());
    let figures = [
        ("rounds", sum(|tally| tally.rounds)),
        ("acknowledged_events", sum(|tally| tally.acknowledged_events)),
        ("lost", sum(|tally| tally.lost)),
        ("doubled", sum(|tally| tally.doubled)),
        ("inconsistent", sum(|tally| tally.inconsistent)),
    ];
    let figures: Map<String, Value> = figures.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
    let tables = table(&header, &rows)
        + "\nEach round: four writers and the sequencer, SIGKILL after 50 to 600 ms (from the start, or every second time from \
           the first event), a new start that takes the log up, a check of everything that was printed before, and an audit \
           of the log; each record is audited with its database at the end.\n";
    Ok(Findings { tables, notes, figures, complete: true })
}

/// A record whose process is killed several times.
struct Record<'a> {
    workspace: &'a Workspace,
    folder: std::path::PathBuf,
    url: String,
}

impl<'a> Record<'a> {
    fn begin(workspace: &'a Workspace, folder: &Path, url: Option<&str>, seed: u64, round: u64) -> Result<Self, Stop> {
        // It does not matter if the folder is already missing.
        let _ = fs::remove_dir_all(folder);
        fs::create_dir_all(folder)
            .map_err(|error| Stop::new(format!("`{}` cannot be made: {error}", folder.display())))?;
        let url = match url {
            Some(url) => format!("{url}?schema=crash_{}_{seed}_{round}", std::process::id()),
            None => format!("sqlite:{}", folder.join("candour.db").display()),
        };
        Ok(Self { workspace, folder: folder.to_owned(), url })
    }

    fn command(&self, name: &str) -> Command {
        // Only the load is part of the trial; all other commands belong to the binary that a force runs.
        let binary = if name == "load" { self.workspace.trial() } else { self.workspace.candour() };
        let mut command = Command::new(binary);
        command.args([name, "--data"]).arg(&self.folder).args(["--database", &self.url]);
        command
    }

    fn killed(&self, rounds: u64, seed: u64, tally: &mut Tally) -> Result<(), Stop> {
        let file = self.folder.join("printed");
        let mut printed = String::new();
        let mut told = Value::Null;
        for round in 0..rounds {
            self.kill_under_load(seed + round, &mut printed)?;
            fs::write(&file, &printed).map_err(|error| Stop::new(format!("`{}`: {error}", file.display())))?;
            shell::must(
                self.command("sequence").args(["--once", "--quiet", "--origin", ORIGIN]).stdout(Stdio::null()),
                "taking the log up",
            )?;
            let mut check = self.command("load");
            check.arg("--check").arg(&file).arg("--json");
            let output = check.stderr(Stdio::null()).output();
            let output = output.map_err(|error| Stop::new(format!("the check could not be started: {error}")))?;
            told = serde_json::from_slice(&output.stdout)
                .map_err(|error| Stop::new(format!("the output of the check cannot be read: {error}")))?;
            tally.rounds += 1;
            let mut audit = Command::new(self.workspace.candour());
            audit.args(["audit", "--data"]).arg(&self.folder);
            tally.inconsistent += u64::from(!shell::succeeds(&mut audit));
        }
        // The check covers all rounds on this record.
        let count = |name: &str| told.get(name).and_then(Value::as_u64);
        let missing = || Stop::new("the check did not count".to_owned());
        tally.acknowledged_events += count("acknowledged_events").ok_or_else(missing)?;
        tally.signed_heads += count("signed_heads").ok_or_else(missing)?;
        tally.lost += count("lost").ok_or_else(missing)?;
        tally.doubled += count("doubled").ok_or_else(missing)?;
        tally.inconsistent += count("inconsistent").ok_or_else(missing)?;
        tally.inconsistent += u64::from(!shell::succeeds(&mut self.command("audit")));
        Ok(())
    }

    /// Kills the load after 50 to 600 ms, and keeps the lines that were complete.
    fn kill_under_load(&self, seed: u64, printed: &mut String) -> Result<(), Stop> {
        let lost = |error: std::io::Error| Stop::new(format!("the load was lost: {error}"));
        let mut load = self.command("load");
        load.args(["--writers", "4", "--seed", &seed.to_string()]);
        let mut child = load.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().map_err(lost)?;
        let (tell, told) = std::sync::mpsc::channel();
        let reader = child.stdout.take().map(|pipe| {
            std::thread::spawn(move || {
                let (mut pipe, mut text) = (BufReader::new(pipe), String::new());
                let first = pipe.read_line(&mut text);
                // In every second round, nobody waits for this message.
                let _ = tell.send(());
                first.and_then(|_| pipe.read_to_string(&mut text)).map(|_| text)
            })
        });
        // Every second round waits for the first events, so that the kill does not always hit the start.
        if seed % 2 == 1 {
            let _ = told.recv();
        }
        environment::pause(Duration::from_millis(50 + mixed(seed) % 550));
        child.kill().map_err(lost)?;
        child.wait().map_err(lost)?;
        let text = reader.and_then(|reader| reader.join().ok()).transpose().map_err(lost)?.unwrap_or_default();
        printed.push_str(&text[..text.rfind('\n').map_or(0, |end| end + 1)]);
        Ok(())
    }
}

/// SplitMix64: a number that looks random, but is determined by the seed.
fn mixed(seed: u64) -> u64 {
    let mut mixed = seed.wrapping_add(0x9e37_79b9_7f4a_7c15);
    mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    mixed ^ (mixed >> 31)
}
