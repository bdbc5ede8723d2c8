//! Messages from a visitor on the page of a check: that something is wrong, and where they are.

use domain::check::{Check, CheckEvent};
use domain::{CheckId, CheckRef, Event, Personal, Refusal, Stream as _};

use super::as_visitor;
use crate::change::{Change, PermissionSubject, Permit, again};
use crate::{Action, AppError, Context};

/// The most characters in the description of a place. Visitors decide how precise to be.
pub const PLACE_MAXIMUM: usize = 200;

/// Silently records that the visitor reports something wrong. The officer does not find out. A silent alarm is never
/// refused: a long place is cut off at [`PLACE_MAXIMUM`] characters, and further reports get the same answer, but no
/// more than [`domain::check::SAID_MAXIMUM`] messages are recorded.
///
/// # Errors
/// If there is no such check.
pub async fn something_wrong(cx: &Context<'_>, reference: CheckRef, place: Option<&str>) -> Result<(), AppError> {
    let permit = cx.authorise(Action::FollowCheck, PermissionSubject::Nothing)?;
    let place = place.map(|place| place.trim().chars().take(PLACE_MAXIMUM).collect::<String>());
    let place = place.filter(|place| !place.is_empty());
    add(cx, &permit, reference, |id| CheckEvent::WrongSaid {
        place: place.clone().map(|place| Personal::about(id, place)),
    })
    .await
}

/// Records the place that the visitor shares, as precisely as they choose. It counts towards the same limit as
/// [`something_wrong`].
///
/// # Errors
/// If there is no such check, or the text is empty or has more than [`PLACE_MAXIMUM`] characters.
pub async fn share_place(cx: &Context<'_>, reference: CheckRef, place: &str) -> Result<(), AppError> {
    let permit = cx.authorise(Action::FollowCheck, PermissionSubject::Nothing)?;
    let place = place.trim();
    if place.is_empty() {
        return Err(Refusal::invalid("check.no-place", "say where you are: a street, a shop, a bus stop").into());
    }
    if place.chars().count() > PLACE_MAXIMUM {
        let message = format!("keep the place to at most {PLACE_MAXIMUM} characters");
        return Err(Refusal::invalid("check.place-too-long", message).into());
    }
    add(cx, &permit, reference, |id| CheckEvent::PlaceShared { place: Personal::about(id, place.to_owned()) }).await
}

async fn add(
    cx: &Context<'_>,
    permit: &Permit,
    reference: CheckRef,
    said: impl Fn(CheckId) -> CheckEvent,
) -> Result<(), AppError> {
    let row = cx.app.store.check_by_reference(reference).await?;
    let id = row.ok_or(AppError::Missing { what: "check" })?.id;
    let cx = &as_visitor(cx, id);
    // The visitor's message must not be lost if the alarm is escalated or taken at the same moment.
    again(|| add_once(cx, permit, id, said(id))).await
}

async fn add_once(cx: &Context<'_>, permit: &Permit, id: CheckId, event: CheckEvent) -> Result<(), AppError> {
    let mut change = Change::begin(cx).await?;
    if !change.load::<Check>(id).await?.hears() {
        return Ok(());
    }
    change.record_alone(permit, &Check::stream(id), vec![Event::Check(event)]).await?;
    change.commit().await
}
