//! Checkpoints: signed statements of the size and root of a log (C2SP tlog-checkpoint).

use std::fmt;
use std::str::FromStr;

use thiserror::Error;

use crate::hash::Hash;
use crate::note::{Note, NoteError, OpenedNote, Signer, Verifier};
use crate::text::decimal;

/// A size and a root, which together identify a tree.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct TreeHead {
    /// The number of leaves in the tree.
    pub size: u64,
    /// The root of the tree.
    pub root: Hash,
}

/// The text of a checkpoint, **not verified**. Displayed and parsed as the text of a note: origin, size, root,
/// extensions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checkpoint {
    origin: String,
    head: TreeHead,
    extensions: Vec<String>,
}

/// Reasons for refusing a checkpoint.
#[derive(Debug, Error, PartialEq, Eq)]
pub enum CheckpointError {
    /// The note that contains the checkpoint is refused.
    #[error("the checkpoint's note is refused: {0}")]
    Note(#[from] NoteError),
    /// The origin is empty or does not fit on one line.
    #[error("`{0}` cannot be the origin of a log: needs one line of text that is not empty")]
    Origin(String),
    /// The text has fewer than three lines, or an empty line.
    #[error("the checkpoint is incomplete: needs an origin, a size and a root, each on its line, none empty")]
    Lines,
    /// The size is not a plain decimal number.
    #[error("`{0}` is not the size of a tree: needs a decimal number without leading zeroes")]
    Size(String),
    /// The root is not a hash.
    #[error("`{0}` is not the root of a tree: needs 32 bytes in base64")]
    Root(String),
    /// An extension is empty or does not fit on one line.
    #[error("`{0}` cannot extend a checkpoint: needs one line of text that is not empty")]
    Extension(String),
}

impl TreeHead {
    /// The head of an empty log.
    pub fn empty() -> Self {
        Self { size: 0, root: Hash::of_empty_tree() }
    }
}

fn is_line(text: &str) -> bool {
    !text.is_empty() && !text.bytes().any(|byte| byte < 0x20)
}

impl Checkpoint {
    /// Creates the checkpoint of the log `origin` at `head`.
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

    /// The origin of the log.
    pub fn origin(&self) -> &str {
        &self.origin
    }

    /// The size and root of the log.
    pub fn head(&self) -> TreeHead {
        self.head
    }

    /// The number of leaves in the tree.
    pub fn size(&self) -> u64 {
        self.head.size
    }

    /// The root of the tree.
    pub fn root(&self) -> Hash {
        self.head.root
    }

    /// The extension lines; usually there are none.
    pub fn extensions(&self) -> &[String] {
        &self.extensions
    }

    /// Signs the checkpoint, in the form in which it is served at `checkpoint`. Sign it only after every tile has been
    /// stored.
    ///
    /// # Errors
    /// None for a checkpoint that was created or parsed here, because its lines contain nothing that a note refuses.
    pub fn sign(&self, signer: &Signer) -> Result<Note, CheckpointError> {
        Ok(signer.sign_note(&self.to_string())?)
    }

    /// Reads a signed checkpoint and verifies it with known keys.
    ///
    /// # Errors
    /// If it is malformed, has a false signature, or is not signed by a known key. Counting witnesses is the task of
    /// [`crate::policy::Policy`].
    pub fn open(note: &[u8], known: &[Verifier]) -> Result<(Self, OpenedNote), CheckpointError> {
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
