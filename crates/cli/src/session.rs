//! One run of the command: the options that all subcommands share, progress bars and signals.

use std::io::{IsTerminal as _, Write as _};
use std::path::Path;
use std::sync::Arc;

use linkage::read::Source;
use linkage::table::Format;
use linkage::write::Destination;
use serde::Serialize;

use crate::arguments::CommonOptions;
use crate::exit::{Ending, Failure};
use crate::progress::{Bars, Interrupt};

/// The value that every handler receives.
pub struct Session {
    pub json: bool,
    /// Prints only results and errors.
    pub quiet: bool,
    /// The format of standard input and output, if it is not CSV.
    format: Option<Format>,
    pub progress: Bars,
    pub interrupt: Arc<Interrupt>,
}

impl Session {
    /// Sets up threads, signals and progress bars.
    pub fn begin(common: &CommonOptions) -> Result<Session, Failure> {
        if let Some(threads) = common.threads {
            rayon::ThreadPoolBuilder::new()
                .num_threads(threads.get())
                .build_global()
                .map_err(|error| Failure::system("the threads cannot be started", error))?;
        }
        let interrupt = Interrupt::listen()?;
        let hidden = common.quiet || common.json || !std::io::stderr().is_terminal();
        Ok(Session {
            json: common.json,
            quiet: common.quiet,
            format: common.format.map(Format::from),
            progress: Bars::new(hidden, Arc::clone(&interrupt)),
            interrupt,
        })
    }

    /// The source to read: `-` is standard input, in the format of `--format`.
    pub fn source(&self, path: &Path) -> Source {
        let source = Source::path(path);
        match self.format {
            Some(format) if is_dash(path) => source.in_format(format),
            _ => source,
        }
    }

    /// The output to write: `-` is standard output, in the format of `--format`.
    pub fn output(&self, path: &Path) -> Destination {
        let output = Destination::path(path);
        match self.format {
            Some(format) if is_dash(path) => output.in_format(format),
            _ => output,
        }
    }

    /// Prints the result as text or, with `--json`, as an object on one line.
    pub fn print(&self, text: impl FnOnce() -> String, object: &impl Serialize) -> Result<(), Failure> {
        if self.json {
            let object = serde_json::to_string(object).map_err(std::io::Error::other).map_err(closed)?;
            return print(&object);
        }
        print(&text())
    }

    /// Prints a message that is not part of the result on standard error, unless `--quiet` or `--json` is given.
    pub fn tell(&self, text: &str) {
        if !self.quiet && !self.json {
            writeln!(std::io::stderr(), "{text}").ok();
        }
    }

    /// Fails if a signal has asked the process to stop.
    pub fn go_on(&self) -> Result<(), Failure> {
        if self.interrupt.asked() { Err(Failure::interrupted()) } else { Ok(()) }
    }
}

/// True for `-`, which means standard input or output.
pub fn is_dash(path: &Path) -> bool {
    path.as_os_str() == "-"
}

/// Prints a text and a line ending on standard output.
pub fn print(text: &str) -> Result<(), Failure> {
    let mut stdout = std::io::stdout().lock();
    writeln!(stdout, "{}", text.trim_end()).and_then(|()| stdout.flush()).map_err(closed)
}

fn closed(source: std::io::Error) -> Failure {
    match source.kind() {
        std::io::ErrorKind::BrokenPipe => {
            Failure::new(Ending::OutputClosed, "standard output was closed by its reader")
        }
        _ => Failure::system("standard output cannot be written: is there room on the disk?", source),
    }
}
