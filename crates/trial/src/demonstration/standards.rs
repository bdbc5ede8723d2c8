//! The actions of professional standards and of the officer's device: a suspension, its end, and the end of a stop.
//! Each calls the use cases as a person in the right role.

use app::AppError;
use app::matter::sign;
use app::matter::suspend::{self, SuspensionDecision};
use app::matter::{self, NewAllegation, NewMatter};
use app::stop::{self, EndOfStop};
use domain::allegation::Category;
use domain::matter::{Condition, MatterKind, ReviewAnswer, Severity, SuspensionAnswer, SuspensionCondition};
use domain::stop::{ReasonCode, SearchRecord, StopOutcome};
use domain::{MatterId, OfficerId, State, StreamId, StreamKind};
use web::Site;

use super::{Cast, DemonstrationPerson};

/// Suspends an officer of Northmere, in a matter opened for this purpose.
///
/// # Errors
/// If the law or the record refuses the suspension, or the database fails.
pub async fn suspend(site: &Site, cast: &Cast, officer: OfficerId) -> Result<MatterId, AppError> {
    let [authority, _] = &cast.authorities;
    let cx = site.app.context(authority.clone());
    let force = authority.force.clone().ok_or(AppError::Missing { what: "force" })?;
    let today = cx.today();
    let words = "made up for the demonstration: expenses claimed for journeys that were not made";
    let allegation = NewAllegation::of(Category::Dishonesty, today, words);
    let new = NewMatter {
        force,
        subject: officer,
        kind: MatterKind::Conduct,
        reports: Vec::new(),
        allegations: vec![allegation],
        came_to_attention_on: today,
    };
    let id = matter::open(&cx, new).await?;
    matter::assess_severity(&cx, id, Severity::Misconduct, "on what is alleged, if it were proved").await?;
    let answer = SuspensionDecision {
        answer: SuspensionAnswer::Suspend,
        conditions: conditions(true),
        exceptional: None,
        reasons: "the public interest asks for it while this is looked into".to_owned(),
    };
    suspend::decide(&cx, id, answer).await?;
    Ok(id)
}

/// Ends the suspension and closes its matter, which switches verification back on.
///
/// # Errors
/// Same as [`suspend()`].
pub async fn reinstate(site: &Site, cast: &Cast, matter: MatterId) -> Result<(), AppError> {
    let [first, second] = &cast.authorities;
    let cx = site.app.context(first.clone());
    let reasons = "made up for the demonstration: the journeys were made";
    suspend::review(&cx, matter, ReviewAnswer::End, conditions(false), reasons).await?;
    let pending = matter::close(&cx, matter, reasons).await?;
    sign::sign(&site.app.context(second.clone()), matter, pending).await
}

fn conditions(met: bool) -> Vec<Condition> {
    [SuspensionCondition::RedeploymentNotAppropriate, SuspensionCondition::PublicInterest]
        .map(|condition| Condition { condition, met })
        .to_vec()
}

/// Ends a person's stop in progress, with a search record.
///
/// # Errors
/// Same as [`suspend()`].
pub(super) async fn end_stop(site: &Site, person: &DemonstrationPerson) -> Result<(), AppError> {
    let cx = site.app.context(person.actor());
    let Some(open) = stop::latest(&cx, 1).await?.into_iter().find(|row| row.closed_at.is_none()) else {
        return Ok(());
    };
    let stop = stop::one(&cx, open.id).await?.stop.opening;
    let record = SearchRecord {
        grounds: "the bag matched the description of one that was stolen nearby".to_owned(),
        found: "nothing".to_owned(),
        ..SearchRecord::default()
    };
    let finish = EndOfStop {
        outcome: StopOutcome::NoFurtherAction,
        power: stop.power,
        reason_code: stop.reason_code.unwrap_or(ReasonCode::StolenProperty),
        record,
    };
    stop::finish(&cx, open.id, finish).await
}

/// Returns true while the officer is suspended.
pub(super) async fn is_suspended(site: &Site, officer: OfficerId) -> Result<bool, AppError> {
    let loaded = site.app.store.load(&StreamId::new(StreamKind::Officer, officer)).await?;
    Ok(matches!(loaded.map(|loaded| loaded.state), Some(State::Officer(officer)) if officer.is_suspended()))
}
