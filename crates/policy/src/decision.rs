//! Decisions that the law knows: the decision maker, the options, the presumption. The system opens a
//! decision; it never takes one.

use serde::{Deserialize, Serialize};

use crate::condition::Condition;
use crate::reaction::{Citation, Departure, Presumption};
use crate::regime::Regime;

/// The state of a decision for one matter on one day.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Decision {
    /// The kind, such as `suspension`, `severity`, `referral` or `hearing-outcome`.
    pub kind: String,
    /// The kind in words.
    pub title: String,
    pub decided_by: String,
    /// Every option, including those that are not allowed.
    pub options: Vec<OptionAllowed>,
    /// The presumed option, if any: statute before guidance before force policy. Use it only
    /// to preselect, never to apply.
    pub default: Option<String>,
    pub presumptions: Vec<Presumption>,
    /// The requirements for departing from the default: all those of the presumptions for it.
    pub departure: Departure,
    /// The regime to which the matter is pinned.
    pub regime: Option<Regime>,
}

/// One option of a decision.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct OptionAllowed {
    /// The option in kebab case.
    pub option: String,
    /// The option in words.
    pub title: String,
    /// True if the law allows the option here.
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
    /// Those who take the decision instead in some matters. They are tried in order.
    #[serde(default)]
    pub(crate) maker: Vec<MakerEntry>,
    pub(crate) option: Vec<OptionEntry>,
}

/// A role that takes a decision in the matters for which the condition holds.
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
    /// The rules from which the option may be cited. The first that is law for the matter and holds is used, or else the
    /// first that is law.
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
    /// One for each option, in the order of the options.
    pub(crate) conditions: Vec<Option<Condition>>,
    /// One for each maker, in the order of the makers.
    pub(crate) makers: Vec<Option<Condition>>,
}
