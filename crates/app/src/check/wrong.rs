//! Words of a visitor on the page of a check: that something is wrong, and where they are.

use domain::check::{Check, CheckEvent};
use domain::{CheckId, CheckRef, Event, Personal, Refusal, Stream as _};

use super::as_visitor;
use crate::change::{About, Change, again};
use crate::{Action, AppError, Context};

/// A place in words, as coarse as a visitor shares it: so many characters at most.
pub const PLACE_MAXIMUM: usize = 200;

/// The visitor says silently that something is wrong. The officer learns nothing of it. Whoever says so again and again is
/// answered the same, and no more is recorded than [`domain::check::SAID_MAXIMUM`].
///
/// # Errors
/// When there is no such check.
pub async fn something_wrong(cx: &Context<'_>, reference: CheckRef, place: Option<&str>) -> Result<(), AppError> {
    cx.authorise(Action::FollowCheck, About::Nothing)?;
    let place = place.map(coarse).transpose()?.filter(|place| !place.is_empty());
    add(cx, reference, |id| CheckEvent::WrongSaid { place: place.clone().map(|place| Personal::about(id, place)) })
        .await
}

/// The visitor shares where they are, as coarse as they like; counted with [`something_wrong`].
///
/// # Errors
/// When there is no such check, or nothing is said.
pub async fn share_place(cx: &Context<'_>, reference: CheckRef, place: &str) -> Result<(), AppError> {
    cx.authorise(Action::FollowCheck, About::Nothing)?;
    let place = coarse(place)?;
    if place.is_empty() {
        return Err(Refusal::invalid("check.no-place", "say where you are: a street, a shop, a bus stop").into());
    }
    add(cx, reference, |id| CheckEvent::PlaceShared { place: Personal::about(id, place.clone()) }).await
}

fn coarse(place: &str) -> Result<String, Refusal> {
    let place = place.trim();
    if place.chars().count() > PLACE_MAXIMUM {
        return Err(Refusal::invalid("check.place-too-long", "keep the place to 200 characters"));
    }
    Ok(place.to_owned())
}

async fn add(cx: &Context<'_>, reference: CheckRef, said: impl Fn(CheckId) -> CheckEvent) -> Result<(), AppError> {
    let row = cx.app.store.check_by_reference(reference).await?;
    let id = row.ok_or(AppError::Missing { what: "check" })?.id;
    let cx = &as_visitor(cx, id);
    // An escalation in the same moment, or somebody who takes the alarm, loses no word of the visitor's.
    again(|| add_once(cx, id, said(id))).await
}

async fn add_once(cx: &Context<'_>, id: CheckId, event: CheckEvent) -> Result<(), AppError> {
    let mut change = Change::begin(cx).await?;
    if !change.load::<Check>(id).await?.hears() {
        return Ok(());
    }
    change.append(&Check::stream(id), vec![Event::Check(event)], None, None).await?;
    change.commit().await
}
