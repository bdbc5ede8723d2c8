//! Beginning a stop in the street, and attempts by officers who are not allowed to act.

use domain::check::Cause;
use domain::officer::{Officer, OfficerEvent};
use domain::stop::{Power, ReasonCode, Stop, StopOpening, StopRefusal};
use domain::{DeviceId, Event, OfficerId, Personal, Refusal, StopId, StopRef, Stream as _};

use super::{me, not_on_duty, reference};
use crate::change::standing::standing_changed;
use crate::change::{Change, PermissionSubject, Permit};
use crate::check::is_without_power;
use crate::clock::jobs::off_duty_used;
use crate::secrets::Secrets;
use crate::{Action, AppError, Context};

/// A stop that an officer begins in the street.
#[derive(Clone, Debug)]
pub struct NewStop {
    pub power: Power,
    pub reason_code: ReasonCode,
    /// The grounds, in words.
    pub reason: String,
    /// The object of the search.
    pub object: String,
    pub place: String,
    /// True if the officer is in uniform.
    pub uniform: bool,
    /// True if a vehicle is stopped.
    pub vehicle: bool,
    /// True if the officer is off duty and has had to act. The control room is then asked.
    pub off_duty: bool,
    /// The device on which the stop is begun.
    pub device: Option<DeviceId>,
}

/// Begins a stop in the street. It is recorded before a code exists, so that no reason can be invented afterwards.
///
/// # Errors
/// Same as [`Stop::begin_in_public`]; if the officer is not allowed to act now, which raises the alarm for a card shown
/// without power; or if the officer still has an open stop.
pub async fn begin(cx: &Context<'_>, secrets: &Secrets, new: NewStop) -> Result<StopId, AppError> {
    let mut change = Change::begin(cx).await?;
    if let Some(me) = cx.actor.officer() {
        // Only one stop at a time, even if it is begun on two devices at the same moment.
        change.unit.hold(&Officer::stream(me)).await?;
    }
    let officer = me(&mut change).await?;
    let force = officer.force().clone();
    let permit = change.authorise(Action::RunStop, PermissionSubject::Force(&force)).await?;
    if let Err(cause) = officer.standing().may_act(new.off_duty, cx.now) {
        return Err(refused_to_begin(change, &permit, officer.id, cause).await?.into());
    }
    if !cx.app.store.stops_open_by(officer.id).await?.is_empty() {
        let message = "finish the stop that is open before you begin another";
        return Err(Refusal::conflict(StopRefusal::OneIsOpen, message).into());
    }
    let id = StopId::new(cx.uuid());
    let object = new.object.trim().to_owned();
    let opened = Stop::begin_in_public(StopOpening {
        reference: free_reference(cx, &secrets.force(&force).prefix).await?,
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
    change.record(&permit, &Stop::stream(id), vec![opened]).await?;
    if new.off_duty {
        change.unit.enqueue(&off_duty_used(id, officer.id, cx.now));
    } else if let Some((_, until)) = officer.on_duty {
        // If the shift ends before the stop does, the checks that said this officer was on duty are followed up.
        change.unit.enqueue(&standing_changed(officer.id, format!("{id}/{until}"), until));
    }
    change.commit().await?;
    Ok(id)
}

/// Records an attempt to begin a stop by a person who is not allowed to act at all. Nothing else is known about the
/// attempt, because their page is blocked before it is read. Records nothing if they are allowed to act.
///
/// # Errors
/// If the actor is not a member of the workforce.
pub async fn tried_to_begin(cx: &Context<'_>) -> Result<(), AppError> {
    let mut change = Change::begin(cx).await?;
    let officer = me(&mut change).await?;
    let permit = change.authorise(Action::RunStop, PermissionSubject::Force(officer.force())).await?;
    if let Err(cause) = officer.standing().may_serve() {
        refused_to_begin(change, &permit, officer.id, cause).await?;
    }
    Ok(())
}

/// The reason why a stop is not begun. An attempt without power counts as a card shown without power, and is recorded.
async fn refused_to_begin(
    mut change: Change<'_>,
    permit: &Permit,
    officer: OfficerId,
    cause: Cause,
) -> Result<Refusal, AppError> {
    if is_without_power(cause) {
        let event = OfficerEvent::CardPresented { place: "began a stop".to_owned(), allowed: false };
        change.record(permit, &Officer::stream(officer), vec![Event::Officer(event)]).await?;
        change.commit().await?;
    }
    Ok(not_on_duty(cause))
}

/// Draws a reference that no stop uses yet. Without this check, a force with half a million stops a year would use some
/// references twice.
async fn free_reference(cx: &Context<'_>, prefix: &str) -> Result<StopRef, AppError> {
    for _ in 0..REFERENCES_DRAWN {
        let drawn = reference(cx, prefix)?;
        if cx.app.store.stops_by_reference(drawn).await?.is_empty() {
            return Ok(drawn);
        }
    }
    Err(AppError::Bug("the references of a force are used up: give it another prefix"))
}

/// Attempts at drawing a free reference. With a hundred million of 887 million taken, the chance of ten failures is one
/// in billions.
const REFERENCES_DRAWN: u32 = 10;
