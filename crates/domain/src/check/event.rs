//! The events of a check.

use serde::{Deserialize, Serialize};

use super::values::{AlarmFinding, Cause, CheckOutcome, Escalation, Leg};
use crate::record::letters::CheckRef;
use crate::{ForceId, OfficerId, Personal, ReportId, StopId};

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", content = "payload")]
pub enum CheckEvent {
    /// The page showed a challenge, which is not answered yet.
    #[serde(rename = "check.asked")]
    Asked {
        /// The reference in the address of its page.
        reference: CheckRef,
    },
    /// The check was made and has an outcome.
    #[serde(rename = "check.made")]
    Made(CheckResult),
    /// The page had shown the officer as verified or pending and now refuses them: they may no longer act.
    #[serde(rename = "check.turned")]
    Turned { cause: Cause },
    /// The visitor silently reported that something is wrong.
    #[serde(rename = "check.wrong-said")]
    WrongSaid {
        /// The place, as coarse as the visitor likes, sealed under the key of the check itself.
        place: Option<Personal<String>>,
    },
    /// The visitor shared where they are.
    #[serde(rename = "check.place-shared")]
    PlaceShared {
        /// The place, as coarse as the visitor likes, sealed under the key of the check itself.
        place: Personal<String>,
    },
    /// Somebody took the alarm.
    #[serde(rename = "check.alarm-acknowledged")]
    AlarmAcknowledged,
    /// Nobody took the alarm in time, so it was escalated.
    #[serde(rename = "check.alarm-escalated")]
    AlarmEscalated { to: Escalation },
    /// The alarm was dealt with.
    #[serde(rename = "check.alarm-closed")]
    AlarmClosed { finding: AlarmFinding },
    /// A receipt was given out. With its PIN it opens the record of the stop.
    #[serde(rename = "check.receipt-given")]
    ReceiptGiven,
    /// A complaint was made from the check.
    #[serde(rename = "check.complained")]
    Complained {
        /// The report that holds the complaint.
        report: ReportId,
    },
}

/// The outcome of a check, with the stop and the officer it is about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CheckResult {
    /// The reference in the address of its page.
    pub reference: CheckRef,
    /// The way in which the check was made.
    pub leg: Leg,
    pub found: CheckOutcome,
    /// The stop, if the code or the device led to one.
    pub stop: Option<StopId>,
    /// The officer who was checked, if known.
    pub officer: Option<OfficerId>,
    /// `None` if nothing led to a force.
    pub force: Option<ForceId>,
}
