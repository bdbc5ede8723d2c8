//! Findings of an audit, in words for the person who ran it.

use crate::checkpoint::TreeHead;
use crate::fork::ForkEvidence;
use crate::policy::WitnessCosignature;

/// The number of findings at which an audit stops. A log with so many is beyond repair, and a forged size must not keep
/// an auditor busy for ever.
pub const MAX_FINDINGS: usize = 1000;

/// Kinds of fault.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FindingKind {
    /// There is no checkpoint.
    CheckpointMissing,
    /// The checkpoint does not meet the policy.
    CheckpointRefused,
    /// A file is missing.
    Missing,
    /// A file has the wrong length or form.
    Damaged,
    /// The source could not read a file, so nothing is known about its content.
    Unreadable,
    /// An entry does not match its leaf hash, while the leaf hash does lead to the signed root.
    EntryChanged,
    /// A hash in a tile does not match the content below it and does not lead to the signed root.
    TileChanged,
    /// Entries and their tile do not match the tile above them, which leads to the signed root.
    Replaced,
    /// Two neighbours do not match, and nothing shows which one is wrong.
    Disagreement,
    /// Everything matches except the signed root.
    RootDiffers,
    /// The log has fewer entries than before.
    Shrunk,
    /// The log no longer contains its earlier entries.
    HistoryChanged,
    /// Damage prevents a comparison with the remembered checkpoint.
    HistoryUnknown,
    /// The remembered checkpoint does not belong to this log.
    RememberedRefused,
}

/// One fault.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LogFinding {
    /// The kind of fault.
    pub kind: FindingKind,
    /// The first position (leaf index, counted from 0) that is wrong or cannot be vouched for; `None` if the fault has
    /// no position.
    pub position: Option<u64>,
    /// A description in plain words.
    pub what: String,
}

/// The outcome of an audit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuditReport {
    /// The faults found, at most [`MAX_FINDINGS`]; those found in the walk over the tiles are in order of position.
    pub findings: Vec<LogFinding>,
    /// True if there were too many faults to continue.
    pub stopped_early: bool,
    /// The size and root that were audited; `None` if no checkpoint was accepted.
    pub head: Option<TreeHead>,
    /// The witnesses that cosigned the checkpoint.
    pub cosigned_by: Vec<WitnessCosignature>,
    /// True if the entries alone lead to the signed root. All entries are then present and unchanged, and any faults
    /// are in tiles, which can be rebuilt.
    pub entries_hold: bool,
    /// Two signed heads, one of which does not continue the other, as evidence for anyone.
    pub evidence: Option<ForkEvidence>,
}

impl AuditReport {
    /// Returns true if everything is present and nothing differs.
    pub fn holds(&self) -> bool {
        self.findings.is_empty() && self.entries_hold
    }

    /// The first position that is wrong or cannot be vouched for.
    pub fn first_wrong_position(&self) -> Option<u64> {
        self.findings.iter().filter_map(|finding| finding.position).min()
    }

    pub(super) fn without_checkpoint(kind: FindingKind, what: String) -> Self {
        Self {
            findings: vec![LogFinding { kind, position: None, what }],
            stopped_early: false,
            head: None,
            cosigned_by: Vec::new(),
            entries_hold: false,
            evidence: None,
        }
    }
}

/// Findings in order of discovery, up to the limit.
#[derive(Debug, Default)]
pub(super) struct Findings(Vec<LogFinding>);

impl Findings {
    pub(super) fn add(&mut self, kind: FindingKind, position: Option<u64>, what: String) {
        if !self.is_full() {
            self.0.push(LogFinding { kind, position, what });
        }
    }

    /// Blames every disagreement on a tile, because the entries alone lead to the signed root.
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

    pub(super) fn into_vec(self) -> Vec<LogFinding> {
        self.0
    }
}
