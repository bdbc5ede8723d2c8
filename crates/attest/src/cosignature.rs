//! Cosignatures: timestamped statements by a witness that it saw a log grow and never shrink (C2SP tlog-cosignature,
//! the Ed25519 type `cosignature/v1`).

use std::fmt;

use thiserror::Error;
use zeroize::Zeroizing;

use crate::note::{Algorithm, KeyError, PrivateKey, SignatureLine, Verifier};

/// The latest time that a cosignature can state: 2^63 - 1 seconds since 1970 (tlog-cosignature, "Format").
pub const MAX_UNIX_SECONDS: u64 = i64::MAX as u64;

/// A time that no cosignature can state.
#[derive(Debug, Error, PartialEq, Eq)]
#[error("a cosignature cannot carry the time {0}: needs at most 2^63 - 1 seconds since 1970")]
pub struct TimeTooLate(pub u64);

/// The private key of a witness (type `0x04`). Use a key under one name only, because the signed message does not
/// contain the name.
#[derive(Clone)]
pub struct Cosigner(PrivateKey);

impl Cosigner {
    /// Derives the key from 32 random bytes. The caller provides the randomness.
    ///
    /// # Errors
    /// [`KeyError::Name`].
    pub fn from_seed(name: &str, seed: &[u8; 32]) -> Result<Self, KeyError> {
        PrivateKey::from_seed(name, Algorithm::CosignatureV1, seed).map(Self)
    }

    /// Reads `PRIVATE+KEY+name+id+base64`.
    ///
    /// # Errors
    /// See [`KeyError`]. No error repeats the private text.
    pub fn parse(text: &str) -> Result<Self, KeyError> {
        PrivateKey::parse(text, Algorithm::CosignatureV1).map(Self)
    }

    /// Encodes the private key as text, for a file that nobody else can read.
    pub fn encode(&self) -> Zeroizing<String> {
        self.0.encode()
    }

    /// The public key, for other people's policies.
    pub fn verifier(&self) -> &Verifier {
        self.0.verifier()
    }

    /// Signs the text of a checkpoint as seen at `unix_seconds`. Returns a line to add to its note. Nothing is checked
    /// here; the rules for cosigning are in [`crate::witness`].
    ///
    /// # Errors
    /// [`TimeTooLate`].
    pub fn cosign(&self, checkpoint_text: &str, unix_seconds: u64) -> Result<SignatureLine, TimeTooLate> {
        if unix_seconds > MAX_UNIX_SECONDS {
            return Err(TimeTooLate(unix_seconds));
        }
        let signature = self.0.sign(message(unix_seconds, checkpoint_text).as_bytes());
        let timestamped = [unix_seconds.to_be_bytes().as_slice(), &signature].concat();
        Ok(SignatureLine::new(self.verifier().name(), self.verifier().key_id(), timestamped))
    }
}

impl fmt::Debug for Cosigner {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Cosigner({})", self.verifier())
    }
}

/// The message to sign: a fixed line, a line with the time, and the whole text (tlog-cosignature, "Ed25519 signed
/// message").
pub(crate) fn message(unix_seconds: u64, checkpoint_text: &str) -> String {
    format!("cosignature/v1\ntime {unix_seconds}\n{checkpoint_text}")
}

/// Splits `timestamped_signature` into a big-endian 64-bit time and the signature.
pub(crate) fn split(timestamped: &[u8]) -> Option<(u64, &[u8])> {
    let (time, signature) = timestamped.split_first_chunk::<8>()?;
    Some((u64::from_be_bytes(*time), signature)).filter(|(time, _)| *time <= MAX_UNIX_SECONDS)
}
