//! What outsiders can check without us: the transparency log, its checkpoints, its witnesses and its audit.
//!
//! Deliberately absent: network, files to write, database, clock, chance. A time is a value handed in, a key is made from
//! a seed handed in, and a log is read through [`source::TileSource`]. Everything here builds for a browser too.
//!
//! Formats are those of C2SP, so that existing clients, mirrors and witnesses work unchanged; one module per document:
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
//!
//! What is ours alone: [`entry`] (what a leaf commits to), [`fork`] (evidence of two heads) and [`audit`].
//!
//! **What is public.** An entry is a 32-byte salted commitment. Nobody learns content from a tile, a bundle, a proof or a
//! checkpoint; a person who holds the salt and the content can show that it was recorded, and when the salt is destroyed
//! the log still verifies.

pub mod audit;
pub mod bundle;
pub mod checkpoint;
pub mod cosignature;
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
