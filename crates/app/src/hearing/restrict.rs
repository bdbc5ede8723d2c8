//! Restrictions of the publicity of a hearing.

use domain::MatterId;
use jiff::civil::Date;

use crate::matter::change_matter;
use crate::{Action, AppError, Context};

/// Restricts the publicity of a hearing until a day, or until an event of the criminal case. It lapses by itself.
///
/// # Errors
/// When the actor may not, without a ground, or until a day in the past.
pub async fn restrict(
    cx: &Context<'_>,
    id: MatterId,
    scope: &str,
    ground: &str,
    expires_on: Date,
    ends_with: Option<&str>,
) -> Result<(), AppError> {
    change_matter(cx, id, Action::RestrictHearing, async |_, matter| {
        let event = matter.restrict(
            scope.to_owned(),
            ground.to_owned(),
            expires_on,
            ends_with.map(str::to_owned),
            cx.actor.clone(),
            cx.today(),
        )?;
        Ok(vec![event])
    })
    .await
}
