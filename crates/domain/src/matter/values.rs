//! What is said of a matter: severity, answers, forms, outcomes, papers, restrictions. Values only.

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::codes::{codes, law_codes};
use crate::record::actor::Actor;
use crate::record::event::LawStamp;
use crate::{EventId, Personal};

codes! {
    /// Complaint or conduct.
    pub enum MatterKind: "kind of matter" {
        /// A complaint under Schedule 3 of the Police Reform Act 2002.
        Complaint = "complaint",
        /// A conduct matter.
        Conduct = "conduct",
        /// A recordable conduct matter (PCMR reg 7).
        RecordableConduct = "recordable-conduct",
        /// A death or serious injury.
        DeathOrSeriousInjury = "dsi",
    }
}

codes! {
    /// What a severity assessment finds (Conduct Regulations reg 14), lowest first.
    pub enum Severity: "severity" {
        /// Nothing.
        None = "none",
        /// For the vetting authority (reg 14(2)(aa)).
        Vetting = "vetting",
        /// Practice requiring improvement (RPRP).
        PracticeRequiringImprovement = "rprp",
        /// Misconduct: would justify at least a written warning.
        Misconduct = "misconduct",
        /// Gross misconduct: would justify dismissal.
        GrossMisconduct = "gross-misconduct",
    }
}

/// What the maker of a decision could see: which events, up to which version of which stream, and a hash over them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Seen {
    /// The streams with the version that was seen.
    pub streams: Vec<(String, u64)>,
    /// SHA-256, in hexadecimal digits, over the commitments of those events.
    pub hash: String,
}

/// Why it was decided so, on what, and under which law.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Decided {
    /// The reasons.
    pub reasons: Personal<String>,
    /// What could be seen.
    pub seen: Seen,
    /// The law that was applied.
    pub law: LawStamp,
}

codes! {
    /// The conditions of suspension (Conduct Regulations reg 11).
    pub enum SuspensionCondition: "condition of suspension" {
        /// The investigation may be prejudiced unless the officer is suspended.
        InvestigationPrejudiced = "investigation-prejudiced",
        /// The public interest requires it.
        PublicInterest = "public-interest",
        RedeploymentNotAppropriate = "redeployment-not-appropriate",
    }
}

/// A condition of suspension and the answer to it. Every review asks each again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Condition {
    pub condition: SuspensionCondition,
    /// Whether it is met.
    pub met: bool,
}

/// What a downgrade of severity takes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Downgrade {
    /// The new fact on which it rests.
    pub new_fact: EventId,
    /// Who signed second.
    pub second: Actor,
}

codes! {
    /// Whether to suspend.
    pub enum SuspensionAnswer: "answer on a suspension" {
        /// Suspend, with pay.
        Suspend = "suspend",
        DoNotSuspend = "do-not-suspend",
    }
}

codes! {
    /// What a review of a suspension finds.
    pub enum ReviewAnswer: "answer of a review" {
        /// It goes on.
        Continue = "continue",
        /// It ends.
        End = "end",
    }
}

codes! {
    /// How an investigation is run (PRA Sch 3 paras 5 and 15).
    pub enum Mode: "mode of investigation" {
        /// By the force.
        Local = "local",
        /// By the force under the direction of the oversight body.
        Directed = "directed",
        /// By the oversight body.
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
    /// What proceedings end in (reg 42).
    pub enum Outcome: "outcome of proceedings" {
        NoAction = "no-action",
        /// A written warning.
        WrittenWarning = "written-warning",
        /// A final written warning.
        FinalWrittenWarning = "final-written-warning",
        ReductionInRank = "reduction-in-rank",
        /// Dismissal without notice.
        Dismissal = "dismissal",
        /// A former officer would have been dismissed.
        WouldHaveBeenDismissed = "would-have-been-dismissed",
    }
}

impl Outcome {
    /// Whether the barred list must be told (Police Act 1996 s.88A).
    pub const fn is_dismissal(self) -> bool {
        matches!(self, Self::Dismissal | Self::WouldHaveBeenDismissed)
    }
}

law_codes! {
    /// A paper that is served, as the packs name it: `investigation` (reg 17), `referral-to-hearing` (reg 30), `accelerated`
    /// (reg 51), `outcome`.
    pub struct NoticeCode: "notice" in "notice";
}

impl NoticeCode {
    /// Whether it is the notice from which the clock of a hearing counts.
    pub fn is_of_hearing(&self) -> bool {
        matches!(self.as_str(), "referral-to-hearing" | "accelerated")
    }
}

law_codes! {
    /// A way of serving a paper, for which the packs say on which day it is deemed to be served: `personal`, `email`.
    pub struct ServiceMethod: "way of serving" in "service";
}

law_codes! {
    /// A ground on which a matter is referred (PCMR reg 4): `serious-assault`, `gravity`.
    pub struct ReferralGround: "ground of a referral" in "referral_grounds";
}

law_codes! {
    /// A ground on which the publicity of a hearing is restricted: `criminal-proceedings`.
    pub struct RestrictionGround: "ground of a restriction" in "restriction_ground";
}

codes! {
    /// What a restriction on publicity covers.
    pub enum RestrictionScope: "scope of a restriction" {
        /// The whole of the hearing.
        Whole = "whole",
        /// A part of the hearing.
        Part = "part",
        /// The name of the officer.
        Name = "name",
    }
}

codes! {
    /// What happens in the criminal case, beside arrest, charge and conviction.
    pub enum CourtEvent: "event of a criminal case" {
        Bail = "bail",
        /// A verdict; a conviction is one too.
        Verdict = "verdict",
        Acquitted = "acquitted",
        Discontinued = "discontinued",
    }
}

impl CourtEvent {
    /// Whether the criminal case is over with it.
    pub const fn ends_case(self) -> bool {
        match self {
            Self::Verdict | Self::Acquitted | Self::Discontinued => true,
            Self::Bail => false,
        }
    }
}

codes! {
    /// How an appeal is decided.
    pub enum AppealResult: "result of an appeal" {
        /// The officer wins.
        Upheld = "upheld",
        Dismissed = "dismissed",
        Remitted = "remitted",
    }
}

codes! {
    /// What the officer makes representations about.
    pub enum RepresentationsAbout: "subject of representations" {
        Investigation = "investigation",
        Suspension = "suspension",
        Hearing = "hearing",
    }
}

codes! {
    /// What the victim is told.
    pub enum VictimContact: "subject of a contact with the victim" {
        /// The crime number and the officer in the case: the first contact.
        CrimeNumber = "crime-number",
        Progress = "progress",
        /// Arrest, charge, conviction or another event of the criminal case.
        CriminalCase = "criminal-case",
        /// Whether the complaint was withdrawn freely, asked by somebody who is not involved.
        Withdrawal = "withdrawal",
        Outcome = "outcome",
    }
}

codes! {
    /// An act of investigation.
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
    /// How people could know of something that they could have reported.
    pub enum SharedOpportunity: "opportunity to report" {
        ChatGroup = "chat-group",
        Witness = "witness",
        DoubleCrewed = "double-crewed",
        /// Somebody told them.
        Told = "told",
    }
}

codes! {
    /// Who is supplied with the documents of proceedings.
    pub enum DocumentRecipient: "recipient of documents" {
        Officer = "officer",
        Chair = "chair",
    }
}

codes! {
    /// Why somebody investigates no longer.
    pub enum RemovalReason: "reason of a removal" {
        ConflictOfInterest = "conflict-of-interest",
        /// They moved to other work.
        Moved = "moved",
    }
}

/// A paper served on the officer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Served {
    pub notice: NoticeCode,
    pub method: ServiceMethod,
    /// When it was sent.
    pub sent_at: Timestamp,
    /// The day on which it is deemed to be served.
    pub deemed_served_on: Date,
    /// The provider's receipt. Without one nothing counts as sent.
    pub receipt: String,
}

/// A restriction on the publicity of a hearing. It ends by itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Restriction {
    /// Its number within the matter, from 1.
    pub number: u32,
    /// What it covers.
    pub scope: RestrictionScope,
    /// On which ground.
    pub ground: RestrictionGround,
    /// The last day on which it holds.
    pub expires_on: Date,
    /// The court event that ends it earlier, where one does.
    pub ends_with: Option<CourtEvent>,
    /// Who imposed it.
    pub maker: Actor,
}
