//! Matters: opening, assessing, assigning, investigating, referring, determining and closing them. There is one file
//! per step.

mod assess;
mod close;
pub mod duty;
mod investigate;
mod open;
mod refer;
mod serve;
pub mod sign;
pub mod suspend;

use domain::matter::{Matter, MatterEvent};
use domain::{Event, MatterId, Stream as _};

use crate::change::{Change, PermissionSubject};
use crate::{Action, AppError, Context};

pub use assess::{assess_severity, downgrade};
pub use close::{close, determine};
pub use investigate::{
    CriminalEvent, Work, assign, decide_prejudice, record_criminal_event, record_work, submit_report,
};
pub use open::{NewAllegation, NewMatter, add_allegation, open};
pub use refer::{decline_referral, refer};
pub use serve::{Paper, make_representations, serve_notice};

pub(crate) use serve::{served, with_receipt};

/// Makes a single change to a matter: authorises it, refuses it if the matter is closed or called in, and records it
/// along with its consequences.
pub(crate) async fn change_matter(
    cx: &Context<'_>,
    id: MatterId,
    action: Action,
    decide: impl AsyncFnOnce(&mut Change<'_>, &Matter) -> Result<Vec<MatterEvent>, AppError>,
) -> Result<(), AppError> {
    let mut change = Change::begin(cx).await?;
    let matter = change.load::<Matter>(id).await?;
    let permit = change.authorise(action, PermissionSubject::Thing(&matter)).await?;
    matter.may_be_altered_by(&cx.actor)?;
    let events = decide(&mut change, &matter).await?;
    change.record(&permit, &Matter::stream(id), events.into_iter().map(Event::Matter).collect()).await?;
    change.commit().await
}
