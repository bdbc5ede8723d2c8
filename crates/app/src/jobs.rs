//! Jobs: work that was enqueued with the change that needs it, done once or more, with the same effect.

use domain::check::{Cause, Outcome};
use domain::follow::{Citation, Follow, Layer, Notice};
use domain::officer::OfficerEvent;
use domain::{CheckId, EncounterId, Event, OfficerId, State};
use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};
use store::{ClaimedJob, NewJob};

use crate::change::{self, About, Change};
use crate::check::state;
use crate::{Action, AppError, Context};

/// A check was refused: what the record of a known officer says of it.
pub(crate) const CHECK_REFUSED: &str = "check-refused";

/// An officer acted off duty: professional standards see it the next day.
const OFF_DUTY_USED: &str = "off-duty-used";

/// Attempts after which a job is given up and left for somebody to look at.
const ATTEMPTS: u64 = 8;

/// The job that tells professional standards, the next morning, that an officer acted off duty (journey a2).
pub(crate) fn off_duty_used(encounter: EncounterId, officer: OfficerId, now: Timestamp) -> NewJob {
    let tomorrow = domain::time::day_after(domain::time::day(now)).unwrap_or(now);
    NewJob {
        name: format!("{OFF_DUTY_USED}/{encounter}"),
        kind: OFF_DUTY_USED.to_owned(),
        body: json!({ "officer": officer }),
        run_after: tomorrow.saturating_add(SignedDuration::from_hours(7)).unwrap_or(now),
    }
}

/// Does the jobs that are due; says how many were done. One that fails is tried again, ever more slowly.
///
/// # Errors
/// When the database fails.
pub async fn run(cx: &Context<'_>) -> Result<usize, AppError> {
    cx.authorise(Action::Reconcile, About::Nothing)?;
    let mut count = 0;
    while let Some(job) = cx.app.store.claim_job(cx.now).await? {
        match do_one(cx, &job).await {
            Ok(()) => {
                cx.app.store.finish_job(&job).await?;
                count += 1;
            }
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

async fn do_one(cx: &Context<'_>, job: &ClaimedJob) -> Result<(), AppError> {
    match job.kind.as_str() {
        CHECK_REFUSED => check_refused(cx, id(&job.body, "check")?).await,
        OFF_DUTY_USED => told_of_off_duty(cx, id(&job.body, "officer")?).await,
        _ => Err(AppError::Bug("a job of a kind that nobody does")),
    }
}

fn id<T: serde::de::DeserializeOwned>(body: &Value, name: &str) -> Result<T, AppError> {
    let value = body.get(name).cloned().unwrap_or_default();
    serde_json::from_value(value).map_err(|_| AppError::Bug("a job lacks what it needs"))
}

/// Somebody who may not act was presented as an officer: that is recorded with them, and what follows by rule follows (journey
/// a3: a conduct matter is proposed, a person decides).
async fn check_refused(cx: &Context<'_>, id: CheckId) -> Result<(), AppError> {
    let Some(State::Check(check)) = state(cx, &change::check(id)).await? else { return Ok(()) };
    let Some((made_at, made)) = check.made else { return Ok(()) };
    let (Outcome::Refused(cause), Some(officer)) = (made.found, made.officer) else { return Ok(()) };
    if !matches!(cause, Cause::Suspended | Cause::Left | Cause::VerificationOff) {
        return Ok(());
    }
    let cx = &cx.clone().claimed(made_at);
    let mut change = Change::begin(cx).await?;
    change.authorise(Action::PresentCard, About::Nothing).await?;
    let event = OfficerEvent::CardPresented { place: format!("public check {id}"), allowed: false };
    change.record(&change::officer(officer), vec![Event::Officer(event)]).await?;
    change.commit().await
}

async fn told_of_off_duty(cx: &Context<'_>, officer: OfficerId) -> Result<(), AppError> {
    let mut change = Change::begin(cx).await?;
    change.authorise(Action::Reconcile, About::Nothing).await?;
    let notice = Notice { to: "psd".to_owned(), about: "acted-off-duty".to_owned(), citation: journey_a2() };
    let event = Event::Officer(OfficerEvent::Followed(Follow::NoticeGiven(notice)));
    change.append(&change::officer(officer), vec![event], None, None).await?;
    change.commit().await
}

fn journey_a2() -> Citation {
    Citation {
        rule: "CHECK-OFF-DUTY".to_owned(),
        layer: Layer::ForcePolicy,
        text: "Candour promise: the use of powers off duty is seen the next day; it is information, not an allegation"
            .to_owned(),
        verified: true,
    }
}
