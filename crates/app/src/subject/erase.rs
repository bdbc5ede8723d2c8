//! Erasure: destroys a subject's key, but never while an open matter needs the data. A second person is named as
//! approving the erasure. That person is not yet asked to act, and legal holds are not supported yet.

use domain::erasure::{ErasedData, Erasure, ErasureEvent};
use domain::matter::Matter;
use domain::report::Report;
use domain::{Actor, Event, OfficerId, Refusal, Stream as _, SubjectId};

use crate::change::{Change, PermissionSubject};
use crate::{Action, AppError, Context};

#[derive(Clone, Debug)]
pub struct ErasureRequest {
    /// The subject of the data.
    pub subject: SubjectId,
    /// The kind of subject.
    pub category: ErasedData,
    /// The law or retention rule, such as `DPA 2018 s.47`.
    pub law: String,
    /// The person who approved the erasure, who must not be the actor.
    pub approved_by: Actor,
}

/// Destroys a subject's key. The events are kept, and every proof about them remains valid.
///
/// # Errors
/// If the actor is not allowed to, no law is named, the person who approved is the actor, or a matter that is about the
/// subject or based on their report is still open.
pub async fn subject(cx: &Context<'_>, erase: ErasureRequest) -> Result<(), AppError> {
    let mut change = Change::begin(cx).await?;
    let permit = change.authorise(Action::EraseSubject, PermissionSubject::Nothing).await?;
    if erase.law.trim().is_empty() {
        return Err(
            Refusal::invalid("erasure.no-law", "name the law or retention rule under which it is erased").into()
        );
    }
    if erase.approved_by.who == cx.actor.who {
        return Err(
            Refusal::forbidden("erasure.one-person", "erasure needs two people: somebody else must approve").into()
        );
    }
    let mut open = change.view().open_matters(OfficerId::new(erase.subject.value())).await?;
    for report in change.unit.reports_by(erase.subject).await? {
        for id in change.load::<Report>(report).await?.matters {
            if !change.load::<Matter>(id).await?.stage.is_closed() {
                open.push(id);
            }
        }
    }
    if !open.is_empty() {
        let message = "this data is needed by an open matter: it can be erased once that is closed";
        return Err(Refusal::conflict("erasure.open-matter", message).citing("DPA 2018 s.47").into());
    }
    let event = ErasureEvent::Done {
        subject: erase.subject,
        category: erase.category,
        law: erase.law,
        approved_by: erase.approved_by,
    };
    change.record(&permit, &Erasure::stream(erase.subject), vec![Event::Erasure(event)]).await?;
    change.unit.destroy_key(erase.subject, cx.now).await?;
    change.commit().await
}
