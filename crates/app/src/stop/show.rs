//! Stops, as shown to their officer.

use domain::officer::Officer;
use domain::stop::{Call, Stop};
use domain::{ForceId, OfficerId, StopId};
use jiff::Timestamp;

use crate::change::{self, PermissionSubject};
use crate::{Action, AppError, Context};

/// A check of this stop by a member of the public, and its result. An off-duty officer counts as verified only once the
/// control room has confirmed them. The visitor and any alarm are never shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublicLook {
    pub at: Timestamp,
    pub verified: bool,
}

/// A stop, as shown to its officer.
#[derive(Clone, Debug, PartialEq)]
pub struct OwnStop {
    pub stop: Stop,
    /// Checks of the stop by the public, oldest first.
    pub seen: Vec<PublicLook>,
}

/// A single stop of the actor.
///
/// # Errors
/// If the stop belongs to another officer.
pub async fn one(cx: &Context<'_>, id: StopId) -> Result<OwnStop, AppError> {
    let (_, force) = at_work(cx).await?;
    cx.authorise(Action::RunStop, PermissionSubject::Force(&force))?;
    let stop = match change::state::<Stop>(cx, id).await? {
        Some(stop) if cx.actor.officer() == Some(stop.opening.officer) => stop,
        _ => return Err(AppError::Missing { what: "stop" }),
    };
    let rows = cx.app.store.checks_in(id, SEEN_COUNT).await?;
    // Refused checks are left out: each raised an alarm, which must be kept from the officer.
    let confirmed = matches!(stop.call, None | Some(Call::Confirmed { .. }));
    let seen = rows.into_iter().filter_map(|row| Some(PublicLook { at: row.made_at?, verified: confirmed })).collect();
    Ok(OwnStop { stop, seen })
}

/// The actor's latest stops, newest first.
///
/// # Errors
/// If the actor is not a member of the workforce.
pub async fn latest(cx: &Context<'_>, limit: u32) -> Result<Vec<store::StopRow>, AppError> {
    let (officer, force) = at_work(cx).await?;
    cx.authorise(Action::RunStop, PermissionSubject::Force(&force))?;
    Ok(cx.app.store.stops_of(officer, Timestamp::UNIX_EPOCH, limit).await?)
}

/// The most checks of one stop that an officer is shown.
const SEEN_COUNT: u32 = 50;

async fn at_work(cx: &Context<'_>) -> Result<(OfficerId, ForceId), AppError> {
    let me = cx.actor.officer().ok_or(AppError::Missing { what: "officer" })?;
    match change::state::<Officer>(cx, me).await? {
        Some(officer) => Ok((me, officer.force().clone())),
        _ => Err(AppError::Missing { what: "officer" }),
    }
}
