//! The answer shown on the page of a check, built from the record each time it is requested.

use domain::check::{Cause, Check, CheckOutcome, Checkable};
use domain::officer::{Officer, Photo};
use domain::stop::{Call, Power, ReasonCode, Stop};
use domain::{Actor, Challenge, CheckId, CheckRef, OfficerId, StopRef, Stream as _};
use jiff::{SignedDuration, Timestamp};
use store::ShownCheck;

use super::Checker;
use crate::change::{self, Change, PermissionSubject, Permit, again};
use crate::secrets::Secrets;
use crate::{Action, AppError, Context};

/// The time after the check during which the photo is shown.
pub const PHOTO_SHOWN_FOR: SignedDuration = SignedDuration::from_secs(60);

/// The time for which the page shows the result of the check. After that, the record can only be fetched with the
/// receipt.
pub const PAGE_LIVES: SignedDuration = SignedDuration::from_hours(12);

#[derive(Clone, Debug, PartialEq)]
pub enum CheckAnswer {
    /// The page shows a challenge that has not been answered yet. Once its time is up, no challenge is shown.
    Waiting {
        /// The challenge to type into the officer's device.
        challenge: Challenge,
        /// The latest time at which it can be answered.
        until: Timestamp,
    },
    /// This is an officer who is allowed to act now.
    Verified(Box<VerifiedOfficer>),
    /// The officer says that they are off duty and have had to act. The control room is being asked.
    Pending,
    /// The officer cannot be confirmed. The reason is never given.
    NotVerified,
    /// The check is too old, and the page no longer shows anything.
    Over,
}

/// The details that the page shows about a verified officer and the stop.
#[derive(Clone, Debug, PartialEq)]
pub struct VerifiedOfficer {
    /// The first initial and surname, if the force allows it and the officer's safety does not rule it out.
    pub name: Option<String>,
    /// The number on the officer's warrant card.
    pub number: String,
    pub force: String,
    /// The telephone number of the force's control room.
    pub telephone: String,
    /// The start of the shift. `None` if the officer is off duty and was confirmed by the control room, or if the shift
    /// has since ended.
    pub on_duty_since: Option<Timestamp>,
    /// True if uniformed officers were sent because the officer is off duty.
    pub units_sent: bool,
    pub power: Power,
    pub reason_code: Option<ReasonCode>,
    /// The reason in the officer's words.
    pub reason: String,
    /// The object of the search, if there is one.
    pub object: Option<String>,
    /// The place, as stated by the officer.
    pub place: String,
    pub stop: StopRef,
    pub verified_at: Timestamp,
    /// True if the photo can be shown now.
    pub photo: bool,
    pub ended: bool,
    /// True if a receipt has been issued.
    pub receipt: bool,
}

/// The answer that the page with this reference shows now.
///
/// # Errors
/// If there is no such check, or the database fails. In that case nothing may be presented as known.
pub async fn answer(cx: &Context<'_>, checker: &Checker, reference: CheckRef) -> Result<CheckAnswer, AppError> {
    cx.authorise(Action::CheckOfficer, PermissionSubject::Nothing)?;
    let secrets = &*checker.secrets;
    let ShownCheck { check, subjects } = checker.look(reference).await?;
    let lives_until = check.begun_at.saturating_add(PAGE_LIVES).unwrap_or(Timestamp::MAX);
    match check.found() {
        _ if cx.now >= lives_until => Ok(CheckAnswer::Over),
        None => {
            let until = check.begun_at.saturating_add(super::CHALLENGE_LIVES).unwrap_or(Timestamp::MAX);
            let challenge = secrets.challenge_of(&check.reference).ok_or(AppError::Missing { what: "check" })?;
            Ok(CheckAnswer::Waiting { challenge, until })
        }
        Some(CheckOutcome::Refused(_)) => Ok(CheckAnswer::NotVerified),
        Some(CheckOutcome::Verified | CheckOutcome::Pending) => {
            let (officer, stop) = subjects.ok_or(AppError::Missing { what: "stop" })?;
            match Checkable::on_page(&stop, &officer).outcome(cx.now) {
                CheckOutcome::Verified => {
                    Ok(CheckAnswer::Verified(Box::new(shown(cx, secrets, &check, &officer, &stop)?)))
                }
                CheckOutcome::Pending => Ok(CheckAnswer::Pending),
                CheckOutcome::Refused(cause) => {
                    tell_of_turn(cx, &check, cause).await?;
                    Ok(CheckAnswer::NotVerified)
                }
            }
        }
    }
}

/// The officer's photo, if the force allows it and less than a minute has passed since the check.
///
/// # Errors
/// If no photo may be shown now.
pub async fn photo(cx: &Context<'_>, secrets: &Secrets, reference: CheckRef) -> Result<Photo, AppError> {
    cx.authorise(Action::CheckOfficer, PermissionSubject::Nothing)?;
    let (check, found) = verified_now(cx, reference).await?;
    let (officer, stop) = found.ok_or(AppError::Missing { what: "photo" })?;
    let shown = photo_is_shown(cx, secrets, &check, &officer, &stop);
    match officer.photo.as_ref().and_then(|photo| photo.known()) {
        Some(photo) if shown => Ok(photo.clone()),
        _ => Err(AppError::Missing { what: "photo" }),
    }
}

/// A check. If its page shows a verified officer now, the officer and the stop are included.
pub(crate) async fn verified_now(
    cx: &Context<'_>,
    reference: CheckRef,
) -> Result<(Check, Option<(Officer, Stop)>), AppError> {
    let ShownCheck { check, subjects } = shown_check(cx, reference).await?;
    let over = check.begun_at.saturating_add(PAGE_LIVES).unwrap_or(Timestamp::MAX) <= cx.now;
    let is_verified = |(officer, stop): &(Officer, Stop)| {
        !over && Checkable::on_page(stop, officer).outcome(cx.now) == CheckOutcome::Verified
    };
    let found = subjects.filter(is_verified);
    Ok((check, found))
}

/// Raises the alarm for a check whose page verified an officer or was waiting, but refuses now. The alarm is raised
/// before the page says that the control room has been told. Returns true if it had not been recorded before.
pub(crate) async fn tell_of_turn(cx: &Context<'_>, check: &Check, cause: Cause) -> Result<bool, AppError> {
    if check.turn(cause).is_none() {
        return Ok(false);
    }
    let cx = &Context { actor: Actor::system("check"), ..cx.clone() };
    again(|| turn(cx, check.id, cause)).await
}

async fn turn(cx: &Context<'_>, id: CheckId, cause: Cause) -> Result<bool, AppError> {
    let permit = Permit::system(cx)?;
    let mut change = Change::begin(cx).await?;
    let Some(event) = change.load::<Check>(id).await?.turn(cause) else { return Ok(false) };
    change.record_alone(&permit, &Check::stream(id), vec![event]).await?;
    change.commit().await?;
    Ok(true)
}

/// Follows up the checks made in the open stops of this officer, both verified and waiting. If the officer is no longer
/// allowed to act in a stop, the control room is told about each of its checks.
pub(crate) async fn look_after(cx: &Context<'_>, officer: OfficerId) -> Result<usize, AppError> {
    let Some(officer) = change::state::<Officer>(cx, officer).await? else { return Ok(0) };
    let mut count = 0;
    for row in cx.app.store.stops_open_by(officer.id).await? {
        let Some(stop) = change::state::<Stop>(cx, row.id).await? else { continue };
        let CheckOutcome::Refused(cause) = Checkable::on_page(&stop, &officer).outcome(cx.now) else { continue };
        for row in cx.app.store.checks_in(stop.id, CHECKS_COUNT).await? {
            let Some(check) = change::state::<Check>(cx, row.id).await? else { continue };
            let is_over = check.begun_at.saturating_add(PAGE_LIVES).unwrap_or(Timestamp::MAX) <= cx.now;
            if !is_over && tell_of_turn(cx, &check, cause).await? {
                count += 1;
            }
        }
    }
    Ok(count)
}

/// The most checks of one stop that are followed up. More would mean a crowd opening one page after another.
const CHECKS_COUNT: u32 = 200;

fn shown(
    cx: &Context<'_>,
    secrets: &Secrets,
    check: &Check,
    officer: &Officer,
    stop: &Stop,
) -> Result<VerifiedOfficer, AppError> {
    let force = secrets.force(&stop.opening.force);
    let known = |words: &domain::Personal<String>| words.known().cloned().unwrap_or_default();
    let name = (!force.by_number && !officer.by_number).then(|| officer.identity.known().map(name_of)).flatten();
    let (made_at, _) = check.made.as_ref().ok_or(AppError::Missing { what: "check" })?;
    Ok(VerifiedOfficer {
        name,
        number: known(&officer.warrant),
        force: force.name,
        telephone: force.telephone,
        on_duty_since: officer.standing().on_duty_since(cx.now).ok().filter(|_| !stop.opening.off_duty),
        units_sent: stop.opening.off_duty,
        power: stop.opening.power,
        reason_code: stop.opening.reason_code,
        reason: known(&stop.opening.reason),
        object: stop.opening.object.as_ref().map(known),
        place: stop.opening.place.clone(),
        stop: stop.opening.reference,
        verified_at: *made_at,
        photo: photo_is_shown(cx, secrets, check, officer, stop),
        ended: !stop.is_open(),
        receipt: check.receipt,
    })
}

fn name_of(identity: &domain::officer::Identity) -> String {
    match identity.first_name.chars().next() {
        Some(initial) => format!("{initial}. {}", identity.surname),
        None => identity.surname.clone(),
    }
}

fn photo_is_shown(cx: &Context<'_>, secrets: &Secrets, check: &Check, officer: &Officer, stop: &Stop) -> bool {
    // The page shows nothing about an off-duty officer until the control room has confirmed them.
    let confirmed_at = match &stop.call {
        Some(Call::Confirmed { at, .. }) => Some(*at),
        _ => None,
    };
    let made_at = check.made.as_ref().map(|(at, _)| confirmed_at.unwrap_or(*at).max(*at));
    let until = made_at.and_then(|at| at.saturating_add(PHOTO_SHOWN_FOR).ok());
    let allowed = secrets.force(officer.force()).photo && !officer.by_number;
    allowed && officer.photo.is_some() && until.is_some_and(|until| cx.now < until)
}

/// The check with the given reference. If it was verified or is waiting for the control room, the officer and the stop
/// are included.
async fn shown_check(cx: &Context<'_>, reference: CheckRef) -> Result<ShownCheck, AppError> {
    cx.app.store.shown_check(reference).await?.ok_or(AppError::Missing { what: "check" })
}

/// The check with the given reference.
///
/// # Errors
/// If there is no such check.
pub async fn by_reference(cx: &Context<'_>, reference: CheckRef) -> Result<Check, AppError> {
    cx.authorise(Action::FollowCheck, PermissionSubject::Nothing)?;
    Ok(shown_check(cx, reference).await?.check)
}
