//! Checks: a member of the public asks whether an officer may act now; the answer, its cause, and the silent alarm.
//!
//! The public is told one of three things and never why. The cause is for the force.

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use crate::record::actor::Actor;
use crate::record::event::Recorded;
use crate::record::letters::CheckRef;
use crate::record::refusal::Refusal;
use crate::record::state::Thing;
use crate::{CheckId, Event, ForceId, OfficerId, Personal, ReportId, StopId};

/// How the check was made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Leg {
    /// The live code was typed into the page.
    Code,
    /// The officer's device answered the challenge that the page showed.
    Challenge,
    /// The code on the officer's screen was scanned.
    Scan,
    /// By telephone or text message, through a gateway of the control room.
    Voice,
}

/// Why an officer is not verified. Never shown to the public: each gives the same page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Cause {
    /// The code was never given out, or so long ago that it is forgotten: forged, or mistyped.
    UnknownCode,
    /// The code is older than it may be, or was used before: replayed.
    StaleCode,
    /// The stop of the code has ended.
    StopEnded,
    /// They have left policing, dismissed or otherwise.
    Left,
    /// They are suspended.
    Suspended,
    /// Verification was switched off to protect the public.
    VerificationOff,
    /// They are never verified here; their desk answers by voice.
    NotVerifiableOnline,
    /// They are not on duty.
    NotOnDuty,
    /// The control room refused to confirm somebody off duty.
    ControlRefused,
    /// What was scanned is not what the force and the officer's device signed.
    Forged,
    /// What was scanned was shown before, or has expired.
    Replayed,
    /// What was scanned belongs to another stop or another device.
    Mismatched,
    /// What was scanned does not answer what the page asked, or was made for another page.
    WrongAudience,
}

impl Cause {
    /// All of them.
    pub const ALL: [Cause; 13] = [
        Self::UnknownCode,
        Self::StaleCode,
        Self::StopEnded,
        Self::Left,
        Self::Suspended,
        Self::VerificationOff,
        Self::NotVerifiableOnline,
        Self::NotOnDuty,
        Self::ControlRefused,
        Self::Forged,
        Self::Replayed,
        Self::Mismatched,
        Self::WrongAudience,
    ];

    /// Its code.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::UnknownCode => "unknown-code",
            Self::StaleCode => "stale-code",
            Self::StopEnded => "stop-ended",
            Self::Left => "left",
            Self::Suspended => "suspended",
            Self::VerificationOff => "verification-off",
            Self::NotVerifiableOnline => "not-verifiable-online",
            Self::NotOnDuty => "not-on-duty",
            Self::ControlRefused => "control-refused",
            Self::Forged => "forged",
            Self::Replayed => "replayed",
            Self::Mismatched => "mismatched",
            Self::WrongAudience => "wrong-audience",
        }
    }

    /// The cause of this code.
    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|cause| cause.as_str() == code)
    }
}

/// What a check found. The public sees three outcomes: pending is one that still becomes another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "outcome", content = "cause", rename_all = "kebab-case")]
pub enum Outcome {
    /// This is an officer who may act now.
    Verified,
    /// They say that they are off duty and have had to act: the control room is asked.
    Pending,
    /// Not.
    Refused(Cause),
}

/// What decides whether an officer may act now, as far as the officer's own record says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Standing {
    /// Whether they serve.
    pub serving: bool,
    /// Whether they are suspended in any matter.
    pub suspended: bool,
    /// Whether a protection switched verification off.
    pub verification_off: bool,
    /// Whether they are verified on the page at all.
    pub online: bool,
    /// The shift that they are booked on for: from when, and until when at the latest.
    pub on_duty: Option<(Timestamp, Timestamp)>,
}

impl Standing {
    /// Since when they are on duty.
    ///
    /// # Errors
    /// The cause for which they may not act now.
    pub fn on_duty_since(&self, now: Timestamp) -> Result<Timestamp, Cause> {
        self.may_serve()?;
        match self.on_duty {
            Some((since, until)) if since <= now && now < until => Ok(since),
            _ => Err(Cause::NotOnDuty),
        }
    }

    /// Whether they may act in an open stop: on duty, or off duty as one who has had to act.
    ///
    /// # Errors
    /// The cause for which they may not.
    pub fn may_act(&self, off_duty: bool, now: Timestamp) -> Result<(), Cause> {
        if off_duty { self.may_serve() } else { self.on_duty_since(now).map(|_| ()) }
    }

    /// Whether they might act at all, on duty or, confirmed by the control room, off duty.
    ///
    /// # Errors
    /// The cause for which they may not.
    pub fn may_serve(&self) -> Result<(), Cause> {
        match self {
            Self { serving: false, .. } => Err(Cause::Left),
            Self { suspended: true, .. } => Err(Cause::Suspended),
            Self { verification_off: true, .. } => Err(Cause::VerificationOff),
            Self { online: false, .. } => Err(Cause::NotVerifiableOnline),
            _ => Ok(()),
        }
    }
}

/// Where an alarm goes first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Desk {
    /// The control room of the force, its professional standards on call and its counter-corruption unit.
    ControlRoom,
    /// The covert desk only: anybody else would learn of a covert officer.
    CovertDesk,
}

impl Desk {
    /// Its code.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::ControlRoom => "control-room",
            Self::CovertDesk => "covert-desk",
        }
    }
}

/// How far an alarm that nobody took was carried on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Escalation {
    /// Marked on the board for the duty superintendent, whom the control room rings: the program tells nobody by itself.
    DutySuperintendent,
    /// To the board of the neighbouring force.
    NeighbouringForce,
}

impl Escalation {
    /// Its code.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::DutySuperintendent => "duty-superintendent",
            Self::NeighbouringForce => "neighbouring-force",
        }
    }

    /// How long after the alarm it is carried on, unless somebody took it (journey a3).
    pub const fn after(self) -> SignedDuration {
        match self {
            Self::DutySuperintendent => SignedDuration::from_mins(2),
            Self::NeighbouringForce => SignedDuration::from_mins(5),
        }
    }
}

/// What happens in a check.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", content = "payload")]
pub enum CheckEvent {
    /// The page showed a challenge: nothing is answered yet.
    #[serde(rename = "check.asked")]
    Asked {
        /// The reference in the address of its page.
        reference: CheckRef,
    },
    /// The check was made.
    #[serde(rename = "check.made")]
    Made(Made),
    /// Its page verified an officer or waited, and refuses now: the officer may not act any more.
    #[serde(rename = "check.turned")]
    Turned {
        /// Why.
        cause: Cause,
    },
    /// The visitor said silently that something is wrong.
    #[serde(rename = "check.wrong-said")]
    WrongSaid {
        /// Where, as coarse as the visitor shared it; sealed under the check itself.
        place: Option<Personal<String>>,
    },
    /// The visitor shared where they are.
    #[serde(rename = "check.place-shared")]
    PlaceShared {
        /// Where, as coarse as it may be; sealed under the check itself.
        place: Personal<String>,
    },
    /// Somebody took the alarm.
    #[serde(rename = "check.alarm-acknowledged")]
    AlarmAcknowledged,
    /// Nobody took it in time: it was carried on.
    #[serde(rename = "check.alarm-escalated")]
    AlarmEscalated {
        /// To whom.
        to: Escalation,
    },
    /// The alarm is dealt with.
    #[serde(rename = "check.alarm-closed")]
    AlarmClosed {
        /// What was found, as a code: `officer-confirmed-by-voice`, `mistyped`, `unit-attended`, `impersonation`, `misuse`.
        finding: String,
    },
    /// A receipt was given out: with its PIN it fetches the record of the stop.
    #[serde(rename = "check.receipt-given")]
    ReceiptGiven,
    /// A complaint was made from it.
    #[serde(rename = "check.complained")]
    Complained {
        /// The report.
        report: ReportId,
    },
}

/// What a check found, and about whom.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Made {
    /// The reference in the address of its page.
    pub reference: CheckRef,
    /// How it was made.
    pub leg: Leg,
    /// What it found.
    pub found: Outcome,
    /// In which stop, where the code or the device led to one.
    pub stop: Option<StopId>,
    /// Of which officer.
    pub officer: Option<OfficerId>,
    /// Of which force; none where nothing led to one.
    pub force: Option<ForceId>,
}

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
    pub closed: Option<(Timestamp, String)>,
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
                self.alarm.as_mut()?.closed = Some((at, finding.clone()));
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

    /// What is to be recorded when its page, which had verified an officer or waited, refuses for this cause; nothing where that
    /// is on record.
    pub fn turn(&self, cause: Cause) -> Option<Event> {
        let stood = matches!(self.found(), Some(Outcome::Verified | Outcome::Pending));
        let known = self.turned.is_some_and(|(_, known)| known == cause);
        (stood && !known).then_some(Event::Check(CheckEvent::Turned { cause }))
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

    /// Takes the alarm.
    ///
    /// # Errors
    /// When there is none, somebody else took it, or it is closed.
    pub fn acknowledge(&self) -> Result<Event, Refusal> {
        let alarm = self.open_alarm()?;
        if alarm.acknowledged.is_some() {
            return Err(Refusal::conflict("alarm.already-acknowledged", "somebody else has taken this alarm"));
        }
        Ok(Event::Check(CheckEvent::AlarmAcknowledged))
    }

    /// Closes the alarm with what was found.
    ///
    /// # Errors
    /// When there is none, it is closed, nobody has taken it, or nothing is said of what was found.
    pub fn close_alarm(&self, finding: &str) -> Result<Event, Refusal> {
        let alarm = self.open_alarm()?;
        if alarm.acknowledged.is_none() {
            return Err(Refusal::conflict("alarm.not-acknowledged", "take the alarm before closing it"));
        }
        if !FINDINGS.contains(&finding) {
            let message = format!("say what was found: one of {}", FINDINGS.join(", "));
            return Err(Refusal::invalid("alarm.no-finding", message));
        }
        Ok(Event::Check(CheckEvent::AlarmClosed { finding: finding.to_owned() }))
    }

    fn open_alarm(&self) -> Result<&Alarm, Refusal> {
        let open = self.alarm.as_ref().filter(|alarm| alarm.closed.is_none());
        open.ok_or_else(|| Refusal::conflict("alarm.not-open", "there is no open alarm here: somebody has closed it"))
    }
}

/// How often a visitor is heard in one check, until somebody closes its alarm. A silent alarm is never refused, so that this
/// keeps a program from filling the record through one.
pub const SAID_MAXIMUM: u32 = 20;

/// What can be found of an alarm in the end.
pub const FINDINGS: &[&str] =
    &["officer-confirmed-by-voice", "mistyped", "unit-attended", "impersonation", "misuse", "false-alarm"];

fn desk(cause: Cause) -> Desk {
    match cause {
        Cause::NotVerifiableOnline => Desk::CovertDesk,
        _ => Desk::ControlRoom,
    }
}
