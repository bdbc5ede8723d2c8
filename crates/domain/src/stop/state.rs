//! The state of a stop, with the call to the control room.

use jiff::Timestamp;

use super::event::StopEvent;
use super::values::{CALL_ESCALATES_AFTER, Power, ReasonCode, SearchRecord, StopOpening, StopOutcome};
use crate::check::CallState;
use crate::record::actor::Actor;
use crate::record::event::RecordedEvent;
use crate::record::state::Thing;
use crate::{ForceId, OfficerId, Personal, StopId};

/// A call asking the control room to confirm an officer who had to act off duty.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Call {
    /// The control room has not answered yet.
    Waiting {
        /// The time at which the call was marked as late.
        escalated: Option<Timestamp>,
    },
    /// The control room confirmed the officer.
    Confirmed {
        at: Timestamp,
        by: Actor,
        /// The call sign of the unit that was sent.
        unit: String,
    },
    /// The control room refused to confirm the officer.
    Refused { at: Timestamp },
}

impl Call {
    /// The answer without its details.
    pub const fn state(&self) -> CallState {
        match self {
            Self::Waiting { .. } => CallState::Waiting,
            Self::Confirmed { .. } => CallState::Confirmed,
            Self::Refused { .. } => CallState::Refused,
        }
    }
}

/// The end of a stop.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StopClosure {
    pub at: Timestamp,
    pub outcome: StopOutcome,
    /// The power stated at the end.
    pub power: Power,
    /// The reason stated at the end.
    pub reason_code: Option<ReasonCode>,
    pub record: Option<Personal<SearchRecord>>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stop {
    pub id: StopId,
    /// The statements made at the beginning.
    pub opening: StopOpening,
    pub opened_at: Timestamp,
    /// The call to the control room, if the officer is off duty.
    pub call: Option<Call>,
    /// `None` while the stop is in progress.
    pub closed: Option<StopClosure>,
    /// True if the power or the reason stated at the end differs from the one stated at the beginning. Both are kept.
    pub reason_changed: bool,
    /// Notes added to the record after the end, each with its time.
    pub supplements: Vec<(Timestamp, Personal<String>)>,
}

impl Thing for Stop {
    type Event = StopEvent;

    fn begin(event: &StopEvent, recorded: &RecordedEvent) -> Option<Self> {
        let StopEvent::Opened(opening) = event else { return None };
        Some(Self {
            id: recorded.stream.key.parse().ok()?,
            opening: opening.clone(),
            opened_at: recorded.happened(),
            call: opening.off_duty.then_some(Call::Waiting { escalated: None }),
            closed: None,
            reason_changed: false,
            supplements: Vec::new(),
        })
    }

    fn after(mut self, event: &StopEvent, recorded: &RecordedEvent) -> Option<Self> {
        let at = recorded.recorded_at;
        match event {
            StopEvent::Opened(_) => return None,
            StopEvent::Confirmed { unit } => {
                self.call = Some(Call::Confirmed { at, by: recorded.actor.clone(), unit: unit.clone() });
            }
            StopEvent::Refused => self.call = Some(Call::Refused { at }),
            StopEvent::CallEscalated => self.call = Some(Call::Waiting { escalated: Some(at) }),
            StopEvent::Closed { outcome, power, reason_code, record } => {
                self.reason_changed = *power != self.opening.power
                    || reason_code.is_some_and(|code| self.opening.reason_code.is_some_and(|stated| stated != code));
                self.closed = Some(StopClosure {
                    at: recorded.happened(),
                    outcome: *outcome,
                    power: *power,
                    reason_code: *reason_code,
                    record: record.clone(),
                });
            }
            StopEvent::Supplemented { words } => self.supplements.push((at, words.clone())),
        }
        Some(self)
    }

    fn force(&self) -> Option<&ForceId> {
        Some(&self.opening.force)
    }

    fn subject(&self) -> Option<OfficerId> {
        Some(self.opening.officer)
    }
}

impl Stop {
    /// Returns true if the stop has not ended, so that the public can still check it.
    pub fn is_open(&self) -> bool {
        self.closed.is_none()
    }

    /// The time at which a call is escalated if nobody answers it.
    pub fn escalates_at(&self) -> Option<Timestamp> {
        match (&self.call, &self.closed) {
            (Some(Call::Waiting { escalated: None }), None) => self.opened_at.saturating_add(CALL_ESCALATES_AFTER).ok(),
            _ => None,
        }
    }
}
