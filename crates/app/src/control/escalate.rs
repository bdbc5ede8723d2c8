//! Escalation of alarms that nobody took and calls that nobody answered.

use domain::check::{Check, CheckEvent};
use domain::stop::{Stop, StopEvent};
use domain::{CheckId, Event, StopId, Stream as _};

use super::BOARD_COUNT;
use crate::change::rows::RowFaults;
use crate::change::{Change, PermissionSubject, Permit};
use crate::{Action, AppError, Context};

/// Escalates alarms that nobody took and calls that nobody answered. This is a reconciler: it takes no input, and
/// running it twice changes nothing.
///
/// # Errors
/// The first failure. Everything else that was due has been escalated.
pub async fn escalate(cx: &Context<'_>) -> Result<usize, AppError> {
    let permit = cx.authorise(Action::Reconcile, PermissionSubject::Nothing)?;
    let alarms = escalate_alarms(cx, &permit).await;
    let calls = escalate_calls(cx, &permit).await;
    Ok(alarms? + calls?)
}

async fn escalate_alarms(cx: &Context<'_>, permit: &Permit) -> Result<usize, AppError> {
    let (mut count, mut faults) = (0, RowFaults::default());
    for row in cx.app.store.alarms_to_escalate(cx.now, BOARD_COUNT).await? {
        let done = escalate_alarm(cx, permit, row.public_check).await;
        count += usize::from(faults.done("alarm", row.public_check, done).unwrap_or_default());
    }
    faults.end(count)
}

async fn escalate_calls(cx: &Context<'_>, permit: &Permit) -> Result<usize, AppError> {
    let (mut count, mut faults) = (0, RowFaults::default());
    for row in cx.app.store.calls_to_escalate(cx.now, BOARD_COUNT).await? {
        let done = escalate_call(cx, permit, row.id).await;
        count += usize::from(faults.done("call", row.id, done).unwrap_or_default());
    }
    faults.end(count)
}

async fn escalate_alarm(cx: &Context<'_>, permit: &Permit, id: CheckId) -> Result<bool, AppError> {
    let mut change = Change::begin(cx).await?;
    let check = change.load::<Check>(id).await?;
    let next = check.alarm.as_ref().and_then(domain::check::Alarm::next_escalation);
    let Some((_, to)) = next.filter(|(at, _)| *at <= cx.now) else { return Ok(false) };
    let event = Event::Check(CheckEvent::AlarmEscalated { to });
    change.record(permit, &Check::stream(check.id), vec![event]).await?;
    change.commit().await?;
    Ok(true)
}

async fn escalate_call(cx: &Context<'_>, permit: &Permit, id: StopId) -> Result<bool, AppError> {
    let mut change = Change::begin(cx).await?;
    let stop = change.load::<Stop>(id).await?;
    if stop.escalates_at().is_none_or(|at| at > cx.now) {
        return Ok(false);
    }
    let event = Event::Stop(StopEvent::CallEscalated);
    change.record(permit, &Stop::stream(stop.id), vec![event]).await?;
    change.commit().await?;
    Ok(true)
}
