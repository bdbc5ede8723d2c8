//! Evidence of two histories signed with one key: both signed notes and the proof, each in a file that anyone can
//! check.

use std::path::{Path, PathBuf};

use attest::fork::ForkEvidence;

use super::{LogError, durable};

/// Stores evidence durably in the folder `under`, below `root`, and returns its path. Storing the same evidence again
/// changes nothing.
pub(super) fn keep(root: &Path, under: &str, evidence: &ForkEvidence) -> Result<PathBuf, LogError> {
    let (known, offered) = (&evidence.known, &evidence.offered);
    let root_start: String = offered.head.root.0.iter().take(4).map(|byte| format!("{byte:02x}")).collect();
    let folder = format!("{under}/{}-{}-{root_start}", known.head.size, offered.head.size);
    let note = |signed: &attest::fork::SignedHead| signed.note.clone().unwrap_or_default().into_bytes();
    let proof: String = evidence.proof.iter().map(|hash| format!("{hash}\n")).collect();
    let files = [
        (format!("{folder}/known.checkpoint"), note(known)),
        (format!("{folder}/offered.checkpoint"), note(offered)),
        (format!("{folder}/consistency-proof"), proof.into_bytes()),
    ];
    durable::write(root, &files, &|| Ok(()))?;
    Ok(root.join(folder))
}
