//! Stops: a stop, the power and the reason stated for it, what the control room says of one off duty, and its record.

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use crate::check::{Cause, Outcome, Standing};
use crate::record::actor::Actor;
use crate::record::event::Recorded;
use crate::record::letters::StopRef;
use crate::record::refusal::Refusal;
use crate::record::state::Thing;
use crate::{DeviceId, Event, ForceId, OfficerId, Personal, StopId};

/// A power of stop: an act and section.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Power {
    /// PACE 1984 s.1: stolen or prohibited articles.
    PaceSection1,
    /// Misuse of Drugs Act 1971 s.23.
    MisuseOfDrugsSection23,
    /// Criminal Justice and Public Order Act 1994 s.60.
    PublicOrderSection60,
    /// Road Traffic Act 1988 s.163: stopping a vehicle.
    RoadTrafficSection163,
    /// PACE 1984 s.24: arrest.
    PaceSection24,
}

impl Power {
    /// All of them.
    pub const ALL: [Power; 5] = [
        Self::PaceSection1,
        Self::MisuseOfDrugsSection23,
        Self::PublicOrderSection60,
        Self::RoadTrafficSection163,
        Self::PaceSection24,
    ];

    /// Its code.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::PaceSection1 => "pace-section1",
            Self::MisuseOfDrugsSection23 => "misuse-of-drugs-section23",
            Self::PublicOrderSection60 => "public-order-section60",
            Self::RoadTrafficSection163 => "road-traffic-section163",
            Self::PaceSection24 => "pace-section24",
        }
    }

    /// The power of this code.
    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|power| power.as_str() == code)
    }

    /// Its act and section.
    pub const fn citation(self) -> &'static str {
        match self {
            Self::PaceSection1 => "Police and Criminal Evidence Act 1984 s.1",
            Self::MisuseOfDrugsSection23 => "Misuse of Drugs Act 1971 s.23",
            Self::PublicOrderSection60 => "Criminal Justice and Public Order Act 1994 s.60",
            Self::RoadTrafficSection163 => "Road Traffic Act 1988 s.163",
            Self::PaceSection24 => "Police and Criminal Evidence Act 1984 s.24",
        }
    }

    /// Whether something is searched for under it.
    pub const fn is_search(self) -> bool {
        matches!(self, Self::PaceSection1 | Self::MisuseOfDrugsSection23 | Self::PublicOrderSection60)
    }

    /// The rule by which only a constable in uniform has it, where there is one.
    const fn uniform_only(self) -> Option<&'static str> {
        match self {
            Self::PublicOrderSection60 => Some("Criminal Justice and Public Order Act 1994 s.60(4)"),
            Self::RoadTrafficSection163 => Some("Road Traffic Act 1988 s.163(1)"),
            Self::PaceSection1 | Self::MisuseOfDrugsSection23 | Self::PaceSection24 => None,
        }
    }
}

/// The reason for a stop as a code, beside the officer's words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ReasonCode {
    /// Stolen property is suspected.
    StolenProperty,
    /// A weapon is suspected.
    Weapon,
    /// Tools for burglary or theft are suspected.
    GoingEquipped,
    /// Drugs are suspected.
    Drugs,
    /// An authorisation for the place and time is in force.
    AuthorisationInForce,
    /// The driving or the state of a vehicle.
    RoadTraffic,
    /// An offence is suspected for which the person is arrested.
    OffenceSuspected,
    /// The person is wanted.
    Wanted,
}

impl ReasonCode {
    /// All of them.
    pub const ALL: [ReasonCode; 8] = [
        Self::StolenProperty,
        Self::Weapon,
        Self::GoingEquipped,
        Self::Drugs,
        Self::AuthorisationInForce,
        Self::RoadTraffic,
        Self::OffenceSuspected,
        Self::Wanted,
    ];

    /// Its code.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::StolenProperty => "stolen-property",
            Self::Weapon => "weapon",
            Self::GoingEquipped => "going-equipped",
            Self::Drugs => "drugs",
            Self::AuthorisationInForce => "authorisation-in-force",
            Self::RoadTraffic => "road-traffic",
            Self::OffenceSuspected => "offence-suspected",
            Self::Wanted => "wanted",
        }
    }

    /// The reason of this code.
    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|reason| reason.as_str() == code)
    }
}

/// What is stated when a stop begins.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StopOpening {
    /// Its reference, for everybody who speaks of it.
    pub reference: StopRef,
    /// Who stops.
    pub officer: OfficerId,
    /// Of which force.
    pub force: ForceId,
    /// The device on which it was begun; none where a record was taken over from elsewhere.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub device: Option<DeviceId>,
    /// Under which power.
    pub power: Power,
    /// Why, as a code; none where a record was taken over from elsewhere.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason_code: Option<ReasonCode>,
    /// Why, in the officer's words: the grounds.
    pub reason: Personal<String>,
    /// What is searched for: the object.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub object: Option<Personal<String>>,
    /// Where, as coarse as it may be.
    pub place: String,
    /// Whether the officer wears a uniform.
    pub uniform: bool,
    /// Whether a vehicle is stopped.
    pub vehicle: bool,
    /// Whether the officer is off duty and has had to act.
    #[serde(default)]
    pub off_duty: bool,
}

/// The record of a search (PACE 1984 s.3; Code A section 4), beside what was stated at the beginning.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct SearchRecord {
    /// The grounds, as the officer gives them at the end.
    pub grounds: String,
    /// The ethnicity that the person gives, as a code of the 18+1 list; empty when they gave none.
    pub self_defined_ethnicity: String,
    /// The ethnicity that the officer perceives, as a code.
    pub perceived_ethnicity: String,
    /// What was found.
    pub found: String,
}

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
        /// How: `no-further-action`, `arrest`, `warning`.
        outcome: String,
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
    Supplemented {
        /// What.
        words: Personal<String>,
    },
}

/// How long a call to the control room waits before it is marked on the board for the duty superintendent (journey a2), whom the
/// control room rings. It should be taken within 30 seconds.
pub const CALL_ESCALATES_AFTER: SignedDuration = SignedDuration::from_secs(60);

/// What the control room says of an officer who is off duty and has had to act.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Call {
    /// It has not answered.
    Waiting {
        /// When it was marked that nobody answers.
        escalated: Option<Timestamp>,
    },
    /// It confirmed.
    Confirmed {
        /// When.
        at: Timestamp,
        /// Who.
        by: Actor,
        /// The unit that was sent.
        unit: String,
    },
    /// It refused.
    Refused {
        /// When.
        at: Timestamp,
    },
}

impl Call {
    /// Its code.
    pub const fn as_str(&self) -> &'static str {
        match self {
            Self::Waiting { .. } => "waiting",
            Self::Confirmed { .. } => "confirmed",
            Self::Refused { .. } => "refused",
        }
    }
}

/// How a stop ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Closed {
    /// When.
    pub at: Timestamp,
    /// How.
    pub outcome: String,
    /// The power given at the end.
    pub power: Power,
    /// The reason given at the end.
    pub reason_code: Option<ReasonCode>,
    /// The record of the search.
    pub record: Option<Personal<SearchRecord>>,
}

/// A stop.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stop {
    /// Its id.
    pub id: StopId,
    /// What was stated.
    pub opening: StopOpening,
    /// When it began.
    pub opened_at: Timestamp,
    /// What the control room says, where the officer is off duty.
    pub call: Option<Call>,
    /// When and how it ended.
    pub closed: Option<Closed>,
    /// Whether the power or the reason given at the end is another than the one first stated: both are kept.
    pub reason_changed: bool,
    /// What was added to the record, and when.
    pub supplements: Vec<(Timestamp, Personal<String>)>,
}

/// The most characters that anybody writes into one field of a stop.
pub const WORDS_MAXIMUM: usize = 2_000;

/// How a stop ended that its officer could not end: the control room did, and there is no record of a search.
pub const ENDED_BY_CONTROL_ROOM: &str = "ended-by-control-room";

/// Whether a text is longer than a field of a stop may be.
pub fn is_too_long(words: &str) -> bool {
    words.chars().count() > WORDS_MAXIMUM
}

/// The refusal of a text that is too long, in which its code says which field that is.
fn too_long(code: &'static str, what: &str) -> Refusal {
    Refusal::invalid(code, format!("keep {what} under {WORDS_MAXIMUM} characters"))
}

impl Stop {
    /// Begins a stop.
    ///
    /// # Errors
    /// Without a reason; a vehicle stopped out of uniform (PACE 1984 s.2(9)(b)); a power that only a constable in uniform has.
    pub fn open(stop: StopOpening) -> Result<Event, Refusal> {
        if stop.reason.known().is_none_or(|reason| reason.trim().is_empty()) {
            let message = "a stop cannot begin without a reason: say the object and the grounds of it";
            return Err(Refusal::invalid("stop.no-reason", message).citing("PACE 1984 s.2(3)"));
        }
        if stop.vehicle && !stop.uniform {
            let message = "a constable who is not in uniform may not stop a vehicle under this power";
            return Err(Refusal::invalid("stop.not-in-uniform", message).citing("PACE 1984 s.2(9)(b)"));
        }
        if let (Some(rule), false) = (stop.power.uniform_only(), stop.uniform) {
            let message = "only a constable in uniform has this power: choose another, or call somebody in uniform";
            return Err(Refusal::invalid("stop.power-needs-uniform", message).citing(rule));
        }
        Ok(Event::Stop(StopEvent::Opened(stop)))
    }

    /// Begins a stop in the street, which the public can check: it states the object of a search and the reason as a code too.
    ///
    /// # Errors
    /// As [`Stop::open`]; without the object of a search, a coded reason or a place (PACE 1984 s.2(3), Code A 3.8: GOWISELY);
    /// with more than [`WORDS_MAXIMUM`] in one of them.
    pub fn begin_in_public(stop: StopOpening) -> Result<Event, Refusal> {
        let object = stop.object.as_ref().and_then(Personal::known).map_or("", |object| object.trim());
        if stop.power.is_search() && object.is_empty() {
            let message = "a search cannot begin without its object: say what is looked for";
            return Err(Refusal::invalid("stop.no-object", message).citing("PACE 1984 s.2(3)(b)"));
        }
        if stop.reason_code.is_none() {
            return Err(Refusal::invalid("stop.no-reason-code", "choose the reason that comes nearest")
                .citing("PACE Code A 3.8"));
        }
        if stop.place.trim().is_empty() {
            return Err(Refusal::invalid("stop.no-place", "say where: a street, a junction, a place with a name")
                .citing("PACE 1984 s.3(6)"));
        }
        if stop.reason.known().is_some_and(|reason| is_too_long(reason)) {
            return Err(too_long("stop.reason-too-long", "the grounds"));
        }
        if is_too_long(object) {
            return Err(too_long("stop.object-too-long", "the object"));
        }
        if is_too_long(&stop.place) {
            return Err(too_long("stop.place-too-long", "the place"));
        }
        Self::open(stop)
    }

    /// Whether the public can still check it.
    pub fn is_open(&self) -> bool {
        self.closed.is_none()
    }

    /// The control room confirms an officer who is off duty, and sends a uniformed unit.
    ///
    /// # Errors
    /// When it was not asked, has answered before, the stop has ended, or no unit is named.
    pub fn confirm(&self, unit: &str) -> Result<Event, Refusal> {
        self.waits()?;
        if unit.trim().is_empty() || unit.trim().chars().count() > 40 {
            let message = "name the uniformed unit that is sent, by its call sign: at most 40 characters";
            return Err(Refusal::invalid("stop.no-unit", message));
        }
        Ok(Event::Stop(StopEvent::Confirmed { unit: unit.trim().to_owned() }))
    }

    /// The control room refuses to confirm.
    ///
    /// # Errors
    /// When it was not asked, has answered before, or the stop has ended.
    pub fn refuse(&self) -> Result<Event, Refusal> {
        self.waits()?;
        Ok(Event::Stop(StopEvent::Refused))
    }

    fn waits(&self) -> Result<(), Refusal> {
        match (&self.call, &self.closed) {
            (Some(Call::Waiting { .. }), None) => Ok(()),
            (None, _) => Err(Refusal::conflict("stop.not-called", "this officer has not asked to be confirmed")),
            (_, Some(_)) => Err(Refusal::conflict("stop.already-closed", "this stop has ended")),
            (Some(_), None) => {
                Err(Refusal::conflict("stop.already-answered", "somebody in the control room has answered this"))
            }
        }
    }

    /// When a call that nobody answers is carried on.
    pub fn escalates_at(&self) -> Option<Timestamp> {
        match (&self.call, &self.closed) {
            (Some(Call::Waiting { escalated: None }), None) => self.opened_at.saturating_add(CALL_ESCALATES_AFTER).ok(),
            _ => None,
        }
    }

    /// Whether the page of a check that verified its officer, or waits, still does: of one that has ended it says what it was.
    pub fn stands(&self, standing: &Standing, now: Timestamp) -> Outcome {
        let allowed = match self.closed {
            None => standing.may_act(self.opening.off_duty, now),
            Some(_) => standing.may_serve(),
        };
        match (allowed, &self.call) {
            (Err(cause), _) => Outcome::Refused(cause),
            (Ok(()), None | Some(Call::Confirmed { .. })) => Outcome::Verified,
            (Ok(()), Some(Call::Waiting { .. })) if self.is_open() => Outcome::Pending,
            (Ok(()), Some(_)) => Outcome::Refused(Cause::ControlRefused),
        }
    }

    /// Ends it.
    ///
    /// # Errors
    /// When it has ended before.
    pub fn close(
        &self,
        outcome: String,
        power: Power,
        reason_code: Option<ReasonCode>,
        record: Option<Personal<SearchRecord>>,
    ) -> Result<Event, Refusal> {
        if self.closed.is_some() {
            return Err(Refusal::conflict("stop.already-closed", "this stop has ended: add a supplement instead"));
        }
        Ok(Event::Stop(StopEvent::Closed { outcome, power, reason_code, record }))
    }

    /// The control room ends a stop that its officer cannot end, because they may not act any more or have no device. What was
    /// stated stands; there is no record of a search, and why the control room ended it stands beside it.
    ///
    /// # Errors
    /// When it has ended before, or no reason is given.
    pub fn end_for_officer(&self, why: Personal<String>) -> Result<Vec<Event>, Refusal> {
        let outcome = ENDED_BY_CONTROL_ROOM.to_owned();
        let closed = self.close(outcome, self.opening.power, self.opening.reason_code, None)?;
        match why.known().map(|why| why.trim()) {
            Some(words) if !words.is_empty() && !is_too_long(words) => {
                Ok(vec![closed, Event::Stop(StopEvent::Supplemented { words: why })])
            }
            _ => {
                let message = format!("say why the control room ends this stop, in at most {WORDS_MAXIMUM} characters");
                Err(Refusal::invalid("stop.no-why", message))
            }
        }
    }

    /// Adds to the record of a stop that has ended.
    ///
    /// # Errors
    /// When it has not ended, or nothing is said.
    pub fn supplement(&self, words: Personal<String>) -> Result<Event, Refusal> {
        if self.closed.is_none() {
            return Err(Refusal::conflict("stop.not-closed", "this stop goes on: finish its record first"));
        }
        match words.known().map(|words| words.trim().chars().count()) {
            Some(1..=WORDS_MAXIMUM) => Ok(Event::Stop(StopEvent::Supplemented { words })),
            _ => {
                let message = format!("say what is added, in at most {WORDS_MAXIMUM} characters");
                Err(Refusal::invalid("stop.no-words", message))
            }
        }
    }
}

impl Thing for Stop {
    type Event = StopEvent;

    fn begin(event: &StopEvent, recorded: &Recorded) -> Option<Self> {
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

    fn after(mut self, event: &StopEvent, recorded: &Recorded) -> Option<Self> {
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
                self.closed = Some(Closed {
                    at: recorded.happened(),
                    outcome: outcome.clone(),
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
