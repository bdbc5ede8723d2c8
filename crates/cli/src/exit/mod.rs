//! Failures: the reason why a run did not complete its task, with its message and exit code.

mod endings;

use std::error::Error;
use std::fmt;
use std::io::Write as _;
use std::process::ExitCode;

pub use endings::Ending;

/// The text about exit codes in `--help`.
pub const CODES: &str = "\
Exit codes:
    0  done
    1  measured, and below what was required (--require-f1); checked, and something is wrong
    2  the command line is wrong
    3  candour check: the officer is not verified
    4  candour check: not yet verified, the control room has been asked
    5  candour check: it could not be determined; nothing is known about the officer
   65  the data cannot be used: bad rows, no header, nothing to learn from
   66  a file, log or event to read is missing
   70  a bug in candour
   73  an output cannot be created
   74  reading or writing failed: a full disk, a network drive or database that went away
   75  another process is using it: try again later
   77  this is not allowed
   78  a model, policy pack, key or configuration is wrong, or does not suit the data
  130  interrupted";

/// The reason why a subcommand did not complete its task. Callers can act only on the ending; the rest is for people.
#[derive(Debug)]
pub struct Failure {
    ending: Ending,
    text: String,
    cause: Option<Box<dyn Error + Send + Sync>>,
}

impl Failure {
    pub fn new(ending: Ending, text: impl Into<String>) -> Self {
        Self { ending, text: text.into(), cause: None }
    }

    /// A failure whose message is the error itself.
    pub fn of(ending: Ending, error: impl Into<Box<dyn Error + Send + Sync>>) -> Self {
        let error = error.into();
        Self { ending, text: error.to_string(), cause: Some(error) }
    }

    /// Adds the underlying error, which is printed after the message.
    #[must_use]
    pub fn because(mut self, cause: impl Into<Box<dyn Error + Send + Sync>>) -> Self {
        self.cause = Some(cause.into());
        self
    }

    /// Incompatible options, or a value out of range.
    pub fn usage(text: impl Into<String>) -> Self {
        Self::new(Ending::Usage, text)
    }

    /// A file whose content cannot be used.
    pub fn bad_data(text: impl Into<String>) -> Self {
        Self::new(Ending::BadData, text)
    }

    /// A file, log, record or event that does not exist.
    pub fn missing(text: impl Into<String>) -> Self {
        Self::new(Ending::Missing, text)
    }

    /// A check that found something wrong, which the output lists.
    pub fn wrong(text: impl Into<String>) -> Self {
        Self::new(Ending::Wrong, text)
    }

    /// A model, policy pack, key or configuration that is wrong.
    pub fn settings(text: impl Into<String>) -> Self {
        Self::new(Ending::Settings, text)
    }

    /// Something that the operating system, a database or a peer refused. The text says what was attempted and what
    /// would make it possible.
    pub fn system(text: impl Into<String>, cause: impl Into<Box<dyn Error + Send + Sync>>) -> Self {
        Self::new(Ending::BrokenOff, text).because(cause)
    }

    /// A folder that cannot be created or written to.
    pub fn no_folder(folder: &std::path::Path, cause: std::io::Error) -> Self {
        let folder = folder.display();
        let text = format!("the folder `{folder}` cannot be created or written to: check its path and your permission");
        Self::new(Ending::NoOutput, text).because(cause)
    }

    /// A model that must be trained first.
    pub fn untrained() -> Self {
        let text =
            "the model is not trained: train it first with `candour link train`, or give the files to train it on";
        Self::settings(text)
    }

    /// An interruption by a signal. Nothing was written.
    pub fn interrupted() -> Self {
        Self::new(Ending::Interrupted, INTERRUPTED)
    }

    pub fn ending(&self) -> Ending {
        self.ending
    }

    /// The underlying error, if it is of this type.
    pub fn cause<E: Error + 'static>(&self) -> Option<&E> {
        self.cause.as_deref()?.downcast_ref()
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl Error for Failure {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        self.cause.as_deref().map(|cause| cause as &(dyn Error + 'static))
    }
}

/// The message after a signal, whichever stage noticed it.
const INTERRUPTED: &str = "interrupted: nothing was written";

/// Runs the command, prints the reason if it fails, and returns its exit code. A panic is reported as a bug, without
/// the values that its message may contain.
pub fn guarded(command: impl FnOnce() -> Result<(), Failure>) -> ExitCode {
    std::panic::set_hook(Box::new(|panic| {
        let place = panic.location().map_or_else(String::new, |place| format!(" ({place})"));
        say(&format!("this is a bug in candour{place}: please report it with the command that you gave"));
    }));
    match std::panic::catch_unwind(std::panic::AssertUnwindSafe(command)) {
        Ok(Ok(())) => ExitCode::SUCCESS,
        Ok(Err(failure)) => {
            match failure.ending() {
                Ending::OutputClosed => {}
                Ending::Interrupted => say(INTERRUPTED),
                _ => say(&described(&failure)),
            }
            ExitCode::from(failure.ending().code())
        }
        Err(_) => ExitCode::from(Ending::Bug.code()),
    }
}

/// A failure followed by the errors that caused it, down to the operating system's or the parser's own message.
fn described(failure: &Failure) -> String {
    let mut text = failure.to_string().trim_end().to_owned();
    let mut cause = failure.source();
    while let Some(error) = cause {
        let said = error.to_string();
        if !text.contains(said.trim_end()) {
            text.push_str(": ");
            text.push_str(said.trim_end());
        }
        cause = error.source();
    }
    text
}

/// Prints a line on standard error. If standard error is closed, nobody is reading.
pub fn say(text: &str) {
    writeln!(std::io::stderr(), "candour: {text}").ok();
}
