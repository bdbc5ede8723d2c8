//! Sources from which a log is read: a folder, memory, or anything else that the caller can fetch from. The data is not
//! trusted at this stage.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::error::Error as StdError;
use std::fs::File;
use std::io::{ErrorKind, Read as _};
use std::path::PathBuf;

use thiserror::Error;

use crate::bundle::{self, BundleError, MAX_ENTRY_BYTES};
use crate::hash::{HASH_BYTES, Hash};
use crate::merkle::{self, HashReader, ProofError, root_of};
use crate::tile::{TILE_HEIGHT, TILE_WIDTH, TileId, tile_in};

/// The path of the signed checkpoint.
pub const CHECKPOINT_PATH: &str = "checkpoint";

/// The longest possible file of a log: a full bundle of the longest entries, 256 x (2 + 65 535) = 16 777 472 bytes.
const MAX_FILE_BYTES: u64 = TILE_WIDTH as u64 * (2 + MAX_ENTRY_BYTES as u64);

/// Reads the files of a log by their path below the log's prefix: `checkpoint`, `tile/0/x001/234.p/5`.
pub trait TileSource {
    /// The bytes at `path`, or `None` if nothing is there.
    ///
    /// # Errors
    /// If the read fails. A failure must not look like a missing file.
    fn read(&self, path: &str) -> Result<Option<Vec<u8>>, SourceError>;
}

/// A path that could not be read.
#[derive(Debug, Error)]
#[error("`{path}` cannot be read: {cause}")]
pub struct SourceError {
    /// The path.
    pub path: String,
    /// The cause of the failure.
    #[source]
    pub cause: Box<dyn StdError + Send + Sync>,
}

/// A log held in memory.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct MemorySource {
    /// The bytes of each file, by path.
    pub files: BTreeMap<String, Vec<u8>>,
}

impl TileSource for MemorySource {
    fn read(&self, path: &str) -> Result<Option<Vec<u8>>, SourceError> {
        Ok(self.files.get(path).cloned())
    }
}

/// A log in a folder, laid out in the same way as it is served.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FolderSource {
    root: PathBuf,
}

impl FolderSource {
    /// A log in the folder that contains `checkpoint` and `tile`.
    pub fn new(root: impl Into<PathBuf>) -> Self {
        Self { root: root.into() }
    }
}

impl TileSource for FolderSource {
    /// Reads at most one byte more than the longest valid file, so that an oversized file is refused for its length.
    ///
    /// Only `checkpoint` and the paths of tiles can be read. Any other path is treated as missing, so no path leads out
    /// of the folder.
    fn read(&self, path: &str) -> Result<Option<Vec<u8>>, SourceError> {
        if path != CHECKPOINT_PATH && path.parse::<TileId>().is_err() {
            return Ok(None);
        }
        let mut bytes = Vec::new();
        let limit = MAX_FILE_BYTES + 1;
        match File::open(self.root.join(path)).and_then(|file| file.take(limit).read_to_end(&mut bytes)) {
            Ok(_) => Ok(Some(bytes)),
            Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => Ok(None),
            Err(error) => Err(SourceError { path: path.to_owned(), cause: Box::new(error) }),
        }
    }
}

/// Reasons why a source cannot provide a tile, an entry or a proof.
#[derive(Debug, Error)]
pub enum LogReadError {
    /// The tile is missing, both partial and full.
    #[error("`{0}` is missing")]
    Missing(TileId),
    /// A tile of hashes has the wrong length.
    #[error("`{id}` is {found} bytes long: needs {expected}")]
    WrongLength {
        /// The tile.
        id: TileId,
        /// The number of bytes found.
        found: usize,
        /// The number of bytes that the width requires.
        expected: usize,
    },
    /// A bundle cannot be read.
    #[error("`{id}` is damaged: {cause}")]
    Bundle {
        /// The bundle.
        id: TileId,
        /// The problem with the bundle.
        cause: BundleError,
    },
    /// The source failed.
    #[error(transparent)]
    Source(#[from] SourceError),
    /// The request is for something outside a tree of this size.
    #[error(transparent)]
    Proof(#[from] ProofError),
}

/// Reads a tile, or the full tile if a partial one has been deleted (tlog-tiles, "Partial Tiles").
fn read_tile<S: TileSource + ?Sized>(source: &S, id: TileId) -> Result<(Vec<u8>, TileId), LogReadError> {
    if let Some(bytes) = source.read(&id.path())? {
        return Ok((bytes, id));
    }
    if id.is_partial()
        && let Some(bytes) = source.read(&id.full().path())?
    {
        return Ok((bytes, id.full()));
    }
    Err(LogReadError::Missing(id))
}

/// Reads the hashes of a tile, as many as its width.
///
/// # Errors
/// If the tile is missing, has the wrong length, or cannot be read.
pub fn read_hashes<S: TileSource + ?Sized>(source: &S, id: TileId) -> Result<Vec<Hash>, LogReadError> {
    let (bytes, found) = read_tile(source, id)?;
    let expected = usize::from(found.width()) * HASH_BYTES;
    let wrong = LogReadError::WrongLength { id: found, found: bytes.len(), expected };
    if bytes.len() != expected {
        return Err(wrong);
    }
    let mut hashes = Hash::split(&bytes).ok_or(wrong)?;
    hashes.truncate(usize::from(id.width()));
    Ok(hashes)
}

/// Reads the entries of a bundle, as many as its width.
///
/// # Errors
/// If the bundle is missing, damaged, or cannot be read.
pub fn read_entries<S: TileSource + ?Sized>(source: &S, id: TileId) -> Result<Vec<Vec<u8>>, LogReadError> {
    let (bytes, found) = read_tile(source, id)?;
    let entries = bundle::entries(&bytes, found.width()).map_err(|cause| LogReadError::Bundle { id: found, cause })?;
    Ok(entries.into_iter().take(usize::from(id.width())).map(<[u8]>::to_vec).collect())
}

/// The hashes of full subtrees, read from the tiles of a log of one size. Caches the tiles that one proof needs, which
/// are at most a few per level.
pub struct TileHashes<'s, S: ?Sized> {
    source: &'s S,
    size: u64,
    read: RefCell<BTreeMap<TileId, Vec<Hash>>>,
}

impl<'s, S: TileSource + ?Sized> TileHashes<'s, S> {
    /// Reads tiles as they are in a log of `size` leaves.
    pub fn new(source: &'s S, size: u64) -> Self {
        Self { source, size, read: RefCell::default() }
    }
}

impl<S: TileSource + ?Sized> HashReader for TileHashes<'_, S> {
    type Error = LogReadError;

    fn hash(&self, level: u8, index: u64) -> Result<Hash, LogReadError> {
        let (tile_level, height) = (level / TILE_HEIGHT, level % TILE_HEIGHT);
        // The subtree covers 2^height hashes of its tile, starting at position `first` on that level.
        let beyond = ProofError::BeyondTree { index, size: self.size };
        let first = index.checked_mul(1 << height).ok_or(beyond)?;
        let width = u64::from(TILE_WIDTH);
        let id = tile_in(tile_level, first / width, self.size).ok_or(beyond)?;
        let start = (first % width) as usize;
        let mut read = self.read.borrow_mut();
        let hashes = match read.entry(id) {
            Entry::Occupied(tile) => tile.into_mut(),
            Entry::Vacant(tile) => tile.insert(read_hashes(self.source, id)?),
        };
        let subtree = hashes.get(start..start + (1 << height));
        Ok(root_of(subtree.ok_or(beyond)?))
    }
}

/// The inclusion proof of the entry at `index` in the log of `size` entries, computed from its tiles. Verify it against
/// a trusted root, because the tiles are not trusted.
///
/// # Errors
/// If `index` is beyond the log, or a tile is not available.
pub fn prove_inclusion<S: TileSource + ?Sized>(source: &S, index: u64, size: u64) -> Result<Vec<Hash>, LogReadError> {
    merkle::prove_inclusion(&TileHashes::new(source, size), index, size)
}

/// The proof that the log of `size2` entries continues that of `size1`, computed from the tiles of the later one.
///
/// # Errors
/// If the log would shrink, or a tile is not available.
pub fn prove_consistency<S: TileSource + ?Sized>(
    source: &S,
    size1: u64,
    size2: u64,
) -> Result<Vec<Hash>, LogReadError> {
    merkle::prove_consistency(&TileHashes::new(source, size2), size1, size2)
}

/// The root of the log of `size` entries, computed from its tiles.
///
/// # Errors
/// If a tile is not available.
pub fn root<S: TileSource + ?Sized>(source: &S, size: u64) -> Result<Hash, LogReadError> {
    merkle::root(&TileHashes::new(source, size), size)
}

/// The entry at `index` in a log of `size` entries; the size determines the width of the last bundle.
///
/// # Errors
/// If `index` is beyond the log, or its bundle is not available.
pub fn entry_at<S: TileSource + ?Sized>(source: &S, index: u64, size: u64) -> Result<Vec<u8>, LogReadError> {
    let beyond = ProofError::BeyondTree { index, size };
    if index >= size {
        return Err(beyond.into());
    }
    let width = u64::from(TILE_WIDTH);
    let bundle = tile_in(0, index / width, size).and_then(|tile| TileId::entries(tile.index(), tile.width()).ok());
    let entries = read_entries(source, bundle.ok_or(beyond)?)?;
    entries.into_iter().nth((index % width) as usize).ok_or_else(|| beyond.into())
}
