//! Second signatures: departures from a presumption, and closures, wait for a signature from outside.

use domain::{MatterId, PendingId, Personal};

use super::change_matter;
use crate::{Action, AppError, Context};

/// Signs a waiting decision, which is then recorded with both names.
///
/// # Errors
/// If the actor is not allowed to, asked for the decision, works on the matter or is its subject; or if nothing is
/// waiting under this id.
pub async fn sign(cx: &Context<'_>, id: MatterId, pending: PendingId) -> Result<(), AppError> {
    change_matter(cx, id, Action::SignSecond, async |_, matter| Ok(vec![matter.sign(pending, &cx.actor)?])).await
}

/// Refuses to sign, giving reasons.
///
/// # Errors
/// Same as [`sign`], or if no reasons are given.
pub async fn refuse(cx: &Context<'_>, id: MatterId, pending: PendingId, reasons: &str) -> Result<(), AppError> {
    change_matter(cx, id, Action::SignSecond, async |_, matter| {
        let reasons = Personal::about(matter.subject, reasons.to_owned());
        Ok(vec![matter.refuse_to_sign(pending, &cx.actor, reasons)?])
    })
    .await
}
