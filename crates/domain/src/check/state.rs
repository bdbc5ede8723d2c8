//! The state of a check, with its silent alarm.

use jiff::Timestamp;

use super::event::{CheckEvent, CheckResult};
use super::values::{AlarmFinding, Cause, CheckOutcome, Desk, Escalation, SAID_MAXIMUM};
use crate::record::actor::Actor;
use crate::record::event::RecordedEvent;
use crate::record::letters::CheckRef;
use crate::record::state::Thing;
use crate::{CheckId, ForceId, OfficerId, Personal, ReportId, StopId};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AlarmCause {
    /// The check was refused.
    Refused(Cause),
    /// The visitor reported that something was wrong.
    SomethingWrong,
}

impl AlarmCause {
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Refused(cause) => cause.as_str(),
            Self::SomethingWrong => "something-wrong",
        }
    }
}

/// A silent alarm: neither the visitor nor the officer sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Alarm {
    pub cause: AlarmCause,
    pub raised_at: Timestamp,
    pub desk: Desk,
    /// The time at which the alarm was acknowledged, and by whom.
    pub acknowledged: Option<(Timestamp, Actor)>,
    /// The escalation steps taken so far, each with its time.
    pub escalated: Vec<(Timestamp, Escalation)>,
    pub closed: Option<(Timestamp, AlarmFinding)>,
}

impl Alarm {
    fn raised(cause: AlarmCause, raised_at: Timestamp, desk: Desk) -> Self {
        Self { cause, raised_at, desk, acknowledged: None, escalated: Vec::new(), closed: None }
    }

    /// The time and the step of the next escalation, which happens unless somebody acknowledges the alarm first.
    pub fn next_escalation(&self) -> Option<(Timestamp, Escalation)> {
        if self.acknowledged.is_some() || self.closed.is_some() {
            return None;
        }
        // An alarm at the covert desk never goes to the neighbouring force, which would otherwise learn of a covert
        // officer.
        let steps: &[Escalation] = match self.desk {
            Desk::ControlRoom => &[Escalation::DutySuperintendent, Escalation::NeighbouringForce],
            Desk::CovertDesk => &[Escalation::DutySuperintendent],
        };
        let next = steps.iter().find(|step| self.escalated.iter().all(|(_, done)| done != *step))?;
        Some((self.raised_at.saturating_add(next.after()).ok()?, *next))
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Check {
    pub id: CheckId,
    /// The reference in the address of the check's page.
    pub reference: CheckRef,
    /// The time at which the challenge was shown or, without a challenge, at which the check was made.
    pub begun_at: Timestamp,
    /// The time and the result; `None` until the challenge is answered.
    pub made: Option<(Timestamp, CheckResult)>,
    /// The time and the cause of the latest refusal by a page that had shown the officer as verified or pending.
    pub turned: Option<(Timestamp, Cause)>,
    /// The visitor's location, if they shared it.
    pub place: Option<Personal<String>>,
    /// The time at which the visitor last reported that something was wrong.
    pub wrong_said: Option<Timestamp>,
    /// The number of messages from the visitor since an alarm was last closed; see [`SAID_MAXIMUM`].
    pub said_count: u32,
    pub alarm: Option<Alarm>,
    /// True if a receipt was issued.
    pub receipt: bool,
    /// The complaints that refer to this check.
    pub complaints: Vec<ReportId>,
}

impl Thing for Check {
    type Event = CheckEvent;

    fn begin(event: &CheckEvent, recorded: &RecordedEvent) -> Option<Self> {
        let at = recorded.recorded_at;
        let mut check = Self {
            id: recorded.stream.key.parse().ok()?,
            reference: match event {
                CheckEvent::Asked { reference } => *reference,
                CheckEvent::Made(made) => made.reference,
                _ => return None,
            },
            begun_at: at,
            made: None,
            turned: None,
            place: None,
            wrong_said: None,
            said_count: 0,
            alarm: None,
            receipt: false,
            complaints: Vec::new(),
        };
        if let CheckEvent::Made(made) = event {
            check.is_made(made, at);
        }
        Some(check)
    }

    fn after(mut self, event: &CheckEvent, recorded: &RecordedEvent) -> Option<Self> {
        let at = recorded.recorded_at;
        match event {
            CheckEvent::Asked { .. } => return None,
            CheckEvent::Made(made) => {
                if self.made.is_some() {
                    return None;
                }
                self.is_made(made, at);
            }
            CheckEvent::Turned { cause } => {
                self.turned = Some((at, *cause));
                self.is_refused(*cause, at);
            }
            CheckEvent::WrongSaid { place } => {
                self.said_count += 1;
                self.place = place.clone().or(self.place);
                self.wrong_said = Some(at);
                self.is_asked_for_help(at);
            }
            // The page that asks for the visitor's location promises help, so sharing it raises an alarm.
            CheckEvent::PlaceShared { place } => {
                self.said_count += 1;
                self.place = Some(place.clone());
                self.is_asked_for_help(at);
            }
            CheckEvent::AlarmAcknowledged => self.alarm.as_mut()?.acknowledged = Some((at, recorded.actor.clone())),
            CheckEvent::AlarmEscalated { to } => self.alarm.as_mut()?.escalated.push((at, *to)),
            CheckEvent::AlarmClosed { finding } => {
                // The next message from the visitor raises a new alarm, however many they sent before.
                self.said_count = 0;
                self.alarm.as_mut()?.closed = Some((at, *finding));
            }
            CheckEvent::ReceiptGiven => self.receipt = true,
            CheckEvent::Complained { report } => self.complaints.push(*report),
        }
        Some(self)
    }

    fn force(&self) -> Option<&ForceId> {
        self.made.as_ref().and_then(|(_, made)| made.force.as_ref())
    }

    fn subject(&self) -> Option<OfficerId> {
        self.made.as_ref().and_then(|(_, made)| made.officer)
    }
}

impl Check {
    fn is_made(&mut self, made: &CheckResult, at: Timestamp) {
        if let CheckOutcome::Refused(cause) = made.found {
            self.is_refused(cause, at);
        }
        self.made = Some((at, made.clone()));
    }

    /// Raises an alarm for a refusal. An alarm that is already open at the desk for this cause keeps its
    /// acknowledgement and takes the new cause. If the open alarm is at another desk, a new one replaces it, so that
    /// only the covert desk hears of a covert officer.
    fn is_refused(&mut self, cause: Cause, at: Timestamp) {
        let to = desk(cause);
        match self.alarm.as_mut().filter(|alarm| alarm.closed.is_none() && alarm.desk == to) {
            Some(open) => open.cause = AlarmCause::Refused(cause),
            None => self.alarm = Some(Alarm::raised(AlarmCause::Refused(cause), at, to)),
        }
    }

    /// Raises an alarm when the visitor asks for help. An open alarm is left unchanged. A new alarm goes to the same
    /// desk as the previous one, if there was one.
    fn is_asked_for_help(&mut self, at: Timestamp) {
        if self.alarm.as_ref().is_none_or(|alarm| alarm.closed.is_some()) {
            let to = self.alarm.as_ref().map_or(Desk::ControlRoom, |alarm| alarm.desk);
            self.alarm = Some(Alarm::raised(AlarmCause::SomethingWrong, at, to));
        }
    }

    pub fn found(&self) -> Option<CheckOutcome> {
        self.made.as_ref().map(|(_, made)| made.found)
    }

    /// Returns true if further messages from the visitor are still recorded.
    pub fn hears(&self) -> bool {
        self.said_count < SAID_MAXIMUM
    }

    /// The visitor's location, if they shared it and it has not been erased.
    pub fn place(&self) -> Option<&str> {
        self.place.as_ref().and_then(|place| place.known()).map(String::as_str)
    }

    pub fn stop(&self) -> Option<StopId> {
        self.made.as_ref().and_then(|(_, made)| made.stop)
    }
}

fn desk(cause: Cause) -> Desk {
    match cause {
        Cause::NotVerifiableOnline => Desk::CovertDesk,
        _ => Desk::ControlRoom,
    }
}
