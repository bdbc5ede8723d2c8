//! Whom to believe: one log's key, some witnesses' keys, and how many of them must have cosigned. Fails closed.

mod file;

pub use file::PolicyFileError;

use std::num::NonZeroUsize;

use thiserror::Error;

use crate::checkpoint::{Checkpoint, CheckpointError, TreeHead};
use crate::note::{Algorithm, Opened, Verifier};

/// How many witnesses must have cosigned. There is no default: to need none must be said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Quorum {
    /// No witness is needed: the log alone is believed. Whoever chooses this cannot notice a log with two faces.
    NoWitness,
    /// At least so many different witnesses.
    AtLeast(NonZeroUsize),
}

/// Whose checkpoints are believed. Printed and parsed as a C2SP tlog-policy file with one log and at most one group.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Policy {
    log: Verifier,
    witnesses: Vec<Verifier>,
    quorum: Quorum,
}

/// Why a policy is refused.
#[derive(Debug, Error, PartialEq, Eq)]
pub enum PolicyError {
    /// The log's key is of another kind.
    #[error("`{0}` cannot sign checkpoints: needs a key of type 0x01")]
    NotALogKey(String),
    /// A witness's key is of another kind.
    #[error("`{0}` cannot cosign: needs a key of type 0x04")]
    NotAWitnessKey(String),
    /// One key in two places: it would count twice, or the log would witness itself.
    #[error("the key of `{0}` stands twice in the policy: needs a key of its own for the log and each witness")]
    SameKeyTwice(String),
    /// More witnesses needed than there are.
    #[error("the policy needs {needed} witnesses but names {named}: needs a quorum that can be met")]
    Unreachable {
        /// The quorum.
        needed: usize,
        /// Witnesses named.
        named: usize,
    },
}

/// Why a checkpoint is not believed.
#[derive(Debug, Error, PartialEq, Eq)]
pub enum PolicyRefusal {
    /// Not a checkpoint, a false signature, or nobody known.
    #[error(transparent)]
    Checkpoint(#[from] CheckpointError),
    /// A checkpoint of another log.
    #[error("the checkpoint is of the log `{found}`: needs `{expected}`")]
    OtherLog {
        /// The origin found.
        found: String,
        /// The origin of this policy.
        expected: String,
    },
    /// Witnesses have signed but the log has not.
    #[error("the log `{0}` has not signed this checkpoint")]
    NotSignedByLog(String),
    /// Too few witnesses.
    #[error("{found} of the witnesses have cosigned this checkpoint: needs {needed}")]
    NoQuorum {
        /// Different witnesses that cosigned.
        found: usize,
        /// The quorum.
        needed: usize,
    },
}

/// A witness that cosigned, and when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CosignedBy {
    /// The witness's name.
    pub name: String,
    /// The latest time of its cosignatures, in seconds since 1970. Not compared with any clock here.
    pub unix_seconds: u64,
}

/// A checkpoint that met a policy; there is no other way to make one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TrustedCheckpoint {
    checkpoint: Checkpoint,
    cosigned_by: Vec<CosignedBy>,
}

impl TrustedCheckpoint {
    /// The checkpoint.
    pub fn checkpoint(&self) -> &Checkpoint {
        &self.checkpoint
    }

    /// Its size and root.
    pub fn head(&self) -> TreeHead {
        self.checkpoint.head()
    }

    /// The witnesses of the policy that cosigned it, each once, in the policy's order.
    pub fn cosigned_by(&self) -> &[CosignedBy] {
        &self.cosigned_by
    }
}

impl Policy {
    /// A policy. The log's key name is its origin (tlog-policy, "Defining a log").
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

    /// The log whose checkpoints are believed.
    pub fn log(&self) -> &Verifier {
        &self.log
    }

    /// The witnesses that count.
    pub fn witnesses(&self) -> &[Verifier] {
        &self.witnesses
    }

    /// How many of them must have cosigned.
    pub fn quorum(&self) -> Quorum {
        self.quorum
    }

    /// Reads a signed checkpoint and believes it only if the log signed it and the quorum cosigned it.
    ///
    /// # Errors
    /// See [`PolicyRefusal`].
    pub fn check(&self, note: &[u8]) -> Result<TrustedCheckpoint, PolicyRefusal> {
        let mut known = self.witnesses.clone();
        known.push(self.log.clone());
        let (checkpoint, opened) = Checkpoint::open(note, &known)?;
        self.check_log(&checkpoint, &opened)?;
        let cosigned_by: Vec<CosignedBy> =
            self.witnesses.iter().filter_map(|witness| cosigned_by(witness, &opened)).collect();
        match self.quorum {
            Quorum::AtLeast(needed) if cosigned_by.len() < needed.get() => {
                Err(PolicyRefusal::NoQuorum { found: cosigned_by.len(), needed: needed.get() })
            }
            _ => Ok(TrustedCheckpoint { checkpoint, cosigned_by }),
        }
    }

    /// Reads a checkpoint that the log signed, whoever cosigned it: one that an auditor kept from an earlier visit.
    ///
    /// # Errors
    /// See [`PolicyRefusal`].
    pub fn check_remembered(&self, note: &[u8]) -> Result<Checkpoint, PolicyRefusal> {
        let (checkpoint, opened) = Checkpoint::open(note, std::slice::from_ref(&self.log))?;
        self.check_log(&checkpoint, &opened)?;
        Ok(checkpoint)
    }

    fn check_log(&self, checkpoint: &Checkpoint, opened: &Opened) -> Result<(), PolicyRefusal> {
        if checkpoint.origin() != self.log.name() {
            let expected = self.log.name().to_owned();
            return Err(PolicyRefusal::OtherLog { found: checkpoint.origin().to_owned(), expected });
        }
        let signed = opened.verified.iter().any(|verified| verified.by == self.log);
        if signed { Ok(()) } else { Err(PolicyRefusal::NotSignedByLog(self.log.name().to_owned())) }
    }
}

/// One witness counts once, however many of its signatures stand on the note.
fn cosigned_by(witness: &Verifier, opened: &Opened) -> Option<CosignedBy> {
    let times = opened.verified.iter().filter(|verified| verified.by == *witness);
    let unix_seconds = times.filter_map(|verified| verified.unix_seconds).max()?;
    Some(CosignedBy { name: witness.name().to_owned(), unix_seconds })
}
