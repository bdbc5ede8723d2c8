//! Events of a report. Policy packs refer to them by kind.

use serde::{Deserialize, Serialize};

use super::values::{Inquiry, Proposal, ReceivedReport, ReportOutcome, SeriesTie};
use crate::officer::Verdict;
use crate::record::actor::Actor;
use crate::record::followed::Consequence;
use crate::{EventId, LinkId, MatterId, OfficerId, Personal, ReportId};

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", content = "payload", remote = "Self")]
pub enum ReportEvent {
    #[serde(rename = "report.received")]
    Received(ReceivedReport),
    /// The linkage engine proposed an officer.
    #[serde(rename = "report.link-proposed")]
    LinkProposed(Proposal),
    /// A person judged a proposal.
    #[serde(rename = "report.link-judged")]
    LinkJudged { link: LinkId, verdict: Verdict, reasons: Personal<String> },
    /// The report was found to belong to the same series as another one.
    #[serde(rename = "report.series-joined")]
    SeriesJoined {
        /// The other report.
        with: ReportId,
        /// The details that both reports share.
        because: Vec<SeriesTie>,
    },
    /// A matter was opened on the basis of the report.
    #[serde(rename = "report.matter-opened")]
    MatterOpened { matter: MatterId },
    /// A member of the workforce visited the reporter.
    #[serde(rename = "report.reporter-visited")]
    ReporterVisited { by: OfficerId },
    /// The complainant withdrew the complaint. This alone never closes anything (PCMR reg 38).
    #[serde(rename = "complaint.withdrawn")]
    Withdrawn {
        /// The reason, in the complainant's own words.
        words: Personal<String>,
    },
    /// The report was proven to be untrue.
    #[serde(rename = "report.found-false")]
    FoundFalse {
        /// An explanation of how this is known.
        how: Personal<String>,
    },
    /// The report was closed without further action. Closing a sexual report requires a supervisor and the checklist.
    #[serde(rename = "report.closed")]
    Closed {
        outcome: ReportOutcome,
        /// The inquiries that were made.
        inquiries: Vec<Inquiry>,
        supervisor: Actor,
    },
    /// An annotation that disputes or explains a fact was added.
    #[serde(rename = "report.annotated")]
    Annotated {
        /// The event that the annotation refers to.
        of: EventId,
        words: Personal<String>,
    },
    /// A consequence of a rule. It is serialised as a [`Consequence`], with event kinds of its own.
    #[serde(skip)]
    Followed(Consequence),
}

crate::record::followed::holds_follow!(ReportEvent);
