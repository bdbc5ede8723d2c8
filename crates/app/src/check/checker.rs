//! The checker: answers checks that arrive together in one transaction, and reads their pages with one query.
//!
//! A durable commit costs the same for one check as for a hundred. Batching also makes every refusal take the same
//! time, whatever its cause, because all checks in a batch are answered at the same moment.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use aws_lc_rs::constant_time::verify_slices_are_equal;
use domain::check::{Check, CheckEvent, CheckOutcome, CheckResult, Checkable, Leg};
use domain::{Actor, CheckId, CheckRef, Event, EventId, LiveCode, Role, Stream as _};
use serde_json::json;
use store::{Append, KnownCode, Mac, NewEvent, NewJob, ShownCheck, StoreError, Unit};
use tokio::sync::oneshot;

use super::queue::{Batches, Queue};
use super::{CHECK_REFUSED, is_told_of, outcome_by_code};
use crate::change::{PermissionSubject, again};
use crate::secrets::Secrets;
use crate::{Action, App, AppError, Context};

/// Minimum time between the starts of two transactions. A database that would otherwise commit 250 times a second, for
/// four people each, commits a quarter as often. It is not this delay that makes all causes take the same time: they do
/// because the work is the same.
const COMMITS_APART: Duration = Duration::from_millis(10);

/// Minimum time between the starts of two page queries.
const LOOKS_APART: Duration = Duration::from_millis(5);

/// A request for a check.
#[derive(Clone, Copy, Debug)]
pub struct Question {
    pub code: LiveCode,
    pub leg: Leg,
}

/// The subject of a check.
#[derive(Clone)]
enum CheckRequest {
    /// The stop that a code leads to.
    Code(Mac),
    /// A scan, which has already been judged.
    Judged(CheckOutcome, Option<Box<Checkable>>),
}

struct WaitingCheck {
    asked: CheckRequest,
    leg: Leg,
    actor: Option<Actor>,
    answer: oneshot::Sender<Result<CheckRef, AppError>>,
}

/// A request for the content of a check's page.
struct PageLook {
    reference: CheckRef,
    answer: oneshot::Sender<Result<ShownCheck, AppError>>,
}

/// Answers checks. Cheap to clone; there is one per replica.
#[derive(Clone)]
pub struct Checker {
    pub(super) secrets: Arc<Secrets>,
    queue: Queue<WaitingCheck>,
    looks: Queue<PageLook>,
}

impl Checker {
    /// Starts answering. The task ends once the last clone has been dropped and all earlier questions have been
    /// answered.
    pub fn start(app: Arc<App>, secrets: Arc<Secrets>) -> Self {
        let (queue, waiting) = Batches::of_new_queue(COMMITS_APART);
        let (looks, looking) = Batches::of_new_queue(LOOKS_APART);
        tokio::spawn(keep_answering(Arc::clone(&app), waiting));
        tokio::spawn(keep_showing(app, looking));
        Self { secrets, queue, looks }
    }

    /// Checks a code and returns the reference of the page that shows the result.
    ///
    /// # Errors
    /// If the actor is not allowed to, too many requests are waiting, or the database fails. In these cases nothing is
    /// known, and nothing may be presented as known.
    pub async fn check(&self, cx: &Context<'_>, question: Question) -> Result<CheckRef, AppError> {
        cx.authorise(Action::CheckOfficer, PermissionSubject::Nothing)?;
        self.wait(cx, CheckRequest::Code(self.secrets.code_mac(&question.code)), question.leg).await
    }

    /// Records the result of a scan.
    pub(super) async fn judged(
        &self,
        cx: &Context<'_>,
        leg: Leg,
        found: CheckOutcome,
        leads_to: Option<Checkable>,
    ) -> Result<CheckRef, AppError> {
        self.wait(cx, CheckRequest::Judged(found, leads_to.map(Box::new)), leg).await
    }

    async fn wait(&self, cx: &Context<'_>, asked: CheckRequest, leg: Leg) -> Result<CheckRef, AppError> {
        let (answer, answered) = oneshot::channel();
        // Visitors have no account, so what they do is recorded under the check itself.
        let actor = (cx.actor.role != Role::Public).then(|| cx.actor.clone());
        self.queue.ask(WaitingCheck { asked, leg, actor, answer })?;
        answered.await.map_err(|_| AppError::Busy)?
    }

    /// The check with the given reference. If it was verified or is waiting for the control room, the officer and the
    /// stop are included.
    pub(super) async fn look(&self, reference: CheckRef) -> Result<ShownCheck, AppError> {
        let (answer, answered) = oneshot::channel();
        self.looks.ask(PageLook { reference, answer })?;
        answered.await.map_err(|_| AppError::Busy)?
    }
}

async fn keep_answering(app: Arc<App>, mut waiting: Batches<WaitingCheck>) {
    while let Some(batch) = waiting.next().await {
        // Two replicas that record the use of the same codes can conflict. In that case nothing in the batch is
        // recorded.
        let cx = app.system("checker");
        match again(|| make_all(&cx, &batch)).await {
            Ok(references) => {
                for (one, reference) in batch.into_iter().zip(references) {
                    // The caller may have disconnected; the answer is on record anyway.
                    let _ = one.answer.send(Ok(reference));
                }
            }
            Err(error) => {
                let shared = Arc::new(error);
                tracing::error!(error = %shared, count = batch.len(), "checks could not be answered");
                for one in batch {
                    let _ = one.answer.send(Err(AppError::Shared(Arc::clone(&shared))));
                }
            }
        }
    }
}

async fn keep_showing(app: Arc<App>, mut looking: Batches<PageLook>) {
    while let Some(batch) = looking.next().await {
        // This only reads, so no query has to wait for the previous one.
        tokio::spawn(show(Arc::clone(&app), batch));
    }
}

/// Answers a batch of page requests.
async fn show(app: Arc<App>, looks: Vec<PageLook>) {
    let references: Vec<CheckRef> = looks.iter().map(|look| look.reference).collect();
    let found = app.store.shown_checks(&references).await.map_err(shared);
    let found = found.map(|found| found.into_iter().map(|(of, shown)| (of, shown.map_err(shared))));
    let found: Result<HashMap<_, _>, _> = found.map(Iterator::collect);
    for look in looks {
        let shown = match &found {
            Err(error) => Err(AppError::Shared(Arc::clone(error))),
            Ok(found) => match found.get(&look.reference) {
                None => Err(AppError::Missing { what: "check" }),
                Some(shown) => shown.clone().map_err(AppError::Shared),
            },
        };
        let _ = look.answer.send(shown);
    }
}

/// An error that is returned to several callers.
fn shared(error: StoreError) -> Arc<AppError> {
    Arc::new(AppError::from(error))
}

/// Makes all these checks in one transaction.
async fn make_all(cx: &Context<'_>, waiting: &[WaitingCheck]) -> Result<Vec<CheckRef>, AppError> {
    let mut unit = cx.app.store.begin().await?;
    let mac = |one: &WaitingCheck| if let CheckRequest::Code(mac) = one.asked { Some(mac) } else { None };
    let macs: Vec<Mac> = waiting.iter().filter_map(mac).collect();
    let known = unit.codes(&macs).await?;
    let (mut references, mut used) = (Vec::with_capacity(waiting.len()), Vec::new());
    for one in waiting {
        let (found, leads_to) = match &one.asked {
            CheckRequest::Judged(found, leads_to) => (*found, leads_to.as_deref()),
            CheckRequest::Code(mac) => {
                // The database looked the code up by its HMAC; equality is confirmed in constant time.
                let same = |known: &&KnownCode| verify_slices_are_equal(&known.mac, mac).is_ok();
                let known = known.iter().find(same);
                let found = outcome_by_code(known, cx.now);
                if found == CheckOutcome::Verified {
                    used.push(*mac);
                }
                (found, known.map(|known| &known.leads_to))
            }
        };
        let made = CheckResult {
            reference: reference(cx)?,
            leg: one.leg,
            found,
            stop: leads_to.map(|it| it.stop),
            officer: leads_to.map(|it| it.officer),
            force: leads_to.map(|it| it.force.clone()),
        };
        references.push(made.reference);
        record(cx, &mut unit, None, made, one.actor.clone()).await?;
    }
    unit.use_codes(&used, cx.now).await?;
    unit.commit().await?;
    Ok(references)
}

/// Records that a check was made, either in a new stream or in that of the challenge it answers, and enqueues the
/// consequences of a refusal.
pub(super) async fn record(
    cx: &Context<'_>,
    unit: &mut Unit,
    asked: Option<&Check>,
    made: CheckResult,
    actor: Option<Actor>,
) -> Result<CheckId, AppError> {
    let id = asked.map_or_else(|| CheckId::new(cx.uuid()), |check| check.id);
    if let CheckOutcome::Refused(_) = made.found {
        let told = is_told_of(&made);
        // Reported once per stop, however often its officer is checked in it, so that visitors cannot fill up an
        // officer's record.
        let once_for = made.stop.filter(|_| told).map_or_else(|| id.to_string(), |stop| stop.to_string());
        let job = NewJob {
            name: format!("{CHECK_REFUSED}/{once_for}"),
            kind: CHECK_REFUSED.to_owned(),
            body: json!({ "check": id }),
            run_after: cx.now,
        };
        // Every cause writes the same row, so that no cause takes longer than another.
        if told { unit.enqueue(&job) } else { unit.enqueue_done(&job) }
    }
    let event = NewEvent {
        id: EventId::new(cx.uuid()),
        happened_at: None,
        actor: actor.unwrap_or_else(|| Actor::person(id.into(), Role::Public)),
        reason: None,
        regime: None,
        cause: None,
        event: Event::Check(CheckEvent::Made(made)),
    };
    let stream = Check::stream(id);
    // The visitor may have added something while the challenge was waiting.
    let expected = match asked {
        Some(_) => unit.load(&stream).await?.map_or(0, |loaded| loaded.version),
        None => 0,
    };
    unit.append(Append { stream, expected, now: cx.now, events: vec![event] }).await?;
    Ok(id)
}

/// Draws a reference for a new check.
pub(super) fn reference(cx: &Context<'_>) -> Result<CheckRef, AppError> {
    // 48 bytes for 12 letters: running out of usable bytes is practically impossible.
    CheckRef::draw(&cx.random::<48>()).ok_or(AppError::Bug("the random numbers are not random"))
}
