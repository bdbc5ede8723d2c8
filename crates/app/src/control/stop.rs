//! Stops that the control room decides on: off-duty officers who ask to be confirmed, and stops that the officer cannot
//! end.

use domain::consultation::Purpose;
use domain::officer::Officer;
use domain::stop::{Stop, StopRefusal};
use domain::{Event, Personal, Refusal, StopId, Stream as _};
use jiff::SignedDuration;

use super::{is_not_close, left_to_colleague, own_force};
use crate::change::{self, Change, PermissionSubject};
use crate::subject::consult;
use crate::{Action, AppError, Context};

/// The time within which a call from an off-duty officer should be taken (journey a2).
pub const CALL_TAKEN_WITHIN: SignedDuration = SignedDuration::from_secs(30);

/// The officer of a stop, shown to a colleague who has been asked to confirm them. The look is recorded.
///
/// # Errors
/// If the actor is not allowed to, or there is no such stop in their force.
pub async fn who(cx: &Context<'_>, id: StopId) -> Result<(Stop, Officer), AppError> {
    let force = own_force(cx)?;
    cx.authorise(Action::ConfirmStop, PermissionSubject::Force(&force))?;
    let stop = match change::state::<Stop>(cx, id).await? {
        Some(stop) if stop.opening.force == force => stop,
        _ => return Err(AppError::Missing { what: "stop" }),
    };
    let officer = consult::officer(cx, stop.opening.officer, Purpose::AssignedTask).await.map_err(left_to_colleague)?;
    Ok((stop, officer))
}

async fn decide_on_stop(
    cx: &Context<'_>,
    action: Action,
    id: StopId,
    decide: impl FnOnce(&Stop) -> Result<Vec<Event>, Refusal>,
) -> Result<(), AppError> {
    let mut change = Change::begin(cx).await?;
    let stop = change.load::<Stop>(id).await?;
    let permit = change.authorise(action, PermissionSubject::Force(&stop.opening.force)).await?;
    if cx.actor.officer() == Some(stop.opening.officer) {
        let message = "nobody answers their own call: somebody else in the control room must";
        return Err(Refusal::forbidden(StopRefusal::OwnCall, message).into());
    }
    is_not_close(
        change.authorise(action, PermissionSubject::ForceOver(&stop.opening.force, stop.opening.officer)).await,
    )?;
    let events = decide(&stop)?;
    change.record(&permit, &Stop::stream(id), events).await?;
    change.commit().await
}

/// Confirms an off-duty officer who has had to act. A uniformed unit is on its way.
///
/// # Errors
/// If the actor is not allowed to or is close to the officer, no confirmation was asked for, the call was already
/// answered, or no unit is named.
pub async fn confirm(cx: &Context<'_>, id: StopId, unit: &str) -> Result<(), AppError> {
    decide_on_stop(cx, Action::ConfirmStop, id, |stop| Ok(vec![stop.confirm(unit)?])).await
}

/// Refuses to confirm an off-duty officer who has had to act.
///
/// # Errors
/// Same as [`confirm`].
pub async fn refuse(cx: &Context<'_>, id: StopId) -> Result<(), AppError> {
    decide_on_stop(cx, Action::ConfirmStop, id, |stop| Ok(vec![stop.refuse()?])).await
}

/// Ends a stop that the officer cannot end because they were suspended during it or lost their device. The reason is
/// recorded, as is the absence of a search record.
///
/// # Errors
/// If the actor is not allowed to or is close to the officer, the stop has ended, or no reason is given.
pub async fn end_stop(cx: &Context<'_>, id: StopId, why: &str) -> Result<(), AppError> {
    let why = Personal::about(id, why.trim().to_owned());
    decide_on_stop(cx, Action::EndStop, id, |stop| stop.end_for_officer(why)).await
}
