//! Reports: of a crime, a complaint, or a colleague's; the officers proposed for them, and what people said of the proposals.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::allegation::Category;
use crate::officer::Verdict;
use crate::record::actor::Actor;
use crate::record::event::Recorded;
use crate::record::followed::{Follow, Followed};
use crate::record::refusal::Refusal;
use crate::record::state::Thing;
use crate::{Event, EventId, ForceId, LinkId, MatterId, OfficerId, Personal, ReportId, SubjectId};

/// Which way it came.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ReportKind {
    /// A crime report.
    Crime,
    /// An expression of dissatisfaction with a force (Police Reform Act 2002 s.12).
    Complaint,
    /// A colleague's report.
    Colleague,
}

impl ReportKind {
    /// Its code.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Crime => "crime",
            Self::Complaint => "complaint",
            Self::Colleague => "colleague",
        }
    }
}

/// How the person reported is described. Any field may be empty; a plate may hold `?` for a character not seen.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Described {
    pub first_name: String,
    pub surname: String,
    pub born: String,
    pub postcode: String,
    pub phone: String,
    pub plate: String,
    pub make: String,
    pub colour: String,
    pub warrant: String,
    pub appearance: String,
}

/// A report as it is received.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Received {
    /// By which force.
    pub force: ForceId,
    /// Which way it came.
    pub report: ReportKind,
    /// Whether a complaint is recorded under Schedule 3 of the Police Reform Act 2002.
    pub schedule_3: bool,
    /// What is reported.
    pub category: Category,
    /// Whether it is violence against women and girls.
    pub violence_against_women: bool,
    /// Who reports; nobody where it is anonymous. Under that person's own key.
    pub reporter: Option<SubjectId>,
    /// Where, in words.
    pub place: Personal<String>,
    /// What the reporter says.
    pub words: Personal<String>,
    /// Whom it is about, as described.
    pub described: Personal<Described>,
    /// Whom it is about, where the force knows.
    pub names: Option<OfficerId>,
}

/// A proposed link between a report and an officer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Proposal {
    /// Its id.
    pub link: LinkId,
    /// The officer.
    pub officer: OfficerId,
    /// The match weight in hundredths of a bit.
    pub weight_centibits: i64,
    /// Why, in words without the values: `matches 4 of 7 characters of a declared plate`.
    pub because: Vec<String>,
    /// Which model proposed it.
    pub model: String,
}

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
        /// Which.
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
        /// What they share: `plate`, `phone`.
        because: Vec<String>,
    },
    /// A matter was opened on it.
    #[serde(rename = "report.matter-opened")]
    MatterOpened {
        /// Which.
        matter: MatterId,
    },
    /// Somebody of the workforce visited the reporter.
    #[serde(rename = "report.reporter-visited")]
    ReporterVisited {
        /// Who.
        by: OfficerId,
    },
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
        /// How.
        outcome: String,
        /// The inquiries that were made: `cctv`, `anpr`, `vehicle`, `workforce`.
        inquiries: Vec<String>,
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

/// Where a report stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Handling {
    /// It is being dealt with.
    Open,
    /// No further action.
    Closed {
        /// When.
        at: Timestamp,
        /// How.
        outcome: String,
        /// The inquiries that were made.
        inquiries: Vec<String>,
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

/// The inquiries without which a sexual report cannot be closed (journey b2; Angiolini 1 to 3).
pub const INQUIRIES: [&str; 4] = ["cctv", "anpr", "vehicle", "workforce"];

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
                self.handling = Handling::Closed {
                    at: recorded.recorded_at,
                    outcome: outcome.clone(),
                    inquiries: inquiries.clone(),
                };
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

    /// Receives a report.
    ///
    /// # Errors
    /// When nothing is said in it; when a sexual report is filed as something lesser by its kind (journey b2).
    pub fn receive(received: Received) -> Result<Event, Refusal> {
        if received.words.known().is_none_or(|words| words.trim().is_empty()) {
            return Err(Refusal::invalid("report.empty", "say what happened: a report needs at least a sentence"));
        }
        if received.category.presumed_violence_against_women() && !received.violence_against_women {
            let message = format!(
                "a report of `{}` is one of violence against women and girls: it cannot be filed as less",
                received.category.as_str()
            );
            return Err(Refusal::invalid("report.filed-as-less", message));
        }
        Ok(Event::Report(ReportEvent::Received(received)))
    }

    /// Proposes an officer; proposing the same one again changes nothing.
    pub fn propose(&self, proposal: Proposal) -> Option<Event> {
        let known = self.proposals.iter().any(|(known, _)| known.officer == proposal.officer);
        (!known && self.officer() != Some(proposal.officer))
            .then_some(Event::Report(ReportEvent::LinkProposed(proposal)))
    }

    /// Judges a proposal.
    ///
    /// # Errors
    /// Without reasons, when there is no such proposal, or when it was confirmed or rejected before.
    pub fn judge(&self, link: LinkId, verdict: Verdict, reasons: Personal<String>) -> Result<Event, Refusal> {
        if reasons.known().is_none_or(|reasons| reasons.trim().is_empty()) {
            return Err(Refusal::invalid(
                "link.no-reasons",
                "say why: an answer about a proposed link needs its reasons",
            ));
        }
        match self.proposals.iter().find(|(known, _)| known.link == link) {
            None => Err(Refusal::invalid("link.unknown", "there is no such proposal on this report")),
            Some((_, Some(Verdict::Confirmed | Verdict::Rejected))) => Err(Refusal::conflict(
                "link.already-judged",
                "this proposal was judged before: annotate the report instead",
            )),
            Some(_) => Ok(Event::Report(ReportEvent::LinkJudged { link, verdict, reasons })),
        }
    }

    /// Withdraws the complaint.
    ///
    /// # Errors
    /// When it was withdrawn before.
    pub fn withdraw(&self, words: Personal<String>) -> Result<Event, Refusal> {
        if self.withdrawn.is_some() {
            return Err(Refusal::conflict("complaint.already-withdrawn", "this complaint was withdrawn before"));
        }
        Ok(Event::Report(ReportEvent::Withdrawn { words }))
    }

    /// Closes it without further action.
    ///
    /// # Errors
    /// When it is closed; for a sexual or domestic report, while an inquiry of the checklist is missing or the supervisor is
    /// the one who closes.
    pub fn close(&self, outcome: &str, inquiries: &[String], by: &Actor, supervisor: &Actor) -> Result<Event, Refusal> {
        if let Handling::Closed { .. } = self.handling {
            return Err(Refusal::conflict("report.already-closed", "this report is closed: annotate it instead"));
        }
        if self.received.violence_against_women {
            let missing: Vec<&str> =
                INQUIRIES.into_iter().filter(|needed| !inquiries.iter().any(|made| made == needed)).collect();
            if !missing.is_empty() {
                let message = format!("this report cannot be closed before these inquiries: {}", missing.join(", "));
                return Err(Refusal::conflict("report.inquiries-missing", message));
            }
            if by.who == supervisor.who {
                let message = "this report needs another person's signature: a supervisor who did not deal with it";
                return Err(Refusal::forbidden("report.same-signature", message));
            }
        }
        Ok(Event::Report(ReportEvent::Closed {
            outcome: outcome.to_owned(),
            inquiries: inquiries.to_vec(),
            supervisor: supervisor.clone(),
        }))
    }
}
