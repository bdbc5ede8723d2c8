//! Values for matters: severity, answers, forms of proceedings, outcomes, notices, restrictions. No decisions here.

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::codes::{codes, law_codes};
use crate::record::actor::Actor;
use crate::record::event::LawStamp;
use crate::{EventId, Personal};

codes! {
    /// The statutory kind of a matter.
    pub enum MatterKind: "kind of matter" {
        /// A complaint under Schedule 3 of the Police Reform Act 2002.
        Complaint = "complaint",
        Conduct = "conduct",
        /// A recordable conduct matter (PCMR reg 7).
        RecordableConduct = "recordable-conduct",
        DeathOrSeriousInjury = "dsi",
    }
}

codes! {
    /// Results of a severity assessment (Conduct Regulations reg 14), lowest first.
    pub enum Severity: "severity" {
        None = "none",
        /// A question for the vetting authority (reg 14(2)(aa)).
        Vetting = "vetting",
        /// A question of performance, under the Performance Regulations.
        Performance = "performance",
        /// Practice requiring improvement (RPRP).
        PracticeRequiringImprovement = "rprp",
        /// Conduct that would justify at least a written warning.
        Misconduct = "misconduct",
        /// Conduct that would justify dismissal.
        GrossMisconduct = "gross-misconduct",
    }
}

/// The events that the decision maker could see: each stream up to a version, and a hash over all the events.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SeenEvents {
    /// The streams, each with the last version that was visible.
    pub streams: Vec<(String, u64)>,
    /// SHA-256 over the commitments of those events, in hexadecimal.
    pub hash: String,
}

/// The basis of a decision: its reasons, the events that the decision maker could see, and the law that was applied.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DecisionBasis {
    pub reasons: Personal<String>,
    pub seen: SeenEvents,
    pub law: LawStamp,
}

codes! {
    /// The conditions for suspension (Conduct Regulations reg 11).
    pub enum SuspensionCondition: "condition of suspension" {
        /// The investigation may be prejudiced unless the officer is suspended.
        InvestigationPrejudiced = "investigation-prejudiced",
        /// The public interest requires suspension.
        PublicInterest = "public-interest",
        RedeploymentNotAppropriate = "redeployment-not-appropriate",
    }
}

/// A condition for suspension and its answer. Each condition is answered again at every review.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Condition {
    pub condition: SuspensionCondition,
    pub met: bool,
}

/// The basis for lowering a severity.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Downgrade {
    /// The new fact that justifies the downgrade.
    pub new_fact: EventId,
    /// The actor who gave the second signature.
    pub second: Actor,
}

codes! {
    /// A decision on suspension.
    pub enum SuspensionAnswer: "answer on a suspension" {
        /// Suspend, with pay.
        Suspend = "suspend",
        DoNotSuspend = "do-not-suspend",
    }
}

codes! {
    /// The result of a suspension review.
    pub enum ReviewAnswer: "answer of a review" {
        /// The suspension continues.
        Continue = "continue",
        /// The suspension ends.
        End = "end",
    }
}

codes! {
    /// The way an investigation is run (PRA Sch 3 paras 5 and 15).
    pub enum Mode: "mode of investigation" {
        /// Run by the force.
        Local = "local",
        /// Run by the force under the direction of the oversight body.
        Directed = "directed",
        /// Run by the oversight body.
        Independent = "independent",
    }
}

codes! {
    /// The form of proceedings.
    pub enum Form: "form of proceedings" {
        /// A misconduct meeting.
        Meeting = "meeting",
        /// A misconduct hearing.
        Hearing = "hearing",
        /// An accelerated misconduct hearing (regs 49 to 52).
        AcceleratedHearing = "accelerated-hearing",
    }
}

codes! {
    /// The outcome of proceedings (reg 42).
    pub enum ProceedingsOutcome: "outcome of proceedings" {
        NoAction = "no-action",
        WrittenWarning = "written-warning",
        FinalWrittenWarning = "final-written-warning",
        ReductionInRank = "reduction-in-rank",
        /// Dismissal without notice.
        Dismissal = "dismissal",
        /// The former officer would have been dismissed.
        WouldHaveBeenDismissed = "would-have-been-dismissed",
    }
}

impl ProceedingsOutcome {
    /// Returns whether the outcome must be reported for the barred list (Police Act 1996 s.88A).
    pub const fn is_dismissal(self) -> bool {
        matches!(self, Self::Dismissal | Self::WouldHaveBeenDismissed)
    }
}

/// The facts that can justify more than a warning if only misconduct is found (reg 42(5) to (7)).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct OutcomeGrounds {
    /// A final written warning was in force on the day of the severity assessment.
    pub final_written_warning: bool,
    /// A written warning was in force on that day.
    pub written_warning: bool,
    /// Misconduct was found in more than one incident, and they are not closely connected.
    pub unconnected_incidents: bool,
}

impl OutcomeGrounds {
    /// True if a hearing that finds misconduct may reduce the officer in rank or dismiss them.
    pub const fn allow_more_than_a_warning(self) -> bool {
        self.final_written_warning || self.unconnected_incidents
    }

    /// True if none of the facts is stated.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// An outcome with the facts that can justify it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ImposedOutcome {
    pub outcome: ProceedingsOutcome,
    pub grounds: OutcomeGrounds,
}

impl From<ProceedingsOutcome> for ImposedOutcome {
    fn from(outcome: ProceedingsOutcome) -> Self {
        Self { outcome, grounds: OutcomeGrounds::default() }
    }
}

law_codes! {
    /// A kind of notice that is served, by its name in the packs: `investigation` (reg 17), `referral-to-hearing` (reg
    /// 30), `accelerated` (reg 51), `outcome`.
    pub struct NoticeCode: "notice" in "notice";
}

impl NoticeCode {
    /// Returns whether the notice starts the clock for a hearing.
    pub fn is_of_hearing(&self) -> bool {
        matches!(self.as_str(), "referral-to-hearing" | "accelerated")
    }
}

law_codes! {
    /// A way of serving a notice, such as `personal` or `email`. The packs set the day of deemed service for each.
    pub struct ServiceMethod: "way of serving" in "service";
}

law_codes! {
    /// A ground for referring a matter (PCMR reg 4), such as `serious-assault` or `gravity`.
    pub struct ReferralGround: "ground of a referral" in "referral_grounds";
}

law_codes! {
    /// A ground for restricting publicity for a hearing, such as `criminal-proceedings`.
    pub struct RestrictionGround: "ground of a restriction" in "restriction_ground";
}

codes! {
    /// The extent of a restriction on publicity.
    pub enum RestrictionScope: "scope of a restriction" {
        /// The whole hearing.
        Whole = "whole",
        /// Part of the hearing.
        Part = "part",
        /// The officer's name.
        Name = "name",
    }
}

codes! {
    /// An event in the criminal case. Arrest, charge and conviction are recorded as events of their own.
    pub enum CourtEvent: "event of a criminal case" {
        InterviewedUnderCaution = "interviewed-under-caution",
        ReleasedWithoutCharge = "released-without-charge",
        Bail = "bail",
        /// The conditions of bail were changed.
        BailChanged = "bail-changed",
        BailEnded = "bail-ended",
        /// A decision not to investigate the offence, or not to investigate it further.
        NotInvestigated = "not-investigated",
        /// A verdict, which may be a conviction.
        Verdict = "verdict",
        Acquitted = "acquitted",
        Discontinued = "discontinued",
    }
}

impl CourtEvent {
    /// Returns whether the event ends the criminal case.
    pub const fn ends_case(self) -> bool {
        match self {
            Self::Verdict | Self::Acquitted | Self::Discontinued | Self::NotInvestigated => true,
            Self::InterviewedUnderCaution
            | Self::ReleasedWithoutCharge
            | Self::Bail
            | Self::BailChanged
            | Self::BailEnded => false,
        }
    }
}

codes! {
    pub enum AppealResult: "result of an appeal" {
        /// Decided in the officer's favour.
        Upheld = "upheld",
        Dismissed = "dismissed",
        Remitted = "remitted",
    }
}

codes! {
    /// A subject on which the officer may make representations.
    pub enum RepresentationsAbout: "subject of representations" {
        Investigation = "investigation",
        Suspension = "suspension",
        Hearing = "hearing",
    }
}

codes! {
    /// The subject of a contact with the victim.
    pub enum VictimContact: "subject of a contact with the victim" {
        /// The crime number and the officer in the case, given at first contact.
        CrimeNumber = "crime-number",
        Progress = "progress",
        /// Arrest, charge, conviction or another event in the criminal case.
        CriminalCase = "criminal-case",
        /// A check, by a person who is not involved in the matter, that the complaint was withdrawn freely.
        Withdrawal = "withdrawal",
        Outcome = "outcome",
    }
}

codes! {
    pub enum InvestigationAct: "act of investigation" {
        Cctv = "cctv",
        Anpr = "anpr",
        Vehicle = "vehicle",
        Workforce = "workforce",
        Interview = "interview",
        Statement = "statement",
        WiderInquiries = "wider-inquiries",
    }
}

codes! {
    /// The way people could have come to know about something that should be reported.
    pub enum SharedOpportunity: "opportunity to report" {
        ChatGroup = "chat-group",
        Witness = "witness",
        DoubleCrewed = "double-crewed",
        /// Somebody told them.
        Told = "told",
    }
}

codes! {
    /// A recipient of the documents for proceedings.
    pub enum DocumentRecipient: "recipient of documents" {
        Officer = "officer",
        Chair = "chair",
    }
}

codes! {
    /// The reason for removing an investigator.
    pub enum RemovalReason: "reason of a removal" {
        ConflictOfInterest = "conflict-of-interest",
        /// The investigator was moved to other work.
        Moved = "moved",
    }
}

/// A notice served on the officer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ServedNotice {
    pub notice: NoticeCode,
    pub method: ServiceMethod,
    pub sent_at: Timestamp,
    /// The day on which it is deemed served.
    pub deemed_served_on: Date,
    /// The provider's receipt. Without a receipt, nothing counts as sent.
    pub receipt: String,
}

/// A restriction on publicity for a hearing. It ends without a further decision.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Restriction {
    /// The number of the restriction within the matter, starting at 1.
    pub number: u32,
    pub scope: RestrictionScope,
    pub ground: RestrictionGround,
    /// The last day on which it applies.
    pub expires_on: Date,
    /// The court event, if any, that ends it earlier.
    pub ends_with: Option<CourtEvent>,
    /// The actor who imposed it.
    pub maker: Actor,
}
