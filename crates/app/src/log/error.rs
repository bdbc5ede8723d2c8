//! Errors of writing, signing and publishing the log.

use std::path::{Path, PathBuf};

use attest::bundle::BundleError;
use attest::checkpoint::CheckpointError;
use attest::note::KeyError;
use attest::policy::{PolicyError, PolicyRefusal};
use attest::source::LogReadError;
use store::StoreError;

use super::publish::WitnessTrouble;

/// Reason why the log cannot be written, signed or published. Nothing new was signed.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum LogError {
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// A file or folder failed.
    #[error("`{path}` cannot be {doing}: {source}")]
    File {
        path: String,
        /// The attempted operation: `written`, `read`.
        doing: &'static str,
        /// The answer of the system.
        source: std::io::Error,
    },
    /// Another sequencer writes to this folder.
    #[error("`{path}` is held by another sequencer ({holder}): stop it first, or let it do the work")]
    Held {
        /// The path of the lock.
        path: String,
        /// The other sequencer's note about itself.
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
        /// The name that was asked for.
        asked: String,
    },
    /// The system gives no random bytes.
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
        /// Entries under the newest signed head.
        signed: u64,
        /// Entries in the database.
        found: u64,
    },
    /// The entries in the database do not give the signed root.
    #[error(
        "the entry at position {position} in the database is not the one that was signed: run `candour audit`, and \
         restore the database from a backup"
    )]
    Differs {
        /// The first position that differs; the size of the signed head if none can be found.
        position: u64,
    },
    /// The files of the log are not the ones that were signed.
    #[error(
        "the log on disk is wrong from position {position} on: {what}; move that file away, and it is made again \
         from the database"
    )]
    Damaged {
        /// The first position that is wrong or cannot be vouched for.
        position: u64,
        /// The fault at that position.
        what: String,
    },
    /// Two signed heads of this log contradict each other. The evidence is kept.
    #[error(
        "the log has signed two roots for size {size}: the evidence is in `{evidence}`; sign nothing more with this key"
    )]
    Fork {
        size: u64,
        /// The folder with both notes.
        evidence: String,
    },
    /// A witness knows a head that this log does not.
    #[error("the witness `{witness}` {trouble}: nothing more is signed until it is known which history is right")]
    Contradicted {
        witness: String,
        /// The trouble that it reported.
        trouble: WitnessTrouble,
    },
    /// A tile cannot be read for a proof.
    #[error(transparent)]
    Read(#[from] LogReadError),
    /// A checkpoint cannot be made.
    #[error(transparent)]
    Checkpoint(#[from] CheckpointError),
    /// An entry does not fit into a bundle.
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

    /// Returns true if a retry of the same step can succeed: a full disk, a database that is unreachable. Everything
    /// else needs a person.
    pub fn may_pass(&self) -> bool {
        match self {
            Self::File { .. } | Self::Thread => true,
            Self::Store(error) => !matches!(error, StoreError::Row { .. } | StoreError::WrongKey),
            _ => false,
        }
    }
}
