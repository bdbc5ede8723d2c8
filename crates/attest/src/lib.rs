//! Evidence that outsiders can check without us: the transparency log, its checkpoints, its witnesses and its audit.
//!
//! Also the check on the street without a network: a force's attestation that an officer is on duty, and its
//! verification by anyone ([`duty`]).
//!
//! Deliberately absent: a network, writing of files, a database, a clock, and randomness (except in a force's own
//! signer). A time is passed in as a value, a log's key is derived from a given seed, and a log is read through
//! [`source::TileSource`]. The verifying part can also be built for a browser: `verifier/` is [`duty::answer`] in
//! WebAssembly.
//!
//! The formats are those of C2SP, so that existing clients, mirrors and witnesses work unchanged. There is one module
//! for each document:
//!
//! | module | specification |
//! |---|---|
//! | [`hash`], [`merkle`], [`frontier`] | RFC 6962 section 2.1; RFC 9162 sections 2.1.3 and 2.1.4 |
//! | [`tile`], [`bundle`], [`growth`] | [tlog-tiles](https://c2sp.org/tlog-tiles) |
//! | [`note`] | [signed-note](https://c2sp.org/signed-note) |
//! | [`checkpoint`] | [tlog-checkpoint](https://c2sp.org/tlog-checkpoint) |
//! | [`cosignature`] | [tlog-cosignature](https://c2sp.org/tlog-cosignature), the Ed25519 type |
//! | [`witness`] | [tlog-witness](https://c2sp.org/tlog-witness) |
//! | [`policy`] | [tlog-policy](https://c2sp.org/tlog-policy), one log and one group |
//! | [`proof`] | [tlog-proof](https://c2sp.org/tlog-proof) |
//! | [`duty`] | RFC 9052 (COSE), RFC 8392 (CWT), RFC 8747; `docs/check-protocol.md` |
//!
//! Three modules define formats of our own: [`entry`] (the commitments in leaves), [`fork`] (the evidence of two
//! conflicting heads) and [`audit`].
//!
//! ```
//! use std::num::NonZeroUsize;
//!
//! use attest::audit::audit;
//! use attest::checkpoint::{Checkpoint, TreeHead};
//! use attest::cosignature::Cosigner;
//! use attest::fork::SignedHead;
//! use attest::growth::Growth;
//! use attest::hash::leaf_hash;
//! use attest::note::Signer;
//! use attest::policy::{Policy, Quorum};
//! use attest::proof::LogProof;
//! use attest::source::{MemorySource, prove_inclusion};
//! use attest::witness::{AddCheckpoint, Witness};
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! // A force keeps a log. It stores the tiles first, and then signs what it has stored.
//! let log = Signer::from_seed("log.avonvale.example/record", &[1; 32])?;
//! let (_, written) = Growth::new().grow(&["first", "second", "third"])?;
//! let mut stored = MemorySource::default();
//! stored.files.extend(written.tiles.iter().map(|(tile, bytes)| (tile.path(), bytes.clone())));
//! let head = TreeHead { size: written.size, root: written.root };
//! let mut note = Checkpoint::new("log.avonvale.example/record", head)?.sign(&log)?;
//!
//! // A witness elsewhere has never seen the log shrink, and says so.
//! let mut witness = Witness::new(Cosigner::from_seed("witness.example/w", &[2; 32])?);
//! witness.watch("log.avonvale.example/record", vec![log.verifier().clone()], SignedHead::nothing_seen());
//! let request = AddCheckpoint { old_size: 0, proof: Vec::new(), checkpoint: note.clone() };
//! note.add([witness.add_checkpoint(&request, 1_790_000_000)?]);
//! stored.files.insert("checkpoint".to_owned(), note.to_string().into_bytes());
//!
//! // Anyone with the two public keys can audit the whole log, or verify one of its entries without the log.
//! let quorum = Quorum::AtLeast(NonZeroUsize::MIN);
//! let policy = Policy::new(log.verifier().clone(), vec![witness.verifier().clone()], quorum)?;
//! assert!(audit(&stored, &policy, None).holds());
//!
//! let inclusion = prove_inclusion(&stored, 1, head.size)?;
//! let proof = LogProof { extra: None, index: 1, inclusion, checkpoint: note };
//! let received: LogProof = proof.to_string().parse()?;
//! assert!(received.verify(leaf_hash(b"second"), &policy).is_ok());
//! assert!(received.verify(leaf_hash(b"another"), &policy).is_err());
//! # Ok(())
//! # }
//! ```
//!
//! **Public content.** An entry is a 32-byte salted commitment. Nobody learns any content from a tile, a bundle, a
//! proof or a checkpoint. A person who has the salt and the content can show that the content was recorded; once the
//! salt is destroyed, the log still verifies.

#![warn(missing_docs)]

pub mod audit;
pub mod bundle;
pub mod checkpoint;
pub mod cosignature;
pub mod duty;
pub mod entry;
pub mod fork;
pub mod frontier;
pub mod growth;
pub mod hash;
pub mod merkle;
pub mod note;
pub mod policy;
pub mod proof;
pub mod source;
mod text;
pub mod tile;
pub mod witness;
