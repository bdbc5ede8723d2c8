//! Findings of the detectors, before anything is recorded.

use domain::record::followed::{Label, SignKind};
use domain::report::ReportEvent;
use domain::{EventId, OfficerId, StreamId};
use jiff::civil::Date;

/// A warning sign found by a detector. It has no id yet, and may already have been raised.
#[derive(Clone, Debug)]
pub(crate) struct NewSign {
    /// The stream in which to raise it.
    pub(crate) stream: StreamId,
    pub(crate) sign: SignKind,
    pub(crate) officer: Option<OfficerId>,
    pub(crate) fact: String,
    pub(crate) rests_on: Vec<EventId>,
    pub(crate) sources: Vec<StreamId>,
    pub(crate) occurred: Option<Date>,
    pub(crate) label: Label,
    pub(crate) ask: Vec<OfficerId>,
}

/// Everything that the detectors found in one event.
#[derive(Debug, Default)]
pub(crate) struct Detection {
    /// Links from the report just received to related reports, as events of the new report.
    pub(crate) joined: Vec<ReportEvent>,
    pub(crate) signs: Vec<NewSign>,
}
