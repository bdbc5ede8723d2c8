//! Events: facts about what happened, with their author, the time they happened and the time they were recorded.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::EventId;
use crate::check::CheckEvent;
use crate::consultation::ConsultationEvent;
use crate::erasure::ErasureEvent;
use crate::force::ForceEvent;
use crate::matter::MatterEvent;
use crate::officer::OfficerEvent;
use crate::record::actor::Actor;
use crate::record::stream::{StreamId, StreamKind, streams};
use crate::report::ReportEvent;
use crate::stop::StopEvent;

/// The version of the law that was applied, as the names and hashes of its packs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LawStamp {
    /// One entry for each pack in the stack: `england-wales 2026.11 (sha256 …)`.
    pub packs: Vec<String>,
}

/// An event with its envelope, as stored in the record.
#[derive(Clone, Debug, PartialEq)]
pub struct RecordedEvent {
    pub id: EventId,
    pub stream: StreamId,
    /// The position in the stream, counting from 1 without gaps.
    pub version: u64,
    /// The time of recording, to the microsecond. Unlike `happened_at`, it is not a claim by the actor.
    pub recorded_at: Timestamp,
    /// The time at which the event is claimed to have happened, if that differs.
    pub happened_at: Option<Timestamp>,
    pub actor: Actor,
    /// The reason, if the action requires one, as a code such as `task.assigned-case`.
    pub reason: Option<String>,
    /// The regime that governs the matter, if any.
    pub regime: Option<String>,
    /// The event that caused this one.
    pub cause: Option<EventId>,
    pub event: Event,
}

impl RecordedEvent {
    /// The best estimate of when the event happened: the claimed time if there is one, otherwise the time of recording.
    pub fn happened(&self) -> Timestamp {
        self.happened_at.unwrap_or(self.recorded_at)
    }
}

/// An event that cannot be read from JSON.
#[derive(Debug, thiserror::Error)]
#[error("an event of kind `{kind}` cannot be read: the record was written by a newer candour, or was altered")]
pub struct UnreadableEvent {
    pub kind: String,
    pub source: serde_json::Error,
}

#[derive(Deserialize)]
struct TaggedEvent {
    kind: String,
    #[serde(default)]
    payload: Value,
}

macro_rules! stream_events {
    ($($(#[$doc:meta])* $kind:ident $name:literal: $id:ty => $state:ident, $event:ident $(, $follows:ident)?;)*) => {
        /// Anything that can be recorded, grouped by kind of stream.
        #[derive(Clone, Debug, PartialEq)]
        pub enum Event {
            $($(#[$doc])* $kind($event),)*
        }

        impl Event {
            fn to_value(&self) -> Result<Value, serde_json::Error> {
                match self {
                    $(Self::$kind(event) => serde_json::to_value(event),)*
                }
            }

            fn from_value(stream: StreamKind, value: Value) -> Result<Self, serde_json::Error> {
                match stream {
                    $(StreamKind::$kind => serde_json::from_value(value).map(Self::$kind),)*
                }
            }
        }
    };
}
streams!(stream_events);

impl Event {
    /// Returns the kind, such as `matter.severity-assessed`, and the payload as JSON. Personal parts are marked: see
    /// [`crate::record::personal`].
    ///
    /// # Errors
    /// Never fails for the events of this crate, because all their map keys are strings.
    pub fn encode(&self) -> Result<(String, Value), serde_json::Error> {
        let tagged: TaggedEvent = serde_json::from_value(self.to_value()?)?;
        Ok((tagged.kind, tagged.payload))
    }

    /// Reads what [`Event::encode`] wrote.
    ///
    /// # Errors
    /// If the stream has no event of this kind, or if a field is missing or wrong.
    pub fn decode(stream: StreamKind, kind: &str, payload: Value) -> Result<Self, UnreadableEvent> {
        let mut members = serde_json::Map::new();
        members.insert("kind".to_owned(), Value::String(kind.to_owned()));
        if !payload.is_null() {
            // Moves the payload; `json!` would copy it.
            members.insert("payload".to_owned(), payload);
        }
        let read = Self::from_value(stream, Value::Object(members));
        read.map_err(|source| UnreadableEvent { kind: kind.to_owned(), source })
    }
}
