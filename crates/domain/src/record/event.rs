//! Events: what is recorded, who did it, when it happened and when it was recorded.

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

macro_rules! stream_events {
    ($($(#[$doc:meta])* $kind:ident $name:literal: $id:ty => $state:ident, $event:ident $(, $follows:ident)?;)*) => {
        /// A thing that happened, by the kind of its stream.
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
    /// Its kind, such as `matter.severity-assessed`, and its payload as JSON. Personal parts are marked, see
    /// [`crate::record::personal`].
    ///
    /// # Errors
    /// Never for the events of this crate: their maps have keys of text.
    pub fn encode(&self) -> Result<(String, Value), serde_json::Error> {
        let tagged: Tagged = serde_json::from_value(self.to_value()?)?;
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
        let read = Self::from_value(stream, Value::Object(members));
        read.map_err(|source| Unreadable { kind: kind.to_owned(), source })
    }
}
