//! Referral to the oversight body, and requests not to refer.

use domain::matter::MatterEvent;
use domain::{MatterId, PendingId};

use super::change_matter;
use crate::change::decision::{allowed, decision};
use crate::change::{self, Change};
use crate::{Action, AppError, Context};

/// Refers the matter to the oversight body.
///
/// # Errors
/// When the actor may not, it was referred before, or a ground is none that the law lists.
pub async fn refer(cx: &Context<'_>, id: MatterId, grounds: &[&str]) -> Result<(), AppError> {
    change_matter(cx, id, Action::DecideReferral, async |_, matter| {
        if let domain::matter::Referral::Referred { .. } = matter.referral {
            let message = "this matter was referred before";
            return Err(domain::Refusal::conflict("matter.already-referred", message).into());
        }
        let grounds = grounds.iter().map(|ground| cx.law_code(ground)).collect::<Result<_, _>>()?;
        Ok(vec![MatterEvent::Referred { grounds }])
    })
    .await
}

/// Asks not to refer. It waits for a second signature.
///
/// # Errors
/// When the actor may not, without reasons, or when it was referred.
pub async fn decline_referral(cx: &Context<'_>, id: MatterId, reasons: &str) -> Result<PendingId, AppError> {
    let pending = PendingId::new(cx.uuid());
    change_matter(cx, id, Action::DecideReferral, async |change, matter| {
        let reasons = change::reasons(matter.subject, reasons)?;
        let decision = decision(change, matter, "referral", &[]).await?;
        allowed(&decision, "do-not-refer", "referral.mandatory")?;
        let decided = change.decided(&Change::shown(matter), reasons).await?;
        Ok(vec![matter.decline_referral(decided, pending)?])
    })
    .await?;
    Ok(pending)
}
