//! Decisions the law knows: who takes them, the options, what is presumed. The system opens a decision; it never takes one.

use serde::{Deserialize, Serialize};

use crate::condition::Condition;
use crate::reaction::{Citation, Departure, Presumption};
use crate::regime::Regime;

/// A decision as it stands for one matter on one day.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Decision {
    /// The kind: `suspension`, `severity`, `referral`, `hearing-outcome` ...
    pub kind: String,
    /// The same in words.
    pub title: String,
    /// The role that decides.
    pub decided_by: String,
    /// Every option, allowed or not.
    pub options: Vec<OptionAllowed>,
    /// The option presumed, if any: statute before guidance before force policy. Only to preselect it, never to apply it.
    pub default: Option<String>,
    /// The presumptions that hold.
    pub presumptions: Vec<Presumption>,
    /// What departing from the default needs: all that the presumptions for it need.
    pub departure: Departure,
    /// The regime the matter is pinned to.
    pub regime: Option<Regime>,
}

/// One option of a decision.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct OptionAllowed {
    /// The option in kebab case.
    pub option: String,
    /// The same in words.
    pub title: String,
    /// Whether the law allows it here.
    pub allowed: bool,
    /// Why it is not allowed.
    pub why_not: Option<String>,
    /// The rule that rules it out, where it is one of its own.
    pub ruled_out_by: Option<Citation>,
    /// Where the option comes from.
    pub citation: Citation,
}

/// A `[[decision]]` of a pack.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct DecisionEntry {
    pub(crate) kind: String,
    pub(crate) title: String,
    pub(crate) decided_by: String,
    pub(crate) option: Vec<OptionEntry>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct OptionEntry {
    pub(crate) option: String,
    pub(crate) title: String,
    /// The rules the option is cited from: the first that is law for the matter.
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
    /// One for each option, in their order.
    pub(crate) conditions: Vec<Option<Condition>>,
}
