//! What is said of a matter: severity, answers, forms, outcomes, papers, restrictions. Values only.

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::Personal;
use crate::record::actor::Actor;
use crate::record::event::LawStamp;

/// Complaint or conduct.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum MatterKind {
    /// A complaint under Schedule 3 of the Police Reform Act 2002.
    Complaint,
    /// A conduct matter.
    Conduct,
    /// A recordable conduct matter (PCMR reg 7).
    RecordableConduct,
    /// A death or serious injury.
    DeathOrSeriousInjury,
}

impl MatterKind {
    /// Its code.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Complaint => "complaint",
            Self::Conduct => "conduct",
            Self::RecordableConduct => "recordable-conduct",
            Self::DeathOrSeriousInjury => "dsi",
        }
    }
}

/// What a severity assessment finds (Conduct Regulations reg 14), lowest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Severity {
    /// Nothing.
    None,
    /// For the vetting authority (reg 14(2)(aa)).
    Vetting,
    /// Practice requiring improvement (RPRP).
    PracticeRequiringImprovement,
    /// Misconduct: would justify at least a written warning.
    Misconduct,
    /// Gross misconduct: would justify dismissal.
    GrossMisconduct,
}

impl Severity {
    /// Its code.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Vetting => "vetting",
            Self::PracticeRequiringImprovement => "rprp",
            Self::Misconduct => "misconduct",
            Self::GrossMisconduct => "gross-misconduct",
        }
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

/// A condition of suspension and the answer to it. Every review asks each again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Condition {
    /// Which: `investigation-prejudiced`, `public-interest`, `redeployment-not-appropriate`.
    pub condition: String,
    /// Whether it is met.
    pub met: bool,
}

/// Whether to suspend.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SuspensionAnswer {
    /// Suspend, with pay.
    Suspend,
    /// Do not suspend.
    DoNotSuspend,
}

/// What a review of a suspension finds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ReviewAnswer {
    /// It goes on.
    Continue,
    /// It ends.
    End,
}

/// How an investigation is run (PRA Sch 3 paras 5 and 15).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Mode {
    /// By the force.
    Local,
    /// By the force under the direction of the oversight body.
    Directed,
    /// By the oversight body.
    Independent,
}

/// The form of proceedings.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Form {
    /// A misconduct meeting.
    Meeting,
    /// A misconduct hearing.
    Hearing,
    /// An accelerated misconduct hearing (regs 49 to 52).
    AcceleratedHearing,
}

impl Form {
    /// Its code.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Meeting => "meeting",
            Self::Hearing => "hearing",
            Self::AcceleratedHearing => "accelerated-hearing",
        }
    }
}

/// What proceedings end in (reg 42).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Outcome {
    /// No action.
    NoAction,
    /// A written warning.
    WrittenWarning,
    /// A final written warning.
    FinalWrittenWarning,
    /// Reduction in rank.
    ReductionInRank,
    /// Dismissal without notice.
    Dismissal,
    /// A former officer would have been dismissed.
    WouldHaveBeenDismissed,
}

impl Outcome {
    /// All outcomes.
    pub const ALL: [Outcome; 6] = [
        Self::NoAction,
        Self::WrittenWarning,
        Self::FinalWrittenWarning,
        Self::ReductionInRank,
        Self::Dismissal,
        Self::WouldHaveBeenDismissed,
    ];

    /// Its code.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::NoAction => "no-action",
            Self::WrittenWarning => "written-warning",
            Self::FinalWrittenWarning => "final-written-warning",
            Self::ReductionInRank => "reduction-in-rank",
            Self::Dismissal => "dismissal",
            Self::WouldHaveBeenDismissed => "would-have-been-dismissed",
        }
    }

    /// Whether the barred list must be told (Police Act 1996 s.88A).
    pub const fn is_dismissal(self) -> bool {
        matches!(self, Self::Dismissal | Self::WouldHaveBeenDismissed)
    }
}

/// A paper served on the officer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Served {
    /// Which, as the packs name it: `investigation` (reg 17), `referral-to-hearing` (reg 30), `accelerated` (reg 51), `outcome`.
    pub notice: String,
    /// How: `personal`, `email`, `post`, `left-with-person`.
    pub method: String,
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
    /// What it covers: `whole`, `part`, `name`.
    pub scope: String,
    /// The ground: `criminal-proceedings`, `welfare-of-witness`, ...
    pub ground: String,
    /// The last day on which it holds.
    pub expires_on: Date,
    /// The court event that ends it earlier, where one does: `verdict`.
    pub ends_with: Option<String>,
    /// Who imposed it.
    pub maker: Actor,
}
