//! The memory of a witness: the last head of each log, stored durably before a cosignature is released, and evidence of
//! forks.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use attest::checkpoint::Checkpoint;
use attest::cosignature::Cosigner;
use attest::fork::SignedHead;
use attest::hash::leaf_hash;
use attest::note::Verifier;
use attest::policy::PolicyRefusal;
use attest::witness::{AddCheckpoint, WatchedLog, WitnessRefusal, decide};

use super::recover::FolderLock;
use super::{LogError, durable, evidence};

/// The heads that a witness has cosigned, stored in a folder. Only one process may use the folder at a time.
#[derive(Debug)]
pub struct Ledger {
    folder: PathBuf,
    cosigner: Cosigner,
    logs: BTreeMap<String, WatchedLog>,
    _lock: FolderLock,
}

/// The reason why a request was not cosigned.
#[derive(Debug, thiserror::Error)]
pub enum NotCosigned {
    /// The witness refuses. Any evidence has been kept.
    #[error(transparent)]
    Refused(#[from] WitnessRefusal),
    /// The new head or the evidence could not be stored, so nothing was signed.
    #[error(transparent)]
    Failed(#[from] LogError),
}

impl Ledger {
    /// Opens the ledger in `folder` for the logs with these keys. Keys with the same name belong to the same log.
    ///
    /// # Errors
    /// If the folder cannot be used, or it contains a head that was not signed by a key of its log.
    pub fn open(folder: &Path, cosigner: Cosigner, keys: Vec<Verifier>) -> Result<Self, LogError> {
        let lock = FolderLock::take(folder)?;
        durable::prepare(folder)?;
        let mut logs: BTreeMap<String, WatchedLog> = BTreeMap::new();
        for key in keys {
            let origin = key.name().to_owned();
            let nothing = || WatchedLog { keys: Vec::new(), latest: SignedHead::nothing_seen() };
            logs.entry(origin).or_insert_with(nothing).keys.push(key);
        }
        for (origin, watched) in &mut logs {
            let path = folder.join(latest_path(origin));
            let note = match fs::read(&path) {
                Ok(note) => note,
                Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
                Err(error) => return Err(LogError::file(&path, "read")(error)),
            };
            let refused = |source| LogError::Head { place: path.display().to_string(), source };
            let (checkpoint, _) = Checkpoint::open(&note, &watched.keys).map_err(|error| refused(error.into()))?;
            if checkpoint.origin() != origin {
                let (found, expected) = (checkpoint.origin().to_owned(), origin.clone());
                return Err(refused(PolicyRefusal::OtherLog { found, expected }));
            }
            let note = String::from_utf8_lossy(&note).into_owned();
            watched.latest = SignedHead { head: checkpoint.head(), note: Some(note) };
        }
        Ok(Self { folder: folder.to_owned(), cosigner, logs, _lock: lock })
    }

    /// The key that others add to their policies.
    pub fn verifier(&self) -> &Verifier {
        self.cosigner.verifier()
    }

    /// The most recently cosigned head of a watched log.
    pub fn latest(&self, origin: &str) -> Option<&SignedHead> {
        self.logs.get(origin).map(|watched| &watched.latest)
    }

    /// Handles the body of a request and returns the line with the cosignature. `now` is in seconds since 1970.
    ///
    /// The new head is durable before this returns, so the witness cannot forget a head that it has cosigned, even in a
    /// crash.
    ///
    /// # Errors
    /// See [`NotCosigned`].
    pub fn add_checkpoint(&mut self, body: &[u8], now: u64) -> Result<String, NotCosigned> {
        let request = AddCheckpoint::parse(body).map_err(WitnessRefusal::from)?;
        let cosigned = match decide(&self.cosigner, |origin| self.logs.get(origin), &request, now) {
            Ok(cosigned) => cosigned,
            Err(refusal) => {
                if let Some(found) = refusal.evidence() {
                    let origin = request.checkpoint.text().lines().next().unwrap_or_default();
                    evidence::keep(&self.folder, &format!("{}/evidence", folder_name(origin)), found)?;
                }
                return Err(refusal.into());
            }
        };
        if cosigned.latest.head != cosigned.before.head || cosigned.before.note.is_none() {
            let note = cosigned.latest.note.clone().unwrap_or_default();
            durable::write_one(&self.folder, &latest_path(&cosigned.origin), note.as_bytes())?;
        }
        if let Some(watched) = self.logs.get_mut(&cosigned.origin) {
            watched.latest = cosigned.latest;
        }
        Ok(format!("{}\n", cosigned.cosignature))
    }
}

fn latest_path(origin: &str) -> String {
    format!("{}/latest.checkpoint", folder_name(origin))
}

/// Creates a folder name from the origin: its safe characters, followed by a hash that distinguishes origins with
/// similar names.
fn folder_name(origin: &str) -> String {
    let safe =
        |letter: char| if letter.is_ascii_alphanumeric() || letter == '.' || letter == '-' { letter } else { '_' };
    let start: String = origin.trim_start_matches('.').chars().take(80).map(safe).collect();
    let hash: String = leaf_hash(origin.as_bytes()).0.iter().take(6).map(|byte| format!("{byte:02x}")).collect();
    format!("{start}-{hash}")
}
