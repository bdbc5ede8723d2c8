//! Signed notes: a text with the signatures of keys that vouch for it (C2SP signed-note).

mod key;

pub(crate) use key::PrivateKey;
pub use key::{Algorithm, KeyError, Signer, Verifier};

use std::fmt;
use std::str::FromStr;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use thiserror::Error;

/// The maximum number of signature lines in a note. The specification requires at least 16 to be accepted; a checkpoint
/// with many witnesses needs more.
pub const MAX_SIGNATURES: usize = 100;

/// The maximum length of a note: 1 MiB, so that a note from a stranger cannot exhaust memory.
pub const MAX_NOTE_BYTES: usize = 1 << 20;

const SIGNATURE_START: &str = "\u{2014} ";

/// One signature line: the claimed signer and the signature (signed-note, "Signatures").
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignatureLine {
    name: String,
    key_id: u32,
    signature: Vec<u8>,
}

/// A text and its signature lines, well formed but **not verified**. Displayed in the form that the specification
/// defines.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    text: String,
    signatures: Vec<SignatureLine>,
}

/// A note with at least one verified signature.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenedNote {
    /// The text, with its final newline.
    pub text: String,
    /// The signatures of known keys, in note order. The same key may occur twice.
    pub verified: Vec<VerifiedSignature>,
    /// The signatures of unknown keys: ignored, but kept so that the note can be written out again.
    pub unknown: Vec<SignatureLine>,
}

/// A verified signature with its key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VerifiedSignature {
    /// The key that made the signature.
    pub by: Verifier,
    /// The time of signing, in seconds since 1970, if the signature states it (cosignatures do).
    pub unix_seconds: Option<u64>,
}

/// Reasons for refusing a note.
#[derive(Debug, Error, PartialEq, Eq)]
pub enum NoteError {
    /// The note is too long to be read.
    #[error("the note is {0} bytes long: needs at most 1048576")]
    TooLong(usize),
    /// The bytes are not UTF-8.
    #[error("the note is not UTF-8 text")]
    NotText,
    /// The text contains a control character other than a newline.
    #[error("the note contains the control character {0:#04x}: needs text and newlines only")]
    ControlCharacter(u8),
    /// There is no blank line, or there is nothing before it.
    #[error("the note has no signatures: needs a text, a blank line, and a line per signature")]
    NoSignatures,
    /// The last line has no newline.
    #[error("the note is cut off: needs a newline at its end")]
    CutOff,
    /// A line after the blank line is not a signature.
    #[error("`{0}` is not a signature: needs an em dash, a key name and base64, with single spaces between")]
    SignatureLine(String),
    /// There are more signatures than we accept.
    #[error("the note has {0} signatures: needs at most 100")]
    TooManySignatures(usize),
    /// The text cannot be signed.
    #[error("the text cannot be signed: needs a newline at its end")]
    TextWithoutNewline,
    /// The signature of a known key is false. The whole note is therefore refused.
    #[error("the signature of `{name}` is false")]
    FalseSignature {
        /// The key's name.
        name: String,
    },
    /// No known key has signed.
    #[error("no known key has signed the note")]
    NobodyKnown,
}

impl SignatureLine {
    pub(crate) fn new(name: &str, key_id: u32, signature: Vec<u8>) -> Self {
        Self { name: name.to_owned(), key_id, signature }
    }

    /// The name of the key that claims to have signed.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The id of this key.
    pub fn key_id(&self) -> u32 {
        self.key_id
    }

    /// The signature itself, without the key id.
    pub fn signature(&self) -> &[u8] {
        &self.signature
    }
}

impl fmt::Display for SignatureLine {
    /// Writes the line without its newline.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let bytes = [&self.key_id.to_be_bytes(), self.signature.as_slice()].concat();
        write!(f, "{SIGNATURE_START}{} {}", self.name, STANDARD.encode(bytes))
    }
}

impl FromStr for SignatureLine {
    type Err = NoteError;

    fn from_str(line: &str) -> Result<Self, NoteError> {
        let read = || {
            let (name, encoded) = line.strip_prefix(SIGNATURE_START)?.split_once(' ')?;
            let bytes = STANDARD.decode(encoded).ok()?;
            let (key_id, signature) = bytes.split_first_chunk::<4>()?;
            let whole = key::is_name(name) && !signature.is_empty();
            whole.then(|| Self::new(name, u32::from_be_bytes(*key_id), signature.to_vec()))
        };
        read().ok_or_else(|| NoteError::SignatureLine(line.to_owned()))
    }
}

/// Reads signature lines, each ending in a newline, as in the response of a witness.
///
/// # Errors
/// [`NoteError::SignatureLine`], [`NoteError::TooManySignatures`], [`NoteError::CutOff`].
pub fn parse_signature_lines(lines: &str) -> Result<Vec<SignatureLine>, NoteError> {
    let lines = lines.strip_suffix('\n').ok_or(NoteError::CutOff)?;
    let count = lines.split('\n').count();
    if count > MAX_SIGNATURES {
        return Err(NoteError::TooManySignatures(count));
    }
    lines.split('\n').map(str::parse).collect()
}

impl Note {
    /// Creates a note from a text and its signatures.
    ///
    /// # Errors
    /// If the text does not end in a newline or contains control characters.
    pub fn new(text: String, signatures: Vec<SignatureLine>) -> Result<Self, NoteError> {
        check_characters(&text)?;
        if text.ends_with('\n') { Ok(Self { text, signatures }) } else { Err(NoteError::TextWithoutNewline) }
    }

    /// Reads a note. The last blank line separates the text from the signatures; the text may contain other blank
    /// lines.
    ///
    /// # Errors
    /// If the note is malformed; see [`NoteError`].
    pub fn parse(note: &[u8]) -> Result<Self, NoteError> {
        if note.len() > MAX_NOTE_BYTES {
            return Err(NoteError::TooLong(note.len()));
        }
        let note = std::str::from_utf8(note).map_err(|_| NoteError::NotText)?;
        check_characters(note)?;
        let blank = note.rfind("\n\n").ok_or(NoteError::NoSignatures)?;
        let (text, signatures) = (&note[..=blank], &note[blank + 2..]);
        if signatures.is_empty() {
            return Err(NoteError::NoSignatures);
        }
        Ok(Self { text: text.to_owned(), signatures: parse_signature_lines(signatures)? })
    }

    /// The text, with its final newline. Do not trust it before calling [`Note::open`].
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The signature lines, which are not verified yet.
    pub fn signatures(&self) -> &[SignatureLine] {
        &self.signatures
    }

    /// Adds signature lines, such as those in the response of a witness.
    pub fn add(&mut self, lines: impl IntoIterator<Item = SignatureLine>) {
        self.signatures.extend(lines);
    }

    /// Verifies every signature by a known key (whose name and id both match) and ignores the others.
    ///
    /// # Errors
    /// [`NoteError::FalseSignature`] if the signature of a known key does not verify, and [`NoteError::NobodyKnown`] if
    /// no known key has signed. Either way the note is refused (signed-note, "Signatures").
    pub fn open(&self, known: &[Verifier]) -> Result<OpenedNote, NoteError> {
        let mut opened = OpenedNote { text: self.text.clone(), verified: Vec::new(), unknown: Vec::new() };
        for line in &self.signatures {
            let mut candidates = known.iter().filter(|key| key.name() == line.name && key.key_id() == line.key_id);
            let Some(by) = candidates.next() else {
                opened.unknown.push(line.clone());
                continue;
            };
            let verified = by.verify(&self.text, &line.signature);
            opened.verified.push(verified.ok_or_else(|| NoteError::FalseSignature { name: line.name.clone() })?);
        }
        if opened.verified.is_empty() { Err(NoteError::NobodyKnown) } else { Ok(opened) }
    }
}

impl fmt::Display for Note {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}", self.text)?;
        self.signatures.iter().try_for_each(|line| writeln!(f, "{line}"))
    }
}

/// Reads a note and verifies it: [`Note::parse`] and [`Note::open`].
///
/// # Errors
/// Same as for these two methods.
pub fn open(note: &[u8], known: &[Verifier]) -> Result<OpenedNote, NoteError> {
    Note::parse(note)?.open(known)
}

fn check_characters(text: &str) -> Result<(), NoteError> {
    match text.bytes().find(|byte| *byte < 0x20 && *byte != b'\n') {
        Some(byte) => Err(NoteError::ControlCharacter(byte)),
        None => Ok(()),
    }
}
