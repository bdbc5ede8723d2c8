//! Fixing the first day of a hearing, and recording its end.

use domain::matter::MatterEvent;
use domain::{MatterId, Personal, Refusal};
use jiff::civil::Date;

use crate::matter::change_matter;
use crate::{Action, AppError, Context};

/// Fixes the first day. A day outside the window allowed by law requires reasons from the chair.
///
/// # Errors
/// If the actor is not allowed to, there are no proceedings, the window has not opened yet, or the day is outside the
/// window and no reasons are given.
pub async fn fix_hearing(cx: &Context<'_>, id: MatterId, on: Date, extension: Option<&str>) -> Result<(), AppError> {
    change_matter(cx, id, Action::ConductProceedings, async |_, matter| {
        matter.stage.clone().fix(on)?;
        if on <= cx.today() {
            return Err(Refusal::invalid("hearing.in-the-past", "a hearing is fixed for a day still to come").into());
        }
        for name in ["hold-hearing", "hold-accelerated-hearing", "hold-meeting"] {
            let Some(duty) = matter.followed.open_named(name).map(|known| &known.duty) else { continue };
            if let Some(from) = duty.not_before.filter(|from| on < *from) {
                let message = format!("the hearing may not begin before {from}: {}", duty.explanation);
                return Err(Refusal::invalid("hearing.too-early", message).citing(duty.citation.words()).into());
            }
            let late = duty.due.filter(|due| on > *due && extension.is_none_or(|words| words.trim().is_empty()));
            if let Some(due) = late {
                let message =
                    format!("the first day must be no later than {due}: the chair may extend that with reasons");
                return Err(Refusal::invalid("hearing.too-late", message).citing(duty.citation.words()).into());
            }
        }
        let extension = extension.map(|words| Personal::about(matter.subject, words.to_owned()));
        Ok(vec![MatterEvent::HearingFixed { on, extension }])
    })
    .await
}

/// Records that the hearing is over.
///
/// # Errors
/// If the actor is not allowed to, or no hearing was fixed.
pub async fn complete(cx: &Context<'_>, id: MatterId) -> Result<(), AppError> {
    change_matter(cx, id, Action::ConductProceedings, async |_, matter| {
        matter.stage.clone().complete(cx.now)?;
        Ok(vec![MatterEvent::HearingCompleted])
    })
    .await
}
