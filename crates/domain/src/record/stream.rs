//! Streams: their kinds, and the id of one.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// The kinds of streams: one stream for each officer, report, matter and so on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum StreamKind {
    /// A force.
    Force,
    /// A member of the workforce.
    Officer,
    /// A report.
    Report,
    /// A complaint or conduct matter.
    Matter,
    /// A stop.
    Stop,
    /// A check of an officer by the public.
    Check,
    /// Who looked at an officer's record or a matter.
    Consultation,
    /// The erasure of a subject's key.
    Erasure,
}

impl StreamKind {
    /// All kinds, in the order in which they may refer to each other.
    pub const ALL: [StreamKind; 8] = [
        Self::Force,
        Self::Officer,
        Self::Report,
        Self::Matter,
        Self::Stop,
        Self::Check,
        Self::Consultation,
        Self::Erasure,
    ];

    /// Its name in the database and in event kinds.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Force => "force",
            Self::Officer => "officer",
            Self::Report => "report",
            Self::Matter => "matter",
            Self::Stop => "stop",
            Self::Check => "check",
            Self::Consultation => "consultation",
            Self::Erasure => "erasure",
        }
    }
}

/// One stream: its kind and the id of its thing. Printed as `matter/0195…`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct StreamId {
    /// What it is about.
    pub kind: StreamKind,
    /// Which one: an id, or the code of a force.
    pub key: String,
}

impl StreamId {
    /// The stream of the thing with this id.
    pub fn new(kind: StreamKind, id: impl fmt::Display) -> Self {
        Self { kind, key: id.to_string() }
    }
}

impl fmt::Display for StreamId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.kind.as_str(), self.key)
    }
}

/// A text that names no stream.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` names no stream: write its kind, a slash and its id, such as `force/northmere`")]
pub struct NotAStream(pub String);

impl FromStr for StreamId {
    type Err = NotAStream;

    fn from_str(text: &str) -> Result<Self, NotAStream> {
        let no = || NotAStream(text.to_owned());
        let (kind, key) = text.split_once('/').ok_or_else(no)?;
        let kind = StreamKind::ALL.into_iter().find(|known| known.as_str() == kind).ok_or_else(no)?;
        if key.is_empty() {
            return Err(no());
        }
        Ok(Self { kind, key: key.to_owned() })
    }
}
