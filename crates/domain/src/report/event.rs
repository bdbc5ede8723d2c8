//! What happens to a report. The names of the kinds are what policy packs react to.

use serde::{Deserialize, Serialize};

use super::values::{Inquiry, Proposal, Received, ReportOutcome, SeriesTie};
use crate::officer::Verdict;
use crate::record::actor::Actor;
use crate::record::followed::Follow;
use crate::{EventId, LinkId, MatterId, OfficerId, Personal, ReportId};

/// What happens to a report.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", content = "payload", remote = "Self")]
pub enum ReportEvent {
    /// It was received.
    #[serde(rename = "report.received")]
    Received(Received),
    /// The engine proposes an officer.
    #[serde(rename = "report.link-proposed")]
    LinkProposed(Proposal),
    /// A person judged the proposal.
    #[serde(rename = "report.link-judged")]
    LinkJudged {
        link: LinkId,
        /// The answer.
        verdict: Verdict,
        /// Why.
        reasons: Personal<String>,
    },
    /// It belongs to a series with another report.
    #[serde(rename = "report.series-joined")]
    SeriesJoined {
        /// The other report.
        with: ReportId,
        /// What they share.
        because: Vec<SeriesTie>,
    },
    /// A matter was opened on it.
    #[serde(rename = "report.matter-opened")]
    MatterOpened { matter: MatterId },
    /// Somebody of the workforce visited the reporter.
    #[serde(rename = "report.reporter-visited")]
    ReporterVisited { by: OfficerId },
    /// The complainant withdraws. This never closes anything by itself (PCMR reg 38).
    #[serde(rename = "complaint.withdrawn")]
    Withdrawn {
        /// Why, as told.
        words: Personal<String>,
    },
    /// It was proven to be untrue.
    #[serde(rename = "report.found-false")]
    FoundFalse {
        /// How that is known.
        how: Personal<String>,
    },
    /// No further action. A sexual report needs a supervisor and the checklist.
    #[serde(rename = "report.closed")]
    Closed {
        outcome: ReportOutcome,
        /// The inquiries that were made.
        inquiries: Vec<Inquiry>,
        /// The supervisor.
        supervisor: Actor,
    },
    /// Somebody disputes or explains a fact.
    #[serde(rename = "report.annotated")]
    Annotated {
        /// What about.
        of: EventId,
        /// What is said.
        words: Personal<String>,
    },
    /// What follows by rule; written and read as [`Follow`] by its own kinds.
    #[serde(skip)]
    Followed(Follow),
}

crate::record::followed::holds_follow!(ReportEvent);
