//! A folder for one test, and command lines that run in it. The tests of `candour-trial` include this file too, so it
//! names no program: the function `program` of the tests does.

use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use serde_json::Value;

/// A folder that belongs to one test.
pub struct Folder {
    folder: tempfile::TempDir,
}

impl Folder {
    pub fn new() -> Folder {
        Folder { folder: tempfile::tempdir().unwrap() }
    }

    pub fn path(&self) -> &Path {
        self.folder.path()
    }

    pub fn place(&self, name: &str) -> PathBuf {
        self.path().join(name)
    }

    pub fn file(&self, name: &str, text: impl AsRef<[u8]>) {
        std::fs::write(self.place(name), text).unwrap();
    }

    pub fn read(&self, name: &str) -> String {
        std::fs::read_to_string(self.place(name)).unwrap()
    }

    pub fn has(&self, name: &str) -> bool {
        self.place(name).exists()
    }

    /// The names of the files in the folder, in name order.
    pub fn names(&self) -> Vec<String> {
        let entries = std::fs::read_dir(self.path()).unwrap();
        let mut names: Vec<String> =
            entries.map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned()).collect();
        names.sort_unstable();
        names
    }

    /// The command for this line, to be run in this folder: the program, and the words of the line as its arguments.
    pub fn command(&self, line: &str) -> Command {
        let mut command = Command::new(crate::program(line));
        command.current_dir(self.path()).args(line.split_whitespace()).stdin(Stdio::null());
        command
    }

    /// Runs a command line.
    pub fn run(&self, line: &str) -> Ran {
        Ran::of(self.command(line).output().unwrap())
    }

    /// Runs a command line that must succeed, and returns its output.
    pub fn does(&self, line: &str) -> String {
        let ran = self.run(line);
        assert_eq!(ran.code, 0, "{line}: {}", ran.said);
        ran.printed
    }

    /// Runs a command line with `--json` that must succeed, and returns the JSON object.
    pub fn tells(&self, line: &str) -> Value {
        serde_json::from_str(&self.does(&format!("{line} --json"))).unwrap()
    }
}

/// The result of running a command line.
pub struct Ran {
    pub code: i32,
    pub printed: String,
    pub said: String,
}

impl Ran {
    pub fn of(output: Output) -> Ran {
        Ran {
            code: output.status.code().unwrap_or(-1),
            printed: String::from_utf8(output.stdout).unwrap(),
            said: String::from_utf8(output.stderr).unwrap(),
        }
    }

    /// The exit code and the message, for a snapshot.
    pub fn failure(&self) -> String {
        assert_eq!(self.printed, "", "a failure prints no result");
        format!("{}\n{}", self.code, self.said)
    }
}
