//! What happens to a matter. The names of the kinds are what policy packs react to.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::unsigned::UnsignedDecision;
use super::values::{
    AppealResult, Condition, CourtEvent, Decided, DocumentRecipient, Downgrade, Form, InvestigationAct, MatterKind,
    Mode, Outcome, ReferralGround, RemovalReason, RepresentationsAbout, Restriction, ReviewAnswer, Served, Severity,
    SharedOpportunity, SuspensionAnswer, VictimContact,
};
use crate::allegation::{Allegation, Finding};
use crate::record::actor::Actor;
use crate::record::followed::Follow;
use crate::{AllegationId, EventId, ForceId, OfficerId, PendingId, Personal, ReportId};

/// What happens to a matter.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", content = "payload", remote = "Self")]
pub enum MatterEvent {
    /// It was opened. The regime is in the envelope.
    #[serde(rename = "matter.opened")]
    Opened {
        /// The force of its appropriate authority.
        force: ForceId,
        /// The officer.
        subject: OfficerId,
        /// Complaint or conduct.
        matter: MatterKind,
        /// The reports behind it.
        reports: Vec<ReportId>,
        /// What is alleged.
        allegations: Vec<Allegation>,
        /// The day on which it came to the attention of the authority.
        came_to_attention_on: Date,
    },
    /// Another allegation.
    #[serde(rename = "matter.allegation-added")]
    AllegationAdded {
        allegation: Allegation,
        /// The report behind it.
        report: Option<ReportId>,
    },
    /// Severity was assessed (reg 14).
    #[serde(rename = "matter.severity-assessed")]
    SeverityAssessed {
        /// As what.
        severity: Severity,
        /// Why.
        decided: Decided,
    },
    /// Severity was assessed again.
    #[serde(rename = "matter.severity-reassessed")]
    SeverityReassessed {
        /// What it was.
        from: Severity,
        /// What it is.
        to: Severity,
        /// The new fact and the second signature, where it is less than before.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        downgrade: Option<Downgrade>,
        /// Why.
        decided: Decided,
    },
    /// Somebody investigates.
    #[serde(rename = "matter.investigator-assigned")]
    InvestigatorAssigned { investigator: OfficerId },
    /// Somebody no longer does.
    #[serde(rename = "matter.investigator-removed")]
    InvestigatorRemoved {
        investigator: OfficerId,
        /// Why.
        why: RemovalReason,
    },
    /// A criminal investigation began.
    #[serde(rename = "matter.criminal-investigation-opened")]
    CriminalInvestigationOpened {
        /// The crime number.
        crime_number: String,
    },
    /// Arrest.
    #[serde(rename = "matter.arrested")]
    Arrested {
        /// For what.
        offence: String,
        /// Whether it is a listed sexual or domestic offence (Sch 3 of the 2026 Regulations).
        listed: bool,
    },
    /// Charge.
    #[serde(rename = "matter.charged")]
    Charged {
        /// With what.
        offence: String,
        /// Whether it is a listed offence.
        listed: bool,
    },
    /// Conviction.
    #[serde(rename = "matter.convicted")]
    Convicted {
        /// Of what.
        offence: String,
        /// Whether it can only be tried on indictment.
        indictable_only: bool,
    },
    /// Another event of the criminal case.
    #[serde(rename = "matter.court-event")]
    CourtEvent { what: CourtEvent },
    /// Whether disciplinary proceedings would prejudice the criminal ones (reg 10).
    #[serde(rename = "matter.prejudice-decided")]
    PrejudiceDecided {
        /// Whether they would.
        would_prejudice: bool,
        /// Why.
        decided: Decided,
    },
    /// Whether to suspend was decided.
    #[serde(rename = "matter.suspension-decided")]
    SuspensionDecided {
        /// The answer.
        answer: SuspensionAnswer,
        /// Each condition with its answer.
        conditions: Vec<Condition>,
        /// The exceptional circumstances, where the presumption was departed from.
        exceptional: Option<Personal<String>>,
        /// Why.
        decided: Decided,
        /// Who signed second, where the presumption was departed from.
        second: Option<Actor>,
    },
    /// A suspension was reviewed.
    #[serde(rename = "matter.suspension-reviewed")]
    SuspensionReviewed {
        /// The answer.
        answer: ReviewAnswer,
        /// Each condition with its answer.
        conditions: Vec<Condition>,
        /// Why.
        decided: Decided,
    },
    /// Something relevant to earlier decisions changed.
    #[serde(rename = "matter.circumstances-changed")]
    CircumstancesChanged { words: Personal<String> },
    /// Referred to the oversight body.
    #[serde(rename = "matter.referred")]
    Referred {
        /// The grounds.
        grounds: Vec<ReferralGround>,
    },
    /// Not referred.
    #[serde(rename = "matter.referral-declined")]
    ReferralDeclined {
        /// Why.
        decided: Decided,
        /// Who signed second.
        second: Actor,
    },
    /// The oversight body decided how it is investigated.
    #[serde(rename = "matter.mode-decided")]
    ModeDecided { mode: Mode },
    /// The oversight body called it in: the force may add, not alter (paras 4A and 13A).
    #[serde(rename = "matter.called-in")]
    CalledIn {
        /// Why.
        reasons: Personal<String>,
    },
    /// A paper was served on the officer.
    #[serde(rename = "matter.notice-served")]
    NoticeServed(Served),
    /// The officer made representations.
    #[serde(rename = "matter.representations-received")]
    RepresentationsReceived {
        /// What about.
        about: RepresentationsAbout,
        /// What they say.
        words: Personal<String>,
    },
    /// A statement of delay was sent (reg 19, PCMR reg 13).
    #[serde(rename = "matter.delay-stated")]
    DelayStated {
        /// The reason for the time taken.
        reason: Personal<String>,
        /// When the end is expected.
        expected_end: Option<Date>,
    },
    /// The complainant was told how it goes (PCMR reg 34).
    #[serde(rename = "matter.complainant-updated")]
    ComplainantUpdated {
        /// The provider's receipt.
        receipt: String,
    },
    /// The victim was contacted.
    #[serde(rename = "matter.victim-contacted")]
    VictimContacted {
        /// What about.
        about: VictimContact,
    },
    /// The officer's welfare was asked after.
    #[serde(rename = "matter.welfare-contacted")]
    WelfareContacted,
    /// An act of investigation.
    #[serde(rename = "matter.act-recorded")]
    ActRecorded { act: InvestigationAct },
    /// People who could have reported something, and those of them who did.
    #[serde(rename = "matter.opportunity-recorded")]
    OpportunityRecorded {
        /// How they could know.
        how: SharedOpportunity,
        /// All of them.
        people: Vec<OfficerId>,
        /// Those who reported, in any way.
        reported: Vec<OfficerId>,
    },
    /// The investigator's report is in (reg 21).
    #[serde(rename = "matter.report-submitted")]
    ReportSubmitted,
    /// Whether there is a case to answer (reg 23).
    #[serde(rename = "matter.case-determined")]
    CaseDetermined {
        /// Whether there is.
        case_to_answer: bool,
        /// In which form it is answered.
        form: Option<Form>,
        /// Why.
        decided: Decided,
    },
    /// The case was certified for an accelerated hearing (reg 49).
    #[serde(rename = "matter.accelerated-certified")]
    AcceleratedCertified {
        /// Why the special conditions are met.
        decided: Decided,
    },
    /// The officer was notified of proceedings (reg 30, 51).
    #[serde(rename = "matter.proceedings-notified")]
    ProceedingsNotified(Served),
    /// The documents were supplied (regs 31 to 34).
    #[serde(rename = "matter.documents-supplied")]
    DocumentsSupplied {
        /// To whom.
        supplied_to: DocumentRecipient,
        /// Whether the chair orders a pre-hearing.
        prehearing_ordered: bool,
    },
    /// The officer answered (reg 31).
    #[serde(rename = "matter.officer-responded")]
    OfficerResponded,
    /// Witness lists were exchanged (reg 31).
    #[serde(rename = "matter.witness-lists-exchanged")]
    WitnessListsExchanged,
    /// The first day was fixed.
    #[serde(rename = "matter.hearing-fixed")]
    HearingFixed {
        /// Which day.
        on: Date,
        /// Why, where it is outside the time allowed.
        extension: Option<Personal<String>>,
    },
    /// The public was told of the hearing (reg 36).
    #[serde(rename = "matter.public-notice-published")]
    PublicNoticePublished,
    /// Publicity was restricted.
    #[serde(rename = "matter.restriction-imposed")]
    RestrictionImposed(Restriction),
    /// A restriction ended by itself.
    #[serde(rename = "matter.restriction-lapsed")]
    RestrictionLapsed { number: u32 },
    /// The hearing or meeting is over.
    #[serde(rename = "matter.hearing-completed")]
    HearingCompleted,
    /// Findings and outcome (regs 41 and 42).
    #[serde(rename = "matter.outcome-recorded")]
    OutcomeRecorded {
        /// For each allegation.
        findings: Vec<(AllegationId, Finding)>,
        /// What it ends in.
        outcome: Outcome,
        /// The exceptional circumstances, for gross misconduct without dismissal.
        exceptional: Option<Personal<String>>,
        /// Why.
        decided: Decided,
    },
    /// Nothing was proven.
    #[serde(rename = "matter.not-proven")]
    NotProven,
    /// The chair's report is with the authority (reg 43, 63).
    #[serde(rename = "matter.outcome-reported")]
    OutcomeReported,
    /// The outcome is published.
    #[serde(rename = "matter.outcome-published")]
    OutcomePublished,
    /// The barred list was told (SI 2017/1135 reg 3).
    #[serde(rename = "matter.barred-list-reported")]
    BarredListReported {
        /// The receipt.
        receipt: String,
    },
    /// The advisory list was told (reg 12).
    #[serde(rename = "matter.advisory-list-reported")]
    AdvisoryListReported {
        /// The receipt.
        receipt: String,
    },
    /// The officer appeals.
    #[serde(rename = "matter.appealed")]
    Appealed,
    /// The appeal is decided.
    #[serde(rename = "matter.appeal-decided")]
    AppealDecided { result: AppealResult },
    /// The entry in the barred list was corrected (s.88F).
    #[serde(rename = "matter.barred-entry-corrected")]
    BarredEntryCorrected {
        /// The receipt.
        receipt: String,
    },
    /// The complainant withdrew. The matter goes on.
    #[serde(rename = "matter.complaint-withdrawn")]
    ComplaintWithdrawn {
        /// Which report was withdrawn.
        report: ReportId,
    },
    /// A decision waits for its second signature.
    #[serde(rename = "matter.signature-requested")]
    SignatureRequested {
        /// Its id.
        pending: PendingId,
        /// What will be recorded once it is signed.
        decision: UnsignedDecision,
    },
    /// The second signature was refused.
    #[serde(rename = "matter.signature-refused")]
    SignatureRefused {
        /// For which decision.
        pending: PendingId,
        /// Why.
        reasons: Personal<String>,
    },
    /// It was closed, with two keys.
    #[serde(rename = "matter.closed")]
    Closed {
        /// Why.
        decided: Decided,
        /// The second key.
        second: Actor,
    },
    /// The letter that says that nothing was proven was sent, and every recipient of the allegation was told.
    #[serde(rename = "matter.vindicated")]
    Vindicated {
        /// Who was told: bodies and roles.
        told: Vec<String>,
    },
    /// Somebody disputes or explains a fact.
    #[serde(rename = "matter.annotated")]
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

crate::record::followed::holds_follow!(MatterEvent);

impl UnsignedDecision {
    /// The event that it becomes with the signature.
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

    /// Whether an event answers the question that it would have answered.
    pub(super) const fn is_settled_by(&self, event: &MatterEvent) -> bool {
        match self {
            Self::Downgrade { .. } => matches!(event, MatterEvent::SeverityReassessed { .. }),
            Self::NoSuspension { .. } => matches!(event, MatterEvent::SuspensionDecided { .. }),
            Self::NoReferral { .. } => matches!(event, MatterEvent::ReferralDeclined { .. }),
            Self::Closure { .. } => matches!(event, MatterEvent::Closed { .. }),
        }
    }
}
