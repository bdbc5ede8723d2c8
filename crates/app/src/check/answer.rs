//! The answer on the page of a check: made from the record each time it is requested.

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

/// Time for which the photo is shown after the check.
pub const PHOTO_SHOWN_FOR: SignedDuration = SignedDuration::from_secs(60);

/// Time for which the page shows the result of the check. After that, the receipt fetches the record.
pub const PAGE_LIVES: SignedDuration = SignedDuration::from_hours(12);

/// The answer that the visitor is given.
#[derive(Clone, Debug, PartialEq)]
pub enum CheckAnswer {
    /// The page shows a challenge that nobody has answered yet; no challenge once its time is over.
    Waiting {
        /// The challenge, for the officer's device.
        challenge: Challenge,
        /// Latest time at which it can be answered.
        until: Timestamp,
    },
    /// This is an officer who may act now.
    Verified(Box<VerifiedOfficer>),
    /// The officer says that they are off duty and have had to act; the control room is being asked.
    Pending,
    /// The officer cannot be confirmed. The reason is never given.
    NotVerified,
    /// The check was too long ago: the page no longer shows anything.
    Over,
}

/// Details of a verified officer and of the stop that the page shows.
#[derive(Clone, Debug, PartialEq)]
pub struct VerifiedOfficer {
    /// First initial and surname, where the force and the officer's safety allow it.
    pub name: Option<String>,
    /// The number of the officer's card.
    pub number: String,
    pub force: String,
    /// The telephone number of the force's control room.
    pub telephone: String,
    /// Start of the shift; none when the officer is off duty and the control room confirmed them, and when their shift
    /// has ended since.
    pub on_duty_since: Option<Timestamp>,
    /// True if uniformed officers were sent because the officer is off duty.
    pub units_sent: bool,
    pub power: Power,
    /// The code of the reason.
    pub reason_code: Option<ReasonCode>,
    /// The reason in the officer's words.
    pub reason: String,
    /// The object of the search.
    pub object: Option<String>,
    /// The place, as the officer stated it.
    pub place: String,
    pub stop: StopRef,
    /// Time of the check.
    pub verified_at: Timestamp,
    /// True if the photo is shown now.
    pub photo: bool,
    pub ended: bool,
    /// True if a receipt was given out.
    pub receipt: bool,
}

/// The answer that the page with this reference shows now.
///
/// # Errors
/// When there is no such check, or the database fails: then nothing may be shown as known.
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

/// The photo of the officer, within a minute of the check, if the force allows it.
///
/// # Errors
/// When no photo is to be shown now.
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

/// A check, with the officer and the stop if its page shows a verified officer now.
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

/// Raises the alarm of a check whose page verified an officer or waited, and refuses now. The alarm comes before the
/// page says that the control room has been told. Returns true if that was not yet on record.
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

/// Looks after those whom an open stop of this officer verified, or who are waiting: if the officer may no longer act
/// in it, the control room is told of each.
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

/// The most checks of one stop that are looked after; more means a crowd that opens one page after another.
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
    // The page shows nothing of an off-duty officer before the control room has confirmed them.
    let confirmed_at = match &stop.call {
        Some(Call::Confirmed { at, .. }) => Some(*at),
        _ => None,
    };
    let made_at = check.made.as_ref().map(|(at, _)| confirmed_at.unwrap_or(*at).max(*at));
    let until = made_at.and_then(|at| at.saturating_add(PHOTO_SHOWN_FOR).ok());
    let allowed = secrets.force(officer.force()).photo && !officer.by_number;
    allowed && officer.photo.is_some() && until.is_some_and(|until| cx.now < until)
}

/// The check with a reference, with the officer and the stop if it was verified or is waiting for the control room.
async fn shown_check(cx: &Context<'_>, reference: CheckRef) -> Result<ShownCheck, AppError> {
    cx.app.store.shown_check(reference).await?.ok_or(AppError::Missing { what: "check" })
}

/// The check with a reference.
///
/// # Errors
/// When there is none.
pub async fn by_reference(cx: &Context<'_>, reference: CheckRef) -> Result<Check, AppError> {
    cx.authorise(Action::FollowCheck, PermissionSubject::Nothing)?;
    Ok(shown_check(cx, reference).await?.check)
}
