//! Ids: one type for each thing that can be named, so that ids of different things can never be swapped.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// The error for a text that is not an id of the expected kind.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{text}` is not an id of {what}: it has 32 hexadecimal digits in five groups")]
pub struct NotAnId {
    pub text: String,
    /// The kind of thing that was expected, with its article: `a report`.
    pub what: &'static str,
}

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident = $what:literal;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(Uuid);

        impl $name {
            /// Wraps a value. Values come from the context of the operation and are never generated here.
            pub const fn new(value: Uuid) -> Self {
                Self(value)
            }

            pub const fn value(self) -> Uuid {
                self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.hyphenated().fmt(f)
            }
        }

        impl FromStr for $name {
            type Err = NotAnId;

            fn from_str(text: &str) -> Result<Self, NotAnId> {
                match Uuid::parse_str(text) {
                    Ok(value) => Ok(Self(value)),
                    Err(_) => Err(NotAnId { text: text.to_owned(), what: $what }),
                }
            }
        }
    )*};
}

ids! {
    /// One recorded event. The id reveals its time (UUID version 7), so it is never shown to the public.
    EventId = "an event";
    /// A member of the workforce: officer, special or staff. One person keeps the same id in every force.
    OfficerId = "an officer";
    /// A crime report, a complaint or a colleague's report.
    ReportId = "a report";
    /// A complaint or conduct matter.
    MatterId = "a matter";
    /// One allegation within a matter.
    AllegationId = "an allegation";
    /// One duty with its clock.
    DutyId = "a duty";
    /// One warning sign: a named fact with its source.
    SignId = "a warning sign";
    /// One proposed link between a report and an officer, or between two service records.
    LinkId = "a link";
    StopId = "a stop";
    /// One check of an officer by the public. The public sees a random reference instead of this id.
    CheckId = "a check";
    /// A device that belongs to a force, with its keys.
    DeviceId = "a device";
    /// A person whose data is encrypted under their own key: an officer, a complainant, a witness.
    SubjectId = "a subject";
    /// A decision awaiting a second signature.
    PendingId = "a decision that waits for its second signature";
}

macro_rules! subjects {
    ($($from:ident),*) => {$(
        impl From<$from> for SubjectId {
            fn from(id: $from) -> Self {
                Self::new(id.value())
            }
        }
    )*};
}

subjects!(OfficerId, ReportId, MatterId, StopId, CheckId);

/// The code of a force, such as `northmere`: lower-case letters, digits and hyphens. Forces are founded, renamed and
/// merged; the code of a force that no longer exists is never reused.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct ForceId(String);

/// The error for a text that is not the code of a force.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not the code of a force: use lower-case letters, digits and hyphens, such as `northmere`")]
pub struct NotAForce(pub String);

impl ForceId {
    /// Reads a code.
    ///
    /// # Errors
    /// If the text is empty, is longer than 40 characters, or contains anything but lower-case letters, digits and
    /// hyphens.
    pub fn parse(text: &str) -> Result<Self, NotAForce> {
        let letters =
            text.chars().all(|letter| letter.is_ascii_lowercase() || letter.is_ascii_digit() || letter == '-');
        if text.is_empty() || text.len() > 40 || !letters {
            return Err(NotAForce(text.to_owned()));
        }
        Ok(Self(text.to_owned()))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for ForceId {
    type Error = NotAForce;

    fn try_from(text: String) -> Result<Self, NotAForce> {
        Self::parse(&text)
    }
}

impl From<ForceId> for String {
    fn from(force: ForceId) -> String {
        force.0
    }
}

impl fmt::Display for ForceId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}
