//! Citizen-first checks: the visitor's page shows a challenge, and the officer's device answers it.

use domain::check::{Check, CheckEvent, CheckResult, Checkable, Leg};
use domain::officer::Officer;
use domain::stop::{Stop, StopRefusal};
use domain::{Challenge, CheckId, CheckRef, Event, Refusal, StopId, Stream as _};
use jiff::Timestamp;

use super::{CHALLENGE_LIVES, as_visitor, checker};
use crate::change::{Change, PermissionSubject};
use crate::secrets::Secrets;
use crate::{Action, AppError, Context};

/// Starts a citizen-first check: the page shows a challenge for the officer's device to answer.
///
/// # Errors
/// If the database fails.
pub async fn ask(cx: &Context<'_>, secrets: &Secrets) -> Result<(CheckRef, Challenge), AppError> {
    let permit = cx.authorise(Action::CheckOfficer, PermissionSubject::Nothing)?;
    let id = CheckId::new(cx.uuid());
    let cx = &as_visitor(cx, id);
    let reference = checker::reference(cx)?;
    let unlucky = AppError::Bug("a challenge could not be drawn from its reference");
    let challenge = secrets.challenge_of(&reference).ok_or(unlucky)?;
    let mut change = Change::begin(cx).await?;
    change.record_alone(&permit, &Check::stream(id), vec![Event::Check(CheckEvent::Asked { reference })]).await?;
    let until = cx.now.saturating_add(CHALLENGE_LIVES).unwrap_or(Timestamp::MAX);
    change.unit.keep_challenge(secrets.challenge_mac(&challenge), id, until).await?;
    change.commit().await?;
    Ok((reference, challenge))
}

/// Answers the challenge on a visitor's page from the officer's device. This makes the check.
///
/// # Errors
/// If the actor is not the officer of the stop, or no page is showing this challenge now.
pub async fn answered_challenge(
    cx: &Context<'_>,
    secrets: &Secrets,
    stop: StopId,
    challenge: Challenge,
) -> Result<(), AppError> {
    let mut change = Change::begin(cx).await?;
    let stop = change.load::<Stop>(stop).await?;
    change.authorise(Action::RunStop, PermissionSubject::Force(&stop.opening.force)).await?;
    if cx.actor.officer() != Some(stop.opening.officer) {
        return Err(AppError::Missing { what: "stop" });
    }
    let Some(asked) = change.unit.challenged(secrets.challenge_mac(&challenge), cx.now).await? else {
        let message = "no page shows this challenge now: ask the person to read it out again, or to begin again";
        return Err(Refusal::invalid(StopRefusal::UnknownChallenge, message).into());
    };
    let check = change.load::<Check>(asked).await?;
    let officer = change.load::<Officer>(stop.opening.officer).await?;
    let made = CheckResult {
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
