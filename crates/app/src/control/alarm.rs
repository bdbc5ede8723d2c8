//! Silent alarms, and how the responsible desk views, takes and closes them.

use domain::check::{AlarmFinding, Check, Desk, Escalation};
use domain::officer::Officer;
use domain::stop::Stop;
use domain::{Actor, CheckId, Event, ForceId, OfficerId, Refusal, Stream as _};
use jiff::{SignedDuration, Timestamp};
use store::AlarmRow;

use super::{helps_neighbours, is_not_close, left_to_colleague, own_force};
use crate::change::{self, Change, PermissionSubject};
use crate::secrets::Secrets;
use crate::subject::consult;
use crate::{Action, AppError, Context};

/// Number of look-ups shown with an alarm (journey a3).
const LOOKUPS_COUNT: u32 = 4;

#[derive(Clone, Debug, PartialEq)]
pub struct AlarmOnBoard {
    pub check: Check,
    /// The row of the alarm, with its desk and the time of its next escalation.
    pub row: AlarmRow,
    /// True if it was passed on by a neighbouring force that did not take it.
    pub from_neighbour: bool,
    pub stop: Option<Stop>,
    /// The last four look-ups of the same officer, newest first, each with its time and result.
    pub lookups: Vec<(Timestamp, String)>,
}

/// A single alarm on the actor's board, open or closed.
///
/// # Errors
/// If the actor is not allowed to, or there is no such alarm on their board.
pub async fn alarm(cx: &Context<'_>, secrets: &Secrets, id: CheckId) -> Result<AlarmOnBoard, AppError> {
    let force = own_force(cx)?;
    cx.authorise(Action::WatchBoard, PermissionSubject::Force(&force))?;
    let (row, from_neighbour) = alarm_row(cx, secrets, id, &force).await?;
    match change::state::<Check>(cx, id).await? {
        Some(check) if !is_about(&cx.actor, &check) => on_board(cx, check, row, from_neighbour).await,
        _ => Err(AppError::Missing { what: "alarm" }),
    }
}

/// The officer whom an alarm on the actor's board is about, or `None` if it did not lead to an officer. The look is
/// recorded.
///
/// # Errors
/// Same as [`alarm`], or if the actor is close to the officer.
pub async fn whom(cx: &Context<'_>, alarm: &AlarmOnBoard) -> Result<Option<Officer>, AppError> {
    let force = own_force(cx)?;
    let action = action_of(&alarm.check);
    cx.authorise(action, PermissionSubject::Force(&force))?;
    match about(&alarm.check) {
        Some(officer) => {
            consult::officer_before(cx, action, &force, officer).await.map(Some).map_err(left_to_colleague)
        }
        None => Ok(None),
    }
}

/// The action that is required to take the alarm of this check.
fn action_of(check: &Check) -> Action {
    match check.alarm.as_ref().map(|alarm| alarm.desk) {
        Some(Desk::CovertDesk) => Action::HandleCovertAlarm,
        Some(Desk::ControlRoom) | None => Action::HandleAlarm,
    }
}

fn about(check: &Check) -> Option<OfficerId> {
    check.made.as_ref().and_then(|(_, made)| made.officer)
}

/// The row of an alarm at the actor's desk, and whether it was passed on by a neighbouring force.
async fn alarm_row(
    cx: &Context<'_>,
    secrets: &Secrets,
    id: CheckId,
    force: &ForceId,
) -> Result<(AlarmRow, bool), AppError> {
    let row = cx.app.store.alarm_row(id).await?;
    let row = row.ok_or(AppError::Missing { what: "alarm" })?;
    if may_see(cx, secrets, &row, force) {
        return Ok((row, false));
    }
    if goes_to_neighbour(secrets, &row, force) && helps_neighbours(cx, force) {
        return Ok((row, true));
    }
    Err(AppError::Missing { what: "alarm" })
}

/// Returns true if a check is about this actor.
pub(super) fn is_about(actor: &Actor, check: &Check) -> bool {
    let officer = about(check);
    officer.is_some() && officer == actor.officer()
}

pub(super) async fn on_board(
    cx: &Context<'_>,
    check: Check,
    row: AlarmRow,
    from_neighbour: bool,
) -> Result<AlarmOnBoard, AppError> {
    let stop = match check.stop() {
        Some(id) => change::state::<Stop>(cx, id).await?,
        None => None,
    };
    let mut lookups = Vec::new();
    if let Some(officer) = about(&check) {
        let since = cx.now.saturating_sub(SignedDuration::from_hours(24)).unwrap_or(cx.now);
        for other in cx.app.store.checks_of(officer, since, LOOKUPS_COUNT).await? {
            let (Some(at), Some(outcome)) = (other.made_at, other.outcome) else { continue };
            lookups.push((at, other.cause.unwrap_or(outcome)));
        }
    }
    Ok(AlarmOnBoard { check, row, from_neighbour, stop, lookups })
}

/// Returns true for an alarm that nobody took at another force and that is passed on to this one.
fn goes_to_neighbour(secrets: &Secrets, row: &AlarmRow, force: &ForceId) -> bool {
    let carried_on = row.escalated.as_deref() == Some(Escalation::NeighbouringForce.as_str());
    let of = row.force.as_ref().or(secrets.duty_force.as_ref());
    carried_on && of.is_some_and(|of| secrets.force(of).neighbour.as_ref() == Some(force))
}

/// Returns true if the alarm is at the actor's desk.
fn may_see(cx: &Context<'_>, secrets: &Secrets, row: &AlarmRow, force: &ForceId) -> bool {
    let of = row.force.as_ref().or(secrets.duty_force.as_ref());
    let action = if row.desk == Desk::CovertDesk.as_str() { Action::HandleCovertAlarm } else { Action::HandleAlarm };
    of.is_none_or(|of| of == force) && cx.authorise(action, PermissionSubject::Force(force)).is_ok()
}

async fn handle(
    cx: &Context<'_>,
    secrets: &Secrets,
    id: CheckId,
    decide: impl FnOnce(&Check) -> Result<Event, Refusal>,
) -> Result<(), AppError> {
    let force = own_force(cx)?;
    alarm_row(cx, secrets, id, &force).await?;
    let mut change = Change::begin(cx).await?;
    let check = change.load::<Check>(id).await?;
    let action = action_of(&check);
    let permit = change.authorise(action, PermissionSubject::Force(&force)).await?;
    if is_about(&cx.actor, &check) {
        return Err(AppError::Missing { what: "alarm" });
    }
    if let Some(officer) = about(&check) {
        is_not_close(change.authorise(action, PermissionSubject::ForceOver(&force, officer)).await)?;
    }
    let event = decide(&check)?;
    change.record(&permit, &Check::stream(id), vec![event]).await?;
    change.commit().await
}

/// Takes an alarm.
///
/// # Errors
/// If the actor is not allowed to or is close to the officer, there is no such alarm, or a colleague took it first.
pub async fn acknowledge(cx: &Context<'_>, secrets: &Secrets, id: CheckId) -> Result<(), AppError> {
    handle(cx, secrets, id, Check::acknowledge).await
}

/// Closes an alarm with a finding.
///
/// # Errors
/// If the actor is not allowed to or is close to the officer, or nobody has taken the alarm.
pub async fn close_alarm(
    cx: &Context<'_>,
    secrets: &Secrets,
    id: CheckId,
    finding: AlarmFinding,
) -> Result<(), AppError> {
    handle(cx, secrets, id, |check| check.close_alarm(finding)).await
}
