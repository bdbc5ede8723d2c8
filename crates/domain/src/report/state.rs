//! The state of a report.

use jiff::Timestamp;

use super::event::ReportEvent;
use super::values::{Inquiry, Proposal, ReceivedReport, ReportOutcome};
use crate::officer::Verdict;
use crate::record::event::RecordedEvent;
use crate::record::followed::Consequences;
use crate::record::state::Thing;
use crate::{EventId, ForceId, MatterId, OfficerId, Personal, ReportId};

/// The stage that a report has reached.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Handling {
    /// The report is being dealt with.
    Open,
    /// Closed without further action.
    Closed {
        at: Timestamp,
        outcome: ReportOutcome,
        /// The inquiries that were made.
        inquiries: Vec<Inquiry>,
    },
}

#[derive(Clone, Debug, PartialEq)]
pub struct Report {
    pub id: ReportId,
    /// The event that recorded the receipt of the report.
    pub first_event: EventId,
    pub received: ReceivedReport,
    pub received_at: Timestamp,
    /// The time at which the conduct allegedly took place.
    pub happened_at: Option<Timestamp>,
    /// The proposed officers, each with a verdict once a person has judged the proposal.
    pub proposals: Vec<(Proposal, Option<Verdict>)>,
    /// The other reports of its series.
    pub series: Vec<ReportId>,
    /// The matters opened on the basis of the report.
    pub matters: Vec<MatterId>,
    /// Visits to the reporter: the visitor, the time and the event.
    pub visits: Vec<(OfficerId, Timestamp, EventId)>,
    /// The time at which the complaint was withdrawn.
    pub withdrawn: Option<Timestamp>,
    /// The event that recorded that the report was proven to be untrue.
    pub found_false: Option<EventId>,
    pub handling: Handling,
    /// Annotations, each with the event that it refers to.
    pub annotations: Vec<(EventId, Personal<String>)>,
    pub followed: Consequences,
}

impl Thing for Report {
    type Event = ReportEvent;

    fn begin(event: &ReportEvent, recorded: &RecordedEvent) -> Option<Self> {
        let ReportEvent::Received(received) = event else { return None };
        Some(Self {
            id: recorded.stream.key.parse().ok()?,
            first_event: recorded.id,
            received: received.clone(),
            received_at: recorded.recorded_at,
            happened_at: recorded.happened_at,
            proposals: Vec::new(),
            series: Vec::new(),
            matters: Vec::new(),
            visits: Vec::new(),
            withdrawn: None,
            found_false: None,
            handling: Handling::Open,
            annotations: Vec::new(),
            followed: Consequences::default(),
        })
    }

    fn after(mut self, event: &ReportEvent, recorded: &RecordedEvent) -> Option<Self> {
        match event {
            ReportEvent::Received(_) => return None,
            ReportEvent::LinkProposed(proposal) => self.proposals.push((proposal.clone(), None)),
            ReportEvent::LinkJudged { link, verdict, .. } => {
                self.proposals.iter_mut().find(|(known, _)| known.link == *link)?.1 = Some(*verdict);
            }
            ReportEvent::SeriesJoined { with, .. } => self.series.push(*with),
            ReportEvent::MatterOpened { matter } => self.matters.push(*matter),
            ReportEvent::ReporterVisited { by } => self.visits.push((*by, recorded.happened(), recorded.id)),
            ReportEvent::Withdrawn { .. } => self.withdrawn = Some(recorded.happened()),
            ReportEvent::FoundFalse { .. } => self.found_false = Some(recorded.id),
            ReportEvent::Closed { outcome, inquiries, .. } => {
                self.handling =
                    Handling::Closed { at: recorded.recorded_at, outcome: *outcome, inquiries: inquiries.clone() };
            }
            ReportEvent::Annotated { of, words } => self.annotations.push((*of, words.clone())),
            ReportEvent::Followed(follow) => self.followed.after(follow, recorded)?,
        }
        Some(self)
    }

    fn force(&self) -> Option<&ForceId> {
        Some(&self.received.force)
    }

    fn subject(&self) -> Option<OfficerId> {
        self.officer()
    }
}

impl Report {
    /// The officer it is about: either named by the force, or proposed and then confirmed by a person.
    pub fn officer(&self) -> Option<OfficerId> {
        let confirmed = self.proposals.iter().find(|(_, verdict)| *verdict == Some(Verdict::Confirmed));
        self.received.names.or(confirmed.map(|(proposal, _)| proposal.officer))
    }
}
