//! A walk over all tiles and entries of a log, in leaf order.

use std::ops::ControlFlow;

use crate::audit::finding::{FindingKind, Findings};
use crate::checkpoint::TreeHead;
use crate::frontier::Frontier;
use crate::hash::{Hash, leaf_hash};
use crate::merkle::{self, root_of};
use crate::source::{LogReadError, TileHashes, TileSource, read_entries, read_hashes};
use crate::tile::{TILE_HEIGHT, TILE_LEVELS, TILE_WIDTH, TileId, hashes_at, tile_in};

/// The hash that a tile is checked against, and its soundness if that is known.
#[derive(Clone, Copy)]
enum TileParent {
    /// The hash of this tile in the tile above it. `sound` is true if the tile above matches its own parent, and `None`
    /// if this is unknown.
    Hash { hash: Hash, sound: Option<bool> },
    /// No parent: a partial tile on the right edge. `sound` is true if the right edge leads to the signed root.
    /// Otherwise it is impossible to tell which of its tiles is wrong.
    Edge { sound: bool },
    /// A tile above that could not be read.
    Unknown,
}

/// The results of the walk, apart from the findings.
pub(super) struct WalkResult {
    /// The root over all entries; `None` if some could not be read.
    pub(super) entries_root: Option<Hash>,
    /// The root over the first entries, up to the watched size.
    pub(super) watched_root: Option<Hash>,
}

pub(super) struct Walk<'w, S: ?Sized> {
    source: &'w S,
    head: TreeHead,
    watched_size: Option<u64>,
    findings: &'w mut Findings,
    // All entries so far; `None` as soon as one could not be read.
    entries: Option<Frontier>,
    watched_root: Option<Hash>,
}

impl<'w, S: TileSource + ?Sized> Walk<'w, S> {
    pub(super) fn new(source: &'w S, head: TreeHead, watched_size: Option<u64>, findings: &'w mut Findings) -> Self {
        Self { source, head, watched_size, findings, entries: Some(Frontier::new()), watched_root: None }
    }

    pub(super) fn run(mut self) -> WalkResult {
        self.note_watched_root();
        let edge = merkle::root(&TileHashes::new(self.source, self.head.size), self.head.size);
        let sound = edge.is_ok_and(|root| root == self.head.root);
        // The partial tile of the highest level covers the first leaves.
        for level in (0..TILE_LEVELS).rev() {
            let last = hashes_at(level, self.head.size) / u64::from(TILE_WIDTH);
            if let Some(id) = tile_in(level, last, self.head.size)
                && self.visit(level, id, TileParent::Edge { sound }).is_break()
            {
                return WalkResult { entries_root: None, watched_root: self.watched_root };
            }
        }
        let entries_root = self.entries.as_ref().map(Frontier::root);
        if entries_root == Some(self.head.root) {
            self.findings.settle_disagreements();
        } else if self.findings.len() == 0 {
            let what = "entries and tiles match each other, but not the signed root: the whole log was replaced, or the \
                        checkpoint is of another one";
            self.findings.add(FindingKind::RootDiffers, None, what.to_owned());
        }
        WalkResult { entries_root, watched_root: self.watched_root }
    }

    /// Checks a tile and everything below it. Returns its hashes, either as read or as computed from below.
    fn visit(&mut self, level: u8, id: TileId, above: TileParent) -> ControlFlow<(), Option<Vec<Hash>>> {
        let first = first_leaf(level, id.index() * u64::from(TILE_WIDTH));
        let stored = match read_hashes(self.source, id) {
            Ok(hashes) => Some(hashes),
            Err(error) => {
                self.unreadable(first, &error)?;
                None
            }
        };
        let before = self.findings.len();
        // A tile is known to be right or wrong only if everything above it is known to be right.
        let sound = match (above, &stored) {
            (TileParent::Hash { hash, sound: Some(true) }, Some(stored)) => Some(root_of(stored) == hash),
            (TileParent::Edge { sound: true }, Some(_)) => Some(true),
            _ => None,
        };
        let below = match level {
            0 => self.visit_entries(id, stored.as_deref(), sound)?,
            _ => self.visit_tiles(level, id, stored.as_deref(), sound)?,
        };
        let hashes = stored.or(below);
        if let (TileParent::Hash { hash, sound }, Some(hashes)) = (above, &hashes)
            && self.findings.len() == before
            && root_of(hashes) != hash
        {
            let last = first_leaf(level, (id.index() + 1) * u64::from(TILE_WIDTH)) - 1;
            let (kind, what) = match sound {
                Some(true) => (
                    FindingKind::Replaced,
                    format!(
                        "the entries at positions {first} to {last} were replaced: \
                         they match `{id}`, but not the signed root"
                    ),
                ),
                Some(false) => (
                    FindingKind::TileChanged,
                    format!("the tile above `{id}` was changed where it stands for positions {first} to {last}"),
                ),
                None => (
                    FindingKind::Disagreement,
                    format!("positions {first} to {last} do not match the tile above `{id}`"),
                ),
            };
            self.add(kind, first, what)?;
        }
        ControlFlow::Continue(hashes)
    }

    fn visit_tiles(
        &mut self,
        level: u8,
        id: TileId,
        stored: Option<&[Hash]>,
        sound: Option<bool>,
    ) -> ControlFlow<(), Option<Vec<Hash>>> {
        // Stored tiles are compared one by one; only a missing tile is recomputed from what is below it.
        let mut below = stored.is_none().then(Vec::new);
        for slot in 0..id.width() {
            let index = id.index() * u64::from(TILE_WIDTH) + u64::from(slot);
            let Some(child) = tile_in(level - 1, index, self.head.size) else { continue };
            let above = stored.and_then(|hashes| hashes.get(usize::from(slot)));
            let above = above.map_or(TileParent::Unknown, |hash| TileParent::Hash { hash: *hash, sound });
            let hashes = self.visit(level - 1, child, above)?;
            below = below.zip(hashes).map(|(mut below, hashes)| {
                below.push(root_of(&hashes));
                below
            });
        }
        ControlFlow::Continue(below)
    }

    fn visit_entries(
        &mut self,
        tile: TileId,
        stored: Option<&[Hash]>,
        sound: Option<bool>,
    ) -> ControlFlow<(), Option<Vec<Hash>>> {
        let first = tile.index() * u64::from(TILE_WIDTH);
        let id = tile.bundle();
        let entries = match read_entries(self.source, id) {
            Ok(entries) => entries,
            Err(error) => {
                self.entries = None;
                self.unreadable(first, &error)?;
                return ControlFlow::Continue(None);
            }
        };
        let leaves: Vec<Hash> = entries.iter().map(|entry| leaf_hash(entry)).collect();
        for leaf in &leaves {
            if let Some(entries) = &mut self.entries {
                entries.append(*leaf);
            }
            self.note_watched_root();
        }
        for (slot, (leaf, hash)) in leaves.iter().zip(stored.unwrap_or_default()).enumerate() {
            if leaf == hash {
                continue;
            }
            let position = first + slot as u64;
            let (kind, what) = match sound {
                Some(true) => (
                    FindingKind::EntryChanged,
                    format!("the entry at position {position} is not the one that was recorded"),
                ),
                Some(false) => (
                    FindingKind::TileChanged,
                    format!(
                        "`{tile}` was changed at position {position}: it matches neither the entry nor the signed root"
                    ),
                ),
                None => (
                    FindingKind::Disagreement,
                    format!("the entry at position {position} does not match its hash in `{tile}`"),
                ),
            };
            self.add(kind, position, what)?;
        }
        ControlFlow::Continue(Some(leaves))
    }

    fn note_watched_root(&mut self) {
        if let Some(entries) = &self.entries
            && self.watched_size == Some(entries.size())
        {
            self.watched_root = Some(entries.root());
        }
    }

    fn unreadable(&mut self, first: u64, error: &LogReadError) -> ControlFlow<()> {
        let kind = match error {
            LogReadError::Missing(_) => FindingKind::Missing,
            LogReadError::WrongLength { .. } | LogReadError::Bundle { .. } | LogReadError::Proof(_) => {
                FindingKind::Damaged
            }
            LogReadError::Source(_) => FindingKind::Unreadable,
        };
        self.add(kind, first, format!("{error}, from position {first} on"))
    }

    fn add(&mut self, kind: FindingKind, position: u64, what: String) -> ControlFlow<()> {
        self.findings.add(kind, Some(position), what);
        if self.findings.is_full() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    }
}

/// The first leaf below the hash at `index` on a tile level; this position must lie within a tree of a 64-bit size.
fn first_leaf(level: u8, index: u64) -> u64 {
    index << (u32::from(level) * u32::from(TILE_HEIGHT))
}
