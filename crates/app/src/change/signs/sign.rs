//! The findings of the detectors, before anything is recorded.

use domain::record::followed::{Label, SignKind};
use domain::report::ReportEvent;
use domain::{EventId, OfficerId, StreamId};
use jiff::civil::Date;

/// A warning sign that a detector found: no id yet, and perhaps raised before.
#[derive(Clone, Debug)]
pub(crate) struct NewSign {
    /// The stream in which it is raised.
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

/// The findings of the detectors in one event.
#[derive(Debug, Default)]
pub(crate) struct Detection {
    /// Reports that belong with the one just received, as events of that report.
    pub(crate) joined: Vec<ReportEvent>,
    pub(crate) signs: Vec<NewSign>,
}
