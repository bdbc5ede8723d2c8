//! The body of a request to cosign: old size, consistency proof, checkpoint (tlog-witness, "add-checkpoint").

use std::fmt;

use thiserror::Error;

use crate::hash::Hash;
use crate::note::{MAX_NOTE_BYTES, Note, NoteError};
use crate::text::decimal;

/// The maximum number of proof lines that a client may send.
pub const MAX_PROOF_LINES: usize = 63;

/// A request to cosign, well formed but not verified. Displayed and parsed as the body of the request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AddCheckpoint {
    /// The size at which the proof starts.
    pub old_size: u64,
    /// The consistency proof from that size to the checkpoint.
    pub proof: Vec<Hash>,
    /// The signed checkpoint.
    pub checkpoint: Note,
}

/// Reasons for refusing the body of a request.
#[derive(Debug, Error, PartialEq, Eq)]
pub enum RequestError {
    /// The body is too long to be read.
    #[error("the body is {0} bytes long: needs at most 1052672")]
    TooLong(usize),
    /// The bytes are not UTF-8.
    #[error("the body is not UTF-8 text")]
    NotText,
    /// The first line is not an old size.
    #[error("the body does not begin with an old size: needs `old` and a decimal number without leading zeroes")]
    OldSize,
    /// There is no blank line before the checkpoint.
    #[error("the body holds no checkpoint: needs a blank line and a signed checkpoint after the proof")]
    NoCheckpoint,
    /// A proof line is malformed.
    #[error("`{0}` is not a proof line: needs 32 bytes in base64")]
    ProofLine(String),
    /// There are too many proof lines.
    #[error("the proof has {0} lines: needs at most 63")]
    TooManyProofLines(usize),
    /// The note that contains the checkpoint is refused.
    #[error("the checkpoint's note is refused: {0}")]
    Note(#[from] NoteError),
}

impl AddCheckpoint {
    /// Reads the body of a request.
    ///
    /// # Errors
    /// If the body is malformed; see [`RequestError`].
    pub fn parse(body: &[u8]) -> Result<Self, RequestError> {
        // 63 lines of 45 bytes and the old size take up less than 4 KiB.
        if body.len() > MAX_NOTE_BYTES + 4096 {
            return Err(RequestError::TooLong(body.len()));
        }
        let body = std::str::from_utf8(body).map_err(|_| RequestError::NotText)?;
        let (head, checkpoint) = body.split_once("\n\n").ok_or(RequestError::NoCheckpoint)?;
        let mut lines = head.split('\n');
        let old_size = lines.next().and_then(|line| line.strip_prefix("old ")).and_then(decimal);
        let old_size = old_size.ok_or(RequestError::OldSize)?;
        let proof = proof_lines(lines, MAX_PROOF_LINES).map_err(|refused| match refused {
            NotProofLines::TooMany(count) => RequestError::TooManyProofLines(count),
            NotProofLines::Line(line) => RequestError::ProofLine(line),
        })?;
        Ok(Self { old_size, proof, checkpoint: Note::parse(checkpoint.as_bytes())? })
    }
}

impl fmt::Display for AddCheckpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "old {}", self.old_size)?;
        self.proof.iter().try_for_each(|hash| writeln!(f, "{hash}"))?;
        write!(f, "\n{}", self.checkpoint)
    }
}

/// Problems with the lines of a proof.
pub(crate) enum NotProofLines {
    TooMany(usize),
    Line(String),
}

/// Reads hashes in base64, one per line, at most `limit` of them.
pub(crate) fn proof_lines<'l>(
    lines: impl Iterator<Item = &'l str> + Clone,
    limit: usize,
) -> Result<Vec<Hash>, NotProofLines> {
    let count = lines.clone().count();
    if count > limit {
        return Err(NotProofLines::TooMany(count));
    }
    lines.map(|line| line.parse().map_err(|_| NotProofLines::Line(line.to_owned()))).collect()
}
