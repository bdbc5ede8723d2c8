//! Growth of a log: computes the tiles to write from the right edge and the new entries. Writes nothing itself.

use std::mem;

use thiserror::Error;

use crate::bundle::{self, BundleError};
use crate::frontier::Frontier;
use crate::hash::{HASH_BYTES, Hash, leaf_hash};
use crate::merkle::root_of;
use crate::tile::{self, TILE_HEIGHT, TILE_LEVELS, TILE_WIDTH, TileId, TileKind};

/// 256 hashes of 32 bytes: 8 192 bytes (tlog-tiles, "Merkle Tree").
const FULL_TILE_BYTES: usize = TILE_WIDTH as usize * HASH_BYTES;

/// A log at rest, ready to grow: its size, its frontier and its partial tiles, of which there are at most 9.
///
/// It is a value: a writer keeps the old one until the tiles of the new one are safely stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Growth {
    frontier: Frontier,
    // The bytes of the partial bundle.
    entries: Vec<u8>,
    // The bytes of the partial tile on each level; empty if the level ends with a full tile.
    levels: [Vec<u8>; TILE_LEVELS as usize],
}

/// The result of growing. Store every tile, sync, and only then sign `size` and `root`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GrownTree {
    /// The tiles listed by [`tile::tiles_to_write`], in that order, each with its bytes.
    pub tiles: Vec<(TileId, Vec<u8>)>,
    /// The root of the grown tree.
    pub root: Hash,
    /// The number of leaves in the grown tree.
    pub size: u64,
}

/// Reasons why a log cannot be resumed.
#[derive(Debug, Error, PartialEq, Eq)]
pub enum ResumeError {
    /// A tile of the right edge is missing.
    #[error("`{0}` is missing: needs every partial tile of the right edge")]
    Missing(TileId),
    /// A tile does not belong to the right edge at this size.
    #[error("`{0}` is not on the right edge of a log of {1} entries")]
    Stray(TileId, u64),
    /// A tile does not have the number of bytes that its width requires.
    #[error("`{0}` is damaged: needs {1} hashes of 32 bytes")]
    Tile(TileId, u16),
    /// The partial bundle cannot be read.
    #[error("`{0}` is damaged")]
    Bundle(TileId, #[source] BundleError),
    /// The bundle and the tile of leaf hashes disagree.
    #[error("the entry at position {0} does not match its leaf hash: restore the bundle or the tile")]
    Leaf(u64),
}

impl Growth {
    /// The empty log.
    pub fn new() -> Self {
        Self { frontier: Frontier::new(), entries: Vec::new(), levels: Default::default() }
    }

    /// Resumes a log of `size` leaves from exactly the tiles that [`tile::right_edge`] lists, in any order.
    ///
    /// Compare [`Growth::root`] with the checkpoint before growing, because that reveals a damaged right edge.
    ///
    /// # Errors
    /// If a tile is missing, unexpected or damaged, or an entry does not match its leaf hash.
    pub fn resume(size: u64, tiles: impl IntoIterator<Item = (TileId, Vec<u8>)>) -> Result<Self, ResumeError> {
        let edge = tile::right_edge(size);
        let mut found: Vec<Option<Vec<u8>>> = vec![None; edge.len()];
        for (id, bytes) in tiles {
            let place = edge.iter().position(|tile| *tile == id).ok_or(ResumeError::Stray(id, size))?;
            found[place] = Some(bytes);
        }
        let mut growth = Self::new();
        let mut leaves = Vec::new();
        let mut peaks = Vec::new();
        for (id, bytes) in edge.into_iter().zip(found) {
            let bytes = bytes.ok_or(ResumeError::Missing(id))?;
            match id.kind() {
                TileKind::Entries => {
                    let entries =
                        bundle::entries(&bytes, id.width()).map_err(|cause| ResumeError::Bundle(id, cause))?;
                    leaves = entries.into_iter().map(leaf_hash).collect();
                    growth.entries = bytes;
                }
                TileKind::Hashes { level } => {
                    let hashes = Hash::split(&bytes).filter(|hashes| hashes.len() == usize::from(id.width()));
                    let hashes = hashes.ok_or(ResumeError::Tile(id, id.width()))?;
                    if level == 0
                        && let Some(wrong) = (0..hashes.len()).find(|&i| leaves.get(i) != hashes.get(i))
                    {
                        return Err(ResumeError::Leaf(id.index() * u64::from(TILE_WIDTH) + wrong as u64));
                    }
                    peaks.push(peaks_of(&hashes));
                    growth.levels[usize::from(level)] = bytes;
                }
            }
        }
        // Edges are listed from level 0 upwards, but a frontier begins with the largest subtree.
        let peaks = peaks.into_iter().rev().flatten().collect();
        growth.frontier = resumed(size, peaks);
        Ok(growth)
    }

    /// The number of leaves in the log.
    pub fn size(&self) -> u64 {
        self.frontier.size()
    }

    /// The root of the log.
    pub fn root(&self) -> Hash {
        self.frontier.root()
    }

    /// Appends entries. Returns the grown log and the data to store for it. The same entries, in whatever batches,
    /// produce the same full tiles, the same final partial tiles and the same root.
    ///
    /// # Errors
    /// [`BundleError::EntryTooLong`]; nothing has changed.
    pub fn grow<E: AsRef<[u8]>>(&self, entries: &[E]) -> Result<(Self, GrownTree), BundleError> {
        let mut next = self.clone();
        let mut bundles = Vec::new();
        let mut full: [Vec<Vec<u8>>; TILE_LEVELS as usize] = Default::default();
        for entry in entries {
            let entry = entry.as_ref();
            bundle::push_entry(&mut next.entries, entry)?;
            if (next.size() + 1).is_multiple_of(u64::from(TILE_WIDTH)) {
                let length = next.entries.len();
                bundles.push(mem::replace(&mut next.entries, Vec::with_capacity(length)));
            }
            let levels = &mut next.levels;
            next.frontier.append_with(leaf_hash(entry), |level, _, hash| {
                if !level.is_multiple_of(TILE_HEIGHT) {
                    return;
                }
                let level = usize::from(level / TILE_HEIGHT);
                levels[level].extend_from_slice(hash.as_bytes());
                if levels[level].len() == FULL_TILE_BYTES {
                    full[level].push(mem::replace(&mut levels[level], Vec::with_capacity(FULL_TILE_BYTES)));
                }
            });
        }
        let tiles = next.tiles_since(self.size(), bundles, full);
        let written = GrownTree { tiles, root: next.root(), size: next.size() };
        Ok((next, written))
    }

    /// The bytes of the tiles in [`tile::tiles_to_write`]: full tiles as they were completed, partial ones in their
    /// current state.
    fn tiles_since(
        &self,
        old_size: u64,
        bundles: Vec<Vec<u8>>,
        full: [Vec<Vec<u8>>; TILE_LEVELS as usize],
    ) -> Vec<(TileId, Vec<u8>)> {
        let mut bundles = bundles.into_iter();
        let mut full = full.map(Vec::into_iter);
        let mut bytes_of = |id: TileId| match (id.kind(), id.is_partial()) {
            (TileKind::Entries, false) => bundles.next().unwrap_or_default(),
            (TileKind::Entries, true) => self.entries.clone(),
            (TileKind::Hashes { level }, false) => full[usize::from(level)].next().unwrap_or_default(),
            (TileKind::Hashes { level }, true) => self.levels[usize::from(level)].clone(),
        };
        tile::tiles_to_write(old_size, self.size()).into_iter().map(|id| (id, bytes_of(id))).collect()
    }
}

/// The roots of the full subtrees within a partial tile, largest first.
fn peaks_of(mut hashes: &[Hash]) -> Vec<Hash> {
    let mut peaks = Vec::new();
    while let Some(height) = hashes.len().checked_ilog2() {
        let (subtree, rest) = hashes.split_at(1 << height);
        peaks.push(root_of(subtree));
        hashes = rest;
    }
    peaks
}

#[expect(clippy::expect_used, reason = "a tile as wide as 8 bits of the size gives one peak per bit set in them")]
fn resumed(size: u64, peaks: Vec<Hash>) -> Frontier {
    Frontier::resume(size, peaks).expect("one peak per bit")
}

impl Default for Growth {
    fn default() -> Self {
        Self::new()
    }
}
