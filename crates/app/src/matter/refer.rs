//! Referrals to the oversight body, and requests not to refer.

use domain::matter::MatterEvent;
use domain::{MatterId, PendingId};

use super::change_matter;
use crate::change::decision::{allowed, decision};
use crate::change::{self, Change};
use crate::{Action, AppError, Context};

/// Refers a matter to the oversight body.
///
/// # Errors
/// If the actor is not allowed to, the matter has already been referred, or the law does not list one of the grounds.
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

/// Asks not to refer a matter. The request waits for a second signature.
///
/// # Errors
/// If the actor is not allowed to, gives no reasons, or the matter has already been referred.
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
