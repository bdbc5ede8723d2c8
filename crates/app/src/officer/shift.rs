//! Shifts, which officers book on to and off from, and how much the public is shown about an officer.

use domain::officer::{Officer, OfficerEvent, Photo, Workforce};
use domain::{DeviceId, Event, OfficerId, Stream as _};
use jiff::Timestamp;

use crate::change::{self, Change, PermissionSubject};
use crate::{Action, AppError, Context, stop};

/// The actor's shift, for their own page.
#[derive(Clone, Debug, PartialEq)]
pub struct Shift {
    /// The number on the actor's warrant card.
    pub number: String,
    pub force: domain::ForceId,
    /// The start and latest end of the shift, or `None` if the actor is off duty.
    pub on_duty: Option<(Timestamp, Timestamp)>,
    /// True if the actor is allowed to act as an officer now. The reason is never given.
    pub may_act: bool,
    /// Devices that hold a key for presentations, each with the public key (SEC1, base64url).
    pub keys: Vec<(DeviceId, String)>,
}

/// The actor's shift.
///
/// # Errors
/// If the actor is not a member of the workforce.
pub async fn mine(cx: &Context<'_>) -> Result<Shift, AppError> {
    let me = cx.actor.officer().ok_or(AppError::Missing { what: "officer" })?;
    let Some(officer) = change::state::<Officer>(cx, me).await? else {
        return Err(AppError::Missing { what: "officer" });
    };
    cx.authorise(Action::BookShift, PermissionSubject::Force(officer.force()))?;
    let on_duty = officer.on_duty.filter(|(_, until)| *until > cx.now);
    let number = officer.warrant.known().cloned().unwrap_or_default();
    let may_act = officer.workforce != Workforce::Staff && officer.standing().may_serve().is_ok();
    let keys = officer.devices.iter().filter_map(|device| Some((device.id, device.key.clone()?))).collect();
    Ok(Shift { number, force: officer.force().clone(), on_duty, may_act, keys })
}

/// Books the actor on, until the given time at the latest.
///
/// # Errors
/// If the actor is not allowed to act as an officer, or the shift is too long.
pub async fn book_on(cx: &Context<'_>, until: Timestamp) -> Result<(), AppError> {
    let mut change = Change::begin(cx).await?;
    let officer = stop::me(&mut change).await?;
    let permit = change.authorise(Action::BookShift, PermissionSubject::Force(officer.force())).await?;
    let event = officer.book_on(cx.now, until)?;
    change.record(&permit, &Officer::stream(officer.id), vec![event]).await?;
    change.commit().await
}

/// Books the actor off.
///
/// # Errors
/// If the actor is not a member of the workforce.
pub async fn book_off(cx: &Context<'_>) -> Result<(), AppError> {
    let mut change = Change::begin(cx).await?;
    let officer = stop::me(&mut change).await?;
    let permit = change.authorise(Action::BookShift, PermissionSubject::Force(officer.force())).await?;
    if officer.on_duty.is_some() {
        let event = Event::Officer(OfficerEvent::DutyEnded);
        change.record(&permit, &Officer::stream(officer.id), vec![event]).await?;
    }
    change.commit().await
}

/// The extent to which an officer is shown to the public.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PublicFace {
    /// True if only the number of the warrant card is shown.
    pub by_number: bool,
    /// True if the public page verifies the officer.
    pub online: bool,
}

/// Decides how much the public is shown about an officer.
///
/// # Errors
/// If the actor is not allowed to.
pub async fn set_public_face(cx: &Context<'_>, id: OfficerId, face: PublicFace) -> Result<(), AppError> {
    let mut change = Change::begin(cx).await?;
    let officer = change.load::<Officer>(id).await?;
    let permit = change.authorise(Action::SetPublicFace, PermissionSubject::Thing(&officer)).await?;
    let event = OfficerEvent::PublicFaceSet { by_number: face.by_number, online: face.online };
    change.record(&permit, &Officer::stream(id), vec![Event::Officer(event)]).await?;
    change.commit().await
}

/// Stores the photo on an officer's warrant card.
///
/// # Errors
/// If the actor is not allowed to, or the file is not an image or is too large for a slow network.
pub async fn take_photo(cx: &Context<'_>, id: OfficerId, photo: Photo) -> Result<(), AppError> {
    let mut change = Change::begin(cx).await?;
    let officer = change.load::<Officer>(id).await?;
    let permit = change.authorise(Action::SetPublicFace, PermissionSubject::Thing(&officer)).await?;
    let event = officer.take_photo(photo)?;
    change.record(&permit, &Officer::stream(id), vec![event]).await?;
    change.commit().await
}
