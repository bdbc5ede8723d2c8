//! What a visitor does beside checking: ask citizen-first, say that something is wrong, share a place, take a receipt, fetch the
//! record, complain.

use domain::allegation::Category;
use domain::check::{Check, CheckEvent, Checkable, Leg, Made};
use domain::report::{Described, ReportKind};
use domain::stop::{Stop, StopRefusal, WORDS_MAXIMUM};
use domain::{
    Actor, Challenge, CheckId, CheckRef, ErrorKind, Event, OfficerId, Personal, Pin, Refusal, ReportId, Role, State,
    StopId, StopRef,
};
use jiff::{SignedDuration, Timestamp, ToSpan as _};

use super::answer::state;
use super::{CHALLENGE_LIVES, Settings, answer, checker};
use crate::change::{self, About, Change, again};
use crate::pin;
use crate::reports::{self, NewReport};
use crate::{Action, AppError, Context};

/// Wrong PINs in a row after which none is heard for a while: a million PINs, 5 an hour.
const PIN_FAILURES: u64 = 5;

/// How long none is heard then.
const PIN_LOCK: SignedDuration = SignedDuration::from_hours(1);

/// Receipts of one stop. Each has a PIN, so more would be found by guessing sooner, and looked through for longer.
const RECEIPTS_MAXIMUM: usize = 20;

/// A place in words, as coarse as a visitor shares it: so many characters at most.
pub const PLACE_MAXIMUM: usize = 200;

/// The longest complaint, in characters.
pub const COMPLAINT_MAXIMUM: usize = 2 * WORDS_MAXIMUM;

/// The check of a reference.
///
/// # Errors
/// When there is none.
pub async fn by_reference(cx: &Context<'_>, reference: CheckRef) -> Result<Check, AppError> {
    cx.authorise(Action::FollowCheck, About::Nothing)?;
    answer::by_reference(cx, reference).await
}

/// Begins citizen-first: the page shows a challenge that the officer's device answers.
///
/// # Errors
/// When the database fails.
pub async fn ask(cx: &Context<'_>, settings: &Settings) -> Result<(CheckRef, Challenge), AppError> {
    cx.authorise(Action::CheckOfficer, About::Nothing)?;
    let id = CheckId::new(cx.uuid());
    let cx = &as_visitor(cx, id);
    let reference = checker::reference(cx)?;
    let unlucky = AppError::Bug("a challenge could not be drawn from its reference");
    let challenge = settings.challenge_of(&reference).ok_or(unlucky)?;
    let mut change = Change::begin(cx).await?;
    change.append(&change::check(id), vec![Event::Check(CheckEvent::Asked { reference })], None, None).await?;
    let until = cx.now.saturating_add(CHALLENGE_LIVES).unwrap_or(Timestamp::MAX);
    change.unit.keep_challenge(settings.challenge_mac(&challenge), id, until).await?;
    change.commit().await?;
    Ok((reference, challenge))
}

/// The officer's device answers the challenge of a visitor's page: the check is made.
///
/// # Errors
/// When the actor is not the officer of the stop, or no page shows this challenge now.
pub async fn answered_challenge(
    cx: &Context<'_>,
    settings: &Settings,
    stop: StopId,
    challenge: Challenge,
) -> Result<(), AppError> {
    let mut change = Change::begin(cx).await?;
    let stop = change.stop(stop).await?;
    change.authorise(Action::RunStop, About::Force(&stop.opening.force)).await?;
    if cx.actor.officer() != Some(stop.opening.officer) {
        return Err(AppError::Missing { what: "stop" });
    }
    let Some(asked) = change.unit.challenged(settings.challenge_mac(&challenge), cx.now).await? else {
        let message = "no page shows this challenge now: ask the person to read it out again, or to begin again";
        return Err(Refusal::invalid(StopRefusal::UnknownChallenge, message).into());
    };
    let check = change.check(asked).await?;
    let officer = change.officer(stop.opening.officer).await?;
    let made = Made {
        reference: check.reference,
        leg: Leg::Challenge,
        found: Checkable::now(&stop, &officer).outcome(cx.now),
        stop: Some(stop.id),
        officer: Some(stop.opening.officer),
        force: Some(stop.opening.force.clone()),
    };
    checker::record(cx, &mut change.unit, Some(&check), made, Some(cx.actor.clone())).await?;
    change.unit.end_challenge(asked).await?;
    change.commit().await
}

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
    if !change.check(id).await?.hears() {
        return Ok(());
    }
    change.append(&change::check(id), vec![Event::Check(event)], None, None).await?;
    change.commit().await
}

/// A visitor is nobody: what they did stands under the check itself.
fn as_visitor<'a>(cx: &Context<'a>, check: CheckId) -> Context<'a> {
    let mut cx = cx.clone();
    if cx.actor.role == Role::Public {
        cx.actor = Actor::person(check.into(), Role::Public);
    }
    cx
}

/// A receipt, shown once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Receipt {
    /// The reference of the stop.
    pub stop: StopRef,
    /// The PIN that fetches its record.
    pub pin: Pin,
    /// Until when.
    pub until: Timestamp,
}

/// Gives out the receipt of a verified check: with the reference and this PIN the record can be fetched for 3 months (PACE 1984
/// s.3(8) and (9)).
///
/// # Errors
/// When the page does not show a verified officer now, or its receipt was given out before: the PIN is shown once.
pub async fn receipt(cx: &Context<'_>, reference: CheckRef) -> Result<Receipt, AppError> {
    cx.authorise(Action::FollowCheck, About::Nothing)?;
    let given = || {
        let message =
            "the receipt of this check was given out before, and its PIN is shown once: ring the control room";
        AppError::from(Refusal::conflict("check.receipt-given", message))
    };
    let (check, found) = answer::verified_now(cx, reference).await?;
    let (_, stop) = found.ok_or(AppError::Missing { what: "stop" })?;
    if check.receipt {
        return Err(given());
    }
    if cx.app.store.receipts(stop.opening.reference).await?.len() >= RECEIPTS_MAXIMUM {
        let message = "this stop has given out as many receipts as it can: ring the control room";
        return Err(Refusal::conflict("check.too-many-receipts", message).into());
    }
    let pin = Pin::draw(&cx.random::<32>()).ok_or(AppError::Bug("the random numbers are not random"))?;
    let hash = pin::hash(pin, stop.opening.reference).await?;
    let zoned = cx.now.to_zoned(domain::record::time::london());
    let until = zoned.checked_add(3.months()).map_or(cx.now, |until| until.timestamp());
    let cx = &as_visitor(cx, check.id);
    let give = || async {
        let mut change = Change::begin(cx).await?;
        if !change.unit.give_receipt(check.id, (stop.id, stop.opening.reference), &hash, until).await? {
            return Err(given());
        }
        change.append(&change::check(check.id), vec![Event::Check(CheckEvent::ReceiptGiven)], None, None).await?;
        change.commit().await
    };
    again(give).await?;
    Ok(Receipt { stop: stop.opening.reference, pin, until })
}

/// The record of a stop, as its receipt fetches it.
#[derive(Clone, Debug, PartialEq)]
pub struct StopRecord {
    /// The stop.
    pub stop: Stop,
    /// The name of the force.
    pub force: String,
    /// The telephone of its control room.
    pub telephone: String,
    /// The number of the officer's card.
    pub number: String,
    /// Until when it can be fetched.
    pub until: Timestamp,
}

/// Fetches the record of a stop by its reference and the PIN of a receipt.
///
/// # Errors
/// One and the same when there is no such reference, the PIN is wrong or the time is over; another after 5 wrong PINs in a row.
pub async fn record(
    cx: &Context<'_>,
    settings: &Settings,
    reference: StopRef,
    pin: Pin,
) -> Result<StopRecord, AppError> {
    cx.authorise(Action::FollowCheck, About::Nothing)?;
    let receipt = open_receipt(cx, reference, pin).await?;
    let missing = AppError::Missing { what: "record" };
    let Some(State::Stop(stop)) = state(cx, &change::stop(receipt.stop)).await? else {
        return Err(missing);
    };
    let Some(State::Officer(officer)) = state(cx, &change::officer(stop.opening.officer)).await? else {
        return Err(missing);
    };
    let force = settings.force(&stop.opening.force);
    let number = officer.warrant.known().cloned().unwrap_or_default();
    Ok(StopRecord { stop, force: force.name, telephone: force.telephone, number, until: receipt.expires_at })
}

async fn open_receipt(cx: &Context<'_>, reference: StopRef, pin: Pin) -> Result<store::Receipt, AppError> {
    // It is counted before it is looked at, in a transaction of its own: of many that come at once five are looked at, and
    // nobody waits for the database's writer while a hash is made. It is counted, and hashed, whether or not there is a
    // receipt: else whoever knows a reference would learn whether one was taken.
    let locked_until = cx.now.saturating_add(PIN_LOCK).unwrap_or(Timestamp::MAX);
    if !cx.app.store.try_pin(reference, cx.now, PIN_FAILURES, locked_until).await? {
        let message = "too many wrong PINs: try again in an hour, or ring the control room";
        return Err(AppError::Refused(Refusal {
            kind: ErrorKind::TooMany,
            ..Refusal::conflict("record.locked", message)
        }));
    }
    let tried = pin::hash(pin, reference).await?;
    let receipts = cx.app.store.receipts(reference).await?;
    let mut living = receipts.into_iter().filter(|receipt| receipt.expires_at > cx.now);
    match living.find(|receipt| pin::same(&receipt.pin, &tried)) {
        Some(receipt) => {
            cx.app.store.pin_fitted(reference).await?;
            Ok(receipt)
        }
        None => {
            Err(Refusal::invalid("record.not-found", "the reference and the PIN do not fit together: check both")
                .into())
        }
    }
}

/// A complaint about a stop.
#[derive(Clone, Debug)]
pub struct Complaint {
    /// What is said.
    pub words: String,
    /// What it is about.
    pub category: Category,
}

/// Makes a complaint from the record of a stop: it goes to the force as one under the Police Reform Act 2002, with the stop
/// attached. Nobody has to give a name. One that was made before in the same words is not made again.
///
/// # Errors
/// As [`record`]; when nothing is said, or too much.
pub async fn complain(
    cx: &Context<'_>,
    reference: StopRef,
    pin: Pin,
    complaint: Complaint,
) -> Result<ReportId, AppError> {
    cx.authorise(Action::FollowCheck, About::Nothing)?;
    let words = complaint.words.trim();
    if words.is_empty() || words.chars().count() > COMPLAINT_MAXIMUM {
        let message = format!("say what happened, in at most {COMPLAINT_MAXIMUM} characters");
        return Err(Refusal::invalid("complaint.no-words", message).into());
    }
    let receipt = open_receipt(cx, reference, pin).await?;
    let Some(State::Stop(stop)) = state(cx, &change::stop(receipt.stop)).await? else {
        return Err(AppError::Missing { what: "record" });
    };
    let cx = &as_visitor(cx, receipt.check);
    let officer: OfficerId = stop.opening.officer;
    let report = NewReport {
        force: stop.opening.force.clone(),
        report: ReportKind::Complaint,
        schedule_3: true,
        category: complaint.category,
        violence_against_women: false,
        reporter: None,
        place: stop.opening.place.clone(),
        words: format!("{words}\n\n(made from stop {})", stop.opening.reference),
        described: Described::default(),
        names: Some(officer),
    };
    again(|| complain_once(cx, receipt.check, &report)).await
}

async fn complain_once(cx: &Context<'_>, check: CheckId, report: &NewReport) -> Result<ReportId, AppError> {
    // Both stand, or neither: a complaint that was received and not attached would be made again.
    let batch = cx.app.batch().await?;
    let within = cx.clone().within(&batch);
    // Sent twice: it is there.
    if let Some(earlier) = made_before(&within, check, report).await? {
        return Ok(earlier);
    }
    let report = reports::receive(&within, report.clone()).await?;
    let mut change = Change::begin(&within).await?;
    let event = Event::Check(CheckEvent::Complained { report });
    change.append(&change::check(check), vec![event], None, None).await?;
    change.commit().await?;
    batch.commit().await?;
    Ok(report)
}

/// The complaint of this check that says the same about the same.
async fn made_before(cx: &Context<'_>, check: CheckId, report: &NewReport) -> Result<Option<ReportId>, AppError> {
    let mut change = Change::begin(cx).await?;
    for earlier in change.check(check).await?.complaints {
        let received = change.report(earlier).await?.received;
        if received.category == report.category && received.words.known() == Some(&report.words) {
            return Ok(Some(earlier));
        }
    }
    Ok(None)
}
