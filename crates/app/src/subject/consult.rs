//! Consulting a record. Each look is an event with a coded reason, recorded before anything is shown. Refused looks are
//! recorded too.

use domain::consultation::{ConsultationEvent, Consultations, LookRefusal, Purpose};
use domain::matter::{Matter, ServedNotice};
use domain::officer::Officer;
use domain::{Event, MatterId, OfficerId, Stream as _, StreamId};

use crate::change::{Change, PermissionSubject, Permit};
use crate::{Action, AppError, Context};

/// Shows an officer's record.
///
/// # Errors
/// If the actor is not allowed to. To an actor, their own file and those of people close to them do not exist (journey
/// i4).
pub async fn officer(cx: &Context<'_>, id: OfficerId, purpose: Purpose) -> Result<Officer, AppError> {
    let mut change = Change::begin(cx).await?;
    let officer = change.load::<Officer>(id).await?;
    let task = is_on_a_task(&mut change, id).await?;
    let allowed = change.authorise(Action::ConsultOfficer, PermissionSubject::Thing(&officer)).await;
    look(change, &Officer::stream(id), purpose, task, allowed, "officer").await?;
    Ok(officer)
}

/// Shows a desk the officer concerned by an item it is handling, such as an alarm. Staff who are allowed to handle the
/// item may see the officer, even one from a neighbouring force, because this is part of their task.
pub(crate) async fn officer_before(
    cx: &Context<'_>,
    action: Action,
    desk: &domain::ForceId,
    id: OfficerId,
) -> Result<Officer, AppError> {
    let mut change = Change::begin(cx).await?;
    let officer = change.load::<Officer>(id).await?;
    let allowed = change.authorise(action, PermissionSubject::ForceOver(desk, id)).await;
    look(change, &Officer::stream(id), Purpose::AssignedTask, true, allowed, "officer").await?;
    Ok(officer)
}

/// Shows a matter.
///
/// # Errors
/// Same as [`officer`].
pub async fn matter(cx: &Context<'_>, id: MatterId, purpose: Purpose) -> Result<Matter, AppError> {
    let mut change = Change::begin(cx).await?;
    let matter = change.load::<Matter>(id).await?;
    let task = cx.actor.officer().is_some_and(|me| matter.investigators.contains(&me));
    let allowed = change.authorise(Action::ConsultMatter, PermissionSubject::Thing(&matter)).await;
    look(change, &Matter::stream(id), purpose, task, allowed, "matter").await?;
    Ok(matter)
}

/// Shows officers the documents that were served on them in a matter, and nothing else of the matter.
///
/// # Errors
/// If the actor is a different person.
pub async fn own_papers(cx: &Context<'_>, id: MatterId) -> Result<Vec<ServedNotice>, AppError> {
    let mut change = Change::begin(cx).await?;
    let matter = change.load::<Matter>(id).await?;
    if cx.actor.officer() != Some(matter.subject) {
        return Err(AppError::Missing { what: "matter" });
    }
    change.authorise(Action::ConsultOwnPapers, PermissionSubject::Thing(&matter)).await?;
    Ok(matter.served)
}

/// Returns true if the actor is an investigator in an open matter about this officer.
async fn is_on_a_task(change: &mut Change<'_>, subject: OfficerId) -> Result<bool, AppError> {
    let Some(me) = change.cx.actor.officer() else { return Ok(false) };
    for id in change.view().open_matters(subject).await? {
        if change.load::<Matter>(id).await?.investigators.contains(&me) {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Records the look or its refusal, and commits. To the actor, a record that they may not see does not exist.
async fn look(
    mut change: Change<'_>,
    record: &StreamId,
    purpose: Purpose,
    task: bool,
    allowed: Result<Permit, AppError>,
    what: &'static str,
) -> Result<(), AppError> {
    let (permit, refused) = match allowed {
        Ok(permit) => (permit, None),
        Err(AppError::Forbidden { .. }) => (Permit::to_record_a_refusal(change.cx), Some(AppError::Missing { what })),
        Err(other) => return Err(other),
    };
    let event = match refused {
        None => ConsultationEvent::Made { purpose, task },
        Some(_) => ConsultationEvent::Refused { code: LookRefusal::MayNot },
    };
    change.record(&permit, &Consultations::stream(record.clone()), vec![Event::Consultation(event)]).await?;
    change.commit().await?;
    refused.map_or(Ok(()), Err)
}
