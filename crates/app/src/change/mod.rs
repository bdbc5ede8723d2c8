//! One change to the record: a unit of work that authorises, loads, records an event with its consequences, and
//! commits.

pub(crate) mod batch;
pub(crate) mod conflict;
pub(crate) mod decision;
pub(crate) mod derived;
pub(crate) mod facts;
pub(crate) mod follow;
pub(crate) mod law;
mod permission;
mod permit;
pub mod replay;
pub(crate) mod rows;
pub(crate) mod signs;
pub(crate) mod standing;
mod view;

use domain::officer::Officer;
use domain::{
    ErrorKind, Event, EventId, OfficerId, Personal, RecordedEvent, Refusal, State, Stream, StreamId, SubjectId,
};
use futures_util::FutureExt as _;
use store::{Append, NewEvent};

use crate::change::batch::LentUnit;
use crate::change::conflict::Interest;
use crate::{AppError, Context};

pub(crate) use permission::PermissionSubject;
pub(crate) use permit::Permit;
pub(crate) use view::View;

/// The number of attempts at a change that keeps conflicting with another writer.
const ATTEMPTS: u32 = 4;

/// Retries a change from the current state while another writer conflicts with it. Only for changes that are not a
/// person's decision: people must look again and make a new decision.
pub(crate) async fn again<T, F: Future<Output = Result<T, AppError>>>(change: impl Fn() -> F) -> Result<T, AppError> {
    let mut attempt = 1;
    loop {
        match change().await {
            Err(AppError::Store(error)) if error.kind() == ErrorKind::Conflict && attempt < ATTEMPTS => attempt += 1,
            done => return done,
        }
    }
}

/// A change in progress. Dropping it discards everything.
///
/// The futures of its steps are boxed to keep builds short, for the reason that [`App`](crate::App) gives.
pub(crate) struct Change<'a> {
    pub(crate) cx: &'a Context<'a>,
    pub(crate) unit: LentUnit<'a>,
}

impl<'a> Change<'a> {
    pub(crate) async fn begin(cx: &'a Context<'a>) -> Result<Self, AppError> {
        Ok(Self { cx, unit: LentUnit::to(cx).boxed().await? })
    }

    pub(crate) async fn commit(self) -> Result<(), AppError> {
        self.unit.commit().boxed().await
    }

    /// Loads the entity with this id, which must be on record.
    pub(crate) async fn load<T: Stream>(&mut self, id: T::Id) -> Result<T, AppError> {
        self.find(id).await?.ok_or(AppError::Missing { what: T::KIND.as_str() })
    }

    /// Loads the entity with this id, if it is on record.
    pub(crate) async fn find<T: Stream>(&mut self, id: T::Id) -> Result<Option<T>, AppError> {
        Ok(self.unit.load(&T::stream(id)).boxed().await?.and_then(|loaded| T::from_state(loaded.state)))
    }

    /// The interest of one member of the workforce in another, as far as is known. `None` for people who are not on
    /// record.
    pub(crate) async fn interest(&mut self, one: OfficerId, other: OfficerId) -> Result<Option<Interest>, AppError> {
        let Some(one) = self.find::<Officer>(one).await? else { return Ok(None) };
        let Some(other) = self.find::<Officer>(other).await? else { return Ok(None) };
        Ok(conflict::interest(&one, &other, self.cx.today()))
    }

    /// Records events without their consequences. `cause` is the event that led to them.
    pub(super) async fn append(
        &mut self,
        stream: &StreamId,
        events: Vec<Event>,
        cause: Option<EventId>,
        regime: Option<String>,
    ) -> Result<Vec<RecordedEvent>, AppError> {
        if events.is_empty() {
            return Ok(Vec::new());
        }
        let cx = self.cx;
        let loaded = self.unit.load(stream).await?;
        let expected = loaded.as_ref().map_or(0, |loaded| loaded.version);
        let regime = regime.or_else(|| match loaded.map(|loaded| loaded.state) {
            Some(State::Matter(matter)) => matter.regime,
            _ => None,
        });
        // A claimed time applies only to the event itself, not to events that the system adds.
        let happened_at = cx.happened.filter(|_| cause.is_none());
        let events = events
            .into_iter()
            .map(|event| NewEvent {
                id: EventId::new(cx.uuid()),
                happened_at,
                actor: match cause {
                    None => cx.actor.clone(),
                    Some(_) => domain::Actor::system("rules"),
                },
                reason: None,
                regime: regime.clone(),
                cause,
                event,
            })
            .collect();
        let append = Append { stream: stream.clone(), expected, now: cx.now, events };
        Ok(self.unit.append(append).await?.recorded)
    }
}

/// The current state of the entity with this id, if it is on record. Reads without the write lock.
pub(crate) async fn state<T: Stream>(cx: &Context<'_>, id: T::Id) -> Result<Option<T>, AppError> {
    Ok(cx.app.store.load(&T::stream(id)).boxed().await?.and_then(|loaded| T::from_state(loaded.state)))
}

/// A text about a person, encrypted under that person's key. Refuses an empty text.
pub(crate) fn reasons(about: impl Into<SubjectId>, words: &str) -> Result<Personal<String>, Refusal> {
    if words.trim().is_empty() {
        return Err(Refusal::invalid("decision.no-reasons", "say why, in at least a sentence"));
    }
    Ok(Personal::about(about, words.to_owned()))
}
