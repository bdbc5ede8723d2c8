//! The determination whether there is a case to answer, and the closure.

use domain::matter::Form;
use domain::{MatterId, PendingId};

use super::change_matter;
use crate::change::{self, Change};
use crate::{Action, AppError, Context};

/// Determines whether there is a case to answer, and in which form (reg 23).
///
/// # Errors
/// When the actor may not, at another stage, without reasons; gross misconduct goes to a hearing.
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

/// Asks to close a matter. It waits for the second key.
///
/// # Errors
/// When the actor may not, without reasons, while proceedings or decisions that the law requires are open.
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
