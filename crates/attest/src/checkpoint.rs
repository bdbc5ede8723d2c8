//! Checkpoints: the signed statement of how many leaves a log has and which root (C2SP tlog-checkpoint).

use std::fmt;
use std::str::FromStr;

use thiserror::Error;

use crate::hash::Hash;
use crate::note::{Note, NoteError, Opened, Signer, Verifier};
use crate::text::decimal;

/// A size and a root: all that a tree is, to whoever remembers it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct TreeHead {
    /// Leaves in the tree.
    pub size: u64,
    /// Its root.
    pub root: Hash,
}

/// The text of a checkpoint, **not verified**. Printed and parsed as the note text: origin, size, root, extensions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checkpoint {
    origin: String,
    head: TreeHead,
    extensions: Vec<String>,
}

/// Why a checkpoint is refused.
#[derive(Debug, Error, PartialEq, Eq)]
pub enum CheckpointError {
    /// The note around it.
    #[error("the checkpoint's note is refused: {0}")]
    Note(#[from] NoteError),
    /// An origin that cannot stand on its line.
    #[error("`{0}` cannot be the origin of a log: needs one line of text that is not empty")]
    Origin(String),
    /// Not three lines, or a line that is empty.
    #[error("the checkpoint is incomplete: needs an origin, a size and a root, each on its line, none empty")]
    Lines,
    /// A size that is not a plain decimal.
    #[error("`{0}` is not the size of a tree: needs a decimal number without leading zeroes")]
    Size(String),
    /// A root that is not a hash.
    #[error("`{0}` is not the root of a tree: needs 32 bytes in base64")]
    Root(String),
    /// An extension line that cannot stand on its line.
    #[error("`{0}` cannot extend a checkpoint: needs one line of text that is not empty")]
    Extension(String),
}

impl TreeHead {
    /// The head of the log that has no entries.
    pub fn empty() -> Self {
        Self { size: 0, root: Hash::of_empty_tree() }
    }
}

fn is_line(text: &str) -> bool {
    !text.is_empty() && !text.bytes().any(|byte| byte < 0x20)
}

impl Checkpoint {
    /// The checkpoint of the log `origin` at `head`.
    ///
    /// # Errors
    /// [`CheckpointError::Origin`].
    pub fn new(origin: &str, head: TreeHead) -> Result<Self, CheckpointError> {
        if !is_line(origin) {
            return Err(CheckpointError::Origin(origin.to_owned()));
        }
        Ok(Self { origin: origin.to_owned(), head, extensions: Vec::new() })
    }

    /// Adds an extension line. Not recommended: no monitor can audit it (tlog-checkpoint, "Note text").
    ///
    /// # Errors
    /// [`CheckpointError::Extension`].
    pub fn with_extension(mut self, line: &str) -> Result<Self, CheckpointError> {
        if !is_line(line) {
            return Err(CheckpointError::Extension(line.to_owned()));
        }
        self.extensions.push(line.to_owned());
        Ok(self)
    }

    /// Which log.
    pub fn origin(&self) -> &str {
        &self.origin
    }

    /// Size and root.
    pub fn head(&self) -> TreeHead {
        self.head
    }

    /// Leaves in the tree.
    pub fn size(&self) -> u64 {
        self.head.size
    }

    /// Root of the tree.
    pub fn root(&self) -> Hash {
        self.head.root
    }

    /// Extension lines, usually none.
    pub fn extensions(&self) -> &[String] {
        &self.extensions
    }

    /// The signed checkpoint, as it is served at `checkpoint`. Sign only once every tile is stored.
    ///
    /// # Errors
    /// None for a checkpoint that was made or parsed here: its lines hold nothing that a note refuses.
    pub fn sign(&self, signer: &Signer) -> Result<Note, CheckpointError> {
        Ok(signer.sign_note(&self.to_string())?)
    }

    /// Reads a signed checkpoint and verifies it against the keys that are known.
    ///
    /// # Errors
    /// What is not well formed, false, or signed by nobody known. Whether enough witnesses signed is
    /// [`crate::policy::Policy`].
    pub fn open(note: &[u8], known: &[Verifier]) -> Result<(Self, Opened), CheckpointError> {
        let opened = crate::note::open(note, known)?;
        Ok((opened.text.parse()?, opened))
    }
}

impl fmt::Display for Checkpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}\n{}\n{}", self.origin, self.head.size, self.head.root)?;
        self.extensions.iter().try_for_each(|line| writeln!(f, "{line}"))
    }
}

impl FromStr for Checkpoint {
    type Err = CheckpointError;

    fn from_str(text: &str) -> Result<Self, CheckpointError> {
        let mut lines = text.strip_suffix('\n').ok_or(CheckpointError::Lines)?.split('\n');
        let (Some(origin), Some(size), Some(root)) = (lines.next(), lines.next(), lines.next()) else {
            return Err(CheckpointError::Lines);
        };
        let size = decimal(size).ok_or_else(|| CheckpointError::Size(size.to_owned()))?;
        let root = root.parse().map_err(|_| CheckpointError::Root(root.to_owned()))?;
        lines.try_fold(Self::new(origin, TreeHead { size, root })?, Self::with_extension)
    }
}
