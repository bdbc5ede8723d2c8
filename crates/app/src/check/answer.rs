//! What the page of a check shows: made from the record each time it is asked for.

use domain::check::{Cause, Check, Checkable, Outcome};
use domain::officer::{Officer, Photo};
use domain::stop::{Call, Power, ReasonCode, Stop};
use domain::{Actor, Challenge, CheckId, CheckRef, OfficerId, StopRef, Stream as _};
use jiff::{SignedDuration, Timestamp};
use store::ShownCheck;

use super::Checker;
use crate::change::{self, About, Change, again};
use crate::secrets::Secrets;
use crate::{Action, AppError, Context};

/// How long the photo is shown after the check.
pub const PHOTO_SHOWN_FOR: SignedDuration = SignedDuration::from_secs(60);

/// How long the page shows what was found. Later the receipt fetches the record.
pub const PAGE_LIVES: SignedDuration = SignedDuration::from_hours(12);

/// What the visitor is told.
#[derive(Clone, Debug, PartialEq)]
pub enum CheckAnswer {
    /// The page shows a challenge that nobody has answered yet; none when its time is over.
    Waiting {
        /// The challenge, for the officer's device.
        challenge: Challenge,
        /// Until when it can be answered.
        until: Timestamp,
    },
    /// This is an officer who may act now.
    Verified(Box<VerifiedOfficer>),
    /// The officer says that they are off duty and have had to act; the control room is asked.
    Pending,
    /// This cannot be confirmed. Never why.
    NotVerified,
    /// The check is so long ago that the page shows nothing any more.
    Over,
}

/// What is shown of a verified officer, and of the stop.
#[derive(Clone, Debug, PartialEq)]
pub struct VerifiedOfficer {
    /// First initial and surname, where the force and the officer's safety allow it.
    pub name: Option<String>,
    /// The number of the card.
    pub number: String,
    /// The name of the force.
    pub force: String,
    /// The telephone of its control room.
    pub telephone: String,
    /// Since when they are on duty; none when they are off duty and the control room confirmed them, and when their shift
    /// ended after the stop.
    pub on_duty_since: Option<Timestamp>,
    /// Whether uniformed officers were sent: the officer is off duty.
    pub units_sent: bool,
    /// Under which power.
    pub power: Power,
    /// Why, as a code.
    pub reason_code: Option<ReasonCode>,
    /// Why, in the officer's words.
    pub reason: String,
    /// What is searched for.
    pub object: Option<String>,
    /// Where, as the officer said.
    pub place: String,
    /// The reference of the stop.
    pub stop: StopRef,
    /// When the check was made.
    pub verified_at: Timestamp,
    /// Whether the photo is shown now.
    pub photo: bool,
    /// Whether the stop has ended.
    pub ended: bool,
    /// Whether a receipt was given out.
    pub receipt: bool,
}

/// What the page of this reference shows now.
///
/// # Errors
/// When there is no such check, or the database fails: then nothing may be shown as known.
pub async fn answer(cx: &Context<'_>, checker: &Checker, reference: CheckRef) -> Result<CheckAnswer, AppError> {
    cx.authorise(Action::CheckOfficer, About::Nothing)?;
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
        Some(Outcome::Refused(_)) => Ok(CheckAnswer::NotVerified),
        Some(Outcome::Verified | Outcome::Pending) => {
            let (officer, stop) = subjects.ok_or(AppError::Missing { what: "stop" })?;
            match Checkable::on_page(&stop, &officer).outcome(cx.now) {
                Outcome::Verified => Ok(CheckAnswer::Verified(Box::new(shown(cx, secrets, &check, &officer, &stop)?))),
                Outcome::Pending => Ok(CheckAnswer::Pending),
                Outcome::Refused(cause) => {
                    tell_of_turn(cx, &check, cause).await?;
                    Ok(CheckAnswer::NotVerified)
                }
            }
        }
    }
}

/// The photo of the officer, within a minute of the check, where the force allows it.
///
/// # Errors
/// When there is none to be shown now.
pub async fn photo(cx: &Context<'_>, secrets: &Secrets, reference: CheckRef) -> Result<Photo, AppError> {
    cx.authorise(Action::CheckOfficer, About::Nothing)?;
    let (check, found) = verified_now(cx, reference).await?;
    let (officer, stop) = found.ok_or(AppError::Missing { what: "photo" })?;
    let shown = photo_is_shown(cx, secrets, &check, &officer, &stop);
    match officer.photo.as_ref().and_then(|photo| photo.known()) {
        Some(photo) if shown => Ok(photo.clone()),
        _ => Err(AppError::Missing { what: "photo" }),
    }
}

/// A check; with the officer and the stop, where its page shows a verified officer now.
pub(crate) async fn verified_now(
    cx: &Context<'_>,
    reference: CheckRef,
) -> Result<(Check, Option<(Officer, Stop)>), AppError> {
    let ShownCheck { check, subjects } = shown_check(cx, reference).await?;
    let over = check.begun_at.saturating_add(PAGE_LIVES).unwrap_or(Timestamp::MAX) <= cx.now;
    let is_verified = |(officer, stop): &(Officer, Stop)| {
        !over && Checkable::on_page(stop, officer).outcome(cx.now) == Outcome::Verified
    };
    let found = subjects.filter(is_verified);
    Ok((check, found))
}

/// Raises the alarm of a check whose page verified an officer, or waited, and refuses now: before it says that the control room
/// has been told. True where that was not on record.
pub(crate) async fn tell_of_turn(cx: &Context<'_>, check: &Check, cause: Cause) -> Result<bool, AppError> {
    if check.turn(cause).is_none() {
        return Ok(false);
    }
    let cx = &Context { actor: Actor::system("check"), ..cx.clone() };
    again(|| turn(cx, check.id, cause)).await
}

async fn turn(cx: &Context<'_>, id: CheckId, cause: Cause) -> Result<bool, AppError> {
    let mut change = Change::begin(cx).await?;
    let Some(event) = change.load::<Check>(id).await?.turn(cause) else { return Ok(false) };
    change.append(&Check::stream(id), vec![event], None, None).await?;
    change.commit().await?;
    Ok(true)
}

/// Looks after those whom an open stop of this officer verified, or who wait: where the officer may not act in it any more, the
/// control room is told of each.
pub(crate) async fn look_after(cx: &Context<'_>, officer: OfficerId) -> Result<usize, AppError> {
    let Some(officer) = change::state::<Officer>(cx, officer).await? else { return Ok(0) };
    let mut count = 0;
    for row in cx.app.store.stops_open_by(officer.id).await? {
        let Some(stop) = change::state::<Stop>(cx, row.id).await? else { continue };
        let Outcome::Refused(cause) = Checkable::on_page(&stop, &officer).outcome(cx.now) else { continue };
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

/// Checks of one stop that are looked after at most: more is a crowd that looks at one page after another.
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

/// First initial and surname.
fn name_of(identity: &domain::officer::Identity) -> String {
    match identity.first_name.chars().next() {
        Some(initial) => format!("{initial}. {}", identity.surname),
        None => identity.surname.clone(),
    }
}

fn photo_is_shown(cx: &Context<'_>, secrets: &Secrets, check: &Check, officer: &Officer, stop: &Stop) -> bool {
    // Of somebody off duty the page shows nothing before the control room has confirmed them.
    let confirmed_at = match &stop.call {
        Some(Call::Confirmed { at, .. }) => Some(*at),
        _ => None,
    };
    let made_at = check.made.as_ref().map(|(at, _)| confirmed_at.unwrap_or(*at).max(*at));
    let until = made_at.and_then(|at| at.saturating_add(PHOTO_SHOWN_FOR).ok());
    let allowed = secrets.force(officer.force()).photo && !officer.by_number;
    allowed && officer.photo.is_some() && until.is_some_and(|until| cx.now < until)
}

/// The check of a reference, with the officer and the stop where it was verified or waits for the control room.
async fn shown_check(cx: &Context<'_>, reference: CheckRef) -> Result<ShownCheck, AppError> {
    cx.app.store.shown_check(reference).await?.ok_or(AppError::Missing { what: "check" })
}

/// The check of a reference.
///
/// # Errors
/// When there is none.
pub async fn by_reference(cx: &Context<'_>, reference: CheckRef) -> Result<Check, AppError> {
    cx.authorise(Action::FollowCheck, About::Nothing)?;
    Ok(shown_check(cx, reference).await?.check)
}
