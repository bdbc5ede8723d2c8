//! The registry of streams. It has one line for each kind, which defines its name, its events and its state.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// Every kind of stream, in the order in which they may refer to each other. A line gives the variant, the name in the
/// database and in event kinds, the id that serves as the key of one stream, the state and the events. `follows` marks
/// a kind that records duties, notices and warning signs in its own stream: its state has a field `followed`, and its
/// events have a variant `Followed`.
///
/// `StreamKind`, `Event` and `State` are generated from this list, each in its own file.
// A new kind? Add its line. The compiler then asks for `Thing` and for the rows of its read model.
macro_rules! streams {
    ($make:ident) => {
        $make! {
            Force "force": ForceId => Force, ForceEvent;
            /// A member of the workforce.
            Officer "officer": OfficerId => Officer, OfficerEvent, follows;
            Report "report": ReportId => Report, ReportEvent, follows;
            /// A complaint or conduct matter.
            Matter "matter": MatterId => Matter, MatterEvent, follows;
            Stop "stop": StopId => Stop, StopEvent;
            /// A check of an officer by the public.
            Check "check": CheckId => Check, CheckEvent;
            /// The consultations of one record about a person. The key is that record's stream, as text.
            Consultation "consultation": StreamId => Consultations, ConsultationEvent;
            /// The erasure of a subject's key.
            Erasure "erasure": SubjectId => Erasure, ErasureEvent;
        }
    };
}
pub(crate) use streams;

macro_rules! stream_kinds {
    ($($(#[$doc:meta])* $kind:ident $name:literal: $id:ty => $state:ident, $event:ident $(, $follows:ident)?;)*) => {
        /// The kinds of streams: one stream for each officer, report, matter and so on.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub enum StreamKind {
            $($(#[$doc])* #[serde(rename = $name)] $kind,)*
        }

        impl StreamKind {
            /// All kinds, in the order in which they may refer to each other.
            pub const ALL: [StreamKind; [$($name),*].len()] = [$(Self::$kind,)*];

            /// The name used in the database and in event kinds.
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$kind => $name,)*
                }
            }
        }
    };
}
streams!(stream_kinds);

impl StreamKind {
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == name)
    }
}

/// One stream, identified by the kind and the id of its thing. Printed as `matter/0195…`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct StreamId {
    pub kind: StreamKind,
    /// The id of the thing; for a force, its code.
    pub key: String,
}

impl StreamId {
    pub fn new(kind: StreamKind, id: impl fmt::Display) -> Self {
        Self { kind, key: id.to_string() }
    }
}

impl fmt::Display for StreamId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.kind.as_str(), self.key)
    }
}

/// The error for a text that does not name a stream.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` names no stream: write its kind, a slash and its id, such as `force/northmere`")]
pub struct NotAStream(pub String);

impl FromStr for StreamId {
    type Err = NotAStream;

    fn from_str(text: &str) -> Result<Self, NotAStream> {
        let no = || NotAStream(text.to_owned());
        let (kind, key) = text.split_once('/').ok_or_else(no)?;
        let kind = StreamKind::parse(kind).ok_or_else(no)?;
        if key.is_empty() {
            return Err(no());
        }
        Ok(Self { kind, key: key.to_owned() })
    }
}
