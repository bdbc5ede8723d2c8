//! What can go wrong in a use case, in one taxonomy for pages, programs and the command line.

use domain::{ErrorKind, Refusal};
use policy::EvaluationError;
use store::StoreError;

use crate::Action;

/// Why a use case did not do what was asked. Nothing of it was recorded.
#[derive(Debug, thiserror::Error)]
pub enum AppError {
    /// A rule of the business says no.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// The actor may not.
    #[error("the role `{role}` may not do this here (`{}`)", action.as_str())]
    Forbidden {
        /// What was asked.
        action: Action,
        /// In which role.
        role: &'static str,
    },
    /// There is no such thing, or the actor may not know that there is.
    #[error("there is no such {what}")]
    Missing {
        /// What was looked for.
        what: &'static str,
    },
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// A policy pack contradicts what the record says.
    #[error(transparent)]
    Law(#[from] EvaluationError),
    /// The log could not be written, or is not what was written before.
    #[error("the log: {0}")]
    Log(String),
    /// More is asked for than can be answered: nothing is known, and nothing was recorded.
    #[error("too much is asked for at once: try again in a moment")]
    Busy,
    /// What went wrong for all that were answered together.
    #[error(transparent)]
    Shared(std::sync::Arc<AppError>),
    /// Our mistake.
    #[error("{0}")]
    Bug(&'static str),
}

impl AppError {
    /// What a program can do about it.
    pub fn kind(&self) -> ErrorKind {
        match self {
            Self::Refused(refusal) => refusal.kind,
            Self::Forbidden { .. } => ErrorKind::Forbidden,
            Self::Missing { .. } => ErrorKind::Missing,
            Self::Store(error) => error.kind(),
            Self::Law(_) | Self::Bug(_) => ErrorKind::Bug,
            Self::Log(_) | Self::Busy => ErrorKind::Unavailable,
            Self::Shared(error) => error.kind(),
        }
    }

    /// The stable code.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Refused(refusal) => refusal.code,
            Self::Forbidden { .. } => "actor.may-not",
            Self::Missing { .. } => "record.missing",
            Self::Store(_) => "store.failed",
            Self::Law(_) => "law.failed",
            Self::Log(_) => "log.failed",
            Self::Busy => "check.busy",
            Self::Shared(error) => error.code(),
            Self::Bug(_) => "candour.bug",
        }
    }
}
