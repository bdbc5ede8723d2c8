//! What happens in a stop.

use serde::{Deserialize, Serialize};

use super::values::{Power, ReasonCode, SearchRecord, StopOpening, StopOutcome};
use crate::Personal;

/// What happens in a stop.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", content = "payload")]
pub enum StopEvent {
    /// It began.
    #[serde(rename = "stop.opened")]
    Opened(StopOpening),
    /// The control room confirmed somebody off duty; a uniformed unit is sent.
    #[serde(rename = "stop.confirmed")]
    Confirmed {
        /// The unit that was sent, by its call sign.
        unit: String,
    },
    /// The control room refused to confirm.
    #[serde(rename = "stop.refused")]
    Refused,
    /// Nobody in the control room answered in time: it is marked on the board as late.
    #[serde(rename = "stop.call-escalated")]
    CallEscalated,
    /// It ended.
    #[serde(rename = "stop.closed")]
    Closed {
        outcome: StopOutcome,
        /// The power that the officer gives at the end.
        power: Power,
        /// The reason that the officer gives at the end.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        reason_code: Option<ReasonCode>,
        /// The record of the search; none where a record was taken over from elsewhere.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        record: Option<Personal<SearchRecord>>,
    },
    /// Something is added to the record, which is never edited.
    #[serde(rename = "stop.supplemented")]
    Supplemented { words: Personal<String> },
}
