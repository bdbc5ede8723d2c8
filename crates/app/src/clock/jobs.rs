//! Jobs: work enqueued with the change that needs it, done at least once, with the same effect each time.

use domain::check::{Check, CheckResult};
use domain::officer::{Officer, OfficerEvent};
use domain::{CheckId, Event, OfficerId, StopId, Stream as _};
use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};
use store::{ClaimedJob, NewJob};

use crate::change::follow::{follow_events, notices_on};
use crate::change::standing::STANDING_CHANGED;
use crate::change::{self, Change, PermissionSubject};
use crate::check::{self, CHECK_REFUSED, is_told_of};
use crate::{Action, AppError, Context};

/// An officer acted off duty: professional standards see it the next day.
const OFF_DUTY_USED: &str = "off-duty-used";

/// Attempts after which a job is given up for somebody to look at: 2 hours after the first.
const ATTEMPTS: u64 = 12;

/// The job that tells professional standards, the next morning, that an officer acted off duty (journey a2).
pub(crate) fn off_duty_used(stop: StopId, officer: OfficerId, now: Timestamp) -> NewJob {
    let tomorrow = domain::record::time::day_after(domain::record::time::day(now)).unwrap_or(now);
    NewJob {
        name: format!("{OFF_DUTY_USED}/{stop}"),
        kind: OFF_DUTY_USED.to_owned(),
        body: json!({ "officer": officer }),
        run_after: tomorrow.saturating_add(SignedDuration::from_hours(7)).unwrap_or(now),
    }
}

/// Does the jobs that are due, and returns the number done. A failed job is tried again at growing intervals.
///
/// # Errors
/// When the database fails.
pub async fn run(cx: &Context<'_>) -> Result<usize, AppError> {
    cx.authorise(Action::Reconcile, PermissionSubject::Nothing)?;
    let mut count = 0;
    while let Some(job) = cx.app.store.claim_job(cx.now).await? {
        if job.attempt > ATTEMPTS {
            // The worker that claimed it last never reported the result: the job may be what kills workers.
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

/// Does a job and ends it, in one transaction if doing it twice would have two effects. Two workers can have the same
/// job if one of them was thought dead.
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

/// Records with the officer that somebody who may not act was presented as one who may, and the consequences by rule
/// (journey a3: a conduct matter is proposed, a person decides).
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
