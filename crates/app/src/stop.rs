//! Stops: stops begun with a power and a reason, shown to be checked, and ended with a record that can only be
//! supplemented.

use domain::check::{Cause, CheckEvent, Leg, Made, Outcome};
use domain::officer::{Officer, OfficerEvent};
use domain::stop::{
    Call, Power, ReasonCode, SearchRecord, Stop, StopEvent, StopOpening, StopOutcome, StopRefusal, WORDS_MAXIMUM,
    is_too_long,
};
use domain::{
    CheckId, CheckRef, DeviceId, Event, ForceId, LiveCode, OfficerId, Personal, Refusal, State, StopId, StopRef,
};
use jiff::{SignedDuration, Timestamp};

use crate::change::{self, About, Change};
use crate::check::{CODE_LIVES, Settings, prefix};
use crate::jobs::is_without_power;
use crate::{Action, AppError, Context};

/// A stop as it is recorded.
#[derive(Clone, Debug)]
pub struct PastStop {
    /// Who stops.
    pub officer: OfficerId,
    /// Of which force.
    pub force: ForceId,
    /// Under which power.
    pub power: Power,
    /// Why.
    pub reason: String,
    /// Where.
    pub place: String,
    /// Whether in uniform.
    pub uniform: bool,
    /// Whether a vehicle is stopped.
    pub vehicle: bool,
    /// Whether a member of the public checked the officer.
    pub checked: bool,
    /// How it ended.
    pub outcome: StopOutcome,
}

/// Records stops that have ended, in one transaction: all or none.
///
/// # Errors
/// When the actor may not; a stop without a reason; a vehicle stopped out of uniform; an officer who may not act.
pub async fn record_all(cx: &Context<'_>, stops: Vec<PastStop>) -> Result<Vec<StopId>, AppError> {
    let mut change = Change::begin(cx).await?;
    let mut ids = Vec::with_capacity(stops.len());
    for stop in stops {
        change.authorise(Action::RecordStop, About::Force(&stop.force)).await?;
        let officer = change.officer(stop.officer).await?;
        if !officer.is_serving() || officer.is_suspended() {
            return Err(Refusal::forbidden(StopRefusal::NotOnDuty, "this officer may not act now").into());
        }
        let id = StopId::new(cx.uuid());
        let opened = Stop::open(StopOpening {
            reference: reference(cx, &prefix(&stop.force))?,
            officer: stop.officer,
            force: stop.force.clone(),
            device: None,
            power: stop.power,
            reason_code: None,
            reason: Personal::about(id, stop.reason),
            object: None,
            place: stop.place,
            uniform: stop.uniform,
            vehicle: stop.vehicle,
            off_duty: false,
        })?;
        let closed = StopEvent::Closed { outcome: stop.outcome, power: stop.power, reason_code: None, record: None };
        change.record(&change::stop(id), vec![opened, Event::Stop(closed)]).await?;
        if stop.checked {
            let found = match officer.may_be_verified() {
                true => Outcome::Verified,
                false => Outcome::Refused(Cause::VerificationOff),
            };
            let reference =
                CheckRef::draw(&cx.random::<48>()).ok_or(AppError::Bug("the random numbers are not random"))?;
            let (stop, officer, force) = (Some(id), Some(stop.officer), Some(stop.force));
            let made = Made { reference, leg: Leg::Code, found, stop, officer, force };
            let check = change::check(CheckId::new(cx.uuid()));
            change.record(&check, vec![Event::Check(CheckEvent::Made(made))]).await?;
        }
        ids.push(id);
    }
    change.commit().await?;
    Ok(ids)
}

/// A stop that an officer begins in the street.
#[derive(Clone, Debug)]
pub struct NewStop {
    /// Under which power.
    pub power: Power,
    /// Why, as a code.
    pub reason_code: ReasonCode,
    /// Why, in words: the grounds.
    pub reason: String,
    /// What is searched for.
    pub object: String,
    /// Where.
    pub place: String,
    /// Whether in uniform.
    pub uniform: bool,
    /// Whether a vehicle is stopped.
    pub vehicle: bool,
    /// Whether the officer is off duty and has had to act: the control room is asked.
    pub off_duty: bool,
    /// On which device.
    pub device: Option<DeviceId>,
}

/// Begins a stop in the street. It is recorded before there is a code, so that no reason can be found afterwards.
///
/// # Errors
/// As [`Stop::begin_in_public`]; when the officer may not act now, which raises the alarm of a card shown without power;
/// when a stop of theirs is still open.
pub async fn begin(cx: &Context<'_>, settings: &Settings, new: NewStop) -> Result<StopId, AppError> {
    let mut change = Change::begin(cx).await?;
    if let Some(me) = cx.actor.officer() {
        // One stop at a time, also where two devices begin one at the same moment.
        change.unit.hold(&change::officer(me)).await?;
    }
    let officer = me(&mut change).await?;
    let force = officer.force().clone();
    change.authorise(Action::RunStop, About::Force(&force)).await?;
    if let Err(cause) = officer.standing().may_act(new.off_duty, cx.now) {
        return Err(refused_to_begin(change, officer.id, cause).await?.into());
    }
    if !cx.app.store.stops_open_by(officer.id).await?.is_empty() {
        let message = "finish the stop that is open before you begin another";
        return Err(Refusal::conflict(StopRefusal::OneIsOpen, message).into());
    }
    let id = StopId::new(cx.uuid());
    let object = new.object.trim().to_owned();
    let opened = Stop::begin_in_public(StopOpening {
        reference: free_reference(cx, &settings.force(&force).prefix).await?,
        officer: officer.id,
        force,
        device: new.device,
        power: new.power,
        reason_code: Some(new.reason_code),
        reason: Personal::about(id, new.reason.trim().to_owned()),
        object: (!object.is_empty()).then(|| Personal::about(id, object)),
        place: new.place.trim().to_owned(),
        uniform: new.uniform,
        vehicle: new.vehicle,
        off_duty: new.off_duty,
    })?;
    change.record(&change::stop(id), vec![opened]).await?;
    if new.off_duty {
        change.unit.enqueue(&crate::jobs::off_duty_used(id, officer.id, cx.now));
    } else if let Some((_, until)) = officer.on_duty {
        // When the shift ends before the stop does, those who were told that this is an officer on duty are looked after.
        change.unit.enqueue(&crate::jobs::standing_changed(officer.id, format!("{id}/{until}"), until));
    }
    change.commit().await?;
    Ok(id)
}

/// Records that somebody who may not act at all tried to begin a stop, where nothing more than that is known of it: their page
/// is blocked before it is read. Nothing where they may.
///
/// # Errors
/// When the actor is nobody of the workforce.
pub async fn tried_to_begin(cx: &Context<'_>) -> Result<(), AppError> {
    let mut change = Change::begin(cx).await?;
    let officer = me(&mut change).await?;
    change.authorise(Action::RunStop, About::Force(officer.force())).await?;
    if let Err(cause) = officer.standing().may_serve() {
        refused_to_begin(change, officer.id, cause).await?;
    }
    Ok(())
}

/// Why a stop is not begun; whoever tried without power has shown a card without power, which is recorded.
async fn refused_to_begin(mut change: Change<'_>, officer: OfficerId, cause: Cause) -> Result<Refusal, AppError> {
    if is_without_power(cause) {
        let event = OfficerEvent::CardPresented { place: "began a stop".to_owned(), allowed: false };
        change.record(&change::officer(officer), vec![Event::Officer(event)]).await?;
        change.commit().await?;
    }
    Ok(not_on_duty(cause))
}

fn not_on_duty(cause: Cause) -> Refusal {
    match cause {
        Cause::NotOnDuty => {
            let message =
                "you are not booked on: book on for your shift, or say that you are off duty and have had to act";
            Refusal::forbidden(StopRefusal::NotOnDuty, message)
        }
        // The words are the same for every cause: whoever must be told is told by a person.
        _ => Refusal::forbidden("officer.may-not-act", "you cannot act as an officer now: speak to your supervisor"),
    }
}

/// A live code, shown once: only its HMAC is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Issued {
    /// The code.
    pub code: LiveCode,
    /// Until when it may be used.
    pub until: Timestamp,
}

/// Draws a new code for an open stop of the actor. The one before it stays good until its own time is over.
///
/// # Errors
/// When the stop is somebody else's or has ended.
pub async fn code(cx: &Context<'_>, settings: &Settings, id: StopId) -> Result<Issued, AppError> {
    let mut change = Change::begin(cx).await?;
    let stop = mine(&mut change, id).await?;
    if !stop.is_open() {
        return Err(
            Refusal::conflict(StopRefusal::AlreadyClosed, "this stop has ended: it has no code any more").into()
        );
    }
    let code = LiveCode::draw(&cx.random::<32>()).ok_or(AppError::Bug("the random numbers are not random"))?;
    let until = cx.now.saturating_add(CODE_LIVES).unwrap_or(Timestamp::MAX);
    change.unit.issue_code(settings.code_mac(&code), id, cx.now, until).await?;
    change.commit().await?;
    Ok(Issued { code, until })
}

/// The least time between two codes of a stop. Each lives its own time, so that of a page that is loaded again and again no
/// more than seven are good at once.
pub const CODE_PACE: SignedDuration = SignedDuration::from_secs(20);

/// What asking for a code gives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Drawn {
    /// A new one.
    New(Issued),
    /// The one before was drawn a moment ago.
    TooSoon {
        /// When the next can be drawn.
        next_at: Timestamp,
        /// Until when the one before may be used.
        until: Timestamp,
    },
}

/// As [`code`], for the officer's page: only while they may act, and not more often than every 20 seconds.
///
/// # Errors
/// As [`code`]; when the officer may not act now.
pub async fn code_at_pace(cx: &Context<'_>, settings: &Settings, id: StopId) -> Result<Drawn, AppError> {
    let mut change = Change::begin(cx).await?;
    let stop = mine(&mut change, id).await?;
    let officer = me(&mut change).await?;
    if stop.is_open() {
        officer.standing().may_act(stop.opening.off_duty, cx.now).map_err(not_on_duty)?;
    }
    let last = change.unit.code_issued_at(id).await?;
    drop(change);
    let next_at = last.and_then(|last| last.checked_add(CODE_PACE).ok()).filter(|next_at| *next_at > cx.now);
    match (next_at, last.and_then(|last| last.checked_add(CODE_LIVES).ok())) {
        (Some(next_at), Some(until)) => Ok(Drawn::TooSoon { next_at, until }),
        _ => code(cx, settings, id).await.map(Drawn::New),
    }
}

/// How a stop ends.
#[derive(Clone, Debug)]
pub struct Finish {
    /// How.
    pub outcome: StopOutcome,
    /// The power, as given at the end.
    pub power: Power,
    /// The reason, as given at the end.
    pub reason_code: ReasonCode,
    /// The record of the search.
    pub record: SearchRecord,
}

/// Finishes a stop with its record (PACE 1984 s.3). It can only be supplemented afterwards. A power or reason other than the
/// one first stated is kept beside it, and flagged.
///
/// # Errors
/// When the stop is somebody else's or has ended; the outcome that is the control room's alone; without grounds, or with too long a text.
pub async fn finish(cx: &Context<'_>, id: StopId, finish: Finish) -> Result<(), AppError> {
    let mut change = Change::begin(cx).await?;
    let stop = mine(&mut change, id).await?;
    if finish.outcome == StopOutcome::EndedByControlRoom {
        return Err(Refusal::invalid(StopRefusal::NoOutcome, "choose how the stop ended").into());
    }
    let record = finish.record;
    if record.grounds.trim().is_empty() {
        return Err(Refusal::invalid(StopRefusal::NoGrounds, "give the grounds of the stop")
            .citing("PACE 1984 s.3(6)")
            .into());
    }
    let texts = [(StopRefusal::GroundsTooLong, &record.grounds), (StopRefusal::FoundTooLong, &record.found)];
    if let Some((code, _)) = texts.into_iter().find(|(_, words)| is_too_long(words)) {
        let message = format!("keep this text under {WORDS_MAXIMUM} characters");
        return Err(Refusal::invalid(code, message).into());
    }
    let record = Some(Personal::about(id, record));
    let closed = stop.close(finish.outcome, finish.power, Some(finish.reason_code), record)?;
    change.record(&change::stop(id), vec![closed]).await?;
    change.commit().await
}

/// Adds to the record of a stop that has ended.
///
/// # Errors
/// When the stop is somebody else's, goes on, or nothing is said.
pub async fn supplement(cx: &Context<'_>, id: StopId, words: &str) -> Result<(), AppError> {
    let mut change = Change::begin(cx).await?;
    let stop = mine(&mut change, id).await?;
    let event = stop.supplement(Personal::about(id, words.trim().to_owned()))?;
    change.record(&change::stop(id), vec![event]).await?;
    change.commit().await
}

/// What the public saw of a stop: when, and whether the officer was verified: not while the control room, asked about somebody
/// off duty, has not confirmed them. Never who, never an alarm.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seen {
    /// When.
    pub at: Timestamp,
    /// Whether the officer was verified.
    pub verified: bool,
}

/// A stop as its officer sees it.
#[derive(Clone, Debug, PartialEq)]
pub struct Mine {
    /// The stop.
    pub stop: Stop,
    /// What the public saw of it, oldest first.
    pub seen: Vec<Seen>,
}

/// A stop of the actor.
///
/// # Errors
/// When it is somebody else's.
pub async fn one(cx: &Context<'_>, id: StopId) -> Result<Mine, AppError> {
    let (_, force) = at_work(cx).await?;
    cx.authorise(Action::RunStop, About::Force(&force))?;
    let stop = match crate::check::state(cx, &change::stop(id)).await? {
        Some(State::Stop(stop)) if cx.actor.officer() == Some(stop.opening.officer) => stop,
        _ => return Err(AppError::Missing { what: "stop" }),
    };
    let rows = cx.app.store.checks_in(id, SEEN_COUNT).await?;
    // A check that was refused raised an alarm, of which the officer learns nothing: it is not among them.
    let confirmed = matches!(stop.call, None | Some(Call::Confirmed { .. }));
    let seen = rows.into_iter().filter_map(|row| Some(Seen { at: row.made_at?, verified: confirmed })).collect();
    Ok(Mine { stop, seen })
}

/// The newest stops of the actor, newest first.
///
/// # Errors
/// When the actor is nobody of the workforce.
pub async fn latest(cx: &Context<'_>, limit: u32) -> Result<Vec<store::read::StopRow>, AppError> {
    let (officer, force) = at_work(cx).await?;
    cx.authorise(Action::RunStop, About::Force(&force))?;
    Ok(cx.app.store.stops_of(officer, Timestamp::UNIX_EPOCH, limit).await?)
}

/// Checks that an officer is shown of one stop.
const SEEN_COUNT: u32 = 50;

async fn at_work(cx: &Context<'_>) -> Result<(OfficerId, ForceId), AppError> {
    let me = cx.actor.officer().ok_or(AppError::Missing { what: "officer" })?;
    match crate::check::state(cx, &change::officer(me)).await? {
        Some(State::Officer(officer)) => Ok((me, officer.force().clone())),
        _ => Err(AppError::Missing { what: "officer" }),
    }
}

/// The actor's own record.
pub(crate) async fn me(change: &mut Change<'_>) -> Result<Officer, AppError> {
    let me = change.cx.actor.officer().ok_or(AppError::Missing { what: "officer" })?;
    change.officer(me).await
}

/// A stop, if it is the actor's own.
async fn mine(change: &mut Change<'_>, id: StopId) -> Result<Stop, AppError> {
    let stop = change.stop(id).await?;
    change.authorise(Action::RunStop, About::Force(&stop.opening.force)).await?;
    if change.cx.actor.officer() != Some(stop.opening.officer) {
        return Err(AppError::Missing { what: "stop" });
    }
    Ok(stop)
}

/// A reference that no stop has yet. A force that makes half a million stops a year would otherwise see some twice.
async fn free_reference(cx: &Context<'_>, prefix: &str) -> Result<StopRef, AppError> {
    for _ in 0..REFERENCES_DRAWN {
        let drawn = reference(cx, prefix)?;
        if cx.app.store.stops_by_reference(drawn).await?.is_empty() {
            return Ok(drawn);
        }
    }
    Err(AppError::Bug("the references of a force are used up: give it another prefix"))
}

/// How often a reference is drawn that is taken: with a hundred million of 887 million taken, ten in vain are one in billions.
const REFERENCES_DRAWN: u32 = 10;

/// A reference for a new stop.
fn reference(cx: &Context<'_>, prefix: &str) -> Result<StopRef, AppError> {
    let drawn = StopRef::draw(prefix, &cx.random::<32>());
    drawn.ok_or(AppError::Bug("the prefix of a force is not two capital letters"))
}
