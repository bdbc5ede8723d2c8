//! Severity: assessed, raised, and lowered only with a signature from outside.

use domain::matter::Severity;
use domain::{EventId, MatterId, PendingId};

use super::change_matter;
use crate::change::decision::{allowed, decision};
use crate::change::{self, Change};
use crate::{Action, AppError, Context};

/// Assesses severity for the first time, or raises it.
///
/// # Errors
/// If the actor is not allowed to, gives no reasons, or assesses a lower severity than before.
pub async fn assess_severity(
    cx: &Context<'_>,
    id: MatterId,
    severity: Severity,
    reasons: &str,
) -> Result<(), AppError> {
    change_matter(cx, id, Action::AssessSeverity, async |change, matter| {
        let reasons = change::reasons(matter.subject, reasons)?;
        let decision = decision(change, matter, "severity", &[]).await?;
        allowed(&decision, severity.as_str(), "severity.not-allowed")?;
        let decided = change.decided(&Change::shown(matter), reasons).await?;
        Ok(vec![matter.assess_severity(severity, decided)?])
    })
    .await
}

/// Asks to downgrade the severity because of a new fact. The request waits for a signature from outside.
///
/// # Errors
/// If the actor is not allowed to or gives no reasons, if the law forbids the lower severity, or if the fact is not newer
/// than the last assessment.
pub async fn downgrade(
    cx: &Context<'_>,
    id: MatterId,
    to: Severity,
    new_fact: EventId,
    reasons: &str,
) -> Result<PendingId, AppError> {
    let pending = PendingId::new(cx.uuid());
    change_matter(cx, id, Action::DowngradeSeverity, async |change, matter| {
        let recorded_at = change.unit.recorded_at(new_fact).await?;
        let reasons = change::reasons(matter.subject, reasons)?;
        let decision = decision(change, matter, "severity", &[]).await?;
        allowed(&decision, to.as_str(), "severity.not-allowed")?;
        let decided = change.decided(&Change::shown(matter), reasons).await?;
        Ok(vec![matter.downgrade(to, new_fact, recorded_at, decided, pending)?])
    })
    .await?;
    Ok(pending)
}
