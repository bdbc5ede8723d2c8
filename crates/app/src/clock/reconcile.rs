//! Reconcilers bring the record up to date with the clock: deadlines that have passed, restrictions that have ended,
//! and relationships that have become known. They take no input and run repeatedly; running one twice changes nothing.

use std::collections::BTreeSet;

use domain::matter::{Matter, MatterEvent, RemovalReason};
use domain::officer::Officer;
use domain::record::actor::Role;
use domain::record::followed::{Consequence, DutyCancellation, Label, Notice, RuleCitation, SignKind};
use domain::{Event, RecordedEvent, State, Stream as _, StreamId};
use jiff::ToSpan as _;
use jiff::civil::Weekday;

use crate::change::follow::follow_events;
use crate::change::law::citation;
use crate::change::rows::RowFaults;
use crate::change::signs::{self, NewSign};
use crate::change::{Change, PermissionSubject};
use crate::{Action, AppError, Context};

/// Number of streams handled per query to the database.
const BATCH_COUNT: u32 = 500;

/// Names of duties for which a missed deadline is a sign in itself (journey b11): a person other than the one who is
/// late is told, and the oversight body can see it.
const SILENCES: [&str; 7] =
    ["judge-link", "act-on-hit", "refer", "request-cctv", "contact-victim", "decide-suspension", "review-suspension"];

/// Events through which a relationship becomes known.
const TIES: [&str; 2] = ["officer.posted", "officer.relation-declared"];
/// Events that assign a person to a matter.
const ASSIGNED: [&str; 1] = ["matter.investigator-assigned"];
/// Number of past days included in each run, to make up for missed runs.
const LATELY_DAYS: i64 = 3;

/// The counts from one run.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ReconcilerCounts {
    /// Duties that triggered a warning.
    pub warned_count: usize,
    /// Duties newly found to be overdue.
    pub overdue_count: usize,
    /// Restrictions that lapsed.
    pub lapsed_count: usize,
    pub signs_count: usize,
}

/// Runs all reconcilers.
///
/// # Errors
/// The first failure. Everything else that was due has been done.
pub async fn run(cx: &Context<'_>) -> Result<ReconcilerCounts, AppError> {
    let (told, lapsed, signs) = (clocks(cx).await, restrictions(cx).await, interests(cx).await);
    let mut done = told?;
    done.lapsed_count = lapsed?;
    done.signs_count += signs?;
    Ok(done)
}

/// Warns of duties that will soon be due, and records those that are overdue.
///
/// # Errors
/// Same as [`run`].
pub async fn clocks(cx: &Context<'_>) -> Result<ReconcilerCounts, AppError> {
    let (mut done, mut faults) = (ReconcilerCounts::default(), RowFaults::default());
    // A stream that failed is still due, and must not come up again in the same run.
    let mut tried = BTreeSet::new();
    loop {
        let due = cx.app.store.duties_to_tell(cx.now, BATCH_COUNT).await?;
        let is_last = due.len() < BATCH_COUNT as usize;
        let due: Vec<StreamId> = due.into_iter().filter(|stream| tried.insert(stream.clone())).collect();
        for stream in &due {
            let told = tell(cx, stream).await;
            let (warned, overdue, signs) = faults.done("duties", stream, told).unwrap_or_default();
            done.warned_count += warned;
            done.overdue_count += overdue;
            done.signs_count += signs;
        }
        if is_last || due.is_empty() {
            return faults.end(done);
        }
    }
}

async fn tell(cx: &Context<'_>, stream: &StreamId) -> Result<(usize, usize, usize), AppError> {
    let mut change = Change::begin(cx).await?;
    let permit = change.authorise(Action::Reconcile, PermissionSubject::Nothing).await?;
    let Some(loaded) = change.unit.load(stream).await? else { return Ok((0, 0, 0)) };
    let Some(followed) = loaded.state.followed() else { return Ok((0, 0, 0)) };
    let today = cx.today();
    let mut follows = Vec::new();
    let mut signs = Vec::new();
    let (mut warned, mut overdue) = (0, 0);
    for now in followed.open() {
        let duty = &now.duty;
        let told = duty.escalate_to.clone().unwrap_or_else(|| Role::Oversight.as_str().to_owned());
        if duty.late_from().is_some_and(|late| cx.now >= late) {
            if now.state != domain::record::followed::DutyState::Open {
                continue;
            }
            // Permission to act within a certain time, or an obligation to keep something for that time, ends when the
            // time does: nobody is late.
            if is_window(duty) {
                follows.push(Consequence::DutyCancelled { duty: duty.id, why: DutyCancellation::TimeRanOut });
                continue;
            }
            overdue += 1;
            follows.push(Consequence::DutyOverdue { duty: duty.id, told: told.clone() });
            let citation = duty.citation.clone();
            let about = format!("overdue-{}", duty.name);
            follows.push(Consequence::NoticeGiven(Notice { to: told, about, citation }));
            if SILENCES.contains(&duty.name.as_str()) {
                signs.push(silence(&loaded.state, stream, duty, now.cause));
            }
            continue;
        }
        let Some(due) = duty.due else { continue };
        for days in &duty.warn_days {
            let from = due.checked_sub(days.days()).unwrap_or(due);
            if today >= from && !now.warned.contains(days) {
                warned += 1;
                follows.push(Consequence::DutyWarned { duty: duty.id, days: *days, told: duty.owner.clone() });
            }
        }
    }
    let events = follow_events(stream.kind, follows)?;
    let recorded = change.record(&permit, stream, events).await?;
    let signs_count = signs.len();
    if let Some(event) = recorded.first() {
        for sign in signs {
            change.raise(sign, event).await?;
        }
    }
    change.commit().await?;
    Ok((warned, overdue, signs_count))
}

/// Returns true for a clock that only limits how long a person may act or how long something is kept, and requires no
/// action.
fn is_window(duty: &domain::record::followed::Duty) -> bool {
    matches!(duty.owner.as_str(), "officer" | "complainant") || duty.name == "keep-outcome-published"
}

fn silence(
    state: &State,
    stream: &StreamId,
    duty: &domain::record::followed::Duty,
    cause: Option<domain::EventId>,
) -> NewSign {
    let fact = match (duty.due_at, duty.due) {
        (Some(at), _) => format!("`{}` was due at {at} and nothing is recorded: {}", duty.name, duty.title),
        (None, Some(due)) => format!("`{}` was due on {due} and nothing is recorded: {}", duty.name, duty.title),
        (None, None) => format!("`{}` was not done: {}", duty.name, duty.title),
    };
    NewSign {
        stream: stream.clone(),
        sign: SignKind::Silence,
        officer: state.subject(),
        fact,
        rests_on: cause.into_iter().collect(),
        sources: vec![stream.clone(), StreamId::new(stream.kind, duty.id)],
        occurred: duty.due,
        label: Label::OnRecord,
        ask: Vec::new(),
    }
}

/// Ends restrictions on publicity after their last day.
///
/// # Errors
/// Same as [`run`].
pub async fn restrictions(cx: &Context<'_>) -> Result<usize, AppError> {
    let (mut lapsed_count, mut faults) = (0, RowFaults::default());
    for id in cx.app.store.matters_with_restriction_before(cx.today()).await? {
        lapsed_count += faults.done("restrictions", id, lapse(cx, id).await).unwrap_or_default();
    }
    faults.end(lapsed_count)
}

async fn lapse(cx: &Context<'_>, id: domain::MatterId) -> Result<usize, AppError> {
    let mut change = Change::begin(cx).await?;
    let permit = change.authorise(Action::Reconcile, PermissionSubject::Nothing).await?;
    let matter = change.load::<Matter>(id).await?;
    let ended = matter.restrictions.iter().filter(|known| known.expires_on < cx.today());
    let events: Vec<Event> =
        ended.map(|known| Event::Matter(MatterEvent::RestrictionLapsed { number: known.number })).collect();
    let lapsed_count = events.len();
    change.record(&permit, &Matter::stream(id), events).await?;
    change.commit().await?;
    Ok(lapsed_count)
}

/// Rechecks the people assigned to open matters. Relationships that have become known are put before a person, and
/// anyone found to have an interest is taken off the matter at once. A relationship becomes known through a posting or
/// a declaration, so on most days only the matters of people with a recent one are checked. On Sundays all matters are
/// checked, including everyone who decided on them.
///
/// # Errors
/// Same as [`run`].
pub async fn interests(cx: &Context<'_>) -> Result<usize, AppError> {
    let (mut signs_count, mut faults) = (0, RowFaults::default());
    for id in matters_to_look_at(cx).await? {
        signs_count += faults.done("interests", id, interest(cx, id).await).unwrap_or_default();
    }
    faults.end(signs_count)
}

async fn matters_to_look_at(cx: &Context<'_>) -> Result<Vec<domain::MatterId>, AppError> {
    if cx.today().weekday() == Weekday::Sunday {
        return Ok(cx.app.store.matters_to_check_for_interest().await?);
    }
    let since = cx.now.checked_sub((LATELY_DAYS * 24).hours()).unwrap_or(cx.now);
    let lately = cx.app.store.streams_touched_since(Officer::KIND, &TIES, since).await?;
    let lately: BTreeSet<String> = lately.into_iter().map(|stream| stream.key).collect();
    let assigned = cx.app.store.streams_touched_since(Matter::KIND, &ASSIGNED, since).await?;
    let assigned: BTreeSet<String> = assigned.into_iter().map(|stream| stream.key).collect();
    let mut matters: Vec<domain::MatterId> = Vec::new();
    for (matter, subject, member) in cx.app.store.people_of_open_matters().await? {
        let touched = lately.contains(&subject.to_string()) || lately.contains(&member.to_string());
        if touched || assigned.contains(&matter.to_string()) {
            matters.push(matter);
        }
    }
    matters.dedup();
    Ok(matters)
}

/// The rule that an investigator must have no interest, as cited in the packs.
fn no_interest(cx: &Context<'_>) -> Result<RuleCitation, AppError> {
    let cited = |rule: &str| cx.app.law.citations().find(|cited| cited.rule == rule);
    let found = cited("PROMISE-11-INVESTIGATOR").or_else(|| cited("PCR-15"));
    found.as_ref().map(citation).ok_or(AppError::Bug("the policy packs do not say who may investigate"))
}

async fn interest(cx: &Context<'_>, id: domain::MatterId) -> Result<usize, AppError> {
    let mut change = Change::begin(cx).await?;
    let permit = change.authorise(Action::Reconcile, PermissionSubject::Nothing).await?;
    let stream = Matter::stream(id);
    let matter = change.load::<Matter>(id).await?;
    if !signs::has_interest_in_decisions(&mut change.view(), &matter).await? {
        return Ok(0);
    }
    let Some(last) = cx.app.store.history(&stream, None).await?.pop() else { return Ok(0) };
    let mut events = Vec::new();
    for investigator in &matter.investigators {
        if change.interest(*investigator, matter.subject).await?.is_some() {
            let why = RemovalReason::ConflictOfInterest;
            events.push(Event::Matter(MatterEvent::InvestigatorRemoved { investigator: *investigator, why }));
        }
    }
    let removed = change.record(&permit, &stream, events).await?;
    let last: &RecordedEvent = removed.last().unwrap_or(&last);
    let mut signs_count = 0;
    for sign in signs::interest_in_decisions(&mut change.view(), &matter, last).await? {
        let raised = change.raise(sign, last).await?;
        if !raised.is_empty() {
            signs_count += 1;
            let notice = Consequence::NoticeGiven(Notice {
                to: Role::Oversight.as_str().to_owned(),
                about: SignKind::ConflictOfInterest.as_str().to_owned(),
                citation: no_interest(cx)?,
            });
            change.append_follows(&stream, vec![notice], last).await?;
        }
    }
    change.commit().await?;
    Ok(signs_count)
}
