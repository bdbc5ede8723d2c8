//! Personal data inside an event. Each piece names its subject, so that the store can encrypt it under that person's
//! key, and so that erasing one person's data leaves the rest of the event readable.

use serde::de::DeserializeOwned;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::{Value, json};

use crate::SubjectId;

/// The field that marks an object as personal data. Its value is the subject.
pub const MARK: &str = "personal";

/// A value about a person. It is readable until it is erased along with the person's key.
///
/// As JSON: `{"personal": SUBJECT, "value": VALUE}`, or `{"personal": SUBJECT, "erased": true}`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Personal<T> {
    Known {
        subject: SubjectId,
        value: T,
    },
    /// The subject's key was destroyed. It can still be proved that there was a value, but not what it was.
    Erased {
        subject: SubjectId,
    },
}

impl<T> Personal<T> {
    pub fn about(subject: impl Into<SubjectId>, value: T) -> Self {
        Self::Known { subject: subject.into(), value }
    }

    /// The person whose key protects the value.
    pub fn subject(&self) -> SubjectId {
        match self {
            Self::Known { subject, .. } | Self::Erased { subject } => *subject,
        }
    }

    /// The value, unless it has been erased.
    pub fn known(&self) -> Option<&T> {
        match self {
            Self::Known { value, .. } => Some(value),
            Self::Erased { .. } => None,
        }
    }
}

impl<T: Serialize> Serialize for Personal<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Known { subject, value } => {
                let value = serde_json::to_value(value).map_err(serde::ser::Error::custom)?;
                json!({ MARK: subject, "value": value }).serialize(serializer)
            }
            Self::Erased { subject } => json!({ MARK: subject, "erased": true }).serialize(serializer),
        }
    }
}

impl<'de, T: DeserializeOwned> Deserialize<'de> for Personal<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        struct Form {
            personal: SubjectId,
            #[serde(default)]
            value: Option<Value>,
            #[serde(default)]
            erased: bool,
        }
        let form = Form::deserialize(deserializer)?;
        match form.value {
            _ if form.erased => Ok(Self::Erased { subject: form.personal }),
            Some(value) => {
                // The parser's message may quote the value, and an error must not contain personal data.
                let unlike =
                    |_| serde::de::Error::custom("the value of a personal part has another shape than it should");
                let value = serde_json::from_value(value).map_err(unlike)?;
                Ok(Self::Known { subject: form.personal, value })
            }
            None => Err(serde::de::Error::missing_field("value")),
        }
    }
}
