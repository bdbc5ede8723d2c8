//! The control room: stops in progress, officers off duty who ask to be confirmed, silent alarms. Each step is a file.

mod alarm;
mod board;
mod escalate;
pub mod lookups;
mod stop;

use domain::{ForceId, Refusal};

use crate::change::About;
use crate::{Action, AppError, Context};

pub use alarm::{AlarmOnBoard, acknowledge, alarm, close_alarm, whom};
pub use board::{Board, RepeatedLookups, board, desk};
pub use escalate::escalate;
pub use stop::{CALL_TAKEN_WITHIN, confirm, end_stop, refuse, who};

/// Stops on a board at once, and alarms of each kind: those that nobody took and the newest come before.
const BOARD_COUNT: u32 = 200;

/// Whether the actor takes what a neighbouring force did not take: the control room does, and no other desk.
fn helps_neighbours(cx: &Context<'_>, force: &ForceId) -> bool {
    [Action::HandleAlarm, Action::ConfirmStop]
        .into_iter()
        .all(|action| cx.authorise(action, About::Force(force)).is_ok())
}

/// Whoever may do this, and not where it is about this officer, is told to leave it to a colleague.
fn is_not_close(allowed: Result<(), AppError>) -> Result<(), AppError> {
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

/// Somebody close to the officer may not look at their record, and learns what to do while a person waits for an answer.
fn left_to_colleague(error: AppError) -> AppError {
    match error {
        AppError::Missing { .. } => {
            let message = "you cannot look at this officer's record: let a colleague answer, now";
            Refusal::forbidden("control.not-yours", message).into()
        }
        other => other,
    }
}
