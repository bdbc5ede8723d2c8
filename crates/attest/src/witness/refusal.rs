//! Reasons why a witness refuses, and how they are sent over HTTP (tlog-witness, "add-checkpoint").

use thiserror::Error;

use crate::checkpoint::CheckpointError;
use crate::cosignature::TimeTooLate;
use crate::fork::ForkEvidence;
use crate::merkle::ProofError;
use crate::note::NoteError;
use crate::witness::RequestError;

/// Reasons for not cosigning a checkpoint.
#[derive(Debug, Error, PartialEq, Eq)]
pub enum WitnessRefusal {
    /// The request cannot be read.
    #[error("the request cannot be read: {0}")]
    Request(#[from] RequestError),
    /// The note in the request is not a checkpoint.
    #[error("the request holds no checkpoint: {0}")]
    NotACheckpoint(#[source] CheckpointError),
    /// The request claims that the log used to be larger than it is now.
    #[error("the old size {old_size} is larger than the checkpoint's {size}: needs an old size at most as large")]
    OldSizeTooLarge {
        /// The old size in the request.
        old_size: u64,
        /// The size of the checkpoint.
        size: u64,
    },
    /// The log is not watched.
    #[error("the log `{origin}` is not watched here")]
    UnknownOrigin {
        /// The origin in the checkpoint.
        origin: String,
    },
    /// No key trusted for this log has signed, or the signature of a trusted key is false.
    #[error("no key that is trusted for this log has signed: {0}")]
    NotSigned(#[source] NoteError),
    /// The request starts from a size other than the last one cosigned: it is stale, or the log was rolled back.
    #[error("the old size {old_size} is not the last one cosigned: needs a proof from {known_size}")]
    StaleSize {
        /// The old size in the request.
        old_size: u64,
        /// The last size that was cosigned.
        known_size: u64,
    },
    /// There are two roots for the same size. The offending checkpoint is kept.
    #[error("the log has signed two roots for size {}", evidence.known.head.size)]
    Fork {
        /// Both checkpoints.
        evidence: Box<ForkEvidence>,
    },
    /// The proof does not lead from the last head to this one. The offending checkpoint is kept.
    #[error("the log does not continue the one last seen: {cause}")]
    BadProof {
        /// The problem with the proof.
        cause: ProofError,
        /// Both checkpoints and the proof.
        evidence: Box<ForkEvidence>,
    },
    /// The witness's own clock is out of range.
    #[error(transparent)]
    Time(TimeTooLate),
}

impl WitnessRefusal {
    /// The HTTP status that the specification assigns to this refusal.
    pub fn status(&self) -> u16 {
        match self {
            Self::Request(_) | Self::NotACheckpoint(_) | Self::OldSizeTooLarge { .. } => 400,
            Self::NotSigned(_) => 403,
            Self::UnknownOrigin { .. } => 404,
            Self::StaleSize { .. } | Self::Fork { .. } => 409,
            Self::BadProof { .. } => 422,
            Self::Time(_) => 500,
        }
    }

    /// The content type and body of the response: the last size cosigned in case of a conflict, otherwise the reason in
    /// words.
    pub fn body(&self) -> (&'static str, String) {
        let size = match self {
            Self::StaleSize { known_size, .. } => *known_size,
            Self::Fork { evidence } => evidence.known.head.size,
            _ => return ("text/plain; charset=utf-8", format!("{self}\n")),
        };
        ("text/x.tlog.size", format!("{size}\n"))
    }

    /// The evidence, if there is any.
    pub fn evidence(&self) -> Option<&ForkEvidence> {
        match self {
            Self::Fork { evidence } | Self::BadProof { evidence, .. } => Some(evidence),
            _ => None,
        }
    }
}
