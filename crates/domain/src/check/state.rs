//! A check as its events leave it, with its silent alarm.

use jiff::Timestamp;

use super::event::{CheckEvent, Made};
use super::values::{AlarmFinding, Cause, Desk, Escalation, Outcome, SAID_MAXIMUM};
use crate::record::actor::Actor;
use crate::record::event::Recorded;
use crate::record::letters::CheckRef;
use crate::record::state::Thing;
use crate::{CheckId, ForceId, OfficerId, Personal, ReportId, StopId};

/// Why there is an alarm.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AlarmCause {
    /// The check was refused.
    Refused(Cause),
    /// The visitor said that something is wrong.
    SomethingWrong,
}

impl AlarmCause {
    /// Its code.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Refused(cause) => cause.as_str(),
            Self::SomethingWrong => "something-wrong",
        }
    }
}

/// A silent alarm.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Alarm {
    /// Why.
    pub cause: AlarmCause,
    /// Since when.
    pub raised_at: Timestamp,
    /// Where it went.
    pub desk: Desk,
    /// Who took it, and when.
    pub acknowledged: Option<(Timestamp, Actor)>,
    /// To whom it was carried on, and when.
    pub escalated: Vec<(Timestamp, Escalation)>,
    /// What was found in the end, and when.
    pub closed: Option<(Timestamp, AlarmFinding)>,
}

impl Alarm {
    fn raised(cause: AlarmCause, raised_at: Timestamp, desk: Desk) -> Self {
        Self { cause, raised_at, desk, acknowledged: None, escalated: Vec::new(), closed: None }
    }

    /// When it is carried on next, and to whom, unless somebody takes it before.
    pub fn next_escalation(&self) -> Option<(Timestamp, Escalation)> {
        if self.acknowledged.is_some() || self.closed.is_some() {
            return None;
        }
        // The covert desk's alarms stay with it: carried on, they would tell others of a covert officer.
        let steps: &[Escalation] = match self.desk {
            Desk::ControlRoom => &[Escalation::DutySuperintendent, Escalation::NeighbouringForce],
            Desk::CovertDesk => &[Escalation::DutySuperintendent],
        };
        let next = steps.iter().find(|step| self.escalated.iter().all(|(_, done)| done != *step))?;
        Some((self.raised_at.saturating_add(next.after()).ok()?, *next))
    }
}

/// A check.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Check {
    /// Its id.
    pub id: CheckId,
    /// The reference in the address of its page.
    pub reference: CheckRef,
    /// When it was begun: asked, or made at once.
    pub begun_at: Timestamp,
    /// What it found, and when; nothing while the challenge is unanswered.
    pub made: Option<(Timestamp, Made)>,
    /// When its page, which had verified an officer or waited, began to refuse for the last time, and why.
    pub turned: Option<(Timestamp, Cause)>,
    /// Where the visitor is, as far as they shared it.
    pub place: Option<Personal<String>>,
    /// When the visitor said that something is wrong.
    pub wrong_said: Option<Timestamp>,
    /// How often the visitor said something since an alarm was closed last; see [`SAID_MAXIMUM`].
    pub said_count: u32,
    /// The alarm.
    pub alarm: Option<Alarm>,
    /// Whether a receipt was given out.
    pub receipt: bool,
    /// The complaints made from it.
    pub complaints: Vec<ReportId>,
}

impl Thing for Check {
    type Event = CheckEvent;

    fn begin(event: &CheckEvent, recorded: &Recorded) -> Option<Self> {
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

    fn after(mut self, event: &CheckEvent, recorded: &Recorded) -> Option<Self> {
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
            // The page that asks where somebody is promises help.
            CheckEvent::PlaceShared { place } => {
                self.said_count += 1;
                self.place = Some(place.clone());
                self.is_asked_for_help(at);
            }
            CheckEvent::AlarmAcknowledged => self.alarm.as_mut()?.acknowledged = Some((at, recorded.actor.clone())),
            CheckEvent::AlarmEscalated { to } => self.alarm.as_mut()?.escalated.push((at, *to)),
            CheckEvent::AlarmClosed { finding } => {
                // What comes after it opens the alarm anew, however much was said before.
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
    fn is_made(&mut self, made: &Made, at: Timestamp) {
        if let Outcome::Refused(cause) = made.found {
            self.is_refused(cause, at);
        }
        self.made = Some((at, made.clone()));
    }

    /// A refusal raises an alarm. One that is open already stays whose it is, and learns the cause; but of a covert officer only
    /// their own desk hears.
    fn is_refused(&mut self, cause: Cause, at: Timestamp) {
        let to = desk(cause);
        match self.alarm.as_mut().filter(|alarm| alarm.closed.is_none() && alarm.desk == to) {
            Some(open) => open.cause = AlarmCause::Refused(cause),
            None => self.alarm = Some(Alarm::raised(AlarmCause::Refused(cause), at, to)),
        }
    }

    /// The visitor asks for help: one that somebody deals with stays theirs; one that was closed is opened anew.
    fn is_asked_for_help(&mut self, at: Timestamp) {
        if self.alarm.as_ref().is_none_or(|alarm| alarm.closed.is_some()) {
            let to = self.alarm.as_ref().map_or(Desk::ControlRoom, |alarm| alarm.desk);
            self.alarm = Some(Alarm::raised(AlarmCause::SomethingWrong, at, to));
        }
    }

    /// What it found.
    pub fn found(&self) -> Option<Outcome> {
        self.made.as_ref().map(|(_, made)| made.found)
    }

    /// Whether what the visitor says now is still recorded.
    pub fn hears(&self) -> bool {
        self.said_count < SAID_MAXIMUM
    }

    /// Where the visitor is, as far as they shared it and it was not erased.
    pub fn place(&self) -> Option<&str> {
        self.place.as_ref().and_then(|place| place.known()).map(String::as_str)
    }

    /// In which stop.
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
