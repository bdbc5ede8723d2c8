//! What the law sets in motion: duties with clocks, presumptions, reversible protections, notices and signs, each with its
//! citation. Output types only.

use jiff::{Timestamp, civil::Date};
use serde::{Deserialize, Serialize};

use crate::pack::Adopted;

/// What an event sets in motion. Rules speak in the order of their packs and files.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Reaction {
    /// What somebody must now do.
    pub duties: Vec<DutyArisen>,
    /// What is presumed in decisions that are now open.
    pub presumptions: Vec<Presumption>,
    /// Reversible protections that apply at once.
    pub protections: Vec<ProtectionDue>,
    /// Who must be told.
    pub notices: Vec<NoticeDue>,
    /// Named facts to put before a human.
    pub signs: Vec<SignDue>,
}

impl Reaction {
    /// Whether nothing is set in motion.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Reaction::default()
    }
}

/// A duty that an event brought about.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct DutyArisen {
    /// The id of the rule.
    pub rule: String,
    /// What is to be done, in kebab case: `decide-suspension`, `refer`, `serve-notice` ...
    pub kind: String,
    /// The same in words.
    pub title: String,
    /// The role that must do it, in kebab case.
    pub owner: String,
    /// When it is due; `None` means as soon as practicable.
    pub due: Option<Due>,
    /// The kinds of event that meet the duty.
    pub met_by: Vec<String>,
    /// Whether the duty comes back after it was met (rolling).
    pub repeats: bool,
    /// Where it comes from.
    pub citation: Citation,
    /// Days before the due day on which to warn; 0 is the due day itself.
    pub warn_days: Vec<i64>,
    /// The role that is told when the duty is late.
    pub escalate_to: Option<String>,
}

/// When something is due, and how that was counted.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Due {
    /// The last day, in London.
    pub by: Date,
    /// The first day on which it may be done, where the law sets a window.
    pub not_before: Option<Date>,
    /// The exact end, for limits in hours; otherwise the end of the day `by`.
    pub by_time: Option<Timestamp>,
    /// The count in words: "3 working days beginning with the first working day after Mon 3 Aug 2026".
    pub explanation: String,
    /// The days that were counted, for counts in working days.
    pub counted: Option<Vec<Date>>,
    /// `Unverified` where the count runs over bank holidays that are projections.
    pub calendar: Status,
}

/// The layer of the law a rule belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Layer {
    /// Cannot be switched off.
    Statute,
    /// Comply, or record why not.
    Guidance,
    /// Stricter than statute; names who adopted it and when.
    ForcePolicy,
}

impl Layer {
    /// The layer in words.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Layer::Statute => "statute",
            Layer::Guidance => "guidance",
            Layer::ForcePolicy => "force policy",
        }
    }
}

/// Whether the text of a rule has been read in its source.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// The content was found in the source.
    Verified,
    /// Not yet checked against the source: say so on screen, close nothing by itself.
    Unverified,
}

impl Status {
    /// The status in words.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Status::Verified => "verified",
            Status::Unverified => "unverified",
        }
    }
}

/// Where an effect comes from.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Citation {
    /// The id of the rule.
    pub rule: String,
    /// The layer of the law.
    pub layer: Layer,
    /// The provision: "Police (Conduct) Regulations 2020, reg 11B".
    pub text: String,
    /// Whether it was read in its source. A rule with a verified text and an unverified clock is unverified where the clock is used.
    pub status: Status,
    /// Where it was read, or why it was not.
    pub source: String,
    /// What is doubtful about it, in words.
    pub note: Option<String>,
    /// Who adopted it and when: always there for force policy.
    pub adopted_by: Option<Adopted>,
}

/// A presumption in a decision.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Presumption {
    /// The kind of decision.
    pub decision: String,
    /// The option presumed.
    pub option: String,
    /// What departing from it needs.
    pub departure: Departure,
    /// Where it comes from.
    pub citation: Citation,
}

/// What departing from a presumption needs.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Departure {
    /// Reasons in writing.
    pub reasons: bool,
    /// Exceptional circumstances, on the record.
    pub exceptional_circumstances: bool,
    /// A second senior signature.
    pub second_signature: bool,
    /// Roles and bodies that are told.
    pub notify: Vec<String>,
}

impl Departure {
    /// What either of two departures needs.
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
    /// One of `verification-off`, `armed-duties-blocked`, `vulnerable-duties-blocked`, `lone-duties-blocked`, `access-watch`.
    pub protection: String,
    /// Where it comes from.
    pub citation: Citation,
}

/// Somebody who must be told at once.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct NoticeDue {
    /// The role or body: `oversight`, `local-policing-body`, `victim`, `vetting-authority` ...
    pub to: String,
    /// What they are told, in kebab case.
    pub kind: String,
    /// Where it comes from.
    pub citation: Citation,
}

/// A named fact to put before a human: never a score.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SignDue {
    /// What was seen, in kebab case.
    pub kind: String,
    /// The same in words.
    pub title: String,
    /// Where it comes from.
    pub citation: Citation,
}
