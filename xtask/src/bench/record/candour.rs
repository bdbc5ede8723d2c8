//! The benchmark's calls of `candour-trial`: the subcommands, their options, and a fresh database for each.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use serde_json::Value;

use crate::bench::measure;
use crate::shell::{self, Stop};
use crate::workspace::Workspace;

/// The object that a measurement printed.
pub type Measurement = Value;

/// The release binary, with a place for its databases: a folder, or a server.
pub struct Candour<'a> {
    workspace: &'a Workspace,
    folder: PathBuf,
    server: Option<String>,
}

impl<'a> Candour<'a> {
    /// Uses SQLite, in a folder below the target folder.
    pub fn on_files(workspace: &'a Workspace) -> Result<Self, Stop> {
        Self::new(workspace, None)
    }

    /// Uses a PostgreSQL server. The log is in the same folder as with SQLite.
    pub fn on_server(workspace: &'a Workspace, url: &str) -> Result<Self, Stop> {
        Self::new(workspace, Some(url.to_owned()))
    }

    fn new(workspace: &'a Workspace, server: Option<String>) -> Result<Self, Stop> {
        let folder = workspace.target().join("bench").join("record");
        let emptied = if folder.exists() { fs::remove_dir_all(&folder) } else { Ok(()) };
        let made = emptied.and_then(|()| fs::create_dir_all(&folder));
        made.map_err(|error| Stop::new(format!("`{}` cannot be emptied: {error}", folder.display())))?;
        Ok(Self { workspace, folder, server })
    }

    /// The address of a database that is used for nothing else.
    fn database(&self, name: &str) -> String {
        match &self.server {
            Some(url) => format!("{url}?schema={name}"),
            None => format!("sqlite:{}", self.folder.join(format!("{name}.db")).display()),
        }
    }

    fn measure(&self, what: &str, options: impl FnOnce(&mut Command)) -> Result<Measurement, Stop> {
        let mut command = self.workspace.command(self.workspace.trial());
        command.args(["bench", "record", what, "--json"]);
        options(&mut command);
        shell::say(shell::line(&command));
        let printed = measure::measure(&mut command)?.printed;
        let last = printed.lines().last().unwrap_or_default();
        serde_json::from_str(last).map_err(|error| Stop::new(format!("candour printed no JSON object: {error}")))
    }

    /// Measures appends through the store and bare inserts, in turn.
    pub fn append(&self, rounds: u64, events: u64) -> Result<Measurement, Stop> {
        self.measure("append", |command| {
            command.args(["--database", &self.database("append_store"), "--bare", &self.database("append_bare")]);
            command.args(["--rounds", &rounds.to_string(), "--events", &events.to_string()]);
        })
    }

    /// Measures events at these rates, with `each` events per transaction.
    pub fn load(&self, each: u64, rates: &[u64], seconds: u64) -> Result<Measurement, Stop> {
        let name = format!("load_{each}_{}", rates.len());
        let rates: Vec<String> = rates.iter().map(u64::to_string).collect();
        let log = self.folder.join(format!("log_{name}_{}", if self.server.is_some() { "server" } else { "file" }));
        self.measure("load", |command| {
            command.args(["--database", &self.database(&name), "--events", &each.to_string()]);
            command.args(["--rates", &rates.join(","), "--seconds", &seconds.to_string(), "--log"]).arg(log);
        })
    }

    /// Measures proofs in a log that is held in memory.
    pub fn proof(&self) -> Result<Measurement, Stop> {
        self.measure("proof", |_| {})
    }

    /// Measures the history of one officer.
    pub fn replay(&self) -> Result<Measurement, Stop> {
        self.measure("replay", |command| {
            command.args(["--database", &self.database("replay")]);
        })
    }

    /// Measures rebuilding all the read models.
    pub fn rebuild(&self, events: u64) -> Result<Measurement, Stop> {
        self.measure("rebuild", |command| {
            command.args(["--database", &self.database("rebuild"), "--events", &events.to_string()]);
        })
    }
}

impl Drop for Candour<'_> {
    fn drop(&mut self) {
        // A folder that could not be removed only takes up space, and the next run empties it.
        let _ = fs::remove_dir_all(&self.folder);
    }
}
