//! Jobs: work that is enqueued by the change that needs it and done at least once. Repeating a job has no further
//! effect.

use domain::check::{Check, CheckResult};
use domain::officer::{Officer, OfficerEvent};
use domain::{CheckId, Event, OfficerId, StopId, Stream as _};
use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};
use store::{ClaimedJob, NewJob};

use crate::change::follow::follow_events;
use crate::change::law::notices_on;
use crate::change::standing::STANDING_CHANGED;
use crate::change::{self, Change, PermissionSubject};
use crate::check::{self, CHECK_REFUSED, is_told_of};
use crate::{Action, AppError, Context};

/// Informs professional standards, the next day, that an officer acted off duty.
const OFF_DUTY_USED: &str = "off-duty-used";

/// Number of attempts after which a job is left for a person to look at.
// The pauses between them are 2^1 + 2^2 + ... + 2^11 s = 4 094 s, or 68 minutes.
const ATTEMPTS: u64 = 12;

/// The job that informs professional standards, the next morning, that an officer acted off duty (journey a2).
pub(crate) fn off_duty_used(stop: StopId, officer: OfficerId, now: Timestamp) -> NewJob {
    let tomorrow = domain::record::time::day_after(domain::record::time::day(now)).unwrap_or(now);
    NewJob {
        name: format!("{OFF_DUTY_USED}/{stop}"),
        kind: OFF_DUTY_USED.to_owned(),
        body: json!({ "officer": officer }),
        run_after: tomorrow.saturating_add(SignedDuration::from_hours(7)).unwrap_or(now),
    }
}

/// Runs the jobs that are due and returns how many were done. A failed job is retried at growing intervals.
///
/// # Errors
/// If the database fails.
pub async fn run(cx: &Context<'_>) -> Result<usize, AppError> {
    cx.authorise(Action::Reconcile, PermissionSubject::Nothing)?;
    let mut count = 0;
    while let Some(job) = cx.app.store.claim_job(cx.now).await? {
        if job.attempt > ATTEMPTS {
            // The last worker that claimed the job never reported a result, so the job itself may be what crashes
            // workers.
            tracing::error!(job.kind = job.kind, attempt = job.attempt, "a job is given up");
            cx.app.store.fail_job(&job, "job.never-ended", None).await?;
            continue;
        }
        match do_one(cx, &job).await {
            Ok(()) => count += 1,
            Err(error) => {
                tracing::error!(job.kind = job.kind, attempt = job.attempt, error = %error, "a job failed");
                let pause = SignedDuration::from_secs(1 << job.attempt.min(ATTEMPTS));
                let retry = (job.attempt < ATTEMPTS).then(|| cx.now.saturating_add(pause).unwrap_or(cx.now));
                cx.app.store.fail_job(&job, error.code(), retry).await?;
            }
        }
    }
    Ok(count)
}

/// Does a job and marks it finished, in one transaction if doing the job twice would have an effect twice. Two workers
/// can hold the same job if one of them was thought to be dead.
async fn do_one(cx: &Context<'_>, job: &ClaimedJob) -> Result<(), AppError> {
    match job.kind.as_str() {
        CHECK_REFUSED => check_refused(cx, job, id(&job.body, "check")?).await,
        OFF_DUTY_USED => told_of_off_duty(cx, job, id(&job.body, "officer")?).await,
        STANDING_CHANGED => {
            check::look_after(cx, id(&job.body, "officer")?).await?;
            cx.app.store.finish_job(job).await?;
            Ok(())
        }
        _ => Err(AppError::Bug("a job of a kind that nobody does")),
    }
}

fn id<T: serde::de::DeserializeOwned>(body: &Value, name: &str) -> Result<T, AppError> {
    let value = body.get(name).cloned().unwrap_or_default();
    serde_json::from_value(value).map_err(|_| AppError::Bug("a job lacks what it needs"))
}

/// Adds to the officer's record that a person who was not allowed to act was presented as one who was, and records the
/// consequences under the rules (journey a3: a conduct matter is proposed, and a person decides).
async fn check_refused(cx: &Context<'_>, job: &ClaimedJob, id: CheckId) -> Result<(), AppError> {
    let check = change::state::<Check>(cx, id).await?.ok_or(AppError::Missing { what: "check" })?;
    let Some((made_at, officer)) = check.made.filter(|(_, made)| is_told_of(made)).and_then(told) else {
        return Err(AppError::Bug("a check was to be told of that tells nothing"));
    };
    let cx = &cx.clone().claimed(made_at);
    let mut change = Change::begin(cx).await?;
    let permit = change.authorise(Action::PresentCard, PermissionSubject::Nothing).await?;
    if !change.unit.finish_job(job).await? {
        return Ok(());
    }
    let event = OfficerEvent::CardPresented { place: format!("public check {id}"), allowed: false };
    change.record(&permit, &Officer::stream(officer), vec![Event::Officer(event)]).await?;
    change.commit().await
}

fn told((made_at, made): (Timestamp, CheckResult)) -> Option<(Timestamp, OfficerId)> {
    Some((made_at, made.officer?))
}

async fn told_of_off_duty(cx: &Context<'_>, job: &ClaimedJob, officer: OfficerId) -> Result<(), AppError> {
    let mut change = Change::begin(cx).await?;
    let permit = change.authorise(Action::Reconcile, PermissionSubject::Nothing).await?;
    if !change.unit.finish_job(job).await? {
        return Ok(());
    }
    let notices = notices_on(&mut change, officer, "officer.acted-off-duty").await?;
    let events = follow_events(Officer::KIND, notices)?;
    change.record_alone(&permit, &Officer::stream(officer), events).await?;
    change.commit().await
}
