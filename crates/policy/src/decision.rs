//! Decisions that the law provides for: the decision maker, the options, the presumption. The system opens a decision,
//! but never takes one.

use serde::{Deserialize, Serialize};

use crate::condition::Condition;
use crate::reaction::{Citation, Departure, Presumption};
use crate::regime::Regime;

/// The state of a decision for one matter on one day.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Decision {
    /// The kind, such as `suspension`, `severity`, `referral` or `hearing-outcome`.
    pub kind: String,
    /// The kind, in words.
    pub title: String,
    pub decided_by: String,
    /// Every option, including those that are not allowed.
    pub options: Vec<OptionAllowed>,
    /// The presumed option, if any: statute takes precedence over guidance, and guidance over force policy. Use it only
    /// to preselect an option, never to apply one.
    pub default: Option<String>,
    pub presumptions: Vec<Presumption>,
    /// The requirements for departing from the default, combined from all presumptions for it.
    pub departure: Departure,
    /// The regime to which the matter is pinned.
    pub regime: Option<Regime>,
}

/// One option of a decision.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct OptionAllowed {
    /// The option, in kebab case.
    pub option: String,
    /// The option, in words.
    pub title: String,
    /// True if the law allows the option in this matter.
    pub allowed: bool,
    pub why_not: Option<String>,
    /// The rule that excludes the option, if a separate rule does so.
    pub ruled_out_by: Option<Citation>,
    pub citation: Citation,
}

/// A `[[decision]]` of a pack.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct DecisionEntry {
    pub(crate) kind: String,
    pub(crate) title: String,
    pub(crate) decided_by: String,
    /// The roles that decide instead in some matters, tried in order.
    #[serde(default)]
    pub(crate) maker: Vec<MakerEntry>,
    pub(crate) option: Vec<OptionEntry>,
}

/// A role that decides in the matters for which the condition holds.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct MakerEntry {
    pub(crate) by: String,
    pub(crate) when: String,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct OptionEntry {
    pub(crate) option: String,
    pub(crate) title: String,
    /// The rules that may be cited for the option. The first that applies to the matter and whose condition holds is
    /// used; if no condition holds, the first that applies to the matter.
    pub(crate) rules: Vec<String>,
    #[serde(default)]
    pub(crate) when: Option<String>,
    #[serde(default)]
    pub(crate) why_not: Option<String>,
}

/// A decision that passed every check.
#[derive(Debug)]
pub(crate) struct KnownDecision {
    pub(crate) entry: DecisionEntry,
    /// One condition for each option, in the same order.
    pub(crate) conditions: Vec<Option<Condition>>,
    /// One condition for each maker, in the same order.
    pub(crate) makers: Vec<Option<Condition>>,
}
