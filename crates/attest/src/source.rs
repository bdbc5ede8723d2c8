//! Where a log is read from: a folder, memory, or whatever the caller can fetch. Nothing read here is believed yet.

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

/// The longest file of a log: a full bundle of the longest entries, 256 x (2 + 65 535) = 16 777 472 bytes.
const MAX_FILE_BYTES: u64 = TILE_WIDTH as u64 * (2 + MAX_ENTRY_BYTES as u64);

/// Reads the files of a log by their path below its prefix: `checkpoint`, `tile/0/x001/234.p/5`.
pub trait TileSource {
    /// The bytes at `path`, or `None` when there is nothing there.
    ///
    /// # Errors
    /// When it cannot be told: a failed read is not an absence.
    fn read(&self, path: &str) -> Result<Option<Vec<u8>>, SourceError>;
}

/// A path that could not be read.
#[derive(Debug, Error)]
#[error("`{path}` cannot be read: {cause}")]
pub struct SourceError {
    /// The path.
    pub path: String,
    /// Why.
    #[source]
    pub cause: Box<dyn StdError + Send + Sync>,
}

/// A log held in memory.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct MemorySource {
    /// Path to bytes.
    pub files: BTreeMap<String, Vec<u8>>,
}

impl TileSource for MemorySource {
    fn read(&self, path: &str) -> Result<Option<Vec<u8>>, SourceError> {
        Ok(self.files.get(path).cloned())
    }
}

/// A log in a folder, laid out as it is served.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FolderSource {
    root: PathBuf,
}

impl FolderSource {
    /// The folder that holds `checkpoint` and `tile`.
    pub fn new(root: impl Into<PathBuf>) -> Self {
        Self { root: root.into() }
    }
}

impl TileSource for FolderSource {
    /// Of a file that is longer than any of a log may be, only so much is read that it is refused for its length.
    ///
    /// Reads `checkpoint` and the paths of tiles; every other path is absent, so that no path leads out of the folder.
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

/// Why a tile, an entry or a proof could not be had from a source.
#[derive(Debug, Error)]
pub enum ReadError {
    /// The tile is not there, neither partial nor full.
    #[error("`{0}` is missing")]
    Missing(TileId),
    /// A tile of hashes of the wrong length.
    #[error("`{id}` is {found} bytes long: needs {expected}")]
    WrongLength {
        /// The tile.
        id: TileId,
        /// Bytes found.
        found: usize,
        /// Bytes that its width asks for.
        expected: usize,
    },
    /// A bundle that cannot be read.
    #[error("`{id}` is damaged: {cause}")]
    Bundle {
        /// The bundle.
        id: TileId,
        /// What is wrong with it.
        cause: BundleError,
    },
    /// The source failed.
    #[error(transparent)]
    Source(#[from] SourceError),
    /// What was asked for is not in a tree of this size.
    #[error(transparent)]
    Proof(#[from] ProofError),
}

/// Reads a tile; in place of a partial one that is gone, the full one (tlog-tiles, "Partial Tiles").
fn read_tile<S: TileSource + ?Sized>(source: &S, id: TileId) -> Result<(Vec<u8>, TileId), ReadError> {
    if let Some(bytes) = source.read(&id.path())? {
        return Ok((bytes, id));
    }
    if id.is_partial()
        && let Some(bytes) = source.read(&id.full().path())?
    {
        return Ok((bytes, id.full()));
    }
    Err(ReadError::Missing(id))
}

/// The hashes of a tile, as many as its width says.
///
/// # Errors
/// When it is missing, of the wrong length, or cannot be read.
pub fn read_hashes<S: TileSource + ?Sized>(source: &S, id: TileId) -> Result<Vec<Hash>, ReadError> {
    let (bytes, found) = read_tile(source, id)?;
    let expected = usize::from(found.width()) * HASH_BYTES;
    let wrong = ReadError::WrongLength { id: found, found: bytes.len(), expected };
    if bytes.len() != expected {
        return Err(wrong);
    }
    let mut hashes = Hash::split(&bytes).ok_or(wrong)?;
    hashes.truncate(usize::from(id.width()));
    Ok(hashes)
}

/// The entries of a bundle, as many as its width says.
///
/// # Errors
/// When it is missing, damaged, or cannot be read.
pub fn read_entries<S: TileSource + ?Sized>(source: &S, id: TileId) -> Result<Vec<Vec<u8>>, ReadError> {
    let (bytes, found) = read_tile(source, id)?;
    let entries = bundle::entries(&bytes, found.width()).map_err(|cause| ReadError::Bundle { id: found, cause })?;
    Ok(entries.into_iter().take(usize::from(id.width())).map(<[u8]>::to_vec).collect())
}

/// The hashes of full subtrees, from the tiles of a log of one size. Keeps the tiles of one proof, at most a few per level.
pub struct TileHashes<'s, S: ?Sized> {
    source: &'s S,
    size: u64,
    read: RefCell<BTreeMap<TileId, Vec<Hash>>>,
}

impl<'s, S: TileSource + ?Sized> TileHashes<'s, S> {
    /// Reads tiles as a log of `size` leaves has them.
    pub fn new(source: &'s S, size: u64) -> Self {
        Self { source, size, read: RefCell::default() }
    }
}

impl<S: TileSource + ?Sized> HashReader for TileHashes<'_, S> {
    type Error = ReadError;

    fn hash(&self, level: u8, index: u64) -> Result<Hash, ReadError> {
        let (tile_level, height) = (level / TILE_HEIGHT, level % TILE_HEIGHT);
        // The subtree spans 2^height hashes of its tile, beginning at `first` of its level.
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

/// The inclusion proof of the entry at `index` in the log of `size` entries, from its tiles. Verify it against a root that
/// is believed: the tiles are not.
///
/// # Errors
/// When `index` is beyond the log or a tile cannot be had.
pub fn prove_inclusion<S: TileSource + ?Sized>(source: &S, index: u64, size: u64) -> Result<Vec<Hash>, ReadError> {
    merkle::prove_inclusion(&TileHashes::new(source, size), index, size)
}

/// The proof that the log of `size2` entries continues that of `size1`, from the tiles of the later one.
///
/// # Errors
/// When the log shrinks or a tile cannot be had.
pub fn prove_consistency<S: TileSource + ?Sized>(source: &S, size1: u64, size2: u64) -> Result<Vec<Hash>, ReadError> {
    merkle::prove_consistency(&TileHashes::new(source, size2), size1, size2)
}

/// The root of the log of `size` entries, from its tiles.
///
/// # Errors
/// When a tile cannot be had.
pub fn root<S: TileSource + ?Sized>(source: &S, size: u64) -> Result<Hash, ReadError> {
    merkle::root(&TileHashes::new(source, size), size)
}

/// The entry at `index` in a log of `size` entries: the size says how wide the last bundle is.
///
/// # Errors
/// When `index` is beyond the log or its bundle cannot be had.
pub fn entry_at<S: TileSource + ?Sized>(source: &S, index: u64, size: u64) -> Result<Vec<u8>, ReadError> {
    let beyond = ProofError::BeyondTree { index, size };
    if index >= size {
        return Err(beyond.into());
    }
    let width = u64::from(TILE_WIDTH);
    let bundle = tile_in(0, index / width, size).and_then(|tile| TileId::entries(tile.index(), tile.width()).ok());
    let entries = read_entries(source, bundle.ok_or(beyond)?)?;
    entries.into_iter().nth((index % width) as usize).ok_or_else(|| beyond.into())
}
