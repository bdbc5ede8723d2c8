//! Runs other programs, with useful messages for those that cannot be run.

use std::ffi::OsStr;
use std::fmt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::environment;

/// The reason why a chore stopped, as a message for the person who ran it.
#[derive(Debug)]
pub struct Stop(String);

impl Stop {
    /// Creates a reason. The message is in lower case, has no full stop, and says what would make the chore work.
    pub fn new(message: impl Into<String>) -> Self {
        Self(message.into())
    }
}

impl fmt::Display for Stop {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0)
    }
}

/// Tells the user what is happening, on standard error; standard output is for results.
pub fn say(what: impl fmt::Display) {
    eprintln!("xtask: {what}");
}

/// Runs a command with our own input and output. Unless it succeeds, the chore stops.
pub fn must(command: &mut Command, purpose: &str) -> Result<(), Stop> {
    match command.status() {
        Ok(status) if status.success() => Ok(()),
        Ok(status) => Err(Stop::new(format!("{purpose} failed ({status}): `{}`", line(command)))),
        Err(error) => Err(Stop::new(format!("{purpose} failed: `{}` could not be started: {error}", line(command)))),
    }
}

/// Returns true if a command can be run and succeeds. Its output is not shown.
pub fn succeeds(command: &mut Command) -> bool {
    let quiet = command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    quiet.status().is_ok_and(|status| status.success())
}

/// The trimmed output of a command, if the command succeeds.
pub fn output(command: &mut Command) -> Option<String> {
    let output = command.stdin(Stdio::null()).stderr(Stdio::null()).output().ok()?;
    output.status.success().then(|| String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

/// The path of a program that is on `PATH`.
pub fn find(program: &str) -> Option<PathBuf> {
    let path = environment::variable("PATH")?;
    std::env::split_paths(&path).map(|folder| folder.join(program)).find(|file| file.is_file())
}

/// A command as a person would type it, for messages. The program appears without its folder.
pub fn line(command: &Command) -> String {
    let program = command.get_program();
    let name = Path::new(program).file_name().unwrap_or(program);
    let words = std::iter::once(name).chain(command.get_args());
    words.map(OsStr::to_string_lossy).collect::<Vec<_>>().join(" ")
}
