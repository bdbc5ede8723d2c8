//! Appeals and the decisions on them.

use domain::matter::{AppealResult, MatterEvent};
use domain::{MatterId, Refusal};

use crate::matter::change_matter;
use crate::{Action, AppError, Context};

/// Records an appeal, or the decision on one.
///
/// # Errors
/// If the actor is not allowed to, there is no outcome yet, or a decision is recorded without an appeal.
pub async fn appeal(cx: &Context<'_>, id: MatterId, decided: Option<AppealResult>) -> Result<(), AppError> {
    let action = if decided.is_some() { Action::DecideAppeal } else { Action::Appeal };
    change_matter(cx, id, action, async |_, matter| {
        if !matches!(matter.stage, domain::matter::Stage::Concluded { .. }) {
            return Err(Refusal::conflict("appeal.no-outcome", "there is no outcome to appeal against yet").into());
        }
        match (decided, &matter.appeal) {
            (None, domain::matter::Appeal::None) => Ok(vec![MatterEvent::Appealed]),
            (Some(result), domain::matter::Appeal::UnderWay { .. }) => Ok(vec![MatterEvent::AppealDecided { result }]),
            _ => {
                Err(Refusal::conflict("appeal.not-under-way", "no appeal is under way, or one was made before").into())
            }
        }
    })
    .await
}
