//! The published set of the forces' public keys: a JSON document that the check page keeps for use without a network.

use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use thiserror::Error;

use crate::duty::attestation::NotAKey;
use crate::duty::signature::PublicKey;

/// The id of a force's key: the first 8 bytes of the SHA-256 of its uncompressed SEC1 point.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct KeyId([u8; 8]);

impl KeyId {
    /// Computes the id of a public key.
    pub fn of(sec1: &[u8; 65]) -> Self {
        let digest = Sha256::digest(sec1);
        Self(std::array::from_fn(|position| digest[position]))
    }

    /// Creates an id from its bytes.
    pub fn from_bytes(bytes: [u8; 8]) -> Self {
        Self(bytes)
    }

    /// The bytes of the id.
    pub fn as_bytes(&self) -> &[u8; 8] {
        &self.0
    }
}

impl fmt::Display for KeyId {
    /// Writes base64url without padding, as in the key set.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&URL_SAFE_NO_PAD.encode(self.0))
    }
}

impl fmt::Debug for KeyId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "KeyId({self})")
    }
}

/// Reasons for refusing a key set.
#[derive(Debug, Error)]
pub enum KeySetError {
    /// The text is not JSON, or lacks a required member.
    #[error("this is not a key set: needs `issued_at`, `expires_at` and `keys`")]
    Json(#[from] serde_json::Error),
    /// A public key is not valid.
    #[error("the key `{0}` is not usable")]
    Key(String, #[source] NotAKey),
    /// An id does not belong to the key that it is listed with.
    #[error("the id `{found}` does not belong to its key: needs `{computed}`")]
    Id {
        /// The id found in the set.
        found: String,
        /// The actual id of the key.
        computed: KeyId,
    },
    /// The same key occurs twice, perhaps for two forces.
    #[error("the key `{0}` occurs twice: needs each key once")]
    Twice(KeyId),
    /// The set, or one of its keys, ends before it begins.
    #[error("`{0}` ends before it begins")]
    Times(String),
}

/// A force's key, and the period in which it may attest. Times are in seconds since 1970.
#[derive(Debug, Clone)]
pub struct ForceKey {
    /// The force's code, which is the `iss` of everything it signs.
    pub force: String,
    /// The force's name, for display.
    pub name: String,
    /// Attestations issued before this time are refused.
    pub not_before: u64,
    /// Attestations issued after this time are refused.
    pub not_after: u64,
    sec1: [u8; 65],
    key_id: KeyId,
    pub(crate) parsed: PublicKey,
}

impl ForceKey {
    /// Creates a key of `force` from its public point.
    ///
    /// # Errors
    /// [`NotAKey`].
    pub fn new(
        force: &str,
        name: &str,
        public_key: &[u8; 65],
        not_before: u64,
        not_after: u64,
    ) -> Result<Self, NotAKey> {
        let parsed = PublicKey::parse(public_key).ok_or(NotAKey)?;
        let (force, name, key_id) = (force.to_owned(), name.to_owned(), KeyId::of(public_key));
        Ok(Self { force, name, not_before, not_after, sec1: *public_key, key_id, parsed })
    }

    /// The id of the key.
    pub fn key_id(&self) -> KeyId {
        self.key_id
    }

    /// The uncompressed SEC1 point.
    pub fn public_key(&self) -> &[u8; 65] {
        &self.sec1
    }
}

impl PartialEq for ForceKey {
    fn eq(&self, other: &Self) -> bool {
        let parts = |key: &Self| (key.sec1, key.not_before, key.not_after);
        parts(self) == parts(other) && self.force == other.force && self.name == other.name
    }
}

/// The trusted keys of all forces. Times are in seconds since 1970.
#[derive(Debug, Clone, PartialEq)]
pub struct ForceKeys {
    issued_at: u64,
    expires_at: u64,
    keys: Vec<ForceKey>,
}

/// The JSON document. Unknown members are ignored, so that members can be added later.
#[derive(Serialize, Deserialize)]
struct Document {
    issued_at: u64,
    expires_at: u64,
    keys: Vec<DocumentKey>,
}

#[derive(Serialize, Deserialize)]
struct DocumentKey {
    kid: String,
    force: String,
    name: String,
    public_key: String,
    not_before: u64,
    not_after: u64,
}

impl ForceKeys {
    /// Creates a set published at `issued_at` and trusted until `expires_at`.
    ///
    /// # Errors
    /// [`KeySetError::Twice`] and [`KeySetError::Times`].
    pub fn new(issued_at: u64, expires_at: u64, mut keys: Vec<ForceKey>) -> Result<Self, KeySetError> {
        if expires_at <= issued_at {
            return Err(KeySetError::Times("the key set".to_owned()));
        }
        if let Some(key) = keys.iter().find(|key| key.not_after < key.not_before) {
            return Err(KeySetError::Times(key.key_id.to_string()));
        }
        keys.sort_unstable_by_key(ForceKey::key_id);
        if let Some(pair) = keys.windows(2).find(|pair| pair[0].key_id == pair[1].key_id) {
            return Err(KeySetError::Twice(pair[0].key_id));
        }
        Ok(Self { issued_at, expires_at, keys })
    }

    /// Reads the JSON document.
    ///
    /// # Errors
    /// [`KeySetError`].
    pub fn parse(json: &str) -> Result<Self, KeySetError> {
        let document: Document = serde_json::from_str(json)?;
        let keys = document.keys.into_iter().map(DocumentKey::read).collect::<Result<_, _>>()?;
        Self::new(document.issued_at, document.expires_at, keys)
    }

    /// Writes the JSON document, sorted by key id.
    pub fn to_json(&self) -> String {
        let keys = self.keys.iter().map(|key| DocumentKey {
            kid: key.key_id.to_string(),
            force: key.force.clone(),
            name: key.name.clone(),
            public_key: URL_SAFE_NO_PAD.encode(key.sec1),
            not_before: key.not_before,
            not_after: key.not_after,
        });
        let document = Document { issued_at: self.issued_at, expires_at: self.expires_at, keys: keys.collect() };
        // Texts and integers can always be serialised.
        serde_json::to_string_pretty(&document).unwrap_or_default()
    }

    /// The time of publication.
    pub fn issued_at(&self) -> u64 {
        self.issued_at
    }

    /// The time until which the set is trusted.
    pub fn expires_at(&self) -> u64 {
        self.expires_at
    }

    /// The keys, sorted by id.
    pub fn keys(&self) -> &[ForceKey] {
        &self.keys
    }

    pub(crate) fn find(&self, key_id: KeyId) -> Option<&ForceKey> {
        self.keys.binary_search_by_key(&key_id, ForceKey::key_id).ok().map(|position| &self.keys[position])
    }
}

impl DocumentKey {
    fn read(self) -> Result<ForceKey, KeySetError> {
        let refused = || KeySetError::Key(self.kid.clone(), NotAKey);
        let sec1 = URL_SAFE_NO_PAD.decode(&self.public_key).map_err(|_| refused())?;
        let sec1 = <[u8; 65]>::try_from(sec1).map_err(|_| refused())?;
        let key = ForceKey::new(&self.force, &self.name, &sec1, self.not_before, self.not_after);
        let key = key.map_err(|_| refused())?;
        if key.key_id.to_string() != self.kid {
            return Err(KeySetError::Id { found: self.kid, computed: key.key_id });
        }
        Ok(key)
    }
}
