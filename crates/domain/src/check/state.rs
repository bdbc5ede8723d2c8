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
    /// The visitor reported that something is wrong.
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
    /// Time at which somebody took it, and that person.
    pub acknowledged: Option<(Timestamp, Actor)>,
    /// The steps of escalation so far, each with its time.
    pub escalated: Vec<(Timestamp, Escalation)>,
    pub closed: Option<(Timestamp, AlarmFinding)>,
}

impl Alarm {
    fn raised(cause: AlarmCause, raised_at: Timestamp, desk: Desk) -> Self {
        Self { cause, raised_at, desk, acknowledged: None, escalated: Vec::new(), closed: None }
    }

    /// Time and step of the next escalation, unless somebody takes the alarm first.
    pub fn next_escalation(&self) -> Option<(Timestamp, Escalation)> {
        if self.acknowledged.is_some() || self.closed.is_some() {
            return None;
        }
        // An alarm of the covert desk never goes to the neighbouring force, which would learn of a covert officer.
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
    /// The reference in the address of its page.
    pub reference: CheckRef,
    /// Time at which the challenge was shown, or the check was made at once.
    pub begun_at: Timestamp,
    /// `None` while the challenge is unanswered.
    pub made: Option<(Timestamp, CheckResult)>,
    /// Time and cause of the latest refusal by a page that had shown the officer as verified or pending.
    pub turned: Option<(Timestamp, Cause)>,
    /// The visitor's place, as far as they shared it.
    pub place: Option<Personal<String>>,
    /// Time at which the visitor last reported that something is wrong.
    pub wrong_said: Option<Timestamp>,
    /// Number of messages from the visitor since an alarm was last closed; see [`SAID_MAXIMUM`].
    pub said_count: u32,
    pub alarm: Option<Alarm>,
    /// True if a receipt was given out.
    pub receipt: bool,
    /// The complaints made from this check.
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
            // The page that asks for the visitor's place promises help.
            CheckEvent::PlaceShared { place } => {
                self.said_count += 1;
                self.place = Some(place.clone());
                self.is_asked_for_help(at);
            }
            CheckEvent::AlarmAcknowledged => self.alarm.as_mut()?.acknowledged = Some((at, recorded.actor.clone())),
            CheckEvent::AlarmEscalated { to } => self.alarm.as_mut()?.escalated.push((at, *to)),
            CheckEvent::AlarmClosed { finding } => {
                // Anything the visitor says after this raises a new alarm, however much they said before.
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

    /// A refusal raises an alarm. An open alarm at the desk for this cause stays with the person who took it and gets
    /// the new cause. At another desk a new alarm is raised, so that only the covert desk hears of a covert officer.
    fn is_refused(&mut self, cause: Cause, at: Timestamp) {
        let to = desk(cause);
        match self.alarm.as_mut().filter(|alarm| alarm.closed.is_none() && alarm.desk == to) {
            Some(open) => open.cause = AlarmCause::Refused(cause),
            None => self.alarm = Some(Alarm::raised(AlarmCause::Refused(cause), at, to)),
        }
    }

    /// The visitor asks for help. An open alarm stays as it is. Otherwise a new one is raised, at the desk of the
    /// previous alarm if there was one.
    fn is_asked_for_help(&mut self, at: Timestamp) {
        if self.alarm.as_ref().is_none_or(|alarm| alarm.closed.is_some()) {
            let to = self.alarm.as_ref().map_or(Desk::ControlRoom, |alarm| alarm.desk);
            self.alarm = Some(Alarm::raised(AlarmCause::SomethingWrong, at, to));
        }
    }

    pub fn found(&self) -> Option<CheckOutcome> {
        self.made.as_ref().map(|(_, made)| made.found)
    }

    /// True if messages from the visitor are still recorded.
    pub fn hears(&self) -> bool {
        self.said_count < SAID_MAXIMUM
    }

    /// The visitor's place, as far as they shared it and it was not erased.
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
