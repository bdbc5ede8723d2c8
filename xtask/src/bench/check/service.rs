//! The real service on a separate record: the folder, the configuration, the process, and the commands that run on it.

use std::fs;
use std::io::{BufRead as _, BufReader, Read as _};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};

use serde_json::Value;

use crate::bench::measure;
use crate::shell::{self, Stop};
use crate::workspace::Workspace;

const ORIGIN: &str = "log.northmere.example/check";

/// A record with its stage prepared, in a folder of its own below the target folder. That folder is removed when this
/// value is dropped.
pub struct Place<'a> {
    workspace: &'a Workspace,
    folder: PathBuf,
}

impl<'a> Place<'a> {
    /// Creates a record of officers with stops, in a separate schema if there is a server, and otherwise on SQLite.
    pub fn make(workspace: &'a Workspace, name: &str, server: Option<&str>, officers: u64) -> Result<Self, Stop> {
        let folder = workspace.target().join("bench").join("check").join(name);
        let emptied = if folder.exists() { fs::remove_dir_all(&folder) } else { Ok(()) };
        let made = emptied.and_then(|()| fs::create_dir_all(&folder));
        made.map_err(|error| Stop::new(format!("`{}` cannot be emptied: {error}", folder.display())))?;
        let place = Self { workspace, folder };
        let database = match server {
            Some(url) => format!("{url}?schema=check_{}", name.replace('-', "_")),
            None => format!("sqlite:{}", place.folder.join("candour.db").display()),
        };
        let text = configuration(&place.folder.display().to_string(), &database);
        fs::write(place.file("candour.toml"), text).map_err(|error| Stop::new(error.to_string()))?;
        place.measure("prepare", &["--officers", &officers.to_string()])?;
        // Gives the log its key, so that the service runs the sequencer alongside the requests, as in production.
        let mut sequence = workspace.command(workspace.candour());
        sequence.args(["sequence", "--once", "--quiet", "--origin", ORIGIN, "--database", &database, "--data"]);
        shell::must(sequence.arg(&place.folder).stdout(Stdio::null()), "making the key of the log")?;
        Ok(place)
    }

    /// A file in the record's folder.
    pub fn file(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }

    /// Runs `candour-trial bench check WHAT` on this record, and returns the object that it prints.
    pub fn measure(&self, what: &str, options: &[&str]) -> Result<Value, Stop> {
        let mut command = self.workspace.command(self.workspace.trial());
        command.args(["bench", "check", what, "--json", "--config"]).arg(self.file("candour.toml")).args(options);
        shell::say(shell::line(&command));
        let printed = measure::measure(&mut command)?.printed;
        let last = printed.lines().last().unwrap_or_default();
        serde_json::from_str(last).map_err(|error| Stop::new(format!("candour printed no JSON object: {error}")))
    }

    /// Starts a replica of the service.
    pub fn serve(&self) -> Result<Service, Stop> {
        let failed = |error: std::io::Error| Stop::new(format!("`candour serve` could not be started: {error}"));
        // Two replicas write to the same file.
        let log = fs::OpenOptions::new().create(true).append(true).open(self.file("serve.log")).map_err(failed)?;
        let mut command: Command = self.workspace.command(self.workspace.candour());
        command.arg("serve").arg("--config").arg(self.file("candour.toml"));
        let mut child = command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(log).spawn().map_err(failed)?;
        let Some(pipe) = child.stdout.take() else { return Err(Stop::new("`candour serve` has no output")) };
        let mut service = Service { child, url: String::new() };
        let (mut pipe, mut line) = (BufReader::new(pipe), String::new());
        pipe.read_line(&mut line).map_err(failed)?;
        let Some(url) = line.trim().strip_prefix("listening ") else {
            let log = fs::read_to_string(self.file("serve.log")).unwrap_or_default();
            return Err(Stop::new(format!("`candour serve` did not listen; it said:\n{line}{log}")));
        };
        url.clone_into(&mut service.url);
        // The rest of the output is read too, so that the service never blocks on a full pipe.
        std::thread::spawn(move || pipe.read_to_end(&mut Vec::new()));
        Ok(service)
    }
}

impl Drop for Place<'_> {
    fn drop(&mut self) {
        // A folder that could not be removed only takes up space, and the next run empties it.
        let _ = fs::remove_dir_all(&self.folder);
    }
}

/// Limits are on. The limit for the whole service is higher than any rate that this machine can reach; otherwise the
/// highest rate measured would be that limit.
fn configuration(data: &str, database: &str) -> String {
    format!(
        "address = \"127.0.0.1:0\"\npublic_url = \"http://127.0.0.1:0\"\ntrusted_proxies = [\"127.0.0.1/32\"]\n\
         [record]\ndata = {data:?}\ndatabase = {database:?}\n\
         [check]\nduty_force = \"northmere\"\nwhole_per_second = 100000\n\
         [forces.northmere]\nname = \"Northmere Police\"\nprefix = \"NM\"\nidentity = \"name\"\nphoto = true\n\
         [telemetry]\nlog_filter = \"warn\"\n"
    )
}

/// A replica that runs until this value is dropped.
pub struct Service {
    child: Child,
    /// The address at which the replica listens.
    pub url: String,
}

impl Drop for Service {
    fn drop(&mut self) {
        // Acknowledged checks are already on disk, so nothing is lost if the process cannot be killed.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
