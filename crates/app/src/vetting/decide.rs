//! Decisions on a person's vetting.

use domain::officer::{Clearance, OfficerEvent, VettingDecision};
use domain::{OfficerId, Personal};
use jiff::civil::Date;

use crate::change;
use crate::officer;
use crate::{Action, AppError, Context};

/// A vetting decision.
#[derive(Clone, Debug)]
pub struct Vetting {
    pub level: Clearance,
    pub decision: VettingDecision,
    /// The last day on which a clearance is valid.
    pub expires: Option<Date>,
    pub rationale: String,
}

/// Records a vetting decision.
///
/// # Errors
/// If the actor is not allowed to, or an adverse decision has no rationale.
pub async fn decide(cx: &Context<'_>, id: OfficerId, vetting: Vetting) -> Result<(), AppError> {
    if vetting.decision != VettingDecision::Granted {
        change::reasons(id, &vetting.rationale)?;
    }
    let event = OfficerEvent::VettingDecided {
        level: vetting.level,
        decision: vetting.decision,
        expires: vetting.expires,
        rationale: Personal::about(id, vetting.rationale),
    };
    officer::amend(cx, id, Action::DecideVetting, event).await
}
