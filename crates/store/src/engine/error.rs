//! Errors of the database and the vault. Messages contain ids, tables and codes, but no personal data.

use domain::record::event::UnreadableEvent;
use domain::record::state::Misfit;
use domain::{ErrorKind, StreamId, SubjectId};

/// A failure of the store.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StoreError {
    /// Another writer changed the stream first. No part of the unit is kept.
    #[error("stream `{stream}` is at version {found} and not at {expected}: load it again and decide again")]
    Conflict {
        stream: StreamId,
        /// The version that the writer expected.
        expected: u64,
        /// The version that was found.
        found: u64,
    },
    /// The database aborted this unit in favour of another one. No part of the unit is kept.
    #[error("the database aborted this transaction in favour of another: try it again")]
    Outrun(#[source] sqlx::Error),
    /// An earlier step of the unit failed.
    #[error("an earlier step of this unit of work failed, so none of it is kept: begin another")]
    UnitFailed,
    /// The key of the subject was destroyed, so nothing more can be recorded about the subject.
    #[error("the data of subject `{0}` was erased: nothing more can be recorded about them")]
    SubjectErased(SubjectId),
    /// The database cannot be reached, is full, or refused the operation.
    #[error("the database failed {doing}")]
    Driver {
        /// The operation, worded to follow `failed`, such as `reading a stream`.
        doing: &'static str,
        /// The error from the driver.
        #[source]
        source: sqlx::Error,
    },
    /// A file cannot be read or written.
    #[error("`{path}` cannot be used {doing}")]
    File {
        path: String,
        /// The use of the file, such as `as key file`.
        doing: &'static str,
        /// The error from the operating system.
        #[source]
        source: std::io::Error,
    },
    /// The database was written by a newer version of this program.
    #[error("the database has migration {found} and this program knows up to {known}: use the newer program")]
    NewerDatabase {
        /// The newest migration in the database.
        found: i64,
        /// The newest migration that the program knows.
        known: i64,
    },
    /// A migration in the database differs from the one in this program. The stored words were renamed before the first
    /// release.
    #[error(
        "migration {number} of the database is not the one of this program: a record begun before the first release holds \
         words that are no longer used, so begin it anew from its imports, or use the program that made it"
    )]
    OtherMigration { number: i64 },
    /// The key-encryption key is not the one that the database was created with.
    #[error("the key-encryption key does not open this database: give the key that it was made with")]
    WrongKey,
    /// The address does not name a database.
    #[error("`{0}` names no database: write `sqlite:PATH` or `postgres://USER@HOST/NAME`")]
    NotADatabase(String),
    /// A row contradicts the model.
    #[error("row `{row}` of table `{table}` contradicts the model: {why}; run `candour audit`")]
    Row {
        table: &'static str,
        /// The key of the row, or as much of it as is known.
        row: String,
        why: String,
    },
    #[error(transparent)]
    Unreadable(#[from] UnreadableEvent),
    #[error(transparent)]
    Misfit(#[from] Misfit),
    #[error("an event of stream `{stream}` cannot be written")]
    Unwritable {
        stream: StreamId,
        #[source]
        source: serde_json::Error,
    },
    /// An event carries the mark `part`, which only the store may write.
    #[error("an event of stream `{0}` carries a mark `part`, which only the store writes")]
    MarkedTwice(StreamId),
    /// Encryption failed, or the system provided no random bytes.
    #[error("a value cannot be encrypted")]
    Unsealable,
    #[error("the backup cannot be used: {0}")]
    Backup(String),
}

impl StoreError {
    /// Returns the kind of error, which tells a caller whether to try again.
    pub fn kind(&self) -> ErrorKind {
        match self {
            Self::Conflict { .. } | Self::Outrun(_) | Self::SubjectErased(_) => ErrorKind::Conflict,
            Self::Driver { .. } | Self::File { .. } => ErrorKind::Unavailable,
            Self::NewerDatabase { .. } | Self::OtherMigration { .. } | Self::WrongKey => ErrorKind::Unavailable,
            Self::NotADatabase(_) | Self::Backup(_) => ErrorKind::Invalid,
            Self::UnitFailed
            | Self::Row { .. }
            | Self::Unreadable(_)
            | Self::Misfit(_)
            | Self::Unwritable { .. }
            | Self::MarkedTwice(_)
            | Self::Unsealable => ErrorKind::Bug,
        }
    }

    /// Returns the stable code of the error.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Conflict { .. } => "store.conflict",
            Self::Outrun(_) => "store.outrun",
            Self::UnitFailed => "store.unit-failed",
            Self::SubjectErased(_) => "store.subject-erased",
            Self::Driver { .. } => "store.database-failed",
            Self::File { .. } => "store.file-failed",
            Self::NewerDatabase { .. } => "store.newer-database",
            Self::OtherMigration { .. } => "store.other-migration",
            Self::WrongKey => "store.wrong-key",
            Self::NotADatabase(_) => "store.not-a-database",
            Self::Row { .. } => "store.contradiction",
            Self::Unreadable(_) => "store.unreadable-event",
            Self::Misfit(_) => "store.misfit",
            Self::Unwritable { .. } => "store.unwritable-event",
            Self::MarkedTwice(_) => "store.marked-twice",
            Self::Unsealable => "store.unsealable",
            Self::Backup(_) => "store.backup",
        }
    }

    /// Classifies a driver error: a transaction that lost to another one can be tried again at once.
    pub(crate) fn driver(doing: &'static str, source: sqlx::Error) -> Self {
        // PostgreSQL: serialization failure, deadlock. SQLite: a snapshot that is too old to write from.
        let outrun = ["40001", "40P01", "517"];
        match source.as_database_error().and_then(|error| error.code()) {
            Some(code) if outrun.contains(&code.as_ref()) => Self::Outrun(source),
            _ => Self::Driver { doing, source },
        }
    }

    /// Returns true if a unique key was violated.
    pub(crate) fn is_double(&self) -> bool {
        match self {
            Self::Driver { source, .. } => source.as_database_error().is_some_and(|error| error.is_unique_violation()),
            _ => false,
        }
    }
}
