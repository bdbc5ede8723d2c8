//! Decisions awaiting a second signature. They become events of the matter only once they are signed.

use serde::{Deserialize, Serialize};

use super::values::{Condition, DecisionBasis, Severity};
use crate::{EventId, Personal};

/// A decision awaiting its second signature.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", content = "payload")]
pub enum UnsignedDecision {
    /// The severity is lowered.
    #[serde(rename = "matter.severity-reassessed")]
    Downgrade {
        from: Severity,
        to: Severity,
        /// The new fact that justifies the downgrade.
        new_fact: EventId,
        decided: DecisionBasis,
    },
    /// The officer is not suspended although the law presumes suspension.
    #[serde(rename = "matter.suspension-decided")]
    NoSuspension {
        /// The conditions, each with its answer.
        conditions: Vec<Condition>,
        /// The exceptional circumstances, if they are required.
        exceptional: Option<Personal<String>>,
        decided: DecisionBasis,
    },
    /// The matter is not referred to the oversight body.
    #[serde(rename = "matter.referral-declined")]
    NoReferral { decided: DecisionBasis },
    #[serde(rename = "matter.closed")]
    Closure { decided: DecisionBasis },
}

impl UnsignedDecision {
    /// The kind of event that the decision becomes once it is signed.
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::Downgrade { .. } => "matter.severity-reassessed",
            Self::NoSuspension { .. } => "matter.suspension-decided",
            Self::NoReferral { .. } => "matter.referral-declined",
            Self::Closure { .. } => "matter.closed",
        }
    }
}
