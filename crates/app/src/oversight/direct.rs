//! Directions of the oversight body: the mode of investigation of a referred matter, and calling a matter in.

use domain::MatterId;
use domain::matter::{MatterEvent, Mode};

use crate::matter::change_matter;
use crate::{Action, AppError, Context, change};

/// Decides the mode of investigation of a referred matter.
///
/// # Errors
/// When the actor may not.
pub async fn decide_mode(cx: &Context<'_>, id: MatterId, mode: Mode) -> Result<(), AppError> {
    change_matter(cx, id, Action::DirectInvestigation, async |_, _| Ok(vec![MatterEvent::ModeDecided { mode }])).await
}

/// Calls a matter in: from now on the force may add to it, but not alter it.
///
/// # Errors
/// When the actor may not, or without reasons.
pub async fn call_in(cx: &Context<'_>, id: MatterId, reasons: &str) -> Result<(), AppError> {
    change_matter(cx, id, Action::DirectInvestigation, async |_, matter| {
        Ok(vec![MatterEvent::CalledIn { reasons: change::reasons(matter.subject, reasons)? }])
    })
    .await
}
