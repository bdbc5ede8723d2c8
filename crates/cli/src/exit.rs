//! How a run can fail, what is said about it, and the exit code of each: one table, after `sysexits.h`.

use std::io::Write as _;
use std::process::ExitCode;

use app::AppError;
use app::import::ImportError;
use app::log::LogError;
use domain::ErrorKind;
use linkage::guess::GuessError;
use linkage::inference::InferenceError;
use linkage::read::ReadError;
use linkage::report::ReportError;
use linkage::search::SearchError;
use linkage::settings::ModelError;
use linkage::training::TrainingError;
use linkage::write::WriteError;
use linkage::{BlockingError, LinkerError, PrepareError};
use store::StoreError;

/// For `--help`.
pub const CODES: &str = "\
Exit codes:
    0  done
    1  evaluated, and below what was required (--require-f1); checked, and not as it should be
    2  the command line is wrong
    3  candour check: the officer is not verified
    4  candour check: not yet verified, the control room is asked
    5  candour check: it could not be determined; nothing is known of the officer
   65  the data cannot be used: bad rows, no header, nothing to learn from
   66  a file, log or event to read is not there
   70  a bug in candour
   73  an output cannot be created
   74  reading or writing broke off: a full disk, a network drive or database that went away
   75  somebody else is at work there: try again when they have ended
   77  this may not be done
   78  the model or policy pack is wrong, or does not suit the data
  130  interrupted";

/// Why a subcommand did not do what was asked.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    /// Options that do not go together, or values that cannot be.
    #[error("{0}")]
    Usage(String),
    /// Rows that cannot be used; the text lists them.
    #[error("{0}")]
    BadRows(String),
    /// A file says something that cannot be, beyond its rows.
    #[error("{0}")]
    BadData(String),
    /// A model file that cannot be read.
    #[error("the model `{file}` cannot be read: check the path, and that it is text in UTF-8")]
    NoModel {
        /// The path as given.
        file: String,
        /// What the operating system said.
        source: std::io::Error,
    },
    /// The mapping of an import that cannot be read.
    #[error("the mapping `{file}` cannot be read: check the path, and that it is text in UTF-8")]
    NoMapping {
        /// The path as given.
        file: String,
        /// What the operating system said.
        source: std::io::Error,
    },
    /// An import that did not begin, or was stopped.
    #[error(transparent)]
    Import(#[from] ImportError),
    /// A model file that says something wrong.
    #[error("`{file}`: {source}")]
    Model {
        /// The path as given.
        file: String,
        /// What is wrong.
        source: Box<ModelError>,
    },
    /// A column of the model that a file does not have.
    #[error("{source}; {reader} reads it")]
    NoColumn {
        /// Which part of the model asks for it.
        reader: String,
        /// What there is, and what may be meant.
        source: Box<ReadError>,
    },
    /// A source that cannot be read.
    #[error(transparent)]
    Read(#[from] ReadError),
    /// An output that cannot be written.
    #[error(transparent)]
    Write(#[from] WriteError),
    /// Records that do not suit the model.
    #[error(transparent)]
    Prepare(#[from] PrepareError),
    /// Candidate pairs could not be found.
    #[error(transparent)]
    Blocking(#[from] BlockingError),
    /// Nothing could be learnt.
    #[error(transparent)]
    Training(#[from] TrainingError),
    /// A search that cannot be done.
    #[error(transparent)]
    Search(#[from] SearchError),
    /// The report could not be made.
    #[error(transparent)]
    Report(#[from] ReportError),
    /// No model could be guessed.
    #[error(transparent)]
    Guess(#[from] GuessError),
    /// An output that cannot be created.
    #[error("{0}")]
    CannotCreate(String),
    /// The model is not trained where it must be.
    #[error("the model is not trained: train it first with `candour link train`, or give the files to train it on")]
    Untrained,
    /// Accuracy below what was asked for.
    #[error("F1 is {f1:.4}: at least {required:.4} was required")]
    BelowRequired {
        /// What was reached.
        f1: f64,
        /// What was asked for.
        required: f64,
    },
    /// A signal.
    #[error("interrupted: nothing was written")]
    Interrupted,
    /// Whoever read standard output has seen enough. Nothing is wrong.
    #[error("standard output was closed by its reader")]
    OutputClosed,
    /// A folder that cannot be made or written to.
    #[error("the folder `{folder}` cannot be made or written to: check its path and your permission")]
    NoFolder {
        /// The path as given.
        folder: String,
        /// What the operating system said.
        source: std::io::Error,
    },
    /// Documentation that is not what would be written.
    #[error("`{path}` is out of date: write it again with `{name} docs --write {folder}`")]
    OutOfDate {
        /// The file.
        path: String,
        /// The command that it is about.
        name: String,
        /// Its folder.
        folder: String,
    },
    /// No record where one was expected.
    #[error("{0}")]
    NoRecord(String),
    /// A configuration that cannot be.
    #[error("{0}")]
    Config(String),
    /// A check found that the officer is not verified.
    #[error("the officer is not verified")]
    NotVerified,
    /// A check waits for the control room.
    #[error("not yet verified: the control room is asked")]
    NotYetVerified,
    /// A check was not determined.
    #[error("it could not be determined: {0}")]
    CannotTell(String),
    /// The secret of a gateway that cannot be read.
    #[error("the secret in `{file}` cannot be read: check the path and your permission")]
    NoSecret {
        /// The path as given.
        file: String,
        /// What the operating system said.
        source: std::io::Error,
    },
    /// Something of the service must be mended; the report says what.
    #[error("{0} of the service must be mended before it can be relied upon")]
    Mend(String),
    /// Policy packs with faults, or cases that come out otherwise.
    #[error("{0}")]
    Packs(String),
    /// What `candour policy` found.
    #[error(transparent)]
    Policy(Box<crate::policy::PolicyFailure>),
    /// A use case.
    #[error(transparent)]
    App(AppError),
    /// Read models that are not what the record says; the result lists them.
    #[error("the read models are not what the record says: run `candour rebuild`, and find out who changed them")]
    ReadModelsDiffer,
    /// A decision that the record cannot prove.
    #[error("the record does not prove what the maker of this decision saw: run `candour audit`")]
    NotProven,
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The log cannot be written, or is not what was signed.
    #[error(transparent)]
    Log(#[from] LogError),
    /// Something was removed or altered; the report says what.
    #[error("{0}")]
    NotWhole(String),
    /// What is asked about is not there.
    #[error("{0}")]
    Unreachable(String),
    /// It could not be found out.
    #[error("{0}")]
    Undetermined(String),
    /// A measurement.
    #[error("it could not be measured: {0}")]
    Unmeasured(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// A key of the check is missing, cannot be used, or is another than the one that serves the record.
    #[error("{0} (if it is lost for good, `candour doctor` says what to do)")]
    CheckKeys(#[source] app::check::KeyError),
    /// The operating system refused something small: a folder, a signal handler.
    #[error("{what}")]
    System {
        /// What was attempted, and what would make it possible.
        what: String,
        /// What the operating system said.
        source: std::io::Error,
    },
}

impl Failure {
    /// The one table from failures to exit codes.
    fn code(&self) -> u8 {
        match self {
            Failure::OutputClosed | Failure::Write(WriteError::BrokenPipe { .. }) => 0,
            Failure::BelowRequired { .. }
            | Failure::OutOfDate { .. }
            | Failure::ReadModelsDiffer
            | Failure::NotProven
            | Failure::Mend(_)
            | Failure::NotWhole(_) => 1,
            Failure::NotVerified => 3,
            Failure::NotYetVerified => 4,
            Failure::CannotTell(_) => 5,
            Failure::NoSecret { .. } => 66,
            Failure::Log(error) => log_code(error),
            Failure::Store(error) => store_code(error),
            Failure::Unreachable(_) => 66,
            Failure::Undetermined(_) | Failure::Unmeasured(_) => 74,
            Failure::NoRecord(_) => 66,
            Failure::Packs(_)
            | Failure::Config(_)
            | Failure::CheckKeys(_)
            | Failure::Import(ImportError::Mapping(_)) => 78,
            Failure::NoMapping { .. }
            | Failure::Import(ImportError::Read(ReadError::Missing { .. } | ReadError::Directory { .. })) => 66,
            Failure::Import(ImportError::Read(ReadError::UnknownFormat { .. })) => 2,
            Failure::Import(ImportError::Read(ReadError::Io { .. })) => 74,
            Failure::Import(ImportError::Read(_)) => 65,
            Failure::Import(ImportError::App(error)) => kind_code(error.kind()),
            Failure::Import(ImportError::Stopped { .. }) => 130,
            Failure::Policy(failure) => failure.code(),
            Failure::App(error) => kind_code(error.kind()),
            Failure::Usage(_)
            | Failure::Read(ReadError::UnknownFormat { .. } | ReadError::Delimiter { .. })
            | Failure::Write(WriteError::UnknownFormat { .. })
            | Failure::Search(SearchError::UnknownField { .. } | SearchError::Empty { .. }) => 2,
            Failure::Interrupted
            | Failure::Read(ReadError::Interrupted { .. })
            | Failure::Prepare(PrepareError::Interrupted)
            | Failure::Blocking(BlockingError::Interrupted)
            | Failure::Training(TrainingError::Blocking(BlockingError::Interrupted)) => 130,
            Failure::Read(ReadError::Io { .. }) | Failure::System { .. } => 74,
            Failure::Read(ReadError::Missing { .. } | ReadError::Directory { .. }) | Failure::NoModel { .. } => 66,
            Failure::BadRows(_)
            | Failure::BadData(_)
            | Failure::Read(_)
            | Failure::Prepare(PrepareError::Rows { .. } | PrepareError::TooMany(_))
            | Failure::Training(TrainingError::NoPairs { .. } | TrainingError::Label { .. }) => 65,
            Failure::Write(
                WriteError::NoFolder { .. } | WriteError::Directory { .. } | WriteError::WrongLength { .. },
            ) => 73,
            Failure::Write(WriteError::Io { source, .. })
                if source.kind() == std::io::ErrorKind::PermissionDenied
                    || source.kind() == std::io::ErrorKind::ReadOnlyFilesystem =>
            {
                73
            }
            Failure::Write(WriteError::WrongType { .. })
            | Failure::Report(ReportError::Model(_) | ReportError::Render(_)) => 70,
            Failure::Guess(_) => 65,
            Failure::NoFolder { .. } | Failure::CannotCreate(_) => 73,
            Failure::Write(_) => 74,
            Failure::Model { .. }
            | Failure::NoColumn { .. }
            | Failure::Prepare(PrepareError::NoColumn { .. } | PrepareError::Files(_))
            | Failure::Blocking(_)
            | Failure::Training(_)
            | Failure::Search(SearchError::Untrained)
            | Failure::Report(ReportError::Untrained)
            | Failure::Untrained => 78,
        }
    }

    /// Whether it is the signal, in whichever stage it was noticed.
    fn is_interrupt(&self) -> bool {
        self.code() == 130
    }
}

/// The one table from kinds of errors to exit codes.
fn kind_code(kind: ErrorKind) -> u8 {
    match kind {
        ErrorKind::Missing => 66,
        ErrorKind::Invalid | ErrorKind::Conflict => 65,
        ErrorKind::Forbidden | ErrorKind::Unauthenticated => 77,
        ErrorKind::TooMany | ErrorKind::Unavailable => 74,
        ErrorKind::Bug => 70,
    }
}

fn log_code(error: &LogError) -> u8 {
    match error {
        LogError::Store(error) => store_code(error),
        LogError::Held { .. } => 75,
        LogError::Key { .. } | LogError::OtherName { .. } | LogError::Policy(_) => 78,
        LogError::WentBack { .. }
        | LogError::Differs { .. }
        | LogError::Damaged { .. }
        | LogError::Fork { .. }
        | LogError::Contradicted { .. }
        | LogError::Head { .. } => 1,
        LogError::Checkpoint(_) | LogError::Bundle(_) => 70,
        _ => 74,
    }
}

fn store_code(error: &StoreError) -> u8 {
    match error {
        StoreError::NotADatabase(_) => 2,
        StoreError::WrongKey | StoreError::NewerDatabase { .. } | StoreError::OtherMigration { .. } => 78,
        StoreError::Row { .. } | StoreError::Unreadable(_) | StoreError::Misfit(_) => 1,
        _ => 74,
    }
}

impl From<LinkerError> for Failure {
    fn from(error: LinkerError) -> Self {
        match error {
            LinkerError::Model(source) => Failure::Model { file: "the model".to_owned(), source: Box::new(source) },
            LinkerError::Records(error) => Failure::Prepare(error),
        }
    }
}

impl From<InferenceError<WriteError>> for Failure {
    fn from(error: InferenceError<WriteError>) -> Self {
        match error {
            InferenceError::Untrained => Failure::Untrained,
            InferenceError::Blocking(error) => Failure::Blocking(error),
            InferenceError::Sink(error) => Failure::Write(error),
        }
    }
}

/// Runs the command and says what became of it. A panic is a bug: it is said so, without the values that it may carry.
pub fn guarded(command: impl FnOnce() -> Result<(), Failure>) -> ExitCode {
    std::panic::set_hook(Box::new(|panic| {
        let place = panic.location().map_or_else(String::new, |place| format!(" ({place})"));
        say(&format!("this is a bug in candour{place}: please report it with the command that you gave"));
    }));
    match std::panic::catch_unwind(std::panic::AssertUnwindSafe(command)) {
        Ok(Ok(())) => ExitCode::SUCCESS,
        Ok(Err(failure)) => {
            let code = failure.code();
            if failure.is_interrupt() {
                say(&Failure::Interrupted.to_string());
            } else if code != 0 {
                say(&described(&failure));
            }
            ExitCode::from(code)
        }
        Err(_) => ExitCode::from(70),
    }
}

/// A failure and what the operating system or a parser said, which is the last of its causes.
fn described(failure: &Failure) -> String {
    let mut text = failure.to_string().trim_end().to_owned();
    let mut cause = std::error::Error::source(failure);
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

/// A line on standard error. If that is closed there is nobody to tell.
pub fn say(text: &str) {
    writeln!(std::io::stderr(), "candour: {text}").ok();
}
