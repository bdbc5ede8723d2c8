//! Determining whether there is a case to answer, and closing the matter.

use domain::matter::Form;
use domain::{MatterId, PendingId};

use super::change_matter;
use crate::change::{self, Change};
use crate::{Action, AppError, Context};

/// Determines whether there is a case to answer and, if so, the form of proceedings (reg 23).
///
/// # Errors
/// If the actor is not allowed to do this or gives no reasons, if the matter is at another stage, or if gross
/// misconduct is not sent to a hearing.
pub async fn determine(
    cx: &Context<'_>,
    id: MatterId,
    case_to_answer: bool,
    form: Option<Form>,
    reasons: &str,
) -> Result<(), AppError> {
    change_matter(cx, id, Action::DetermineCase, async |change, matter| {
        let reasons = change::reasons(matter.subject, reasons)?;
        let decided = change.decided(&Change::shown(matter), reasons).await?;
        Ok(vec![matter.determine(case_to_answer, form, decided, cx.now)?])
    })
    .await
}

/// Asks to close a matter. The request waits for a second signature.
///
/// # Errors
/// If the actor is not allowed to or gives no reasons, or while proceedings or decisions required by law are still
/// open.
pub async fn close(cx: &Context<'_>, id: MatterId, reasons: &str) -> Result<PendingId, AppError> {
    let pending = PendingId::new(cx.uuid());
    change_matter(cx, id, Action::CloseMatter, async |change, matter| {
        let reasons = change::reasons(matter.subject, reasons)?;
        let decided = change.decided(&Change::shown(matter), reasons).await?;
        Ok(vec![matter.close(decided, pending, cx.now)?])
    })
    .await?;
    Ok(pending)
}
