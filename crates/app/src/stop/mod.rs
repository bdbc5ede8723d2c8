//! Stops: begun with a power and a reason, shown to the public for checking, and ended with a record that can only be
//! supplemented. There is one file per step.

mod begin;
mod code;
mod finish;
mod record;
mod show;

use domain::check::Cause;
use domain::officer::Officer;
use domain::stop::{Stop, StopRefusal};
use domain::{Refusal, StopId, StopRef};

use crate::change::{Change, PermissionSubject, Permit};
use crate::{Action, AppError, Context};

pub use begin::{NewStop, begin, tried_to_begin};
pub use code::{CODE_PACE, CodeDraw, IssuedCode, code, code_at_pace};
pub use finish::{EndOfStop, finish, supplement};
pub use record::{PastStop, record_all};
pub use show::{OwnStop, PublicLook, latest, one};

fn not_on_duty(cause: Cause) -> Refusal {
    match cause {
        Cause::NotOnDuty => {
            let message =
                "you are not booked on: book on for your shift, or say that you are off duty and have had to act";
            Refusal::forbidden(StopRefusal::NotOnDuty, message)
        }
        // The words are the same for every cause. A person explains the cause to the officer.
        _ => Refusal::forbidden("officer.may-not-act", "you cannot act as an officer now: speak to your supervisor"),
    }
}

/// The actor's own record.
pub(crate) async fn me(change: &mut Change<'_>) -> Result<Officer, AppError> {
    let me = change.cx.actor.officer().ok_or(AppError::Missing { what: "officer" })?;
    change.load::<Officer>(me).await
}

/// A stop, if it belongs to the actor, along with the permit to run it.
async fn mine(change: &mut Change<'_>, id: StopId) -> Result<(Stop, Permit), AppError> {
    let stop = change.load::<Stop>(id).await?;
    let permit = change.authorise(Action::RunStop, PermissionSubject::Force(&stop.opening.force)).await?;
    if change.cx.actor.officer() != Some(stop.opening.officer) {
        return Err(AppError::Missing { what: "stop" });
    }
    Ok((stop, permit))
}

/// Draws a reference for a new stop.
fn reference(cx: &Context<'_>, prefix: &str) -> Result<StopRef, AppError> {
    let drawn = StopRef::draw(prefix, &cx.random::<32>());
    drawn.ok_or(AppError::Bug("the prefix of a force is not two capital letters"))
}
