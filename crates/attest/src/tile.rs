//! Tiles: their coordinates, their paths, and which of them must be written when a log grows (tlog-tiles, "Merkle Tree"
//! and "Log entries").

use std::fmt;
use std::str::FromStr;

use thiserror::Error;

use crate::text::decimal;

/// The number of hashes in a full tile, and of entries in a full bundle.
pub const TILE_WIDTH: u16 = 256;

/// The number of tree levels that one level of tiles spans: 2^8 = 256.
pub const TILE_HEIGHT: u8 = 8;

/// The number of tile levels in a tree whose size is a 64-bit number: 64 / 8.
pub const TILE_LEVELS: u8 = 8;

/// The highest level that a path can name (tlog-tiles, "Merkle Tree").
const MAX_LEVEL: u8 = 63;

/// The content of a tile.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TileKind {
    /// The entries themselves: a bundle.
    Entries,
    /// Hashes: of leaves at level 0, and of the full tiles of the level below at all other levels.
    Hashes {
        /// The level, from 0 to 63.
        level: u8,
    },
}

/// The coordinates of a tile or a bundle. Displayed and parsed as its path, such as `tile/0/x001/234.p/5`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TileId {
    kind: TileKind,
    index: u64,
    width: u16,
}

/// Reasons for refusing coordinates or a path.
#[derive(Debug, Error, PartialEq, Eq)]
pub enum TileError {
    /// No tile has this width.
    #[error("a tile of width {0} does not exist: needs 1 to 256")]
    Width(u16),
    /// No tile has this level.
    #[error("a tile of level {0} does not exist: needs 0 to 63")]
    Level(u8),
    /// The path is not that of a tile.
    #[error("`{0}` is not the path of a tile: needs `tile/<level or entries>/<index>`, such as `tile/0/x001/234.p/5`")]
    Path(String),
}

impl TileId {
    /// The tile of hashes at position `index` of `level`, `width` hashes wide (256 if full).
    ///
    /// # Errors
    /// [`TileError::Level`], [`TileError::Width`].
    pub fn hashes(level: u8, index: u64, width: u16) -> Result<Self, TileError> {
        if level > MAX_LEVEL {
            return Err(TileError::Level(level));
        }
        Self::new(TileKind::Hashes { level }, index, width)
    }

    /// The bundle at position `index`, `width` entries wide (256 if full).
    ///
    /// # Errors
    /// [`TileError::Width`].
    pub fn entries(index: u64, width: u16) -> Result<Self, TileError> {
        Self::new(TileKind::Entries, index, width)
    }

    fn new(kind: TileKind, index: u64, width: u16) -> Result<Self, TileError> {
        if (1..=TILE_WIDTH).contains(&width) { Ok(Self { kind, index, width }) } else { Err(TileError::Width(width)) }
    }

    /// The content of the tile.
    pub fn kind(&self) -> TileKind {
        self.kind
    }

    /// The position of the tile on its level, counted from 0.
    pub fn index(&self) -> u64 {
        self.index
    }

    /// The number of hashes or entries in it, from 1 to 256.
    pub fn width(&self) -> u16 {
        self.width
    }

    /// Returns true if it contains fewer than 256.
    pub fn is_partial(&self) -> bool {
        self.width < TILE_WIDTH
    }

    /// The same tile when full. A log may delete a partial tile once the full one exists.
    pub fn full(self) -> Self {
        Self { width: TILE_WIDTH, ..self }
    }

    /// The bundle with the entries whose leaf hashes are in this tile of level 0.
    pub(crate) fn bundle(self) -> Self {
        Self { kind: TileKind::Entries, ..self }
    }

    /// The path below the log's prefix.
    pub fn path(&self) -> String {
        self.to_string()
    }
}

impl fmt::Display for TileId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.kind {
            TileKind::Entries => f.write_str("tile/entries/")?,
            TileKind::Hashes { level } => write!(f, "tile/{level}/")?,
        }
        write_index(f, self.index)?;
        if self.is_partial() { write!(f, ".p/{}", self.width) } else { Ok(()) }
    }
}

/// Writes elements of three digits, padded with zeros; all but the last follow an `x`: 1234067 is `x001/x234/067`.
fn write_index(f: &mut fmt::Formatter<'_>, index: u64) -> fmt::Result {
    let digits = index.to_string();
    let padded = format!("{digits:0>width$}", width = digits.len().next_multiple_of(3));
    let last = padded.len() - 3;
    for start in (0..last).step_by(3) {
        write!(f, "x{}/", &padded[start..start + 3])?;
    }
    f.write_str(&padded[last..])
}

impl FromStr for TileId {
    type Err = TileError;

    fn from_str(path: &str) -> Result<Self, TileError> {
        let refused = || TileError::Path(path.to_owned());
        let id = parse_path(path).ok_or_else(refused)?;
        // Only the canonical spelling is accepted, so that a file server needs only one file per tile.
        if id.path() == path { Ok(id) } else { Err(refused()) }
    }
}

fn parse_path(path: &str) -> Option<TileId> {
    let (kind, rest) = path.strip_prefix("tile/")?.split_once('/')?;
    let (index, width) = match rest.split_once(".p/") {
        Some((index, width)) => (index, u16::try_from(decimal(width)?).ok()?),
        None => (rest, TILE_WIDTH),
    };
    let mut digits = String::with_capacity(index.len());
    for element in index.split('/') {
        digits.push_str(element.strip_prefix('x').unwrap_or(element));
    }
    let index = digits.bytes().all(|b| b.is_ascii_digit()).then(|| digits.parse().ok()).flatten()?;
    match kind {
        "entries" => TileId::entries(index, width).ok(),
        level => TileId::hashes(u8::try_from(decimal(level)?).ok()?, index, width).ok(),
    }
}

/// The total number of hashes in the tiles of `level` for a tree of `size` leaves: floor(size / 256^level).
pub(crate) fn hashes_at(level: u8, size: u64) -> u64 {
    size.checked_shr(u32::from(level) * u32::from(TILE_HEIGHT)).unwrap_or(0)
}

/// The partial tiles and the partial bundle of a tree of `size` leaves, which a writer needs to resume it.
///
/// The bundle comes first, then hashes from level 0 upwards. There are at most nine, and none of them is empty.
pub fn right_edge(size: u64) -> Vec<TileId> {
    kinds().filter_map(|(kind, level)| tile_over(kind, hashes_at(level, size)).filter(TileId::is_partial)).collect()
}

/// The tiles and bundles to write when a tree grows from `old_size` to `new_size` leaves: bundles first, then hashes
/// from level 0 upwards, each from left to right. Empty if the tree does not grow.
///
/// A tile that was partial is listed again with its new width: partial tiles are never changed, only superseded.
pub fn tiles_to_write(old_size: u64, new_size: u64) -> Vec<TileId> {
    let mut tiles = Vec::new();
    for (kind, level) in kinds() {
        let (old, new) = (hashes_at(level, old_size), hashes_at(level, new_size));
        if old >= new {
            continue;
        }
        let width = u64::from(TILE_WIDTH);
        tiles.extend((old / width..new / width).map(|index| TileId { kind, index, width: TILE_WIDTH }));
        tiles.extend(tile_over(kind, new).filter(TileId::is_partial));
    }
    tiles
}

fn kinds() -> impl Iterator<Item = (TileKind, u8)> {
    let hashes = (0..TILE_LEVELS).map(|level| (TileKind::Hashes { level }, level));
    std::iter::once((TileKind::Entries, 0)).chain(hashes)
}

/// The last tile over `count` hashes or entries; `None` if there are none.
fn tile_over(kind: TileKind, count: u64) -> Option<TileId> {
    let last = count.checked_sub(1)?;
    let width = (last % u64::from(TILE_WIDTH)) as u16 + 1;
    Some(TileId { kind, index: last / u64::from(TILE_WIDTH), width })
}

/// The tile at position `index` of `level` in a tree of `size` leaves, with its width in that tree; `None` if it is
/// empty.
pub(crate) fn tile_in(level: u8, index: u64, size: u64) -> Option<TileId> {
    let after = hashes_at(level, size).checked_sub(index.checked_mul(u64::from(TILE_WIDTH))?)?;
    let width = after.min(u64::from(TILE_WIDTH)) as u16;
    TileId::hashes(level, index, width).ok()
}
