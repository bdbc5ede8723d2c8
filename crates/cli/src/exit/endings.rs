//! The exit codes, which follow `sysexits.h`, and the single table that maps each crate's errors to them.

use std::io::ErrorKind as IoErrorKind;

use app::AppError;
use app::import::ImportError;
use app::log::LogError;
use domain::ErrorKind;
use linkage::guess::GuessError;
use linkage::inference::InferenceError;
use linkage::read::ReadError;
use linkage::report::ReportError;
use linkage::search::SearchError;
use linkage::training::TrainingError;
use linkage::write::WriteError;
use linkage::{BlockingError, LinkerError, PrepareError};
use store::StoreError;

use super::Failure;

/// The way in which a run ended. The numbers are the exit codes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub enum Ending {
    /// The reader of standard output has closed it. Nothing is wrong.
    OutputClosed = 0,
    /// A measurement or check gave a bad result.
    Wrong = 1,
    Usage = 2,
    NotVerified = 3,
    NotYetVerified = 4,
    CannotTell = 5,
    BadData = 65,
    Missing = 66,
    Bug = 70,
    /// An output cannot be created.
    NoOutput = 73,
    /// Reading or writing failed partway.
    BrokenOff = 74,
    /// Another process is using the same log.
    Busy = 75,
    Forbidden = 77,
    /// A model, policy pack, key or configuration is wrong.
    Settings = 78,
    Interrupted = 130,
}

impl Ending {
    pub fn code(self) -> u8 {
        self as u8
    }
}

/// The single table from kinds of errors to endings.
impl From<ErrorKind> for Ending {
    fn from(kind: ErrorKind) -> Self {
        match kind {
            ErrorKind::Missing => Ending::Missing,
            ErrorKind::Invalid | ErrorKind::Conflict => Ending::BadData,
            ErrorKind::Forbidden | ErrorKind::Unauthenticated => Ending::Forbidden,
            ErrorKind::TooMany | ErrorKind::Unavailable => Ending::BrokenOff,
            ErrorKind::Bug => Ending::Bug,
        }
    }
}

/// Converts each kind of error to a failure, with the ending that its function returns.
macro_rules! endings {
    ($($error:ty => $ending:expr;)+) => {
        $(impl From<$error> for Failure {
            fn from(error: $error) -> Self {
                let ending: fn(&$error) -> Ending = $ending;
                Failure::of(ending(&error), error)
            }
        })+
    };
}

// New error type in a library? Add its row here: `?` then works in the handlers.
endings! {
    AppError => |error| error.kind().into();
    ImportError => import;
    StoreError => store;
    LogError => log;
    ReadError => read;
    WriteError => write;
    PrepareError => prepare;
    BlockingError => blocking;
    TrainingError => training;
    SearchError => search;
    ReportError => report;
    GuessError => |_| Ending::BadData;
}

fn import(error: &ImportError) -> Ending {
    match error {
        ImportError::Read(error) => read(error),
        ImportError::Mapping(_) => Ending::Settings,
        ImportError::App(error) => error.kind().into(),
        ImportError::Stopped { .. } => Ending::Interrupted,
    }
}

fn read(error: &ReadError) -> Ending {
    match error {
        ReadError::UnknownFormat { .. } | ReadError::Delimiter { .. } => Ending::Usage,
        ReadError::Interrupted { .. } => Ending::Interrupted,
        ReadError::Io { .. } => Ending::BrokenOff,
        ReadError::Missing { .. } | ReadError::Directory { .. } => Ending::Missing,
        _ => Ending::BadData,
    }
}

fn write(error: &WriteError) -> Ending {
    match error {
        WriteError::BrokenPipe { .. } => Ending::OutputClosed,
        WriteError::UnknownFormat { .. } => Ending::Usage,
        WriteError::NoFolder { .. } | WriteError::Directory { .. } | WriteError::WrongLength { .. } => Ending::NoOutput,
        WriteError::Io { source, .. }
            if matches!(source.kind(), IoErrorKind::PermissionDenied | IoErrorKind::ReadOnlyFilesystem) =>
        {
            Ending::NoOutput
        }
        WriteError::WrongType { .. } => Ending::Bug,
        _ => Ending::BrokenOff,
    }
}

fn prepare(error: &PrepareError) -> Ending {
    match error {
        PrepareError::Interrupted => Ending::Interrupted,
        PrepareError::Rows { .. } | PrepareError::TooMany(_) => Ending::BadData,
        PrepareError::NoColumn { .. } | PrepareError::Files(_) => Ending::Settings,
    }
}

fn blocking(error: &BlockingError) -> Ending {
    match error {
        BlockingError::Interrupted => Ending::Interrupted,
        _ => Ending::Settings,
    }
}

fn training(error: &TrainingError) -> Ending {
    match error {
        TrainingError::Blocking(error) => blocking(error),
        TrainingError::NoPairs { .. } | TrainingError::Label { .. } => Ending::BadData,
        _ => Ending::Settings,
    }
}

fn search(error: &SearchError) -> Ending {
    match error {
        SearchError::UnknownField { .. } | SearchError::Empty { .. } => Ending::Usage,
        SearchError::Untrained => Ending::Settings,
    }
}

fn report(error: &ReportError) -> Ending {
    match error {
        ReportError::Model(_) | ReportError::Render(_) => Ending::Bug,
        ReportError::Untrained => Ending::Settings,
    }
}

fn log(error: &LogError) -> Ending {
    match error {
        LogError::Store(error) => store(error),
        LogError::Held { .. } => Ending::Busy,
        LogError::Key { .. } | LogError::OtherName { .. } | LogError::Policy(_) => Ending::Settings,
        LogError::WentBack { .. }
        | LogError::Differs { .. }
        | LogError::Damaged { .. }
        | LogError::Fork { .. }
        | LogError::Contradicted { .. }
        | LogError::Head { .. } => Ending::Wrong,
        LogError::Checkpoint(_) | LogError::Bundle(_) => Ending::Bug,
        _ => Ending::BrokenOff,
    }
}

fn store(error: &StoreError) -> Ending {
    match error {
        StoreError::NotADatabase(_) => Ending::Usage,
        StoreError::WrongKey | StoreError::NewerDatabase { .. } | StoreError::OtherMigration { .. } => Ending::Settings,
        StoreError::Row { .. } | StoreError::Unreadable(_) | StoreError::Misfit(_) => Ending::Wrong,
        _ => Ending::BrokenOff,
    }
}

impl From<LinkerError> for Failure {
    fn from(error: LinkerError) -> Self {
        match error {
            LinkerError::Model(source) => Failure::settings(format!("`the model`: {source}")).because(source),
            LinkerError::Records(error) => error.into(),
        }
    }
}

impl From<InferenceError<WriteError>> for Failure {
    fn from(error: InferenceError<WriteError>) -> Self {
        match error {
            InferenceError::Untrained => Failure::untrained(),
            InferenceError::Blocking(error) => error.into(),
            InferenceError::Sink(error) => error.into(),
        }
    }
}
