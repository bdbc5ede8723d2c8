//! What happens in a check.

use serde::{Deserialize, Serialize};

use super::values::{AlarmFinding, Cause, Escalation, Leg, Outcome};
use crate::record::letters::CheckRef;
use crate::{ForceId, OfficerId, Personal, ReportId, StopId};

/// What happens in a check.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", content = "payload")]
pub enum CheckEvent {
    /// The page showed a challenge: nothing is answered yet.
    #[serde(rename = "check.asked")]
    Asked {
        /// The reference in the address of its page.
        reference: CheckRef,
    },
    /// The check was made.
    #[serde(rename = "check.made")]
    Made(Made),
    /// Its page verified an officer or waited, and refuses now: the officer may not act any more.
    #[serde(rename = "check.turned")]
    Turned {
        /// Why.
        cause: Cause,
    },
    /// The visitor said silently that something is wrong.
    #[serde(rename = "check.wrong-said")]
    WrongSaid {
        /// Where, as coarse as the visitor shared it; sealed under the check itself.
        place: Option<Personal<String>>,
    },
    /// The visitor shared where they are.
    #[serde(rename = "check.place-shared")]
    PlaceShared {
        /// Where, as coarse as it may be; sealed under the check itself.
        place: Personal<String>,
    },
    /// Somebody took the alarm.
    #[serde(rename = "check.alarm-acknowledged")]
    AlarmAcknowledged,
    /// Nobody took it in time: it was carried on.
    #[serde(rename = "check.alarm-escalated")]
    AlarmEscalated {
        /// To whom.
        to: Escalation,
    },
    /// The alarm is dealt with.
    #[serde(rename = "check.alarm-closed")]
    AlarmClosed {
        /// What was found.
        finding: AlarmFinding,
    },
    /// A receipt was given out: with its PIN it fetches the record of the stop.
    #[serde(rename = "check.receipt-given")]
    ReceiptGiven,
    /// A complaint was made from it.
    #[serde(rename = "check.complained")]
    Complained {
        /// The report.
        report: ReportId,
    },
}

/// What a check found, and about whom.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Made {
    /// The reference in the address of its page.
    pub reference: CheckRef,
    /// How it was made.
    pub leg: Leg,
    /// What it found.
    pub found: Outcome,
    /// In which stop, where the code or the device led to one.
    pub stop: Option<StopId>,
    /// Of which officer.
    pub officer: Option<OfficerId>,
    /// Of which force; none where nothing led to one.
    pub force: Option<ForceId>,
}
