//! Restrictions on the publicity of a hearing.

use domain::MatterId;
use domain::matter::{CourtEvent, RestrictionScope};
use jiff::civil::Date;

use crate::matter::change_matter;
use crate::{Action, AppError, Context};

/// Restricts the publicity of a hearing until a given day or an event in the criminal case. The restriction then lapses
/// by itself.
///
/// # Errors
/// If the actor is not allowed to, the law does not list the ground, or the last day is in the past.
pub async fn restrict(
    cx: &Context<'_>,
    id: MatterId,
    scope: RestrictionScope,
    ground: &str,
    expires_on: Date,
    ends_with: Option<CourtEvent>,
) -> Result<(), AppError> {
    change_matter(cx, id, Action::RestrictHearing, async |_, matter| {
        let ground = cx.law_code(ground)?;
        let event = matter.restrict(scope, ground, expires_on, ends_with, cx.actor.clone(), cx.today())?;
        Ok(vec![event])
    })
    .await
}
