//! The control room: stops in progress, off-duty officers who ask to be confirmed, and silent alarms. There is one file
//! per step.

mod alarm;
mod board;
mod escalate;
pub mod lookups;
mod stop;

use domain::{ForceId, Refusal};

use crate::change::{PermissionSubject, Permit};
use crate::{Action, AppError, Context};

pub use alarm::{AlarmOnBoard, acknowledge, alarm, close_alarm, whom};
pub use board::{Board, RepeatedLookups, board, desk};
pub use escalate::escalate;
pub use stop::{CALL_TAKEN_WITHIN, confirm, end_stop, refuse, who};

/// The most stops, and alarms of each kind, on a board. Alarms that nobody has taken and the newest entries come first.
const BOARD_COUNT: u32 = 200;

/// Returns true if the actor takes what a neighbouring force did not take. Only the control room does.
fn helps_neighbours(cx: &Context<'_>, force: &ForceId) -> bool {
    [Action::HandleAlarm, Action::ConfirmStop]
        .into_iter()
        .all(|action| cx.authorise(action, PermissionSubject::Force(force)).is_ok())
}

/// Staff who may do this in general, but are too close to this officer, are told to leave it to a colleague.
fn is_not_close(allowed: Result<Permit, AppError>) -> Result<Permit, AppError> {
    match allowed {
        Err(AppError::Forbidden { .. }) => {
            let message = "you are close to this officer: let a colleague answer, now";
            Err(Refusal::forbidden("control.not-yours", message).into())
        }
        other => other,
    }
}

fn own_force(cx: &Context<'_>) -> Result<ForceId, AppError> {
    cx.actor.force.clone().ok_or_else(|| cx.forbidden(Action::WatchBoard))
}

/// Tells staff who are too close to the officer to view the record to leave the answer to a colleague.
fn left_to_colleague(error: AppError) -> AppError {
    match error {
        AppError::Missing { what: "officer" } => {
            let message = "you cannot look at this officer's record: let a colleague answer, now";
            Refusal::forbidden("control.not-yours", message).into()
        }
        other => other,
    }
}
