//! Trust policies: the key of one log, the keys of some witnesses, and how many cosignatures are required. Fails
//! closed.

mod file;

pub use file::PolicyFileError;

use std::num::NonZeroUsize;

use thiserror::Error;

use crate::checkpoint::{Checkpoint, CheckpointError, TreeHead};
use crate::note::{Algorithm, OpenedNote, Verifier};

/// The number of witnesses that must have cosigned. There is no default: a policy without witnesses must say so.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Quorum {
    /// No witness is required: the log alone is trusted. With this policy, a log that shows two different histories
    /// goes unnoticed.
    NoWitness,
    /// At least this many different witnesses are required.
    AtLeast(NonZeroUsize),
}

/// The keys that decide which checkpoints are trusted. Displayed and parsed as a C2SP tlog-policy file with one log and
/// at most one group.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Policy {
    log: Verifier,
    witnesses: Vec<Verifier>,
    quorum: Quorum,
}

/// Reasons for refusing a policy.
#[derive(Debug, Error, PartialEq, Eq)]
pub enum PolicyError {
    /// The log's key is of the wrong type.
    #[error("`{0}` cannot sign checkpoints: needs a key of type 0x01")]
    NotALogKey(String),
    /// A witness's key is of the wrong type.
    #[error("`{0}` cannot cosign: needs a key of type 0x04")]
    NotAWitnessKey(String),
    /// The same key is used twice: it would be counted twice, or the log would be its own witness.
    #[error("the key of `{0}` occurs twice in the policy: needs a key of its own for the log and each witness")]
    SameKeyTwice(String),
    /// The quorum is larger than the number of witnesses.
    #[error("the policy needs {needed} witnesses but names {named}: needs a quorum that can be met")]
    Unreachable {
        /// The quorum.
        needed: usize,
        /// The number of witnesses named.
        named: usize,
    },
}

/// Reasons for not trusting a checkpoint.
#[derive(Debug, Error, PartialEq, Eq)]
pub enum PolicyRefusal {
    /// The text is not a checkpoint, has a false signature, or is not signed by a known key.
    #[error(transparent)]
    Checkpoint(#[from] CheckpointError),
    /// The checkpoint belongs to a different log.
    #[error("the checkpoint is of the log `{found}`: needs `{expected}`")]
    OtherLog {
        /// The origin found.
        found: String,
        /// The origin of this policy.
        expected: String,
    },
    /// Witnesses have signed, but the log has not.
    #[error("the log `{0}` has not signed this checkpoint")]
    NotSignedByLog(String),
    /// Too few witnesses have cosigned.
    #[error("{found} of the witnesses have cosigned this checkpoint: needs {needed}")]
    NoQuorum {
        /// The number of different witnesses that cosigned.
        found: usize,
        /// The quorum.
        needed: usize,
    },
}

/// A witness that cosigned, and when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WitnessCosignature {
    /// The witness's name.
    pub name: String,
    /// The time of its latest cosignature, in seconds since 1970. It is not compared with any clock here.
    pub unix_seconds: u64,
}

/// A checkpoint that meets a policy. There is no other way to create one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TrustedCheckpoint {
    checkpoint: Checkpoint,
    cosigned_by: Vec<WitnessCosignature>,
}

impl TrustedCheckpoint {
    /// The checkpoint itself.
    pub fn checkpoint(&self) -> &Checkpoint {
        &self.checkpoint
    }

    /// Its size and root.
    pub fn head(&self) -> TreeHead {
        self.checkpoint.head()
    }

    /// The witnesses named in the policy that cosigned it, each listed once, in policy order.
    pub fn cosigned_by(&self) -> &[WitnessCosignature] {
        &self.cosigned_by
    }
}

impl Policy {
    /// Creates a policy. The name of the log's key is the origin of the log (tlog-policy, "Defining a log").
    ///
    /// # Errors
    /// See [`PolicyError`].
    pub fn new(log: Verifier, witnesses: Vec<Verifier>, quorum: Quorum) -> Result<Self, PolicyError> {
        if log.algorithm() != Algorithm::Ed25519 {
            return Err(PolicyError::NotALogKey(log.name().to_owned()));
        }
        let mut seen = vec![log.public_key()];
        for witness in &witnesses {
            if witness.algorithm() != Algorithm::CosignatureV1 {
                return Err(PolicyError::NotAWitnessKey(witness.name().to_owned()));
            }
            if seen.contains(&witness.public_key()) {
                return Err(PolicyError::SameKeyTwice(witness.name().to_owned()));
            }
            seen.push(witness.public_key());
        }
        match quorum {
            Quorum::AtLeast(needed) if needed.get() > witnesses.len() => {
                Err(PolicyError::Unreachable { needed: needed.get(), named: witnesses.len() })
            }
            _ => Ok(Self { log, witnesses, quorum }),
        }
    }

    /// The key of the log.
    pub fn log(&self) -> &Verifier {
        &self.log
    }

    /// The keys of the witnesses that count.
    pub fn witnesses(&self) -> &[Verifier] {
        &self.witnesses
    }

    /// The number of witnesses that must have cosigned.
    pub fn quorum(&self) -> Quorum {
        self.quorum
    }

    /// Reads a signed checkpoint and trusts it only if the log signed it and enough witnesses cosigned it.
    ///
    /// # Errors
    /// See [`PolicyRefusal`].
    pub fn check(&self, note: &[u8]) -> Result<TrustedCheckpoint, PolicyRefusal> {
        let mut known = self.witnesses.clone();
        known.push(self.log.clone());
        let (checkpoint, opened) = Checkpoint::open(note, &known)?;
        self.check_log(&checkpoint, &opened)?;
        let cosigned_by: Vec<WitnessCosignature> =
            self.witnesses.iter().filter_map(|witness| cosigned_by(witness, &opened)).collect();
        match self.quorum {
            Quorum::AtLeast(needed) if cosigned_by.len() < needed.get() => {
                Err(PolicyRefusal::NoQuorum { found: cosigned_by.len(), needed: needed.get() })
            }
            _ => Ok(TrustedCheckpoint { checkpoint, cosigned_by }),
        }
    }

    /// Reads a checkpoint that the log signed, with or without cosignatures, such as one that an auditor kept from an
    /// earlier visit.
    ///
    /// # Errors
    /// See [`PolicyRefusal`].
    pub fn check_remembered(&self, note: &[u8]) -> Result<Checkpoint, PolicyRefusal> {
        let (checkpoint, opened) = Checkpoint::open(note, std::slice::from_ref(&self.log))?;
        self.check_log(&checkpoint, &opened)?;
        Ok(checkpoint)
    }

    fn check_log(&self, checkpoint: &Checkpoint, opened: &OpenedNote) -> Result<(), PolicyRefusal> {
        if checkpoint.origin() != self.log.name() {
            let expected = self.log.name().to_owned();
            return Err(PolicyRefusal::OtherLog { found: checkpoint.origin().to_owned(), expected });
        }
        let signed = opened.verified.iter().any(|verified| verified.by == self.log);
        if signed { Ok(()) } else { Err(PolicyRefusal::NotSignedByLog(self.log.name().to_owned())) }
    }
}

/// Counts each witness once, however many of its signatures the note contains.
fn cosigned_by(witness: &Verifier, opened: &OpenedNote) -> Option<WitnessCosignature> {
    let times = opened.verified.iter().filter(|verified| verified.by == *witness);
    let unix_seconds = times.filter_map(|verified| verified.unix_seconds).max()?;
    Some(WitnessCosignature { name: witness.name().to_owned(), unix_seconds })
}
