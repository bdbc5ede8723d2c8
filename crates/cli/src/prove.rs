//! `candour prove`: writes a file that proves that an event is in the log, and checks such a file.

use std::fs;
use std::path::Path;

use attest::checkpoint::Checkpoint;
use attest::entry::Entry;
use attest::note::Note;
use attest::policy::Policy;
use attest::proof::LogProof;
use attest::source::{CHECKPOINT_PATH, FolderSource, TileSource as _, entry_at, prove_inclusion};
use domain::EventId;
use serde::Serialize;

use crate::arguments::ProveArguments;
use crate::exit::Failure;
use crate::open::Record;
use crate::output::thousands;
use crate::sequence::log_folder;
use crate::session::Session;

#[derive(Serialize)]
struct ProofSummary {
    event: String,
    position: u64,
    size: u64,
    file: String,
}

pub fn prove(arguments: &ProveArguments, session: &Session) -> Result<(), Failure> {
    let event: EventId =
        arguments.event.parse().map_err(|error| Failure::usage(format!("`{}`: {error}", arguments.event)))?;
    let record = Record::existing(&arguments.record)?;
    let position = record.wait(record.store.position_of(event))?;
    let what = || format!("event `{event}` is not in the log: it does not exist, or it waits for the sequencer");
    let position = position.ok_or_else(|| Failure::missing(what()))?;
    let files = FolderSource::new(log_folder(&record.data));
    let bad = |error: &dyn std::fmt::Display| Failure::wrong(format!("the log cannot prove anything: {error}"));
    let note = files.read(CHECKPOINT_PATH).map_err(|error| bad(&error))?;
    let note = note.ok_or_else(|| Failure::missing("the log has no published checkpoint yet"))?;
    let checkpoint = Note::parse(&note).map_err(|error| bad(&error))?;
    let head = checkpoint.text().parse::<Checkpoint>().map_err(|error| bad(&error))?;
    if position >= head.size() {
        return Err(Failure::missing(format!("event `{event}` is not under the published checkpoint yet")));
    }
    let inclusion = prove_inclusion(&files, position, head.size()).map_err(|error| bad(&error))?;
    let entry = entry_at(&files, position, head.size()).map_err(|error| bad(&error))?;
    // The proof contains the entry, which a reader can trust because its hash leads to the root.
    let proof = LogProof { extra: Some(entry), index: position, inclusion, checkpoint };
    let out = arguments.out.clone().unwrap_or_else(|| format!("{event}.tlog-proof").into());
    let file = out.display().to_string();
    fs::write(&out, proof.to_string())
        .map_err(|source| Failure::system(format!("`{file}` cannot be written"), source))?;
    let proved = ProofSummary { event: event.to_string(), position, size: head.size(), file };
    let text =
        || format!("position {} of {}; the proof is in `{}`", proved.position, thousands(proved.size), proved.file);
    session.print(text, &proved)
}

#[derive(Serialize)]
struct ProofCheck {
    holds: bool,
    origin: String,
    position: u64,
    size: u64,
    entry: String,
    cosigned_by: Vec<String>,
}

/// Checks a proof offline.
pub fn check(file: &Path, policy: &Policy, session: &Session) -> Result<(), Failure> {
    let missing = |source: std::io::Error| Failure::missing(format!("`{}` cannot be read: {source}", file.display()));
    let proof = LogProof::parse(&fs::read(file).map_err(missing)?)
        .map_err(|error| Failure::bad_data(format!("`{}`: {error}", file.display())))?;
    let entry = proof.extra.as_deref().and_then(Entry::from_bytes).ok_or_else(|| {
        Failure::bad_data(format!("`{}` holds no entry of 32 bytes: needs a proof of `candour prove`", file.display()))
    })?;
    let trusted = proof
        .verify(entry.leaf_hash(), policy)
        .map_err(|error| Failure::wrong(format!("the proof does not hold: {error}")))?;
    let checked = ProofCheck {
        holds: true,
        origin: trusted.checkpoint().origin().to_owned(),
        position: proof.index,
        size: trusted.head().size,
        entry: entry.0.iter().map(|byte| format!("{byte:02x}")).collect(),
        cosigned_by: trusted.cosigned_by().iter().map(|witness| witness.name.clone()).collect(),
    };
    let text = || {
        format!(
            "The proof holds: the entry {} stands at position {} of the log `{}`, under a checkpoint of {} entries \
             cosigned by {} witnesses.",
            checked.entry,
            checked.position,
            checked.origin,
            thousands(checked.size),
            checked.cosigned_by.len(),
        )
    };
    session.print(text, &checked)
}
