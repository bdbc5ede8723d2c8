//! Events of a matter. Policy packs refer to them by kind.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::unsigned::UnsignedDecision;
use super::values::{
    AppealResult, Condition, CourtEvent, DecisionBasis, DocumentRecipient, Downgrade, Form, InvestigationAct,
    MatterKind, Mode, OutcomeGrounds, ProceedingsOutcome, ReferralGround, RemovalReason, RepresentationsAbout,
    Restriction, ReviewAnswer, ServedNotice, Severity, SharedOpportunity, SuspensionAnswer, VictimContact,
};
use crate::allegation::{Allegation, Finding};
use crate::record::actor::Actor;
use crate::record::followed::Consequence;
use crate::{AllegationId, EventId, ForceId, OfficerId, PendingId, Personal, ReportId};

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", content = "payload", remote = "Self")]
pub enum MatterEvent {
    /// The matter was opened. Its regime is recorded in the envelope.
    #[serde(rename = "matter.opened")]
    Opened {
        /// The force of the appropriate authority.
        force: ForceId,
        /// The officer whom the matter is about.
        subject: OfficerId,
        matter: MatterKind,
        /// The reports that the matter is based on.
        reports: Vec<ReportId>,
        allegations: Vec<Allegation>,
        /// The day on which the matter came to the authority's attention.
        came_to_attention_on: Date,
    },
    #[serde(rename = "matter.allegation-added")]
    AllegationAdded {
        allegation: Allegation,
        /// The report that the allegation comes from.
        report: Option<ReportId>,
    },
    /// The severity was assessed for the first time (reg 14).
    #[serde(rename = "matter.severity-assessed")]
    SeverityAssessed { severity: Severity, decided: DecisionBasis },
    /// The severity was raised or lowered.
    #[serde(rename = "matter.severity-reassessed")]
    SeverityReassessed {
        from: Severity,
        to: Severity,
        /// The new fact and the second signature, if the severity was lowered.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        downgrade: Option<Downgrade>,
        decided: DecisionBasis,
    },
    #[serde(rename = "matter.investigator-assigned")]
    InvestigatorAssigned { investigator: OfficerId },
    #[serde(rename = "matter.investigator-removed")]
    InvestigatorRemoved { investigator: OfficerId, why: RemovalReason },
    #[serde(rename = "matter.criminal-investigation-opened")]
    CriminalInvestigationOpened { crime_number: String },
    #[serde(rename = "matter.arrested")]
    Arrested {
        offence: String,
        /// True for a listed sexual or domestic offence (Sch 3 of the 2026 Regulations).
        listed: bool,
    },
    #[serde(rename = "matter.charged")]
    Charged {
        offence: String,
        /// True for a listed sexual or domestic offence.
        listed: bool,
    },
    #[serde(rename = "matter.convicted")]
    Convicted {
        offence: String,
        /// True if the offence is triable only on indictment.
        indictable_only: bool,
    },
    /// Another event in the criminal case.
    #[serde(rename = "matter.court-event")]
    CourtEvent { what: CourtEvent },
    /// A decision on whether disciplinary proceedings would prejudice the criminal case (reg 10).
    #[serde(rename = "matter.prejudice-decided")]
    PrejudiceDecided { would_prejudice: bool, decided: DecisionBasis },
    /// A decision on suspension, for or against.
    #[serde(rename = "matter.suspension-decided")]
    SuspensionDecided {
        answer: SuspensionAnswer,
        /// The conditions, each with its answer.
        conditions: Vec<Condition>,
        /// The exceptional circumstances, if the decision departs from the presumption.
        exceptional: Option<Personal<String>>,
        decided: DecisionBasis,
        /// The second signature, if the decision departs from the presumption.
        second: Option<Actor>,
    },
    #[serde(rename = "matter.suspension-reviewed")]
    SuspensionReviewed {
        answer: ReviewAnswer,
        /// The conditions, each with its answer.
        conditions: Vec<Condition>,
        decided: DecisionBasis,
    },
    /// A circumstance relevant to earlier decisions changed.
    #[serde(rename = "matter.circumstances-changed")]
    CircumstancesChanged { words: Personal<String> },
    /// The matter was referred to the oversight body.
    #[serde(rename = "matter.referred")]
    Referred { grounds: Vec<ReferralGround> },
    /// A decision not to refer the matter to the oversight body.
    #[serde(rename = "matter.referral-declined")]
    ReferralDeclined {
        decided: DecisionBasis,
        /// The second signature.
        second: Actor,
    },
    /// The oversight body decided how the matter is investigated.
    #[serde(rename = "matter.mode-decided")]
    ModeDecided { mode: Mode },
    /// The oversight body called the matter in: the force may add to it, but may not alter it (paras 4A and 13A).
    #[serde(rename = "matter.called-in")]
    CalledIn { reasons: Personal<String> },
    /// A formal notice was served on the officer.
    #[serde(rename = "matter.notice-served")]
    NoticeServed(ServedNotice),
    /// The investigator specified a day for an interview with the officer (reg 20).
    #[serde(rename = "matter.interview-fixed")]
    InterviewFixed { on: Date },
    /// The officer made representations.
    #[serde(rename = "matter.representations-received")]
    RepresentationsReceived { about: RepresentationsAbout, words: Personal<String> },
    /// A statement of delay was sent (reg 19, PCMR reg 13).
    #[serde(rename = "matter.delay-stated")]
    DelayStated { reason: Personal<String>, expected_end: Option<Date> },
    /// The complainant was informed of progress (PCMR reg 34).
    #[serde(rename = "matter.complainant-updated")]
    ComplainantUpdated {
        /// The provider's receipt for the message.
        receipt: String,
    },
    #[serde(rename = "matter.victim-contacted")]
    VictimContacted { about: VictimContact },
    /// The officer was contacted about their welfare.
    #[serde(rename = "matter.welfare-contacted")]
    WelfareContacted,
    #[serde(rename = "matter.act-recorded")]
    ActRecorded { act: InvestigationAct },
    /// One or more people had an opportunity to report something.
    #[serde(rename = "matter.opportunity-recorded")]
    OpportunityRecorded {
        /// The way they could have come to know about it.
        how: SharedOpportunity,
        /// Everybody who had the opportunity.
        people: Vec<OfficerId>,
        /// The people among them who reported it, by any route.
        reported: Vec<OfficerId>,
    },
    /// The investigator's report was submitted (reg 21).
    #[serde(rename = "matter.report-submitted")]
    ReportSubmitted,
    /// A determination of whether there is a case to answer (reg 23).
    #[serde(rename = "matter.case-determined")]
    CaseDetermined {
        case_to_answer: bool,
        /// The form of proceedings, if there is a case to answer.
        form: Option<Form>,
        decided: DecisionBasis,
    },
    /// The case was certified for an accelerated hearing (reg 49).
    #[serde(rename = "matter.accelerated-certified")]
    AcceleratedCertified {
        /// The reasons for finding that the special conditions are met.
        decided: DecisionBasis,
    },
    /// The officer was notified of proceedings (regs 30 and 51).
    #[serde(rename = "matter.proceedings-notified")]
    ProceedingsNotified(ServedNotice),
    /// Documents were supplied for the proceedings (regs 31 to 34).
    #[serde(rename = "matter.documents-supplied")]
    DocumentsSupplied {
        supplied_to: DocumentRecipient,
        /// True if the chair orders a pre-hearing.
        prehearing_ordered: bool,
    },
    /// The officer responded to the notice of proceedings (reg 31).
    #[serde(rename = "matter.officer-responded")]
    OfficerResponded,
    /// Witness lists were exchanged (reg 31).
    #[serde(rename = "matter.witness-lists-exchanged")]
    WitnessListsExchanged,
    /// The chief officer delegated the chair of the hearing (reg 28).
    #[serde(rename = "matter.chair-delegated")]
    ChairDelegated,
    /// A member of the panel was replaced after an objection by the officer (reg 52(1A)).
    #[serde(rename = "matter.panel-replaced")]
    PanelReplaced,
    /// The first day of the hearing was fixed.
    #[serde(rename = "matter.hearing-fixed")]
    HearingFixed {
        on: Date,
        /// The reason, if the day is outside the time limit.
        extension: Option<Personal<String>>,
    },
    /// A public notice of the hearing was published (reg 36).
    #[serde(rename = "matter.public-notice-published")]
    PublicNoticePublished,
    /// Publicity for the hearing was restricted.
    #[serde(rename = "matter.restriction-imposed")]
    RestrictionImposed(Restriction),
    /// A restriction ended without a further decision.
    #[serde(rename = "matter.restriction-lapsed")]
    RestrictionLapsed { number: u32 },
    /// The hearing or meeting is over.
    #[serde(rename = "matter.hearing-completed")]
    HearingCompleted,
    /// The findings and the outcome were recorded (regs 41 and 42).
    #[serde(rename = "matter.outcome-recorded")]
    OutcomeRecorded {
        /// One finding for each allegation.
        findings: Vec<(AllegationId, Finding)>,
        outcome: ProceedingsOutcome,
        /// The facts that can justify more than a warning for misconduct.
        #[serde(default, skip_serializing_if = "OutcomeGrounds::is_empty")]
        grounds: OutcomeGrounds,
        /// The exceptional circumstances, if gross misconduct did not lead to dismissal.
        exceptional: Option<Personal<String>>,
        decided: DecisionBasis,
    },
    /// No allegation was proven.
    #[serde(rename = "matter.not-proven")]
    NotProven,
    /// The chair's report reached the authority (regs 43 and 63).
    #[serde(rename = "matter.outcome-reported")]
    OutcomeReported,
    #[serde(rename = "matter.outcome-published")]
    OutcomePublished,
    /// The officer was reported for inclusion on the barred list (SI 2017/1135 reg 3).
    #[serde(rename = "matter.barred-list-reported")]
    BarredListReported { receipt: String },
    /// The officer was reported for inclusion on the advisory list (reg 12).
    #[serde(rename = "matter.advisory-list-reported")]
    AdvisoryListReported { receipt: String },
    #[serde(rename = "matter.appealed")]
    Appealed,
    #[serde(rename = "matter.appeal-decided")]
    AppealDecided { result: AppealResult },
    /// The officer's entry on the barred list was corrected (s.88F).
    #[serde(rename = "matter.barred-entry-corrected")]
    BarredEntryCorrected { receipt: String },
    /// The complainant withdrew the complaint. The matter continues regardless.
    #[serde(rename = "matter.complaint-withdrawn")]
    ComplaintWithdrawn {
        /// The report that was withdrawn.
        report: ReportId,
    },
    /// The complainant was asked whether the investigation should resume after the criminal proceedings (PCMR reg 41).
    #[serde(rename = "matter.resumption-asked")]
    ResumptionAsked {
        /// The provider's receipt for the letter.
        receipt: String,
    },
    /// The complainant answered whether the investigation should resume.
    #[serde(rename = "matter.resumption-answered")]
    ResumptionAnswered { resume: bool },
    /// A second signature was requested for a decision.
    #[serde(rename = "matter.signature-requested")]
    SignatureRequested {
        pending: PendingId,
        /// The decision to record once it is signed.
        decision: UnsignedDecision,
    },
    #[serde(rename = "matter.signature-refused")]
    SignatureRefused { pending: PendingId, reasons: Personal<String> },
    /// The matter was closed.
    #[serde(rename = "matter.closed")]
    Closed {
        decided: DecisionBasis,
        /// The second signature.
        second: Actor,
    },
    /// The letter stating that nothing was proven was sent, and everyone who had been told of the allegation was
    /// informed.
    #[serde(rename = "matter.vindicated")]
    Vindicated {
        /// The bodies and roles that were informed.
        told: Vec<String>,
    },
    /// An annotation that disputes or explains a fact was added.
    #[serde(rename = "matter.annotated")]
    Annotated {
        /// The event that the annotation refers to.
        of: EventId,
        words: Personal<String>,
    },
    /// A consequence of a rule. It is serialised as a [`Consequence`], with event kinds of its own.
    #[serde(skip)]
    Followed(Consequence),
}

crate::record::followed::holds_follow!(MatterEvent);

impl UnsignedDecision {
    /// Returns the event to record once the decision is signed.
    #[must_use]
    pub fn signed_by(self, signer: &Actor) -> MatterEvent {
        let second = signer.clone();
        match self {
            Self::Downgrade { from, to, new_fact, decided } => {
                let downgrade = Some(Downgrade { new_fact, second });
                MatterEvent::SeverityReassessed { from, to, downgrade, decided }
            }
            Self::NoSuspension { conditions, exceptional, decided } => MatterEvent::SuspensionDecided {
                answer: SuspensionAnswer::DoNotSuspend,
                conditions,
                exceptional,
                decided,
                second: Some(second),
            },
            Self::NoReferral { decided } => MatterEvent::ReferralDeclined { decided, second },
            Self::Closure { decided } => MatterEvent::Closed { decided, second },
        }
    }

    /// Returns whether an event settles the question that this decision would have settled.
    pub(super) const fn is_settled_by(&self, event: &MatterEvent) -> bool {
        match self {
            Self::Downgrade { .. } => matches!(event, MatterEvent::SeverityReassessed { .. }),
            Self::NoSuspension { .. } => matches!(event, MatterEvent::SuspensionDecided { .. }),
            Self::NoReferral { .. } => matches!(event, MatterEvent::ReferralDeclined { .. }),
            Self::Closure { .. } => matches!(event, MatterEvent::Closed { .. }),
        }
    }
}
