//! Measures proofs in a log of a million entries: their size, and the time to verify them.

use std::hint::black_box;
use std::time::Duration;

use attest::checkpoint::{Checkpoint, TreeHead};
use attest::entry::Entry;
use attest::growth::Growth;
use attest::hash::Hash;
use attest::merkle::verify_inclusion;
use attest::note::Signer;
use attest::policy::{Policy, Quorum};
use attest::proof::LogProof;
use attest::source::{MemorySource, prove_inclusion};
use cli::measure::Moment;
use serde_json::{Value, json};

use super::BenchError;
use super::figures::spread;

const ENTRIES_COUNT: u64 = 1_000_000;

/// The number of proofs to verify.
const PROOFS_COUNT: u64 = 1_000;

/// Number of proofs verified between two readings of the clock, because a single one takes no longer than a reading.
const AT_ONCE: u32 = 20;

const ORIGIN: &str = "log.northmere.example/record";

pub fn measure() -> Result<Value, BenchError> {
    let entries: Vec<[u8; 32]> = (0..ENTRIES_COUNT)
        .map(|number| {
            let mut entry = [7; 32];
            entry[..8].copy_from_slice(&number.to_be_bytes());
            entry
        })
        .collect();
    let (growth, written) = Growth::new().grow(&entries)?;
    let mut log = MemorySource::default();
    log.files.extend(written.tiles.into_iter().map(|(tile, bytes)| (tile.path(), bytes)));
    let head = TreeHead { size: growth.size(), root: growth.root() };
    let signer = Signer::from_seed(ORIGIN, &[1; 32])?;
    let checkpoint = Checkpoint::new(ORIGIN, head)?.sign(&signer)?;
    let policy = Policy::new(signer.verifier().clone(), Vec::new(), Quorum::NoWitness)?;

    let (mut inclusion_us, mut whole_us, mut hashes, mut files) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for number in 0..PROOFS_COUNT {
        // A prime stride spreads the proofs over the log.
        let index = number * 999_983 % ENTRIES_COUNT;
        let leaf = Entry(entries[index as usize]).leaf_hash();
        let inclusion: Vec<Hash> = prove_inclusion(&log, index, head.size)?;
        inclusion_us.push(microseconds(AT_ONCE, || {
            Ok(verify_inclusion(black_box(leaf), index, head.size, black_box(&inclusion), head.root)?)
        })?);
        hashes.push((inclusion.len() * 32) as f64);
        let proof = LogProof { extra: None, index, inclusion, checkpoint: checkpoint.clone() };
        let file = proof.to_string();
        files.push(file.len() as f64);
        whole_us.push(microseconds(1, || {
            LogProof::parse(black_box(file.as_bytes()))?.verify(leaf, &policy)?;
            Ok(())
        })?);
    }
    Ok(json!({
        "entries": ENTRIES_COUNT,
        "proofs": PROOFS_COUNT,
        "hashes_bytes": spread(&hashes),
        "file_bytes": spread(&files),
        "verify_us": spread(&inclusion_us),
        "file_verify_us": spread(&whole_us),
    }))
}

fn microseconds(times: u32, mut work: impl FnMut() -> Result<(), BenchError>) -> Result<f64, BenchError> {
    let begun = Moment::now();
    for _ in 0..times {
        work()?;
    }
    let took: Duration = begun.elapsed();
    Ok(took.as_secs_f64() * 1e6 / f64::from(times))
}
