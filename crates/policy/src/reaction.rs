//! The effects of the law: duties with clocks, presumptions, reversible protections, notices and signs, each with its
//! citation. Only output types are here.

use jiff::{Timestamp, civil::Date};
use serde::{Deserialize, Serialize};

use crate::pack::Adoption;

/// The effects of an event. Rules are evaluated in pack and file order.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Reaction {
    pub duties: Vec<DutyArisen>,
    /// Presumptions for decisions that are now open.
    pub presumptions: Vec<Presumption>,
    /// Reversible protections that apply at once.
    pub protections: Vec<ProtectionDue>,
    /// People and bodies who must be told.
    pub notices: Vec<NoticeDue>,
    /// Named facts for a person to consider.
    pub signs: Vec<SignDue>,
}

impl Reaction {
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Reaction::default()
    }
}

/// A duty that arose from an event.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct DutyArisen {
    pub rule: String,
    /// The task, in kebab case, such as `decide-suspension`, `refer` or `serve-notice`.
    pub kind: String,
    /// The task, in words.
    pub title: String,
    /// The responsible role, in kebab case.
    pub owner: String,
    /// The due date; `None` means "as soon as practicable".
    pub due: Option<DueDate>,
    /// The kinds of event that fulfil the duty.
    pub met_by: Vec<String>,
    /// True for a rolling duty, which restarts whenever it is fulfilled.
    pub repeats: bool,
    pub citation: Citation,
    /// The numbers of days before the due day on which to warn; 0 is the due day itself.
    pub warn_days: Vec<i64>,
    /// The role that is told if the duty is late.
    pub escalate_to: Option<String>,
}

/// A due date, and the count that produced it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct DueDate {
    /// The last day, in London time.
    pub by: Date,
    /// The first permitted day, if the law sets a window.
    pub not_before: Option<Date>,
    /// The exact deadline, for limits in hours. Without it, the deadline is the end of the day `by`.
    pub by_time: Option<Timestamp>,
    /// The count, in words: "3 working days beginning with the first working day after Mon 3 Aug 2026".
    pub explanation: String,
    /// The days that were counted, if the count is in working days.
    pub counted: Option<Vec<Date>>,
    /// `Unverified` if the count includes bank holidays that are projections.
    pub calendar: Status,
}

/// The layer of the law to which a rule belongs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Layer {
    /// It cannot be switched off.
    Statute,
    /// Comply, or record the reason for not complying.
    Guidance,
    /// Stricter than statute; it names the body that adopted it and the date.
    ForcePolicy,
}

impl Layer {
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Layer::Statute => "statute",
            Layer::Guidance => "guidance",
            Layer::ForcePolicy => "force policy",
        }
    }
}

/// The result of checking a rule against its source, from best to worst.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// A person opened the official text and found the content there.
    Verified,
    /// The content was seen in a copy of the text, which [`SeenCopy`] names.
    Read,
    /// The content has not yet been checked against the source. Say so on screen, but never close anything on that
    /// ground alone.
    Unverified,
}

impl Status {
    /// All statuses, from best to worst.
    pub const ALL: [Status; 3] = [Status::Verified, Status::Read, Status::Unverified];

    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Status::Verified => "verified",
            Status::Read => "seen in a copy",
            Status::Unverified => "unverified",
        }
    }
}

/// The state of a text in a copy.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum TextState {
    /// The text as it was first made, without amendments.
    AsMade,
    /// A revised text, with the amendments that its publisher had applied.
    AsRevised,
}

impl TextState {
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            TextState::AsMade => "as made",
            TextState::AsRevised => "as revised",
        }
    }
}

/// The copy in which the content of a rule was seen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SeenCopy {
    /// The address of the text, such as `legislation.gov.uk/uksi/2020/4/regulation/45`.
    pub address: String,
    pub text: TextState,
    /// The parts of the rule that the copy did not show.
    pub not_seen: String,
}

/// The source of an effect.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Citation {
    pub rule: String,
    pub layer: Layer,
    /// The provision, such as "Police (Conduct) Regulations 2020, reg 11B".
    pub text: String,
    /// The status of the text. Where a clock is used, the lower of the statuses of the text and the clock.
    pub status: Status,
    /// The copy in which the provision was seen, for [`Status::Read`].
    pub copy: Option<SeenCopy>,
    /// The source in which the provision was read, or the reason why it was not.
    pub source: String,
    /// Any doubts about it, in words.
    pub note: Option<String>,
    /// The body that adopted it and the date; always present for force policy.
    pub adopted_by: Option<Adoption>,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Presumption {
    pub decision: String,
    pub option: String,
    pub departure: Departure,
    pub citation: Citation,
}

/// The requirements for departing from a presumption.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Departure {
    /// Reasons in writing.
    pub reasons: bool,
    /// Exceptional circumstances, recorded.
    pub exceptional_circumstances: bool,
    pub second_signature: bool,
    /// Roles and bodies to be told.
    pub notify: Vec<String>,
}

impl Departure {
    /// Combines the requirements of two departures.
    #[must_use]
    pub fn and(mut self, other: &Departure) -> Departure {
        self.reasons |= other.reasons;
        self.exceptional_circumstances |= other.exceptional_circumstances;
        self.second_signature |= other.second_signature;
        for role in &other.notify {
            if !self.notify.contains(role) {
                self.notify.push(role.clone());
            }
        }
        self
    }
}

/// A reversible protection that applies at once.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ProtectionDue {
    /// One of `verification-off`, `armed-duties-blocked`, `vulnerable-duties-blocked`, `lone-duties-blocked` and
    /// `access-watch`.
    pub protection: String,
    pub citation: Citation,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct NoticeDue {
    /// The role or body, such as `oversight`, `local-policing-body`, `victim` or `vetting-authority`.
    pub to: String,
    /// The content of the notice, in kebab case.
    pub kind: String,
    pub citation: Citation,
}

/// A named fact for a person to consider, never a score.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SignDue {
    /// The fact, in kebab case.
    pub kind: String,
    /// The fact, in words.
    pub title: String,
    pub citation: Citation,
}
