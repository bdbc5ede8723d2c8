//! Decisions about a check: what may be recorded, what is refused, and why.

use super::event::CheckEvent;
use super::state::{Alarm, Check};
use super::values::{AlarmFinding, AlarmRefusal, Cause, CheckOutcome};
use crate::Event;
use crate::record::refusal::Refusal;

impl Check {
    /// The event to record when a page that had shown the officer as verified or pending now refuses them for this
    /// cause. `None` if the page showed neither, or if this refusal is already on record.
    pub fn turn(&self, cause: Cause) -> Option<Event> {
        let stood = matches!(self.found(), Some(CheckOutcome::Verified | CheckOutcome::Pending));
        let known = self.turned.is_some_and(|(_, known)| known == cause);
        (stood && !known).then_some(Event::Check(CheckEvent::Turned { cause }))
    }

    /// Acknowledges the alarm, which makes the actor responsible for it.
    ///
    /// # Errors
    /// If there is no open alarm, or it has already been acknowledged.
    pub fn acknowledge(&self) -> Result<Event, Refusal> {
        let alarm = self.open_alarm()?;
        if alarm.acknowledged.is_some() {
            let message = "this alarm has been taken already: the board shows by whom";
            return Err(Refusal::conflict(AlarmRefusal::AlreadyAcknowledged, message));
        }
        Ok(Event::Check(CheckEvent::AlarmAcknowledged))
    }

    /// Closes the alarm with a finding.
    ///
    /// # Errors
    /// If there is no open alarm, or it has not been acknowledged.
    pub fn close_alarm(&self, finding: AlarmFinding) -> Result<Event, Refusal> {
        let alarm = self.open_alarm()?;
        if alarm.acknowledged.is_none() {
            return Err(Refusal::conflict(AlarmRefusal::NotAcknowledged, "take the alarm before closing it"));
        }
        Ok(Event::Check(CheckEvent::AlarmClosed { finding }))
    }

    fn open_alarm(&self) -> Result<&Alarm, Refusal> {
        let message = match &self.alarm {
            Some(alarm) if alarm.closed.is_none() => return Ok(alarm),
            Some(_) => "this alarm has been closed already: the next message from the visitor raises another",
            None => "this check has raised no alarm",
        };
        Err(Refusal::conflict(AlarmRefusal::NotOpen, message))
    }
}
