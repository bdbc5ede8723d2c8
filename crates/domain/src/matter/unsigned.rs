//! Decisions that wait for a second signature. Only with it do they become events of the matter.

use serde::{Deserialize, Serialize};

use super::values::{Condition, Decided, Severity};
use crate::{EventId, Personal};

/// A decision that waits for its second signature.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", content = "payload")]
pub enum UnsignedDecision {
    /// Severity is assessed as less than before.
    #[serde(rename = "matter.severity-reassessed")]
    Downgrade {
        /// The severity before.
        from: Severity,
        /// The severity proposed.
        to: Severity,
        /// The new fact on which it rests.
        new_fact: EventId,
        /// The reasons.
        decided: Decided,
    },
    /// The officer is not suspended although the law presumes that they are.
    #[serde(rename = "matter.suspension-decided")]
    NoSuspension {
        /// Each condition with its answer.
        conditions: Vec<Condition>,
        /// The exceptional circumstances.
        exceptional: Option<Personal<String>>,
        /// The reasons.
        decided: Decided,
    },
    /// The matter is not referred.
    #[serde(rename = "matter.referral-declined")]
    NoReferral {
        /// The reasons.
        decided: Decided,
    },
    /// The matter is closed.
    #[serde(rename = "matter.closed")]
    Closure {
        /// The reasons.
        decided: Decided,
    },
}

impl UnsignedDecision {
    /// The kind of the event that it becomes.
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::Downgrade { .. } => "matter.severity-reassessed",
            Self::NoSuspension { .. } => "matter.suspension-decided",
            Self::NoReferral { .. } => "matter.referral-declined",
            Self::Closure { .. } => "matter.closed",
        }
    }
}
