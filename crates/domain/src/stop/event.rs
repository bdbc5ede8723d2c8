//! The events of a stop.

use serde::{Deserialize, Serialize};

use super::values::{Power, ReasonCode, SearchRecord, StopOpening, StopOutcome};
use crate::Personal;

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", content = "payload")]
pub enum StopEvent {
    #[serde(rename = "stop.opened")]
    Opened(StopOpening),
    /// The control room confirmed an off-duty officer and sent a uniformed unit.
    #[serde(rename = "stop.confirmed")]
    Confirmed {
        /// The call sign of the unit that was sent.
        unit: String,
    },
    /// The control room refused to confirm the officer.
    #[serde(rename = "stop.refused")]
    Refused,
    /// Nobody in the control room answered the call in time, so it is marked as late on the board.
    #[serde(rename = "stop.call-escalated")]
    CallEscalated,
    #[serde(rename = "stop.closed")]
    Closed {
        outcome: StopOutcome,
        /// The power that the officer states at the end.
        power: Power,
        /// The reason that the officer states at the end.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        reason_code: Option<ReasonCode>,
        /// The record of the search; `None` if the stop was recorded afterwards or ended by the control room.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        record: Option<Personal<SearchRecord>>,
    },
    /// A note was added to the record; the record itself is never edited.
    #[serde(rename = "stop.supplemented")]
    Supplemented { words: Personal<String> },
}
