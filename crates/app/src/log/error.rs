//! Errors in writing, signing and publishing the log.

use std::path::{Path, PathBuf};

use attest::bundle::BundleError;
use attest::checkpoint::CheckpointError;
use attest::note::KeyError;
use attest::policy::{PolicyError, PolicyRefusal};
use attest::source::LogReadError;
use store::StoreError;

use super::publish::WitnessTrouble;

/// The reason why the log cannot be written, signed or published. Nothing new was signed.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum LogError {
    #[error(transparent)]
    Store(#[from] StoreError),
    /// An operation on a file or folder failed.
    #[error("`{path}` cannot be {doing}: {source}")]
    File {
        path: String,
        /// The operation that failed: `written` or `read`.
        doing: &'static str,
        /// The error returned by the operating system.
        source: std::io::Error,
    },
    /// Another sequencer is using this folder.
    #[error("`{path}` is held by another sequencer ({holder}): stop it first, or let it do the work")]
    Held {
        /// The path of the lock.
        path: String,
        /// The other sequencer's description of itself.
        holder: String,
    },
    /// The private key cannot be used.
    #[error("the key in `{path}` cannot be used: {source}")]
    Key { path: String, source: KeyError },
    /// The key was made for another name.
    #[error("the key in `{path}` is of `{found}`: give that name, or another folder for `{asked}`")]
    OtherName {
        path: String,
        /// The name that the key was made for.
        found: String,
        /// The name that was requested.
        asked: String,
    },
    /// The operating system provides no random bytes.
    #[error("the system gives no random bytes for a new key")]
    NoChance,
    /// The keys do not belong together.
    #[error(transparent)]
    Policy(#[from] PolicyError),
    /// A signed head does not belong to this log.
    #[error("the head in {place} is refused: {source}; restore it, or the key that signed it")]
    Head {
        /// `the database`, or the path of a file.
        place: String,
        source: PolicyRefusal,
    },
    /// The database has fewer positions than were signed.
    #[error(
        "the log was signed with {signed} entries and the database has {found}: position {found} is the first that is \
         gone; was an old backup restored? restore a newer one, or replay what came after it"
    )]
    WentBack {
        /// Number of entries under the newest signed head.
        signed: u64,
        /// Number of entries in the database.
        found: u64,
    },
    /// The entries in the database do not produce the signed root.
    #[error(
        "the entry at position {position} in the database is not the one that was signed: run `candour audit`, and \
         restore the database from a backup"
    )]
    Differs {
        /// The first position that differs, or the size of the signed head if none can be found.
        position: u64,
    },
    /// The log files are not the ones that were signed.
    #[error(
        "the log on disk is wrong from position {position} on: {what}; move that file away, and it is made again \
         from the database"
    )]
    Damaged {
        /// The first position that is wrong or cannot be verified.
        position: u64,
        /// The fault found at that position.
        what: String,
    },
    /// Two signed heads of this log contradict each other. The evidence is kept.
    #[error(
        "the log has signed two roots for size {size}: the evidence is in `{evidence}`; sign nothing more with this key"
    )]
    Fork {
        size: u64,
        /// The folder that contains both notes.
        evidence: String,
    },
    /// A witness has cosigned a head that this log does not have.
    #[error("the witness `{witness}` {trouble}: nothing more is signed until it is known which history is right")]
    Contradicted {
        witness: String,
        /// The problem that the witness reported.
        trouble: WitnessTrouble,
    },
    /// A tile that is needed for a proof cannot be read.
    #[error(transparent)]
    Read(#[from] LogReadError),
    #[error(transparent)]
    Checkpoint(#[from] CheckpointError),
    #[error(transparent)]
    Bundle(#[from] BundleError),
    /// A thread of the log panicked.
    #[error("a thread of the log has failed: start it again")]
    Thread,
}

impl LogError {
    pub(super) fn file(path: &Path, doing: &'static str) -> impl FnOnce(std::io::Error) -> Self {
        let path: PathBuf = path.to_owned();
        move |source| Self::File { path: path.display().to_string(), doing, source }
    }

    /// Returns true if retrying the same step can succeed, for example after a full disk or when the database was
    /// unreachable. Any other error needs a person.
    pub fn may_pass(&self) -> bool {
        match self {
            Self::File { .. } | Self::Thread => true,
            Self::Store(error) => !matches!(error, StoreError::Row { .. } | StoreError::WrongKey),
            _ => false,
        }
    }
}
