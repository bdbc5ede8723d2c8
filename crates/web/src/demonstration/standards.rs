//! What professional standards and the officer's device would do elsewhere: a suspension, its end, the end of a stop. Each
//! through the use cases of its own role.

use app::matters::{self, NewAllegation, NewMatter};
use app::stop::{self, Finish};
use app::suspension::{self, Answer};
use app::{AppError, signatures};
use domain::allegation::Category;
use domain::matter::{Condition, MatterKind, ReviewAnswer, Severity, SuspensionAnswer, SuspensionCondition};
use domain::stop::{ReasonCode, SearchRecord, StopOutcome};
use domain::{MatterId, OfficerId, State, StreamId, StreamKind};

use super::{Cast, Person};
use crate::Site;

/// Suspends an officer of Northmere in a matter of its own.
///
/// # Errors
/// When the law or the record refuses it, or the database fails.
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
    let id = matters::open(&cx, new).await?;
    matters::assess_severity(&cx, id, Severity::Misconduct, "on what is alleged, if it were proved").await?;
    let answer = Answer {
        answer: SuspensionAnswer::Suspend,
        conditions: conditions(true),
        exceptional: None,
        reasons: "the public interest asks for it while this is looked into".to_owned(),
    };
    suspension::decide(&cx, id, answer).await?;
    Ok(id)
}

/// Ends the suspension and closes its matter, so that what was switched off with it is switched on again.
///
/// # Errors
/// As [`suspend`].
pub async fn reinstate(site: &Site, cast: &Cast, matter: MatterId) -> Result<(), AppError> {
    let [first, second] = &cast.authorities;
    let cx = site.app.context(first.clone());
    let reasons = "made up for the demonstration: the journeys were made";
    suspension::review(&cx, matter, ReviewAnswer::End, conditions(false), reasons).await?;
    let pending = matters::close(&cx, matter, reasons).await?;
    signatures::sign(&site.app.context(second.clone()), matter, pending).await
}

fn conditions(met: bool) -> Vec<Condition> {
    [SuspensionCondition::RedeploymentNotAppropriate, SuspensionCondition::PublicInterest]
        .map(|condition| Condition { condition, met })
        .to_vec()
}

/// Ends the stop that somebody has under way, with the record of its search.
///
/// # Errors
/// As [`suspend`].
pub(super) async fn end_stop(site: &Site, person: &Person) -> Result<(), AppError> {
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
    let finish = Finish {
        outcome: StopOutcome::NoFurtherAction,
        power: stop.power,
        reason_code: stop.reason_code.unwrap_or(ReasonCode::StolenProperty),
        record,
    };
    stop::finish(&cx, open.id, finish).await
}

/// Whether somebody is suspended now.
pub(super) async fn is_suspended(site: &Site, officer: OfficerId) -> Result<bool, AppError> {
    let loaded = site.app.store.load(&StreamId::new(StreamKind::Officer, officer)).await?;
    Ok(matches!(loaded.map(|loaded| loaded.state), Some(State::Officer(officer)) if officer.is_suspended()))
}
