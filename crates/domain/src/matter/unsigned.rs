//! Decisions that wait for a second signature. Only with it do they become events of the matter.

use serde::{Deserialize, Serialize};

use super::event::MatterEvent;
use super::values::{Condition, Decided, Downgrade, Severity, SuspensionAnswer};
use crate::record::actor::Actor;
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

    /// The event that it becomes with the signature.
    #[must_use]
    pub fn signed_by(self, signer: &Actor) -> MatterEvent {
        let second = signer.clone();
        match self {
            Self::Downgrade { from, to, new_fact, decided } => {
                let downgrade = Some(Downgrade { new_fact, second });
                MatterEvent::SeverityReassessed { from, to, downgrade, decided }
            }
            Self::NoSuspension { conditions, exceptional, decided } => MatterEvent::SuspensionDecided {
                answer: SuspensionAnswer::DoNotSuspend,
                conditions,
                exceptional,
                decided,
                second: Some(second),
            },
            Self::NoReferral { decided } => MatterEvent::ReferralDeclined { decided, second },
            Self::Closure { decided } => MatterEvent::Closed { decided, second },
        }
    }

    /// Whether an event answers the question that it would have answered.
    pub(super) const fn is_settled_by(&self, event: &MatterEvent) -> bool {
        match self {
            Self::Downgrade { .. } => matches!(event, MatterEvent::SeverityReassessed { .. }),
            Self::NoSuspension { .. } => matches!(event, MatterEvent::SuspensionDecided { .. }),
            Self::NoReferral { .. } => matches!(event, MatterEvent::ReferralDeclined { .. }),
            Self::Closure { .. } => matches!(event, MatterEvent::Closed { .. }),
        }
    }
}
