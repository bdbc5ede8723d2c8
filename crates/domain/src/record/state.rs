//! States: the fold over the events of one stream, and the questions that every kind of state answers.

use std::fmt;

use crate::check::Check;
use crate::consultation::Consultations;
use crate::erasure::Erasure;
use crate::force::Force;
use crate::matter::{Matter, MatterEvent};
use crate::officer::{Officer, OfficerEvent};
use crate::record::event::{Event, RecordedEvent};
use crate::record::followed::{Consequence, Consequences};
use crate::record::stream::{StreamId, StreamKind, streams};
use crate::report::{Report, ReportEvent};
use crate::stop::Stop;
use crate::{CheckId, ForceId, MatterId, OfficerId, ReportId, StopId, SubjectId};

/// A kind of thing that has its own streams. The registry ([`crate::record::stream`]) implements this trait.
pub trait Stream: Sized {
    const KIND: StreamKind;

    type Id: fmt::Display;

    /// Extracts the thing, if the state is of this kind.
    fn from_state(state: State) -> Option<Self>;

    /// The stream of the thing with this id.
    fn stream(id: Self::Id) -> StreamId {
        StreamId::new(Self::KIND, id)
    }
}

/// The part that each kind of thing implements itself. There are no defaults, so that no question is forgotten.
pub(crate) trait Thing: Sized {
    type Event;

    /// Creates the thing from its first event; `None` if its stream cannot begin with this event.
    fn begin(event: &Self::Event, recorded: &RecordedEvent) -> Option<Self>;

    /// Applies one more event to the thing; `None` if the event does not fit.
    fn after(self, event: &Self::Event, recorded: &RecordedEvent) -> Option<Self>;

    /// The force that is responsible for it, if there is one.
    fn force(&self) -> Option<&ForceId>;

    /// The officer it is about, if any.
    fn subject(&self) -> Option<OfficerId>;
}

/// The error for an event that does not fit the state before it, which means that the record contradicts itself.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("event {version} of stream `{stream}` does not fit what is recorded before it")]
pub struct Misfit {
    pub stream: StreamId,
    pub version: u64,
}

macro_rules! stream_states {
    ($($(#[$doc:meta])* $kind:ident $name:literal: $id:ty => $state:ident, $event:ident $(, $follows:ident)?;)*) => {
        /// A thing as it is after all events in its stream.
        #[derive(Clone, Debug, PartialEq)]
        pub enum State {
            $($(#[$doc])* $kind($state),)*
        }

        impl State {
            fn next(state: Option<Self>, recorded: &RecordedEvent) -> Option<Self> {
                match (state, &recorded.event) {
                    $((None, Event::$kind(event)) => $state::begin(event, recorded).map(Self::$kind),
                    (Some(Self::$kind(state)), Event::$kind(event)) => state.after(event, recorded).map(Self::$kind),)*
                    _ => None,
                }
            }

            /// The force that is responsible, if there is one.
            pub fn force(&self) -> Option<&ForceId> {
                match self {
                    $(Self::$kind(state) => Thing::force(state),)*
                }
            }

            /// The officer it is about, if any.
            pub fn subject(&self) -> Option<OfficerId> {
                match self {
                    $(Self::$kind(state) => Thing::subject(state),)*
                }
            }

            /// The duties, notices and signs of the stream; `None` if this kind of stream never has any.
            pub fn followed(&self) -> Option<&Consequences> {
                match self {
                    $($(Self::$kind($follows) => Some(&$follows.followed),)?)*
                    _ => None,
                }
            }
        }

        impl Event {
            /// The consequence that the event records, if any.
            pub fn follow(&self) -> Option<&Consequence> {
                match self {
                    $($(Self::$kind($event::Followed($follows)) => Some($follows),)?)*
                    _ => None,
                }
            }
        }

        impl StreamKind {
            /// Wraps a consequence as an event of this kind of stream; `None` if such streams never have any.
            pub fn follow_event(self, follow: Consequence) -> Option<Event> {
                match self {
                    $($(Self::$kind => {
                        let $follows = follow;
                        Some(Event::$kind($event::Followed($follows)))
                    })?)*
                    _ => None,
                }
            }
        }

        $(impl Stream for $state {
            const KIND: StreamKind = StreamKind::$kind;

            type Id = $id;

            fn from_state(state: State) -> Option<Self> {
                match state {
                    State::$kind(state) => Some(state),
                    _ => None,
                }
            }
        })*
    };
}
streams!(stream_states);

impl State {
    /// The state after one more event.
    ///
    /// # Errors
    /// If the event does not fit: a second opening event, or any other event before the opening one.
    pub fn after(state: Option<Self>, recorded: &RecordedEvent) -> Result<Self, Misfit> {
        let misfit = || Misfit { stream: recorded.stream.clone(), version: recorded.version };
        Self::next(state, recorded).ok_or_else(misfit)
    }

    /// The state after all these events of one stream, in order; `None` when there are none.
    ///
    /// # Errors
    /// Same as [`State::after`].
    pub fn fold<'a>(events: impl IntoIterator<Item = &'a RecordedEvent>) -> Result<Option<Self>, Misfit> {
        events.into_iter().try_fold(None, |state, recorded| State::after(state, recorded).map(Some))
    }
}
