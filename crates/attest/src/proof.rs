//! Portable proofs that an entry is in a log that witnesses have seen (C2SP tlog-proof).

use std::fmt;
use std::str::FromStr;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use thiserror::Error;

use crate::hash::Hash;
use crate::merkle::{ProofError, verify_inclusion};
use crate::note::{Note, NoteError};
use crate::policy::{Policy, PolicyRefusal, TrustedCheckpoint};
use crate::text::decimal;
use crate::witness::{MAX_PROOF_LINES, NotProofLines, proof_lines};

const FIRST_LINE: &str = "c2sp.org/tlog-proof@v1";

/// The position of an entry, its inclusion proof and the signed checkpoint, to be verified offline against a policy.
/// Displayed and parsed as a `.tlog-proof` file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LogProof {
    /// Opaque data from the application. **Not authenticated**: nothing in it is proven.
    pub extra: Option<Vec<u8>>,
    /// The position of the entry in the log, counted from 0.
    pub index: u64,
    /// The inclusion proof, from the leaf's sibling up to the root's child.
    pub inclusion: Vec<Hash>,
    /// The signed checkpoint as served by the log.
    pub checkpoint: Note,
}

/// Reasons why a text is not a proof.
#[derive(Debug, Error, PartialEq, Eq)]
pub enum ProofTextError {
    /// The bytes are not UTF-8.
    #[error("the proof is not UTF-8 text")]
    NotText,
    /// The first line is wrong.
    #[error("this is not a proof: needs `c2sp.org/tlog-proof@v1` on its first line")]
    FirstLine,
    /// The extra data is malformed.
    #[error("the extra data cannot be read: needs base64")]
    Extra,
    /// The position is malformed.
    #[error("the proof has no position: needs `index` and a decimal number without leading zeroes")]
    Index,
    /// A hash is malformed.
    #[error("`{0}` is not a hash of the proof: needs 32 bytes in base64")]
    Hash(String),
    /// There are too many hashes.
    #[error("the proof has {0} hashes: needs at most 63")]
    TooManyHashes(usize),
    /// The checkpoint is missing.
    #[error("the proof holds no checkpoint: needs a blank line and a signed checkpoint at its end")]
    NoCheckpoint,
    /// The note that contains the checkpoint is refused.
    #[error("the checkpoint's note is refused: {0}")]
    Note(#[from] NoteError),
}

/// Reasons why a proof does not convince the holder of a policy.
#[derive(Debug, Error, PartialEq, Eq)]
pub enum NotProven {
    /// The checkpoint is not trusted.
    #[error("the checkpoint is not trusted: {0}")]
    Checkpoint(#[from] PolicyRefusal),
    /// The entry is not in the log that the checkpoint describes.
    #[error("the entry is not at this position of the log: {0}")]
    Inclusion(#[from] ProofError),
}

impl LogProof {
    /// Reads a proof from the bytes of a file.
    ///
    /// # Errors
    /// If the proof is malformed; see [`ProofTextError`].
    pub fn parse(bytes: &[u8]) -> Result<Self, ProofTextError> {
        std::str::from_utf8(bytes).map_err(|_| ProofTextError::NotText)?.parse()
    }

    /// Verifies that the entry with this leaf hash is in the log, at [`LogProof::index`], according to a checkpoint
    /// that the policy trusts.
    ///
    /// # Errors
    /// See [`NotProven`].
    pub fn verify(&self, leaf: Hash, policy: &Policy) -> Result<TrustedCheckpoint, NotProven> {
        let trusted = policy.check(self.checkpoint.to_string().as_bytes())?;
        let head = trusted.head();
        verify_inclusion(leaf, self.index, head.size, &self.inclusion, head.root)?;
        Ok(trusted)
    }
}

impl fmt::Display for LogProof {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{FIRST_LINE}")?;
        if let Some(extra) = &self.extra {
            writeln!(f, "extra {}", STANDARD.encode(extra))?;
        }
        writeln!(f, "index {}", self.index)?;
        self.inclusion.iter().try_for_each(|hash| writeln!(f, "{hash}"))?;
        write!(f, "\n{}", self.checkpoint)
    }
}

impl FromStr for LogProof {
    type Err = ProofTextError;

    fn from_str(text: &str) -> Result<Self, ProofTextError> {
        let rest = text.strip_prefix(FIRST_LINE).and_then(|rest| rest.strip_prefix('\n'));
        let (head, checkpoint) =
            rest.ok_or(ProofTextError::FirstLine)?.split_once("\n\n").ok_or(ProofTextError::NoCheckpoint)?;
        let mut lines = head.split('\n').peekable();
        let extra = lines.next_if(|line| line.starts_with("extra ")).and_then(|line| line.strip_prefix("extra "));
        let extra = extra.map(|encoded| STANDARD.decode(encoded).map_err(|_| ProofTextError::Extra)).transpose()?;
        let index = lines.next().and_then(|line| line.strip_prefix("index ")).and_then(decimal);
        let index = index.ok_or(ProofTextError::Index)?;
        let inclusion = proof_lines(lines, MAX_PROOF_LINES).map_err(|refused| match refused {
            NotProofLines::TooMany(count) => ProofTextError::TooManyHashes(count),
            NotProofLines::Line(line) => ProofTextError::Hash(line),
        })?;
        Ok(Self { extra, index, inclusion, checkpoint: Note::parse(checkpoint.as_bytes())? })
    }
}
