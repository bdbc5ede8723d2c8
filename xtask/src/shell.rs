//! Running other programs, and what to say when one cannot be run.

use std::ffi::OsStr;
use std::fmt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::environment;

/// Why a chore stopped: one message for the person who ran it.
#[derive(Debug)]
pub struct Stop(String);

impl Stop {
    /// The message is lower case, without a full stop, and says what would make it work.
    pub fn new(message: impl Into<String>) -> Self {
        Self(message.into())
    }
}

impl fmt::Display for Stop {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0)
    }
}

/// Tells the person what happens now, on standard error: standard output is for results.
pub fn say(what: impl fmt::Display) {
    eprintln!("xtask: {what}");
}

/// Runs to the end with our own input and output; anything but success stops the chore.
pub fn must(command: &mut Command, purpose: &str) -> Result<(), Stop> {
    match command.status() {
        Ok(status) if status.success() => Ok(()),
        Ok(status) => Err(Stop::new(format!("{purpose} failed ({status}): `{}`", line(command)))),
        Err(error) => Err(Stop::new(format!("{purpose} failed: `{}` could not be started: {error}", line(command)))),
    }
}

/// Whether a command runs and succeeds, with nothing shown.
pub fn succeeds(command: &mut Command) -> bool {
    let quiet = command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    quiet.status().is_ok_and(|status| status.success())
}

/// What a command prints, trimmed, when it succeeds.
pub fn output(command: &mut Command) -> Option<String> {
    let output = command.stdin(Stdio::null()).stderr(Stdio::null()).output().ok()?;
    output.status.success().then(|| String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

/// Where a program is on `PATH`.
pub fn find(program: &str) -> Option<PathBuf> {
    let path = environment::variable("PATH")?;
    std::env::split_paths(&path).map(|folder| folder.join(program)).find(|file| file.is_file())
}

/// A command as a person would type it, for messages: the program by its name and not by its folder.
pub fn line(command: &Command) -> String {
    let program = command.get_program();
    let name = Path::new(program).file_name().unwrap_or(program);
    let words = std::iter::once(name).chain(command.get_args());
    words.map(OsStr::to_string_lossy).collect::<Vec<_>>().join(" ")
}
