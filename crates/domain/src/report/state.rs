//! A report as its events leave it.

use jiff::Timestamp;

use super::event::ReportEvent;
use super::values::{Inquiry, Proposal, Received, ReportOutcome};
use crate::officer::Verdict;
use crate::record::event::Recorded;
use crate::record::followed::Followed;
use crate::record::state::Thing;
use crate::{EventId, ForceId, MatterId, OfficerId, Personal, ReportId};

/// Where a report stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Handling {
    /// It is being dealt with.
    Open,
    /// No further action.
    Closed {
        at: Timestamp,
        outcome: ReportOutcome,
        /// The inquiries that were made.
        inquiries: Vec<Inquiry>,
    },
}

/// A report.
#[derive(Clone, Debug, PartialEq)]
pub struct Report {
    /// Its id.
    pub id: ReportId,
    /// The event that received it.
    pub first_event: EventId,
    /// As it was received.
    pub received: Received,
    /// When it was received.
    pub received_at: Timestamp,
    /// When it is said to have happened.
    pub happened_at: Option<Timestamp>,
    /// Proposed officers with the answers.
    pub proposals: Vec<(Proposal, Option<Verdict>)>,
    /// Other reports of its series.
    pub series: Vec<ReportId>,
    /// The matters opened on it.
    pub matters: Vec<MatterId>,
    /// Visits to the reporter: who, when, which event.
    pub visits: Vec<(OfficerId, Timestamp, EventId)>,
    /// When it was withdrawn.
    pub withdrawn: Option<Timestamp>,
    /// Whether it was proven to be untrue, and by which event.
    pub found_false: Option<EventId>,
    /// Where it stands.
    pub handling: Handling,
    /// Annotations.
    pub annotations: Vec<(EventId, Personal<String>)>,
    /// What followed by rule.
    pub followed: Followed,
}

impl Thing for Report {
    type Event = ReportEvent;

    fn begin(event: &ReportEvent, recorded: &Recorded) -> Option<Self> {
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
            followed: Followed::default(),
        })
    }

    fn after(mut self, event: &ReportEvent, recorded: &Recorded) -> Option<Self> {
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
    /// The officer whom it is about: as the force knew, or as a person confirmed.
    pub fn officer(&self) -> Option<OfficerId> {
        let confirmed = self.proposals.iter().find(|(_, verdict)| *verdict == Some(Verdict::Confirmed));
        self.received.names.or(confirmed.map(|(proposal, _)| proposal.officer))
    }
}
