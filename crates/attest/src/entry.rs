//! Leaves of our log: each entry is a commitment to one event. An entry has no content, only 32 salted bytes.
//!
//! Only the commitment and its position are public. A person who is given an event, its payload and the salts can
//! compute the same 32 bytes and find them in the log; without the salts, not even a guess can be confirmed. Once a
//! salt is destroyed, the commitment means nothing to anybody, and every earlier proof still verifies.
//!
//! Every commitment is the SHA-256 of a line that names its kind (so that a commitment of one kind cannot pass for
//! another) and of its fields, each preceded by its length as a big-endian 64-bit number (so that no two lists of
//! fields produce the same bytes).

use sha2::{Digest as _, Sha256};

use crate::hash::{Hash, leaf_hash};

/// The number of bytes in an entry, and in the payload of every slot in a bundle.
pub const ENTRY_BYTES: usize = 32;

/// The number of bytes in a salt: 256 bits, twice the 128 that are needed to hide the content.
pub const SALT_BYTES: usize = 32;

/// An entry in the log: the commitment to one event. Entry bundles contain exactly these 32 bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Entry(pub [u8; ENTRY_BYTES]);

/// The facts that an entry commits to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct EventFacts<'a> {
    /// The event's id.
    pub event: [u8; 16],
    /// The time of recording, in microseconds since 1970, UTC.
    pub recorded_us: i64,
    /// The stream, as a [`stream_commitment`].
    pub stream: Hash,
    /// The number of the event within its stream.
    pub version: u64,
    /// The kind of event, such as `matter.opened`.
    pub kind: &'a str,
    /// The content of the event, as a [`payload_commitment`].
    pub payload: Hash,
}

impl Entry {
    /// Commits to an event.
    pub fn commit(facts: &EventFacts<'_>) -> Self {
        let commitment = commit(
            "candour/entry/v1",
            &[
                &facts.event,
                &facts.recorded_us.to_be_bytes(),
                facts.stream.as_bytes(),
                &facts.version.to_be_bytes(),
                facts.kind.as_bytes(),
                facts.payload.as_bytes(),
            ],
        );
        Self(commitment.0)
    }

    /// Reads an entry from a bundle. `None` if it is not 32 bytes long.
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        bytes.try_into().ok().map(Self)
    }

    /// The leaf hash of the entry: SHA-256(0x00 || entry).
    pub fn leaf_hash(&self) -> Hash {
        leaf_hash(&self.0)
    }
}

impl AsRef<[u8]> for Entry {
    fn as_ref(&self) -> &[u8] {
        &self.0
    }
}

/// Commits to one part of a payload: its canonical bytes under its own salt. A part that names another person has its
/// own key and salt, and can be erased on its own.
pub fn part_commitment(salt: &[u8; SALT_BYTES], canonical: &[u8]) -> Hash {
    commit("candour/part/v1", &[salt, canonical])
}

/// Commits to a payload through its parts, in order.
pub fn payload_commitment(parts: &[Hash]) -> Hash {
    let parts: Vec<&[u8]> = parts.iter().map(|part| part.as_bytes().as_slice()).collect();
    commit("candour/payload/v1", &parts)
}

/// Commits to the id of a stream. Without the salt, nobody can tell which entries belong to the same person or matter.
pub fn stream_commitment(salt: &[u8; SALT_BYTES], stream_id: &[u8]) -> Hash {
    commit("candour/stream/v1", &[salt, stream_id])
}

fn commit(what: &str, fields: &[&[u8]]) -> Hash {
    let mut hasher = Sha256::new();
    hasher.update(what);
    hasher.update(b"\n");
    hasher.update((fields.len() as u64).to_be_bytes());
    for field in fields {
        hasher.update((field.len() as u64).to_be_bytes());
        hasher.update(field);
    }
    Hash(hasher.finalize().into())
}
