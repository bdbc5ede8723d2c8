//! Recovery of a log: compares the database, the files and the last signed head before anything more is signed.

use std::fs::{self, File, TryLockError};
use std::io::{self, Read as _, Write as _};
use std::path::Path;

use attest::audit::{FindingKind, LogFinding, audit};
use attest::checkpoint::{Checkpoint, TreeHead};
use attest::fork::{ForkEvidence, SignedHead};
use attest::growth::Growth;
use attest::hash::Hash;
use attest::note::Signer;
use attest::policy::{Policy, Quorum};
use attest::source::{self, CHECKPOINT_PATH, FolderSource, SourceError, TileSource};
use attest::tile::{TileId, right_edge};
use store::{Store, StoredCheckpoint};

use super::{LogError, SIGNED_FILE, durable, evidence};

/// Up to this size, every file and every entry is checked on each start: 262 144 entries are about 25 MB and take half
/// a second. Above this size, only the right edge is checked, because everything added later builds on it.
/// `candour audit` checks the whole log.
const WHOLE_SIZE: u64 = 262_144;

/// The number of entries read at once: 65 536 x 32 bytes = 2 MiB.
const CHUNK_SIZE: u64 = 65_536;

const LOCK_FILE: &str = "lock";

/// The exclusive right to write to a folder. It is released when dropped, or when the process ends for any reason.
#[derive(Debug)]
pub(super) struct FolderLock {
    _file: File,
}

impl FolderLock {
    pub(super) fn take(folder: &Path) -> Result<Self, LogError> {
        fs::create_dir_all(folder).map_err(LogError::file(folder, "made"))?;
        let path = folder.join(LOCK_FILE);
        let failed = |error| LogError::file(&path, "locked")(error);
        let options = File::options().read(true).write(true).create(true).truncate(false).open(&path);
        let mut file = options.map_err(failed)?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                let mut holder = String::new();
                file.read_to_string(&mut holder).map_err(failed)?;
                return Err(LogError::Held { path: path.display().to_string(), holder: holder.trim().to_owned() });
            }
            Err(TryLockError::Error(error)) => return Err(failed(error)),
        }
        file.set_len(0).and_then(|()| writeln!(file, "process {}", std::process::id())).map_err(failed)?;
        Ok(Self { _file: file })
    }
}

/// A log in the state that its newest signed head covers.
pub(super) struct RecoveredHead {
    /// The state of the files. Whatever lies between it and the head is not on disk yet.
    pub(super) on_disk: Growth,
    pub(super) growth: Growth,
    pub(super) head: TreeHead,
    pub(super) note: String,
    /// True if the database has this head. It does not if it was restored to a state from before the head was recorded,
    /// but still with all entries.
    pub(super) in_database: bool,
    /// True if the folder contains the files and the note for this head.
    pub(super) in_folder: bool,
}

struct SignedNote {
    head: TreeHead,
    note: String,
}

/// Compares whichever parts exist. Returns `None` for a log that never had a signed head.
pub(super) async fn recover(store: &Store, folder: &Path, signer: &Signer) -> Result<Option<RecoveredHead>, LogError> {
    let policy = Policy::new(signer.verifier().clone(), Vec::new(), Quorum::NoWitness)?;
    let on_disk =
        newest(folder, signed_in(folder, CHECKPOINT_PATH, &policy)?, signed_in(folder, SIGNED_FILE, &policy)?)?;
    let in_database = signed_by(&policy, store.latest_checkpoint().await?)?;
    let entries_count = store.log_size().await?;
    let sizes = [&on_disk, &in_database].map(|signed| signed.as_ref().map(|signed| signed.head.size));
    if let Some(size) = sizes.into_iter().flatten().find(|size| *size > entries_count) {
        return Err(LogError::WentBack { signed: size, found: entries_count });
    }
    let known_size = sizes[0];
    let (recorded, Some(newest)) = (sizes[1], newest(folder, on_disk, in_database)?) else { return Ok(None) };
    let recovery = Recovery { store, folder, policy: &policy };
    let on_disk = match known_size {
        Some(size) => recovery.on_disk(size, &newest).await?,
        None => Growth::new(),
    };
    let growth = recovery.grown_by_database(on_disk.clone(), newest.head).await?;
    let SignedNote { head, note } = newest;
    let in_database = recorded == Some(head.size);
    Ok(Some(RecoveredHead { on_disk, growth, head, note, in_database, in_folder: known_size == Some(head.size) }))
}

fn signed_in(folder: &Path, name: &str, policy: &Policy) -> Result<Option<SignedNote>, LogError> {
    let path = folder.join(name);
    let note = match fs::read(&path) {
        Ok(note) => note,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(LogError::file(&path, "read")(error)),
    };
    let refused = |source| LogError::Head { place: format!("`{}`", path.display()), source };
    let checkpoint = policy.check_remembered(&note).map_err(refused)?;
    Ok(Some(SignedNote { head: checkpoint.head(), note: String::from_utf8_lossy(&note).into_owned() }))
}

fn signed_by(policy: &Policy, stored: Option<StoredCheckpoint>) -> Result<Option<SignedNote>, LogError> {
    let Some(stored) = stored else { return Ok(None) };
    let refused = |source| LogError::Head { place: "the database".to_owned(), source };
    let checkpoint: Checkpoint = policy.check_remembered(stored.note.as_bytes()).map_err(refused)?;
    if checkpoint.head() != (TreeHead { size: stored.size, root: Hash(stored.root) }) {
        return Err(LogError::Differs { position: stored.size });
    }
    Ok(Some(SignedNote { head: checkpoint.head(), note: stored.note }))
}

/// The larger of two heads. Two different roots for the same size are a fork.
fn newest(folder: &Path, one: Option<SignedNote>, other: Option<SignedNote>) -> Result<Option<SignedNote>, LogError> {
    match (one, other) {
        (Some(one), Some(other)) if one.head.size == other.head.size && one.head.root != other.head.root => {
            Err(fork(folder, one.head, one.note, other.head, other.note)?)
        }
        (Some(one), Some(other)) if other.head.size > one.head.size => Ok(Some(other)),
        (Some(one), _) => Ok(Some(one)),
        (None, other) => Ok(other),
    }
}

/// Keeps the evidence of two heads with the same size, and returns the error that reports it.
pub(super) fn fork(
    folder: &Path,
    known: TreeHead,
    known_note: String,
    offered: TreeHead,
    offered_note: String,
) -> Result<LogError, LogError> {
    let signed = |head, note| SignedHead { head, note: Some(note) };
    let (known, offered) = (signed(known, known_note), signed(offered, offered_note));
    let size = offered.head.size;
    let kept = evidence::keep(folder, "evidence", &ForkEvidence { known, offered, proof: Vec::new() })?;
    Ok(LogError::Fork { size, evidence: kept.display().to_string() })
}

/// A folder whose checkpoint is replaced with the given note.
struct FilesUnderNote<'a> {
    files: FolderSource,
    note: &'a str,
}

impl TileSource for FilesUnderNote<'_> {
    fn read(&self, path: &str) -> Result<Option<Vec<u8>>, SourceError> {
        if path == CHECKPOINT_PATH { Ok(Some(self.note.as_bytes().to_vec())) } else { self.files.read(path) }
    }
}

struct Recovery<'a> {
    store: &'a Store,
    folder: &'a Path,
    policy: &'a Policy,
}

impl Recovery<'_> {
    /// The log in its files at `size`, which must be covered by a signed note in the folder.
    async fn on_disk(&self, size: u64, newest: &SignedNote) -> Result<Growth, LogError> {
        let note = match newest.head.size == size {
            true => newest.note.clone(),
            false => match self.newest_on_disk()? {
                Some(signed) => signed.note,
                None => return Ok(Growth::new()),
            },
        };
        let head = self.policy.check_remembered(note.as_bytes()).map(|checkpoint| checkpoint.head());
        let head = head.map_err(|source| LogError::Head { place: "the folder".to_owned(), source })?;
        if size > WHOLE_SIZE
            && let Some(growth) = self.right_edge(head)?
        {
            self.same_tail(size).await?;
            return Ok(growth);
        }
        let grown = self.grown_by_database(Growth::new(), head).await?;
        let source = FilesUnderNote { files: FolderSource::new(self.folder), note: &note };
        let report = audit(&source, self.policy, None);
        let is_gone = |finding: &LogFinding| finding.kind == FindingKind::Missing;
        if let Some(wrong) =
            report.findings.iter().filter(|finding| !is_gone(finding)).min_by_key(|finding| finding.position)
        {
            let position = report.first_wrong_position().or(wrong.position).unwrap_or(0);
            return Err(LogError::Damaged { position, what: wrong.what.clone() });
        }
        if !report.findings.is_empty() {
            self.make_missing(head).await?;
        }
        Ok(grown)
    }

    fn newest_on_disk(&self) -> Result<Option<SignedNote>, LogError> {
        let signed = |name| signed_in(self.folder, name, self.policy);
        newest(self.folder, signed(CHECKPOINT_PATH)?, signed(SIGNED_FILE)?)
    }

    /// The log rebuilt from its last tiles alone, if they all exist and produce the signed root.
    fn right_edge(&self, head: TreeHead) -> Result<Option<Growth>, LogError> {
        let files = FolderSource::new(self.folder);
        let mut tiles = Vec::new();
        for id in right_edge(head.size) {
            let Some(bytes) = files.read(&id.path()).map_err(source::LogReadError::from)? else { return Ok(None) };
            tiles.push((id, bytes));
        }
        let resumed = Growth::resume(head.size, tiles).ok();
        // The full tiles at the edge of each level contribute to the root, but are not part of the right edge.
        let whole = source::root(&files, head.size).is_ok_and(|root| root == head.root);
        Ok(resumed.filter(|growth| whole && growth.root() == head.root))
    }

    /// Checks that the last entries in the database and on disk are the same.
    async fn same_tail(&self, size: u64) -> Result<(), LogError> {
        let first = (size - 1) / 256 * 256;
        let entries = self.store.entries(first, size).await?;
        self.first_difference(first, &entries, size)
    }

    /// Grows a log to `head` with the entries in the database, which must produce its root.
    async fn grown_by_database(&self, mut growth: Growth, head: TreeHead) -> Result<Growth, LogError> {
        let first = growth.size();
        while growth.size() < head.size {
            let to = head.size.min(growth.size() + CHUNK_SIZE);
            let entries = self.store.entries(growth.size(), to).await?;
            if entries.len() as u64 != to - growth.size() {
                self.first_difference(growth.size(), &entries, to)?;
                return Err(LogError::Differs { position: growth.size() + entries.len() as u64 });
            }
            growth = growth.grow(&entries)?.0;
        }
        if growth.root() == head.root {
            return Ok(growth);
        }
        let mut from = first;
        while from < head.size {
            let to = head.size.min(from + CHUNK_SIZE);
            let entries = self.store.entries(from, to).await?;
            self.first_difference(from, &entries, head.size)?;
            from = to;
        }
        Err(LogError::Differs { position: head.size })
    }

    /// Fails at the first entry that differs on disk. Entries missing from the disk cannot be compared.
    fn first_difference(&self, first: u64, entries: &[[u8; 32]], size: u64) -> Result<(), LogError> {
        let files = FolderSource::new(self.folder);
        for (position, entry) in (first..).zip(entries) {
            match source::entry_at(&files, position, size) {
                Ok(on_disk) if on_disk != entry => return Err(LogError::Differs { position }),
                Ok(_) => {}
                Err(_) => return Ok(()),
            }
        }
        Ok(())
    }

    /// Creates missing tiles from the entries in the database, which are known to produce the root of `head`.
    async fn make_missing(&self, head: TreeHead) -> Result<(), LogError> {
        let edge = right_edge(head.size);
        let wanted = |id: &TileId| !id.is_partial() || edge.contains(id);
        let mut growth = Growth::new();
        let mut made_count = 0;
        while growth.size() < head.size {
            let entries = self.store.entries(growth.size(), head.size.min(growth.size() + CHUNK_SIZE)).await?;
            let (next, written) = growth.grow(&entries)?;
            if next.size() == growth.size() {
                return Err(LogError::Differs { position: next.size() });
            }
            let gone = |id: &TileId| wanted(id) && !self.folder.join(id.path()).exists();
            let tiles = written.tiles.into_iter().filter(|(id, _)| gone(id));
            let files: Vec<(String, Vec<u8>)> = tiles.map(|(id, bytes)| (id.path(), bytes)).collect();
            made_count += files.len();
            durable::write(self.folder, &files, &|| Ok(()))?;
            growth = next;
        }
        tracing::warn!(tiles_count = made_count, "tiles of the log were missing and have been made again");
        Ok(())
    }
}
