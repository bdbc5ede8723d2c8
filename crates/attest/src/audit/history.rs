//! Comparison with a checkpoint that the auditor kept: the log must still contain everything that it contained then.

use crate::audit::finding::{FindingKind, Findings};
use crate::audit::walk::WalkResult;
use crate::checkpoint::{Checkpoint, TreeHead};
use crate::fork::{ForkEvidence, SignedHead};
use crate::hash::Hash;
use crate::merkle::verify_consistency;
use crate::source::{TileSource, prove_consistency};

/// Compares the remembered checkpoint with the one that was just audited. The proof comes from the tiles. If these are
/// damaged but the entries lead to the signed root, the entries themselves decide.
pub(super) fn compare<S: TileSource + ?Sized>(
    source: &S,
    (known, known_note): (&Checkpoint, &[u8]),
    (now, now_note): (TreeHead, &[u8]),
    walked: &WalkResult,
    findings: &mut Findings,
) -> Option<ForkEvidence> {
    let text = |note: &[u8]| Some(String::from_utf8_lossy(note).into_owned());
    let evidence = |proof: Vec<Hash>| {
        let known = SignedHead { head: known.head(), note: text(known_note) };
        Some(ForkEvidence { known, offered: SignedHead { head: now, note: text(now_note) }, proof })
    };
    let (old, new) = (known.head(), now);
    if new.size < old.size {
        let what = format!(
            "the log has {} entries and had {}: those from position {} on are gone",
            new.size, old.size, new.size
        );
        findings.add(FindingKind::Shrunk, Some(new.size), what);
        return evidence(Vec::new());
    }
    if old.size == 0 && old.root == Hash::of_empty_tree() {
        return None;
    }
    let proof = prove_consistency(source, old.size, new.size).unwrap_or_default();
    let proven = verify_consistency(old.size, new.size, &proof, old.root, new.root).is_ok();
    let entries_hold = walked.entries_root == Some(new.root);
    if proven || (entries_hold && walked.watched_root == Some(old.root)) {
        return None;
    }
    // The signed root commits to the entries. So whatever the tiles say, the old root does not cover the same entries.
    if entries_hold || old.size == new.size {
        let what = format!(
            "the log no longer contains what it contained at size {}: the log has signed two histories",
            old.size
        );
        findings.add(FindingKind::HistoryChanged, None, what);
        return evidence(proof);
    }
    let what = format!(
        "whether the log still contains what it contained at size {} cannot be told before its damage is repaired",
        old.size
    );
    findings.add(FindingKind::HistoryUnknown, None, what);
    None
}
