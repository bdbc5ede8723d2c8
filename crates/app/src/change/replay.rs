//! Replay: rebuilds any stream as it was known at any recorded time from the same events, and proves what a decision
//! maker could see.

use domain::matter::{DecisionBasis, MatterEvent, SeenEvents};
use domain::{Event, EventId, RecordedEvent, State, StreamId};
use jiff::Timestamp;

use crate::change::decision::hash;
use crate::change::{Change, PermissionSubject};
use crate::{Action, AppError, Context};

/// The state of a stream as it was known at the given time, or `None` if nothing had been recorded in it by then.
///
/// # Errors
/// If the actor is not allowed to, or the record contradicts itself.
pub async fn as_known_at(cx: &Context<'_>, stream: &StreamId, at: Timestamp) -> Result<Option<State>, AppError> {
    authorise(cx).await?;
    let events = cx.app.store.history(stream, Some(at)).await?;
    State::fold(&events).map_err(|_| AppError::Bug("the record contradicts itself"))
}

/// The events of a stream that were known at the given time.
///
/// # Errors
/// Same as [`as_known_at`].
pub async fn history(
    cx: &Context<'_>,
    stream: &StreamId,
    at: Option<Timestamp>,
) -> Result<Vec<RecordedEvent>, AppError> {
    authorise(cx).await?;
    Ok(cx.app.store.history(stream, at).await?)
}

async fn authorise(cx: &Context<'_>) -> Result<(), AppError> {
    let mut change = Change::begin(cx).await?;
    change.authorise(Action::Replay, PermissionSubject::Nothing).await.map(drop)
}

/// A decision, along with what its maker could see.
#[derive(Clone, Debug)]
pub struct ReplayedDecision {
    pub decision: RecordedEvent,
    /// The events that the maker saw, as recorded with the decision.
    pub seen: SeenEvents,
    /// The states that the maker was shown, rebuilt from the same events.
    pub then: Vec<(StreamId, Option<State>)>,
    /// True if the events now on record are the same as those seen then.
    pub proven: bool,
}

/// Replays a decision: rebuilds the states that its maker could see, and checks whether the record proves them.
///
/// # Errors
/// If the actor is not allowed to, there is no such decision, or the record contradicts itself.
pub async fn decision(cx: &Context<'_>, id: EventId) -> Result<ReplayedDecision, AppError> {
    authorise(cx).await?;
    let decision = cx.app.store.event(id).await?.ok_or(AppError::Missing { what: "decision" })?;
    let seen = seen(&decision.event).ok_or(AppError::Missing { what: "decision" })?.clone();
    let mut then = Vec::with_capacity(seen.streams.len());
    let mut commitments = Vec::new();
    let mut unit = cx.app.store.begin().await?;
    for (stream, version) in &seen.streams {
        let stream: StreamId = stream.parse().map_err(|_| AppError::Bug("a decision names a stream that cannot be"))?;
        commitments.extend(unit.commitments(&stream, *version).await?);
        let mut events = cx.app.store.history(&stream, None).await?;
        events.retain(|event| event.version <= *version);
        let state = State::fold(&events).map_err(|_| AppError::Bug("the record contradicts itself"))?;
        then.push((stream, state));
    }
    let proven = hash(&commitments) == seen.hash;
    Ok(ReplayedDecision { decision, seen, then, proven })
}

/// The events that the maker of a decision saw, if the event is a decision.
fn seen(event: &Event) -> Option<&SeenEvents> {
    let Event::Matter(event) = event else { return None };
    let decided: &DecisionBasis = match event {
        MatterEvent::SeverityAssessed { decided, .. }
        | MatterEvent::SeverityReassessed { decided, .. }
        | MatterEvent::PrejudiceDecided { decided, .. }
        | MatterEvent::SuspensionDecided { decided, .. }
        | MatterEvent::SuspensionReviewed { decided, .. }
        | MatterEvent::ReferralDeclined { decided, .. }
        | MatterEvent::CaseDetermined { decided, .. }
        | MatterEvent::AcceleratedCertified { decided }
        | MatterEvent::OutcomeRecorded { decided, .. }
        | MatterEvent::Closed { decided, .. } => decided,
        _ => return None,
    };
    Some(&decided.seen)
}
