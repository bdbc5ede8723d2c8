//! The events of a check.

use serde::{Deserialize, Serialize};

use super::values::{AlarmFinding, Cause, CheckOutcome, Escalation, Leg};
use crate::record::letters::CheckRef;
use crate::{ForceId, OfficerId, Personal, ReportId, StopId};

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", content = "payload")]
pub enum CheckEvent {
    /// The page showed a challenge that has not been answered yet.
    #[serde(rename = "check.asked")]
    Asked {
        /// The reference in the address of the check's page.
        reference: CheckRef,
    },
    /// The check was completed and has an outcome.
    #[serde(rename = "check.made")]
    Made(CheckResult),
    /// The page had shown the officer as verified or pending and now refuses them: they may no longer act.
    #[serde(rename = "check.turned")]
    Turned { cause: Cause },
    /// The visitor silently reported that something was wrong.
    #[serde(rename = "check.wrong-said")]
    WrongSaid {
        /// The visitor's location, as vague as they chose to give it, sealed under the check's own key.
        place: Option<Personal<String>>,
    },
    /// The visitor shared their location.
    #[serde(rename = "check.place-shared")]
    PlaceShared {
        /// The visitor's location, as vague as they chose to give it, sealed under the check's own key.
        place: Personal<String>,
    },
    /// A member of staff acknowledged the alarm.
    #[serde(rename = "check.alarm-acknowledged")]
    AlarmAcknowledged,
    /// Nobody acknowledged the alarm in time, so it was escalated.
    #[serde(rename = "check.alarm-escalated")]
    AlarmEscalated { to: Escalation },
    /// The alarm was closed with a finding.
    #[serde(rename = "check.alarm-closed")]
    AlarmClosed { finding: AlarmFinding },
    /// A receipt was issued. Together with its PIN, it opens the record of the stop.
    #[serde(rename = "check.receipt-given")]
    ReceiptGiven,
    /// The visitor made a complaint that refers to the check.
    #[serde(rename = "check.complained")]
    Complained {
        /// The report that contains the complaint.
        report: ReportId,
    },
}

/// The outcome of a check, with the stop and the officer that it concerns.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CheckResult {
    /// The reference in the address of the check's page.
    pub reference: CheckRef,
    /// The way the check was made.
    pub leg: Leg,
    pub found: CheckOutcome,
    /// The stop, if the code or the device identified one.
    pub stop: Option<StopId>,
    /// The officer who was checked, if known.
    pub officer: Option<OfficerId>,
    /// The force, if one could be identified.
    pub force: Option<ForceId>,
}
