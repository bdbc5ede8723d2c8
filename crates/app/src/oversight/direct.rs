//! Directions of the oversight body: how a referred matter is investigated, and calling a matter in.

use domain::MatterId;
use domain::matter::{MatterEvent, Mode};

use crate::matter::change_matter;
use crate::{Action, AppError, Context, change};

/// Decides how a referred matter is investigated.
///
/// # Errors
/// If the actor is not allowed to.
pub async fn decide_mode(cx: &Context<'_>, id: MatterId, mode: Mode) -> Result<(), AppError> {
    change_matter(cx, id, Action::DirectInvestigation, async |_, _| Ok(vec![MatterEvent::ModeDecided { mode }])).await
}

/// Calls a matter in. From then on, the force can add to it but not alter it.
///
/// # Errors
/// If the actor is not allowed to, or gives no reasons.
pub async fn call_in(cx: &Context<'_>, id: MatterId, reasons: &str) -> Result<(), AppError> {
    change_matter(cx, id, Action::DirectInvestigation, async |_, matter| {
        Ok(vec![MatterEvent::CalledIn { reasons: change::reasons(matter.subject, reasons)? }])
    })
    .await
}
