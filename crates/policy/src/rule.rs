//! Rules as written in a pack, and as loaded: checked, and with compiled conditions.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::condition::Condition;
use crate::problem::Place;
use crate::reaction::{Departure, Layer, SeenCopy, Status};
use crate::time::clock::LegalClock;

/// A `[[rule]]` of a pack.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RuleEntry {
    pub(crate) id: String,
    pub(crate) title: String,
    pub(crate) layer: Layer,
    pub(crate) citation: String,
    pub(crate) source: String,
    pub(crate) status: Status,
    /// The copy in which the content was seen. Required with `status = "read"`, and not allowed with any other status.
    #[serde(default)]
    pub(crate) copy: Option<SeenCopy>,
    #[serde(default)]
    pub(crate) note: Option<String>,
    pub(crate) in_force_from: Date,
    #[serde(default)]
    pub(crate) in_force_to: Option<Date>,
    /// The date that must lie between `in_force_from` and `in_force_to`.
    #[serde(default)]
    pub(crate) applies_to: RuleDate,
    /// The regimes under which the rule is in force; empty means every regime.
    #[serde(default)]
    pub(crate) regimes: Vec<String>,
    #[serde(default)]
    pub(crate) on: Vec<String>,
    #[serde(default)]
    pub(crate) when: Option<String>,
    #[serde(default)]
    pub(crate) duty: Vec<DutyEntry>,
    #[serde(default)]
    pub(crate) presumption: Vec<PresumptionEntry>,
    #[serde(default)]
    pub(crate) protections: Vec<String>,
    #[serde(default)]
    pub(crate) notice: Vec<NoticeEntry>,
    #[serde(default)]
    pub(crate) sign: Vec<SignEntry>,
    #[serde(default)]
    pub(crate) forbid: Vec<ForbidEntry>,
}

/// The date that determines whether a rule is in force.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum RuleDate {
    #[default]
    Event,
    /// The day on which the behaviour arose.
    Arose,
    /// The day on which the allegation came to attention.
    CameToAttention,
    /// The day on which the matter was recorded.
    Recorded,
}

impl RuleDate {
    /// The names of suitable dates in order of preference. If the first is not known for a matter, the next one is
    /// used.
    pub(crate) fn dates(self) -> &'static [&'static str] {
        match self {
            RuleDate::Event => &["event"],
            RuleDate::Arose => &["arose", "came-to-attention", "recorded", "event"],
            RuleDate::CameToAttention => &["came-to-attention", "recorded", "event"],
            RuleDate::Recorded => &["recorded", "event"],
        }
    }
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct DutyEntry {
    pub(crate) kind: String,
    pub(crate) title: String,
    pub(crate) owner: String,
    pub(crate) clock: LegalClock,
    /// The status of the clock, if it differs from that of the rule.
    #[serde(default)]
    pub(crate) clock_status: Option<Status>,
    #[serde(default)]
    pub(crate) met_by: Vec<String>,
    #[serde(default)]
    pub(crate) repeats: bool,
    #[serde(default)]
    pub(crate) warn_days: Vec<i64>,
    #[serde(default)]
    pub(crate) escalate_to: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct PresumptionEntry {
    pub(crate) decision: String,
    pub(crate) option: String,
    pub(crate) departure: Departure,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct NoticeEntry {
    pub(crate) to: String,
    pub(crate) kind: String,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct SignEntry {
    pub(crate) kind: String,
    pub(crate) title: String,
}

/// An option that the rule excludes while it holds.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ForbidEntry {
    pub(crate) decision: String,
    pub(crate) option: String,
    pub(crate) because: String,
}

/// The protections that a rule may apply. Each of them can be undone.
pub(crate) const PROTECTIONS: &[&str] =
    &["verification-off", "armed-duties-blocked", "vulnerable-duties-blocked", "lone-duties-blocked", "access-watch"];

/// The roles and bodies that may own a duty, sign a decision or be told.
pub(crate) const ROLES: &[&str] = &[
    "officer",
    "complainant",
    "victim",
    "reporter",
    "supervisor",
    "psd-investigator",
    "appropriate-authority",
    "chief-officer",
    "vetting-officer",
    "vetting-authority",
    "ccu",
    "chair",
    "panel",
    "person-conducting-meeting",
    "lpb-reviewer",
    "local-policing-body",
    "oversight",
    "director-general",
    "inspector",
    "college-of-policing",
    "data-controller",
    "records-admin",
    "platform-admin",
    "human-resources",
    "custodian",
    "welfare-officer",
    "control-room",
    "duty-superintendent",
    "system",
];

/// A rule that passed every check.
#[derive(Debug)]
pub(crate) struct Rule {
    pub(crate) entry: RuleEntry,
    pub(crate) pack: usize,
    pub(crate) place: Place,
    pub(crate) condition: Option<Condition>,
}
