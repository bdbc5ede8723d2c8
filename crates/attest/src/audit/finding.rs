//! What an audit found, in words for whoever asked.

use crate::checkpoint::TreeHead;
use crate::fork::ForkEvidence;
use crate::policy::CosignedBy;

/// After so many findings an audit stops: the log is lost, and a forged size must not keep an auditor busy for ever.
pub const MAX_FINDINGS: usize = 1000;

/// What kind of fault.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FindingKind {
    /// There is no checkpoint.
    CheckpointMissing,
    /// The checkpoint does not meet the policy.
    CheckpointRefused,
    /// A file that should be there is not.
    Missing,
    /// A file of the wrong length or form.
    Damaged,
    /// A file that the source could not read: nothing is known about it.
    Unreadable,
    /// An entry that does not match its leaf hash, while the leaf hash leads to the signed root.
    EntryChanged,
    /// A hash in a tile that does not match what is under it, and does not lead to the signed root.
    TileChanged,
    /// Entries together with their tile that do not match the tile above, which leads to the signed root.
    Replaced,
    /// Two neighbours that do not match, and nothing tells which is wrong.
    Disagreement,
    /// Everything matches except the signed root.
    RootDiffers,
    /// The log has fewer entries than it had.
    Shrunk,
    /// The log does not contain what it contained.
    HistoryChanged,
    /// Damage prevents the comparison with the remembered checkpoint.
    HistoryUnknown,
    /// The remembered checkpoint is not one of this log.
    RememberedRefused,
}

/// One fault.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// What kind.
    pub kind: FindingKind,
    /// The first position (leaf index, from 0) that is wrong or cannot be vouched for; `None` when it is about no position.
    pub position: Option<u64>,
    /// In plain words.
    pub what: String,
}

/// The outcome of an audit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuditReport {
    /// Every fault, those of the walk in the order of positions; at most [`MAX_FINDINGS`].
    pub findings: Vec<Finding>,
    /// Whether there were too many faults to go on.
    pub stopped_early: bool,
    /// The size and root that were audited; `None` when no checkpoint was believed.
    pub head: Option<TreeHead>,
    /// The witnesses that cosigned the checkpoint.
    pub cosigned_by: Vec<CosignedBy>,
    /// Whether the entries alone give the signed root: then every entry is there, and faults are of tiles that can be
    /// made again.
    pub entries_hold: bool,
    /// Two signed heads that do not continue each other, to show to anyone.
    pub evidence: Option<ForkEvidence>,
}

impl AuditReport {
    /// Whether everything is there and nothing differs.
    pub fn holds(&self) -> bool {
        self.findings.is_empty() && self.entries_hold
    }

    /// The first position that is wrong or cannot be vouched for.
    pub fn first_wrong_position(&self) -> Option<u64> {
        self.findings.iter().filter_map(|finding| finding.position).min()
    }

    pub(super) fn without_checkpoint(kind: FindingKind, what: String) -> Self {
        Self {
            findings: vec![Finding { kind, position: None, what }],
            stopped_early: false,
            head: None,
            cosigned_by: Vec::new(),
            entries_hold: false,
            evidence: None,
        }
    }
}

/// Findings as they come, up to the limit.
#[derive(Debug, Default)]
pub(super) struct Findings(Vec<Finding>);

impl Findings {
    pub(super) fn add(&mut self, kind: FindingKind, position: Option<u64>, what: String) {
        if !self.is_full() {
            self.0.push(Finding { kind, position, what });
        }
    }

    /// When the entries alone give the signed root, every disagreement is the fault of a tile.
    pub(super) fn settle_disagreements(&mut self) {
        for finding in self.0.iter_mut().filter(|finding| finding.kind == FindingKind::Disagreement) {
            finding.kind = FindingKind::TileChanged;
            finding.what.push_str("; all entries give the signed root, so that it is the tile that was changed");
        }
    }

    pub(super) fn len(&self) -> usize {
        self.0.len()
    }

    pub(super) fn is_full(&self) -> bool {
        self.0.len() >= MAX_FINDINGS
    }

    pub(super) fn into_vec(self) -> Vec<Finding> {
        self.0
    }
}
