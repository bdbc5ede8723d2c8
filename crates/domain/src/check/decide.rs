//! Decisions about a check: what may be recorded now, and what is refused and why.

use super::event::CheckEvent;
use super::state::{Alarm, Check};
use super::values::{AlarmFinding, AlarmRefusal, Cause, Outcome};
use crate::Event;
use crate::record::refusal::Refusal;

impl Check {
    /// What is to be recorded when its page, which had verified an officer or waited, refuses for this cause; nothing where that
    /// is on record.
    pub fn turn(&self, cause: Cause) -> Option<Event> {
        let stood = matches!(self.found(), Some(Outcome::Verified | Outcome::Pending));
        let known = self.turned.is_some_and(|(_, known)| known == cause);
        (stood && !known).then_some(Event::Check(CheckEvent::Turned { cause }))
    }

    /// Takes the alarm.
    ///
    /// # Errors
    /// When there is none, somebody else took it, or it is closed.
    pub fn acknowledge(&self) -> Result<Event, Refusal> {
        let alarm = self.open_alarm()?;
        if alarm.acknowledged.is_some() {
            return Err(Refusal::conflict(AlarmRefusal::AlreadyAcknowledged, "somebody else has taken this alarm"));
        }
        Ok(Event::Check(CheckEvent::AlarmAcknowledged))
    }

    /// Closes the alarm with what was found.
    ///
    /// # Errors
    /// When there is none, it is closed, or nobody has taken it.
    pub fn close_alarm(&self, finding: AlarmFinding) -> Result<Event, Refusal> {
        let alarm = self.open_alarm()?;
        if alarm.acknowledged.is_none() {
            return Err(Refusal::conflict(AlarmRefusal::NotAcknowledged, "take the alarm before closing it"));
        }
        Ok(Event::Check(CheckEvent::AlarmClosed { finding }))
    }

    fn open_alarm(&self) -> Result<&Alarm, Refusal> {
        let open = self.alarm.as_ref().filter(|alarm| alarm.closed.is_none());
        open.ok_or_else(|| {
            Refusal::conflict(AlarmRefusal::NotOpen, "there is no open alarm here: somebody has closed it")
        })
    }
}
