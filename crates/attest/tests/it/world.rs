//! Material for the stories: keys, logs, witnesses.

use std::num::NonZeroUsize;
use std::path::PathBuf;

use attest::checkpoint::{Checkpoint, TreeHead};
use attest::cosignature::Cosigner;
use attest::frontier::Frontier;
use attest::growth::{GrownTree, Growth};
use attest::hash::{Hash, leaf_hash};
use attest::note::{Note, Signer};
use attest::policy::{Policy, Quorum};
use attest::source::{CHECKPOINT_PATH, MemorySource};

pub const ORIGIN: &str = "log.avonvale.example/record";

/// The folder with the conformance vectors, or `None` after printing a line that says why they are skipped.
#[expect(
    clippy::disallowed_methods,
    reason = "the vectors are not part of the project: their folder is named from outside"
)]
pub fn vectors(folder: &str) -> Option<PathBuf> {
    match std::env::var("CANDOUR_VECTORS") {
        Ok(root) => Some(PathBuf::from(root).join(folder)),
        Err(_) => {
            println!("SKIPPED: CANDOUR_VECTORS is not set, so the vectors in `{folder}` were not run");
            None
        }
    }
}

pub fn log_key() -> Signer {
    Signer::from_seed(ORIGIN, &[7; 32]).expect("a name")
}

pub fn cosigner(number: u8) -> Cosigner {
    Cosigner::from_seed(&format!("witness{number}.example/w"), &[100 + number; 32]).expect("a name")
}

/// `entry 0`, `entry 1` and so on, with different lengths.
pub fn entry(position: u64) -> Vec<u8> {
    format!("entry {position}").into_bytes()
}

pub fn entries(from: u64, to: u64) -> Vec<Vec<u8>> {
    (from..to).map(entry).collect()
}

pub fn root_of_first(size: u64) -> Hash {
    let mut frontier = Frontier::new();
    (0..size).for_each(|position| frontier.append(leaf_hash(&entry(position))));
    frontier.root()
}

pub fn head_at(size: u64) -> TreeHead {
    TreeHead { size, root: root_of_first(size) }
}

pub fn signed(head: TreeHead) -> Note {
    Checkpoint::new(ORIGIN, head).and_then(|checkpoint| checkpoint.sign(&log_key())).expect("a sound checkpoint")
}

pub fn witnesses_needed(needed: usize, of: u8) -> Policy {
    let witnesses = (1..=of).map(|number| cosigner(number).verifier().clone()).collect();
    let quorum = NonZeroUsize::new(needed).map_or(Quorum::NoWitness, Quorum::AtLeast);
    Policy::new(log_key().verifier().clone(), witnesses, quorum).expect("a policy that can be met")
}

pub fn log_alone() -> Policy {
    witnesses_needed(0, 0)
}

pub fn store(source: &mut MemorySource, written: &GrownTree) {
    for (id, bytes) in &written.tiles {
        source.files.insert(id.path(), bytes.clone());
    }
}

/// A log with these `entries`, stored and signed.
pub fn log_of(entries: &[Vec<u8>]) -> MemorySource {
    let (_, written) = Growth::new().grow(entries).expect("short entries");
    let mut source = MemorySource::default();
    store(&mut source, &written);
    sign(&mut source, TreeHead { size: written.size, root: written.root });
    source
}

pub fn sign(source: &mut MemorySource, head: TreeHead) -> Note {
    let note = signed(head);
    source.files.insert(CHECKPOINT_PATH.to_owned(), note.to_string().into_bytes());
    note
}

pub fn log_at(size: u64) -> MemorySource {
    log_of(&entries(0, size))
}
