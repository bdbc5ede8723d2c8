//! The handling of matters: decisions by people with an interest, colleagues who knew, complaints withdrawn after a
//! visit, and records viewed without an assigned task.

use domain::consultation::{Consultations, Look};
use domain::matter::{Matter, MatterEvent};
use domain::officer::Officer;
use domain::record::followed::{Label, SignKind};
use domain::record::time::day;
use domain::report::Report;
use domain::{Event, OfficerId, RecordedEvent, Stream as _, StreamId};
use jiff::ToSpan as _;

use crate::AppError;
use crate::change::View;
use crate::change::signs::NewSign;

/// The most days between a visit and a withdrawal for the two to be connected.
const VISIT_DAYS: i64 = 14;
/// Number of looks without an assigned task, within [`LOOKS_DAYS`], that triggers a sign (needle N12 has fourteen).
const LOOKS_COUNT: usize = 5;
/// Number of days over which looks are counted.
const LOOKS_DAYS: i64 = 30;

/// A downgrade or closure decided by a person with an interest in the subject.
pub(super) async fn interest_of_decider(
    view: &mut View<'_, '_>,
    event: &RecordedEvent,
) -> Result<Vec<NewSign>, AppError> {
    let matter = view.thing::<Matter>(event).await?;
    let asked_by = event.actor.officer();
    let mut signs = Vec::new();
    for decider in asked_by.into_iter().chain(matter.investigators.iter().copied()) {
        signs.extend(interest_in(view, &matter, decider, event).await?);
    }
    Ok(signs)
}

/// Everyone who has decided on this matter, is investigating it, or has investigated it.
fn deciders(matter: &Matter) -> Vec<OfficerId> {
    let mut people: Vec<OfficerId> = matter.team.iter().copied().collect();
    people.extend(matter.assessments.iter().filter_map(|assessed| assessed.by.officer()));
    people.sort_unstable();
    people.dedup();
    people
}

/// Returns true if any of these people has an interest in the subject.
pub(crate) async fn has_interest_in_decisions(view: &mut View<'_, '_>, matter: &Matter) -> Result<bool, AppError> {
    for person in deciders(matter) {
        if view.interest(person, matter.subject).await?.is_some() {
            return Ok(true);
        }
    }
    Ok(false)
}

/// The interests of everyone who has decided on this matter or is investigating it. The nightly check uses it to find
/// relationships that have become known since.
pub(crate) async fn interest_in_decisions(
    view: &mut View<'_, '_>,
    matter: &Matter,
    last: &RecordedEvent,
) -> Result<Vec<NewSign>, AppError> {
    let people = deciders(matter);
    let mut signs = Vec::new();
    for person in people {
        signs.extend(interest_in(view, matter, person, last).await?);
    }
    Ok(signs)
}

async fn interest_in(
    view: &mut View<'_, '_>,
    matter: &Matter,
    decider: OfficerId,
    event: &RecordedEvent,
) -> Result<Vec<NewSign>, AppError> {
    let Some(interest) = view.interest(decider, matter.subject).await? else { return Ok(Vec::new()) };
    let downgraded = match matter.assessments.as_slice() {
        [.., before, last] if last.severity < before.severity => "; severity was assessed as less meanwhile",
        _ => "",
    };
    let fact = format!(
        "somebody who decides on this matter has an interest in its subject: {}{downgraded}",
        interest.as_str()
    );
    let sign = NewSign {
        stream: Matter::stream(matter.id),
        sign: SignKind::ConflictOfInterest,
        officer: Some(decider),
        fact,
        rests_on: matter.assessments.last().map(|assessed| assessed.event).into_iter().chain([event.id]).collect(),
        sources: vec![Matter::stream(matter.id), Officer::stream(decider)],
        occurred: Some(day(event.recorded_at)),
        label: Label::OnRecord,
        ask: vec![decider],
    };
    Ok(vec![sign])
}

/// Colleagues who had the opportunity to report but are not known to have done so, once the case is proven or a charge
/// is brought. The sign raises questions and accuses nobody.
pub(super) async fn opportunity(view: &mut View<'_, '_>, event: &RecordedEvent) -> Result<Vec<NewSign>, AppError> {
    let matter = view.thing::<Matter>(event).await?;
    let charged = matches!(event.event, Event::Matter(MatterEvent::Charged { .. }));
    if !charged && !matter.finding().is_proven() {
        return Ok(Vec::new());
    }
    let mut signs = Vec::new();
    for known in &matter.opportunities {
        let silent: Vec<OfficerId> = known
            .people
            .iter()
            .copied()
            .filter(|person| *person != matter.subject && !known.reported.contains(person))
            .collect();
        if silent.is_empty() {
            continue;
        }
        let fact = format!(
            "{} of {} people had the opportunity to report (`{}`) and no report of theirs is known: questions to ask",
            silent.len(),
            known.people.len(),
            known.how,
        );
        signs.push(NewSign {
            stream: Matter::stream(matter.id),
            sign: SignKind::OpportunityToReport,
            officer: None,
            fact,
            rests_on: vec![known.event, event.id],
            sources: vec![Matter::stream(matter.id), StreamId::new(Matter::KIND, known.event)],
            occurred: None,
            label: Label::OnRecord,
            ask: silent,
        });
    }
    Ok(signs)
}

/// A complaint withdrawn soon after a person close to the subject visited the complainant.
pub(super) async fn withdrawn_after_visit(
    view: &mut View<'_, '_>,
    event: &RecordedEvent,
) -> Result<Vec<NewSign>, AppError> {
    let report = view.thing::<Report>(event).await?;
    let Some(subject) = report.officer() else { return Ok(Vec::new()) };
    let withdrawn_at = event.happened();
    let since = withdrawn_at.checked_sub((VISIT_DAYS * 24).hours()).unwrap_or(withdrawn_at);
    let mut signs = Vec::new();
    for (visitor, at, visit) in report.visits.iter().filter(|(_, at, _)| *at >= since && *at <= withdrawn_at) {
        let Some(interest) = view.interest(*visitor, subject).await? else { continue };
        let fact = format!(
            "withdrawn on {}, after a visit on {} by somebody close to the subject ({}); a withdrawal closes nothing",
            day(withdrawn_at),
            day(*at),
            interest.as_str(),
        );
        signs.push(NewSign {
            stream: event.stream.clone(),
            sign: SignKind::WithdrawnAfterVisit,
            officer: Some(*visitor),
            fact,
            rests_on: vec![*visit, event.id],
            sources: vec![event.stream.clone(), Officer::stream(*visitor)],
            occurred: Some(day(withdrawn_at)),
            label: Label::OnRecord,
            ask: vec![*visitor],
        });
    }
    Ok(signs)
}

/// A record viewed repeatedly, without an assigned task, by a person close to its subject.
pub(super) async fn viewed_without_task(
    view: &mut View<'_, '_>,
    event: &RecordedEvent,
) -> Result<Vec<NewSign>, AppError> {
    let Some(viewer) = event.actor.officer() else { return Ok(Vec::new()) };
    let looks = view.thing::<Consultations>(event).await?;
    let since = event.recorded_at.checked_sub((LOOKS_DAYS * 24).hours()).unwrap_or(event.recorded_at);
    let without_task = |look: &&Look| !look.task && look.at >= since && look.actor.officer() == Some(viewer);
    let looks_count = looks.looks.iter().filter(without_task).count();
    if looks_count < LOOKS_COUNT {
        return Ok(Vec::new());
    }
    let Ok(record) = looks.of.parse::<StreamId>() else { return Ok(Vec::new()) };
    let viewed = view.state(&record).await?.filter(|state| state.followed().is_some());
    let subject = viewed.and_then(|state| state.subject());
    let Some(subject) = subject else { return Ok(Vec::new()) };
    let Some(interest) = view.interest(viewer, subject).await? else { return Ok(Vec::new()) };
    let fact = format!(
        "viewed {looks_count} times in {LOOKS_DAYS} days without a task by somebody close to its subject ({})",
        interest.as_str(),
    );
    let sign = NewSign {
        stream: record.clone(),
        sign: SignKind::ViewedWithoutTask,
        officer: Some(viewer),
        fact,
        rests_on: vec![event.id],
        sources: vec![record, Officer::stream(viewer)],
        occurred: Some(day(event.recorded_at)),
        label: Label::OnRecord,
        ask: vec![viewer],
    };
    Ok(vec![sign])
}
