//! Officers: enrolment, postings, relationships, concerns, departures, and presentation of the warrant card.

pub mod shift;

use domain::officer::{
    Concern, ConcernKind, Identity, Joining, Leaving, Officer, OfficerEvent, Posting, Probation, Relation, Vehicle,
    Verdict, Workforce,
};
use domain::{Event, ForceId, LinkId, OfficerId, Personal, Stream as _};
use jiff::civil::Date;

use crate::change::{self, Change, PermissionSubject};
use crate::{Action, AppError, Context};

/// A person to be put on record.
#[derive(Clone, Debug)]
pub struct Enrolment {
    /// The part of the workforce that the person belongs to.
    pub workforce: Workforce,
    pub identity: Identity,
    /// The number on the person's warrant card.
    pub warrant: String,
    /// The first posting on record.
    pub posting: Posting,
    /// True if the person is on probation.
    pub probationer: bool,
    /// Vehicles declared by the person.
    pub vehicles: Vec<Vehicle>,
}

/// Puts a person on record under a new id.
///
/// # Errors
/// If the actor may not, or the database fails.
pub async fn enrol(cx: &Context<'_>, enrolment: Enrolment) -> Result<OfficerId, AppError> {
    let mut ids = enrol_all(cx, vec![enrolment]).await?;
    ids.pop().ok_or(AppError::Bug("an enrolment gave no id"))
}

/// Puts several people on record in one transaction: either all of them or none.
///
/// # Errors
/// Same as [`enrol`].
pub async fn enrol_all(cx: &Context<'_>, enrolments: Vec<Enrolment>) -> Result<Vec<OfficerId>, AppError> {
    let mut change = Change::begin(cx).await?;
    let mut ids = Vec::with_capacity(enrolments.len());
    for enrolment in enrolments {
        let permit = change.authorise(Action::EnrolOfficer, PermissionSubject::Force(&enrolment.posting.force)).await?;
        let id = OfficerId::new(cx.uuid());
        let mut events = vec![OfficerEvent::Enrolled {
            workforce: enrolment.workforce,
            identity: Personal::about(id, enrolment.identity),
            warrant: Personal::about(id, enrolment.warrant),
            posting: enrolment.posting,
            probationer: enrolment.probationer,
        }];
        let vehicles = enrolment.vehicles.into_iter();
        events.extend(vehicles.map(|vehicle| OfficerEvent::VehicleDeclared { vehicle: Personal::about(id, vehicle) }));
        change.record(&permit, &Officer::stream(id), events.into_iter().map(Event::Officer).collect()).await?;
        ids.push(id);
    }
    change.commit().await?;
    Ok(ids)
}

/// Posts an officer. [`Posting::joining`] distinguishes moves, transfers and returns.
///
/// # Errors
/// If the actor is not allowed to, a protection blocks the post, or the officer has left and is not rejoining.
pub async fn post(cx: &Context<'_>, id: OfficerId, posting: Posting) -> Result<(), AppError> {
    let mut change = Change::begin(cx).await?;
    let officer = change.load::<Officer>(id).await?;
    // A transfer or return is recorded by the officer's new force.
    let about = match posting.joining {
        Joining::Transferred | Joining::Rejoined => PermissionSubject::Force(&posting.force),
        Joining::Recruited | Joining::Moved => PermissionSubject::Thing(&officer),
    };
    let permit = change.authorise(Action::PostOfficer, about).await?;
    let event = officer.post(posting.clone())?;
    change.record(&permit, &Officer::stream(id), vec![event]).await?;
    change.commit().await
}

pub(crate) async fn amend(
    cx: &Context<'_>,
    id: OfficerId,
    action: Action,
    event: OfficerEvent,
) -> Result<(), AppError> {
    let mut change = Change::begin(cx).await?;
    let officer = change.load::<Officer>(id).await?;
    let permit = change.authorise(action, PermissionSubject::Thing(&officer)).await?;
    change.record(&permit, &Officer::stream(id), vec![Event::Officer(event)]).await?;
    change.commit().await
}

/// Records a new name or address. The previous one is kept.
///
/// # Errors
/// If the actor is not allowed to.
pub async fn change_identity(cx: &Context<'_>, id: OfficerId, identity: Identity) -> Result<(), AppError> {
    let identity = Personal::about(id, identity);
    amend(cx, id, Action::AmendOfficer, OfficerEvent::IdentityChanged { identity }).await
}

/// Records that probation was completed, extended or cut short.
///
/// # Errors
/// If the actor is not allowed to.
pub async fn change_probation(cx: &Context<'_>, id: OfficerId, change: Probation, on: Date) -> Result<(), AppError> {
    amend(cx, id, Action::AmendOfficer, OfficerEvent::ProbationChanged { change, on }).await
}

/// Records a vehicle that the officer has declared.
///
/// # Errors
/// If the actor is not allowed to.
pub async fn declare_vehicle(cx: &Context<'_>, id: OfficerId, vehicle: Vehicle) -> Result<(), AppError> {
    let vehicle = Personal::about(id, vehicle);
    amend(cx, id, Action::AmendOfficer, OfficerEvent::VehicleDeclared { vehicle }).await
}

/// Records a relationship between two colleagues.
///
/// # Errors
/// If the actor is not allowed to.
pub async fn declare_relation(
    cx: &Context<'_>,
    id: OfficerId,
    other: OfficerId,
    relation: Relation,
) -> Result<(), AppError> {
    amend(cx, id, Action::DeclareRelation, OfficerEvent::RelationDeclared { other, relation }).await
}

/// Records a low-level concern raised by the actor, who must be a colleague. A concern is not an allegation.
///
/// # Errors
/// If the actor is not allowed to or is not a member of the workforce, or the text is empty.
pub async fn record_concern(
    cx: &Context<'_>,
    id: OfficerId,
    concern: ConcernKind,
    words: &str,
) -> Result<(), AppError> {
    let Some(source) = cx.actor.officer() else { return Err(cx.forbidden(Action::RecordConcern)) };
    let force: Option<ForceId> = cx.actor.force.clone();
    let Some(force) = force else { return Err(cx.forbidden(Action::RecordConcern)) };
    let concern =
        Concern { concern, words: change::reasons(id, words)?, source: Personal::about(source, source), force };
    amend(cx, id, Action::RecordConcern, OfficerEvent::ConcernRecorded(concern)).await
}

/// Records that an officer leaves.
///
/// # Errors
/// If the actor is not allowed to, or the officer has already left.
pub async fn leave(cx: &Context<'_>, id: OfficerId, how: Leaving, on: Date) -> Result<(), AppError> {
    let mut change = Change::begin(cx).await?;
    let officer = change.load::<Officer>(id).await?;
    let permit = change.authorise(Action::RecordLeaving, PermissionSubject::Thing(&officer)).await?;
    let event = officer.leave(how, on)?;
    change.record(&permit, &Officer::stream(id), vec![event]).await?;
    change.commit().await
}

/// Records that a person presented themselves as an officer, and returns whether they are allowed to act as one now.
///
/// # Errors
/// If the actor is not allowed to, or the card belongs to another person.
pub async fn present_card(cx: &Context<'_>, id: OfficerId, place: &str) -> Result<bool, AppError> {
    let mut change = Change::begin(cx).await?;
    let officer = change.load::<Officer>(id).await?;
    let permit = change.authorise(Action::PresentCard, PermissionSubject::Nothing).await?;
    // In this record, people can present only their own card.
    if cx.actor.officer().is_some_and(|me| me != id) {
        return Err(cx.forbidden(Action::PresentCard));
    }
    let allowed = officer.has_power();
    let event = OfficerEvent::CardPresented { place: place.to_owned(), allowed };
    change.record(&permit, &Officer::stream(id), vec![Event::Officer(event)]).await?;
    change.commit().await?;
    Ok(allowed)
}

/// Judges a proposal that two service records belong to one person.
///
/// # Errors
/// If the actor is not allowed to or is close to the person in either record, there is no such proposal, or it has
/// already been judged.
pub async fn judge_same_person(
    cx: &Context<'_>,
    id: OfficerId,
    link: LinkId,
    verdict: Verdict,
) -> Result<(), AppError> {
    let mut change = Change::begin(cx).await?;
    let officer: Officer = change.load::<Officer>(id).await?;
    let mut permit = change.authorise(Action::JudgeSamePerson, PermissionSubject::Thing(&officer)).await?;
    if let Some((proposal, _)) = officer.same_person.iter().find(|(proposal, _)| proposal.link == link) {
        let both = PermissionSubject::ThingOver(&officer, proposal.other);
        permit = change.authorise(Action::JudgeSamePerson, both).await?;
    }
    let event = officer.judge_same_person(link, verdict)?;
    change.record(&permit, &Officer::stream(id), vec![event]).await?;
    change.commit().await
}
