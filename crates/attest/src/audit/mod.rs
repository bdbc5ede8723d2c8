//! The audit: checks that everything ever recorded is still there, and finds the positions that are not. It only reads
//! and never repairs.
//!
//! The audit trusts the signed root. From there, every tile and every entry is checked against its neighbours, in leaf
//! order and with only one tile per level in memory, whatever the size of the log. A difference is reported at the
//! lowest level at which it shows, which gives its exact position: an entry is checked against its leaf hash, each tile
//! against the one above it, and the right edge against the root.

mod finding;
mod history;
mod walk;

pub use finding::{AuditReport, FindingKind, LogFinding, MAX_FINDINGS};

use crate::audit::finding::Findings;
use crate::audit::walk::Walk;
use crate::policy::Policy;
use crate::source::{CHECKPOINT_PATH, TileSource};

/// Audits a whole log under a policy and, if one is given, against a checkpoint that the auditor kept from an earlier
/// visit.
///
/// If the checkpoint itself is not accepted, nothing else can be checked, and the report says only that.
pub fn audit<S: TileSource + ?Sized>(source: &S, policy: &Policy, remembered: Option<&[u8]>) -> AuditReport {
    let mut findings = Findings::default();
    let note = match source.read(CHECKPOINT_PATH) {
        Ok(Some(note)) => note,
        Ok(None) => {
            let what = "the checkpoint is missing: nothing says what the log should hold".to_owned();
            return AuditReport::without_checkpoint(FindingKind::CheckpointMissing, what);
        }
        Err(error) => return AuditReport::without_checkpoint(FindingKind::Unreadable, error.to_string()),
    };
    let trusted = match policy.check(&note) {
        Ok(trusted) => trusted,
        Err(refusal) => {
            let what = format!("the checkpoint is not trusted: {refusal}");
            return AuditReport::without_checkpoint(FindingKind::CheckpointRefused, what);
        }
    };
    let head = trusted.head();
    let known = remembered.map(|note| (note, policy.check_remembered(note)));
    let watched_size = known.as_ref().and_then(|(_, known)| known.as_ref().ok()).map(|known| known.size());
    let walked = Walk::new(source, head, watched_size, &mut findings).run();
    let evidence = known.and_then(|(remembered_note, known)| match known {
        Ok(known) => history::compare(source, (&known, remembered_note), (head, &note), &walked, &mut findings),
        Err(refusal) => {
            let what = format!("the remembered checkpoint is not trusted, so nothing was compared: {refusal}");
            findings.add(FindingKind::RememberedRefused, None, what);
            None
        }
    });
    AuditReport {
        stopped_early: findings.is_full(),
        findings: findings.into_vec(),
        head: Some(head),
        cosigned_by: trusted.cosigned_by().to_vec(),
        entries_hold: walked.entries_root == Some(head.root),
        evidence,
    }
}
