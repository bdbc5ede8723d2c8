//! Personal data inside an event: whose it is travels with it, so that the store can encrypt each part under the key of the
//! person it is about, and so that erasing one person leaves the rest of the event readable.

use serde::de::DeserializeOwned;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::{Value, json};

use crate::SubjectId;

/// The field that marks an object as personal data; its value is the subject.
pub const MARK: &str = "personal";

/// A value about a person: readable, or erased with the person's key.
///
/// As JSON: `{"personal": SUBJECT, "value": VALUE}`, or `{"personal": SUBJECT, "erased": true}`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Personal<T> {
    /// It can be read.
    Known {
        /// Whom it is about.
        subject: SubjectId,
        /// What is known.
        value: T,
    },
    /// The key of the subject was destroyed: that something stood here stays provable, what it was is gone.
    Erased {
        /// Whom it was about.
        subject: SubjectId,
    },
}

impl<T> Personal<T> {
    /// A value about a subject.
    pub fn about(subject: impl Into<SubjectId>, value: T) -> Self {
        Self::Known { subject: subject.into(), value }
    }

    /// Whom it is about.
    pub fn subject(&self) -> SubjectId {
        match self {
            Self::Known { subject, .. } | Self::Erased { subject } => *subject,
        }
    }

    /// The value, unless it was erased.
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
                // What the parser says may quote the value, and an error holds no personal data.
                let unlike =
                    |_| serde::de::Error::custom("the value of a personal part has another shape than it should");
                let value = serde_json::from_value(value).map_err(unlike)?;
                Ok(Self::Known { subject: form.personal, value })
            }
            None => Err(serde::de::Error::missing_field("value")),
        }
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    #[test]
    fn what_is_printed_is_read_again_known_or_erased() {
        let subject = SubjectId::new(Uuid::from_u128(7));
        for value in [Personal::about(subject, "Ada Marlow".to_owned()), Personal::Erased { subject }] {
            let text = serde_json::to_string(&value).unwrap();
            assert_eq!(serde_json::from_str::<Personal<String>>(&text).unwrap(), value);
        }
    }

    #[test]
    fn a_mark_without_value_or_erasure_is_refused() {
        let text = format!("{{\"personal\":\"{}\"}}", Uuid::from_u128(7));
        assert!(
            serde_json::from_str::<Personal<String>>(&text).unwrap_err().to_string().contains("missing field `value`")
        );
    }
}
