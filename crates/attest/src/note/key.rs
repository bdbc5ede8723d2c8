//! Keys for notes: their names, ids and text forms (signed-note, "Verifier keys" and "Signature types").

use std::fmt;
use std::str::FromStr;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use ed25519_dalek::{Signature, Signer as _, SigningKey, VerifyingKey};
use sha2::{Digest as _, Sha256};
use thiserror::Error;
use zeroize::Zeroizing;

use crate::cosignature;
use crate::note::{Note, NoteError, SignatureLine, VerifiedSignature};

const PRIVATE_START: &str = "PRIVATE+KEY+";

/// The kind of signature that a key makes. Its byte is part of the key's id and of its text form (signed-note,
/// "Signature types").
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Algorithm {
    /// `0x01`: Ed25519 over the text of the note.
    Ed25519,
    /// `0x04`: Ed25519 over a time and the text (tlog-cosignature).
    CosignatureV1,
}

/// Reasons for refusing a key.
#[derive(Debug, Error, PartialEq, Eq)]
pub enum KeyError {
    /// The name would break the lines that contain it.
    #[error("`{0}` cannot name a key: needs at least one character, no spaces, no `+`")]
    Name(String),
    /// A text is not a valid public key.
    #[error("`{0}` is not a verifier key: needs `name+id+base64`")]
    Verifier(String),
    /// A text is not a valid private key. The error does not repeat it.
    #[error("this is not a signer key: needs `PRIVATE+KEY+name+id+base64`")]
    Signer,
    /// The key makes a kind of signature that is not accepted here.
    #[error("`{name}` is a key of signature type {found:#04x}: needs {expected}")]
    Algorithm {
        /// The key's name.
        name: String,
        /// The type byte found.
        found: u8,
        /// The type bytes that would be accepted.
        expected: &'static str,
    },
    /// The id does not belong to the key.
    #[error("the id {found:08x} of `{name}` does not belong to its key: needs {computed:08x}")]
    Id {
        /// The key's name.
        name: String,
        /// The id found.
        found: u32,
        /// The actual id of the key.
        computed: u32,
    },
    /// The bytes are not an Ed25519 key, or are a weak key, under which anybody's signature may verify.
    #[error("`{0}` is not a sound Ed25519 key: needs a point of the curve that is not of small order")]
    Unsound(String),
}

impl Algorithm {
    fn byte(self) -> u8 {
        match self {
            Self::Ed25519 => 0x01,
            Self::CosignatureV1 => 0x04,
        }
    }

    fn of(byte: u8) -> Option<Self> {
        match byte {
            0x01 => Some(Self::Ed25519),
            0x04 => Some(Self::CosignatureV1),
            _ => None,
        }
    }
}

/// Returns true for a non-empty name without Unicode spaces, `+` and control characters (signed-note, "Format").
pub(crate) fn is_name(name: &str) -> bool {
    !name.is_empty() && !name.chars().any(|c| c.is_whitespace() || c.is_control() || c == '+')
}

/// The first four bytes of SHA-256(name || 0x0A || type || public key).
fn key_id(name: &str, algorithm: Algorithm, key: &VerifyingKey) -> u32 {
    let digest = Sha256::new()
        .chain_update(name)
        .chain_update([b'\n', algorithm.byte()])
        .chain_update(key.as_bytes())
        .finalize();
    u32::from_be_bytes([digest[0], digest[1], digest[2], digest[3]])
}

/// Splits `name+id+base64(type || key)` into its parts. The base64 may contain `+`, but a name may not.
fn split(text: &str) -> Option<(&str, u32, Zeroizing<Vec<u8>>)> {
    let (name, rest) = text.split_once('+')?;
    let (id, encoded) = rest.split_once('+')?;
    let is_id = id.len() == 8 && id.bytes().all(|b| b.is_ascii_hexdigit());
    let id = is_id.then(|| u32::from_str_radix(id, 16).ok()).flatten()?;
    Some((name, id, Zeroizing::new(STANDARD.decode(encoded).ok()?)))
}

/// A public key with its name, for verifying signatures. Displayed and parsed as `name+id+base64`.
#[derive(Clone, PartialEq, Eq)]
pub struct Verifier {
    name: String,
    algorithm: Algorithm,
    key_id: u32,
    key: VerifyingKey,
}

impl Verifier {
    fn new(name: &str, algorithm: Algorithm, key: VerifyingKey) -> Self {
        Self { name: name.to_owned(), algorithm, key_id: key_id(name, algorithm, &key), key }
    }

    /// The name: the origin of a log, or the name of a witness, which is usually its address without the scheme.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The id that signature lines contain.
    pub fn key_id(&self) -> u32 {
        self.key_id
    }

    /// The kind of signature that the key makes.
    pub fn algorithm(&self) -> Algorithm {
        self.algorithm
    }

    /// The 32 bytes of the public key. If two names have the same key, they are the same signer.
    pub fn public_key(&self) -> &[u8; 32] {
        self.key.as_bytes()
    }

    /// Verifies one signature on `text`, strictly: no weak keys, no malleable signatures. `None` if it is false.
    pub fn verify(&self, text: &str, signature: &[u8]) -> Option<VerifiedSignature> {
        let (message, signature, unix_seconds) = match self.algorithm {
            Algorithm::Ed25519 => (text.as_bytes().to_vec(), signature, None),
            Algorithm::CosignatureV1 => {
                let (time, signature) = cosignature::split(signature)?;
                (cosignature::message(time, text).into_bytes(), signature, Some(time))
            }
        };
        let signature = Signature::from_bytes(signature.try_into().ok()?);
        self.key.verify_strict(&message, &signature).ok()?;
        Some(VerifiedSignature { by: self.clone(), unix_seconds })
    }
}

impl fmt::Display for Verifier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let bytes = [&[self.algorithm.byte()], self.key.as_bytes().as_slice()].concat();
        write!(f, "{}+{:08x}+{}", self.name, self.key_id, STANDARD.encode(bytes))
    }
}

impl fmt::Debug for Verifier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl FromStr for Verifier {
    type Err = KeyError;

    fn from_str(text: &str) -> Result<Self, KeyError> {
        let (name, id, bytes) = split(text).ok_or_else(|| KeyError::Verifier(text.to_owned()))?;
        if !is_name(name) {
            return Err(KeyError::Name(name.to_owned()));
        }
        let (type_byte, key) = bytes.split_first().ok_or_else(|| KeyError::Verifier(text.to_owned()))?;
        let algorithm = Algorithm::of(*type_byte).ok_or_else(|| KeyError::Algorithm {
            name: name.to_owned(),
            found: *type_byte,
            expected: "0x01 (a log) or 0x04 (a witness)",
        })?;
        let key = <&[u8; 32]>::try_from(key).map_err(|_| KeyError::Verifier(text.to_owned()))?;
        let key = VerifyingKey::from_bytes(key).ok().filter(|key| !key.is_weak());
        let key = key.ok_or_else(|| KeyError::Unsound(name.to_owned()))?;
        let verifier = Self::new(name, algorithm, key);
        if verifier.key_id != id {
            return Err(KeyError::Id { name: name.to_owned(), found: id, computed: verifier.key_id });
        }
        Ok(verifier)
    }
}

/// A private key of either kind. Its bytes are erased on drop and never appear in `Debug` output.
#[derive(Clone)]
pub(crate) struct PrivateKey {
    verifier: Verifier,
    key: SigningKey,
}

impl PrivateKey {
    pub(crate) fn from_seed(name: &str, algorithm: Algorithm, seed: &[u8; 32]) -> Result<Self, KeyError> {
        if !is_name(name) {
            return Err(KeyError::Name(name.to_owned()));
        }
        let key = SigningKey::from_bytes(seed);
        Ok(Self { verifier: Verifier::new(name, algorithm, key.verifying_key()), key })
    }

    pub(crate) fn parse(text: &str, algorithm: Algorithm) -> Result<Self, KeyError> {
        let (name, id, bytes) = text.strip_prefix(PRIVATE_START).and_then(split).ok_or(KeyError::Signer)?;
        let (type_byte, seed) = bytes.split_first().ok_or(KeyError::Signer)?;
        if *type_byte != algorithm.byte() {
            let expected = match algorithm {
                Algorithm::Ed25519 => "0x01",
                Algorithm::CosignatureV1 => "0x04",
            };
            return Err(KeyError::Algorithm { name: name.to_owned(), found: *type_byte, expected });
        }
        let private = Self::from_seed(name, algorithm, seed.try_into().map_err(|_| KeyError::Signer)?)?;
        let computed = private.verifier.key_id;
        if computed == id { Ok(private) } else { Err(KeyError::Id { name: name.to_owned(), found: id, computed }) }
    }

    pub(crate) fn encode(&self) -> Zeroizing<String> {
        let mut bytes = Zeroizing::new(vec![self.verifier.algorithm.byte()]);
        bytes.extend_from_slice(self.key.as_bytes());
        let encoded = Zeroizing::new(STANDARD.encode(&*bytes));
        let (name, id) = (&self.verifier.name, self.verifier.key_id);
        Zeroizing::new(format!("{PRIVATE_START}{name}+{id:08x}+{}", *encoded))
    }

    pub(crate) fn verifier(&self) -> &Verifier {
        &self.verifier
    }

    pub(crate) fn sign(&self, message: &[u8]) -> [u8; 64] {
        self.key.sign(message).to_bytes()
    }
}

/// The private key of a log, or of anyone else who signs notes (type `0x01`).
#[derive(Clone)]
pub struct Signer(PrivateKey);

impl Signer {
    /// Derives the key from 32 random bytes. The caller provides the randomness.
    ///
    /// # Errors
    /// [`KeyError::Name`].
    pub fn from_seed(name: &str, seed: &[u8; 32]) -> Result<Self, KeyError> {
        PrivateKey::from_seed(name, Algorithm::Ed25519, seed).map(Self)
    }

    /// Reads `PRIVATE+KEY+name+id+base64`.
    ///
    /// # Errors
    /// See [`KeyError`]. No error repeats the private text.
    pub fn parse(text: &str) -> Result<Self, KeyError> {
        PrivateKey::parse(text, Algorithm::Ed25519).map(Self)
    }

    /// Encodes the private key as text, for a file that nobody else can read.
    pub fn encode(&self) -> Zeroizing<String> {
        self.0.encode()
    }

    /// The public key.
    pub fn verifier(&self) -> &Verifier {
        self.0.verifier()
    }

    /// Signs a text. Returns a signature line.
    pub fn sign(&self, text: &str) -> SignatureLine {
        let verifier = self.verifier();
        SignatureLine::new(verifier.name(), verifier.key_id(), self.0.sign(text.as_bytes()).to_vec())
    }

    /// Signs a text. Returns a whole note.
    ///
    /// # Errors
    /// If the text does not end in a newline or contains control characters.
    pub fn sign_note(&self, text: &str) -> Result<Note, NoteError> {
        Note::new(text.to_owned(), vec![self.sign(text)])
    }
}

impl fmt::Debug for Signer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Signer({})", self.verifier())
    }
}
