//! Events: what is recorded, who did it, when it happened and when it was recorded. A state is a fold over them.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::EventId;
use crate::check::{Check, CheckEvent};
use crate::consultation::{ConsultationEvent, Consultations};
use crate::erasure::{Erasure, ErasureEvent};
use crate::force::{Force, ForceEvent};
use crate::matter::{Matter, MatterEvent};
use crate::officer::{Officer, OfficerEvent};
use crate::record::actor::Actor;
use crate::record::stream::{StreamId, StreamKind};
use crate::report::{Report, ReportEvent};
use crate::stop::{Stop, StopEvent};

/// Which version of the law was applied: the packs by name and hash.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LawStamp {
    /// `england-wales 2026.11 (sha256 …)`, and so on for each pack of the stack.
    pub packs: Vec<String>,
}

/// An event as it stands in the record.
#[derive(Clone, Debug, PartialEq)]
pub struct Recorded {
    /// Its id.
    pub id: EventId,
    /// Its stream.
    pub stream: StreamId,
    /// Its place in the stream, from 1 without gaps.
    pub version: u64,
    /// When it was recorded, to the microsecond. Nobody can claim this.
    pub recorded_at: Timestamp,
    /// When it is claimed to have happened, where that differs.
    pub happened_at: Option<Timestamp>,
    /// Who.
    pub actor: Actor,
    /// The coded reason, where one is asked for: `task.assigned-case`.
    pub reason: Option<String>,
    /// The regime under which the matter stands, where one applies.
    pub regime: Option<String>,
    /// The event that caused this one.
    pub cause: Option<EventId>,
    /// What happened.
    pub event: Event,
}

impl Recorded {
    /// When it happened, as far as is known: as claimed, otherwise when it was recorded.
    pub fn happened(&self) -> Timestamp {
        self.happened_at.unwrap_or(self.recorded_at)
    }
}

/// What happened, by the kind of its stream.
#[derive(Clone, Debug, PartialEq)]
pub enum Event {
    /// To a force.
    Force(ForceEvent),
    /// To an officer.
    Officer(OfficerEvent),
    /// To a report.
    Report(ReportEvent),
    /// To a matter.
    Matter(MatterEvent),
    /// In a stop.
    Stop(StopEvent),
    /// In a check.
    Check(CheckEvent),
    /// Somebody looked.
    Consultation(ConsultationEvent),
    /// To a subject's key.
    Erasure(ErasureEvent),
}

/// An event that cannot be written or read as JSON.
#[derive(Debug, thiserror::Error)]
#[error("an event of kind `{kind}` cannot be read: the record was written by a newer candour, or was altered")]
pub struct Unreadable {
    /// The kind as stored.
    pub kind: String,
    /// What the parser said.
    pub source: serde_json::Error,
}

#[derive(Deserialize)]
struct Tagged {
    kind: String,
    #[serde(default)]
    payload: Value,
}

impl Event {
    /// Its kind, such as `matter.severity-assessed`, and its payload as JSON. Personal parts are marked, see [`crate::record::personal`].
    ///
    /// # Errors
    /// Never for the events of this crate: their maps have keys of text.
    pub fn encode(&self) -> Result<(String, Value), serde_json::Error> {
        let value = match self {
            Self::Force(event) => serde_json::to_value(event),
            Self::Officer(event) => serde_json::to_value(event),
            Self::Report(event) => serde_json::to_value(event),
            Self::Matter(event) => serde_json::to_value(event),
            Self::Stop(event) => serde_json::to_value(event),
            Self::Check(event) => serde_json::to_value(event),
            Self::Consultation(event) => serde_json::to_value(event),
            Self::Erasure(event) => serde_json::to_value(event),
        }?;
        let tagged: Tagged = serde_json::from_value(value)?;
        Ok((tagged.kind, tagged.payload))
    }

    /// Reads what [`Event::encode`] wrote.
    ///
    /// # Errors
    /// When there is no such kind of event in such a stream, or a field is missing or wrong.
    pub fn decode(stream: StreamKind, kind: &str, payload: Value) -> Result<Self, Unreadable> {
        let mut members = serde_json::Map::new();
        members.insert("kind".to_owned(), Value::String(kind.to_owned()));
        if !payload.is_null() {
            // Moved in: `json!` would copy it.
            members.insert("payload".to_owned(), payload);
        }
        let value = Value::Object(members);
        let read = match stream {
            StreamKind::Force => serde_json::from_value(value).map(Self::Force),
            StreamKind::Officer => serde_json::from_value(value).map(Self::Officer),
            StreamKind::Report => serde_json::from_value(value).map(Self::Report),
            StreamKind::Matter => serde_json::from_value(value).map(Self::Matter),
            StreamKind::Stop => serde_json::from_value(value).map(Self::Stop),
            StreamKind::Check => serde_json::from_value(value).map(Self::Check),
            StreamKind::Consultation => serde_json::from_value(value).map(Self::Consultation),
            StreamKind::Erasure => serde_json::from_value(value).map(Self::Erasure),
        };
        read.map_err(|source| Unreadable { kind: kind.to_owned(), source })
    }
}

/// What is so, after all events of a stream.
#[derive(Clone, Debug, PartialEq)]
pub enum State {
    /// A force.
    Force(Force),
    /// An officer.
    Officer(Officer),
    /// A report.
    Report(Report),
    /// A matter.
    Matter(Matter),
    /// A stop.
    Stop(Stop),
    /// A check by the public.
    Check(Check),
    /// Who looked at one record.
    Consultation(Consultations),
    /// An erasure.
    Erasure(Erasure),
}

/// An event that does not fit the state before it: the record contradicts itself.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("event {version} of stream `{stream}` does not fit what is recorded before it")]
pub struct Misfit {
    /// The stream.
    pub stream: StreamId,
    /// The version of the event.
    pub version: u64,
}

impl State {
    /// The state after one more event.
    ///
    /// # Errors
    /// When the event does not fit: a second beginning, or anything before the beginning.
    pub fn after(state: Option<Self>, recorded: &Recorded) -> Result<Self, Misfit> {
        let next = match (state, &recorded.event) {
            (None, Event::Force(event)) => Force::begin(event, recorded).map(Self::Force),
            (Some(Self::Force(force)), Event::Force(event)) => force.after(event, recorded).map(Self::Force),
            (None, Event::Officer(event)) => Officer::begin(event, recorded).map(Self::Officer),
            (Some(Self::Officer(officer)), Event::Officer(event)) => officer.after(event, recorded).map(Self::Officer),
            (None, Event::Report(event)) => Report::begin(event, recorded).map(Self::Report),
            (Some(Self::Report(report)), Event::Report(event)) => report.after(event, recorded).map(Self::Report),
            (None, Event::Matter(event)) => Matter::begin(event, recorded).map(Self::Matter),
            (Some(Self::Matter(matter)), Event::Matter(event)) => matter.after(event, recorded).map(Self::Matter),
            (None, Event::Stop(event)) => Stop::begin(event, recorded).map(Self::Stop),
            (Some(Self::Stop(stop)), Event::Stop(event)) => stop.after(event, recorded).map(Self::Stop),
            (None, Event::Check(event)) => Check::begin(event, recorded).map(Self::Check),
            (Some(Self::Check(check)), Event::Check(event)) => check.after(event, recorded).map(Self::Check),
            (None, Event::Consultation(event)) => Some(Self::Consultation(Consultations::begin(event, recorded))),
            (Some(Self::Consultation(looks)), Event::Consultation(event)) => {
                Some(Self::Consultation(looks.after(event, recorded)))
            }
            (None, Event::Erasure(event)) => Some(Self::Erasure(Erasure::begin(event, recorded))),
            _ => None,
        };
        next.ok_or_else(|| Misfit { stream: recorded.stream.clone(), version: recorded.version })
    }

    /// The state after all these events of one stream, in order; `None` when there are none.
    ///
    /// # Errors
    /// As [`State::after`].
    pub fn fold<'a>(events: impl IntoIterator<Item = &'a Recorded>) -> Result<Option<Self>, Misfit> {
        events.into_iter().try_fold(None, |state, recorded| State::after(state, recorded).map(Some))
    }
}
