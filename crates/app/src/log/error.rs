//! Why the log cannot be written, signed or published.

use std::path::{Path, PathBuf};

use attest::bundle::BundleError;
use attest::checkpoint::CheckpointError;
use attest::note::KeyError;
use attest::policy::{PolicyError, PolicyRefusal};
use attest::source::ReadError;
use store::StoreError;

use super::publish::WitnessTrouble;

/// Why the log cannot be written, signed or published. Nothing was signed that was not signed before.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum LogError {
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// A file or folder.
    #[error("`{path}` cannot be {doing}: {source}")]
    File {
        /// Which.
        path: String,
        /// What was attempted: `written`, `read`.
        doing: &'static str,
        /// What the system said.
        source: std::io::Error,
    },
    /// Another sequencer writes this folder.
    #[error("`{path}` is held by another sequencer ({holder}): stop it first, or let it do the work")]
    Held {
        /// The lock.
        path: String,
        /// What the other one wrote about itself.
        holder: String,
    },
    /// The private key cannot be used.
    #[error("the key in `{path}` cannot be used: {source}")]
    Key {
        /// The file.
        path: String,
        /// What is wrong with it.
        source: KeyError,
    },
    /// The key was made for another name.
    #[error("the key in `{path}` is of `{found}`: give that name, or another folder for `{asked}`")]
    OtherName {
        /// The file.
        path: String,
        /// Whose key it is.
        found: String,
        /// Whose it should be.
        asked: String,
    },
    /// No random bytes.
    #[error("the system gives no random bytes for a new key")]
    NoChance,
    /// Keys that do not go together.
    #[error(transparent)]
    Policy(#[from] PolicyError),
    /// A signed head that is not one of this log.
    #[error("the head in {place} is refused: {source}; restore it, or the key that signed it")]
    Head {
        /// `the database`, or the path of a file.
        place: String,
        /// What is wrong with it.
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
    /// The entries of the database do not give the signed root.
    #[error(
        "the entry at position {position} in the database is not the one that was signed: run `candour audit`, and \
         restore the database from a backup"
    )]
    Differs {
        /// The first that differs; the size of the signed head where none can be told.
        position: u64,
    },
    /// The files of the log are not what was signed.
    #[error(
        "the log on disk is wrong from position {position} on: {what}; move that file away, and it is made again \
         from the database"
    )]
    Damaged {
        /// The first position that is wrong or cannot be vouched for.
        position: u64,
        /// What was found.
        what: String,
    },
    /// Two signed heads of this log contradict each other. The evidence is kept.
    #[error(
        "the log has signed two roots for size {size}: the evidence is in `{evidence}`; sign nothing more with this key"
    )]
    Fork {
        /// The size.
        size: u64,
        /// The folder with both notes.
        evidence: String,
    },
    /// A witness knows a head that we do not.
    #[error("the witness `{witness}` {trouble}: nothing more is signed until it is known which history is right")]
    Contradicted {
        /// Its name.
        witness: String,
        /// What it said.
        trouble: WitnessTrouble,
    },
    /// A tile cannot be read for a proof.
    #[error(transparent)]
    Read(#[from] ReadError),
    /// A checkpoint cannot be made.
    #[error(transparent)]
    Checkpoint(#[from] CheckpointError),
    /// An entry that does not fit a bundle.
    #[error(transparent)]
    Bundle(#[from] BundleError),
    /// A thread of ours ended in a panic.
    #[error("a thread of the log has failed: start it again")]
    Thread,
}

impl LogError {
    pub(super) fn file(path: &Path, doing: &'static str) -> impl FnOnce(std::io::Error) -> Self {
        let path: PathBuf = path.to_owned();
        move |source| Self::File { path: path.display().to_string(), doing, source }
    }

    /// Whether the same step can succeed when it is tried again: a full disk, a database that is away. Everything else
    /// needs a person.
    pub fn may_pass(&self) -> bool {
        match self {
            Self::File { .. } | Self::Thread => true,
            Self::Store(error) => !matches!(error, StoreError::Row { .. } | StoreError::WrongKey),
            _ => false,
        }
    }
}
