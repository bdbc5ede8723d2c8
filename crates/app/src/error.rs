//! Errors of use cases, in one taxonomy for pages, programs and the command line.

use domain::{ErrorKind, Refusal};
use policy::EvaluationError;
use store::StoreError;

use crate::Action;

/// The reason why a use case failed. No part of the operation was recorded.
#[derive(Debug, thiserror::Error)]
pub enum AppError {
    /// A business rule forbids it.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// The actor is not allowed to do this.
    #[error("the role `{role}` may not do this here (`{}`)", action.as_str())]
    Forbidden { action: Action, role: &'static str },
    /// It does not exist, or the actor is not allowed to know that it exists.
    #[error("there is no such {what}")]
    Missing { what: &'static str },
    #[error(transparent)]
    Store(#[from] StoreError),
    /// A policy pack contradicts the record.
    #[error(transparent)]
    Law(#[from] EvaluationError),
    /// The log could not be written, or differs from what was written earlier.
    #[error("the log: {0}")]
    Log(String),
    /// More requests are arriving than can be answered. Nothing is known, and nothing was recorded.
    #[error("too much is asked for at once: try again in a moment")]
    Busy,
    /// The failure of a batch, returned to each request in it.
    #[error(transparent)]
    Shared(std::sync::Arc<AppError>),
    /// A bug in the program.
    #[error("{0}")]
    Bug(&'static str),
}

impl AppError {
    /// The kind of the error, which tells a program how to react.
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
