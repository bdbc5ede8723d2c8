//! Erasure: a subject's key is destroyed. What stays is that it was done, under which law, and who approved it.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::SubjectId;
use crate::codes::codes;
use crate::record::event::{Actor, Recorded};

codes! {
    /// Whose data is erased, by what they were to the record.
    pub enum ErasedData: "kind of data to erase" {
        Complainant = "complainant",
        Officer = "officer",
        Witness = "witness",
    }
}

/// A subject's key is destroyed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", content = "payload")]
pub enum ErasureEvent {
    /// The tombstone. Recorded in the transaction that destroys the key.
    #[serde(rename = "erasure.done")]
    Done {
        /// Whose data.
        subject: SubjectId,
        /// What kind of data it was.
        category: ErasedData,
        /// The law or retention rule: `DPA 2018 s.47`.
        law: String,
        /// Who approved, beside the actor.
        approved_by: Actor,
    },
}

/// An erasure that was done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Erasure {
    /// Whose data.
    pub subject: SubjectId,
    /// What kind of data it was.
    pub category: ErasedData,
    /// The law or retention rule.
    pub law: String,
    /// When.
    pub at: Timestamp,
}

impl Erasure {
    pub(crate) fn begin(event: &ErasureEvent, recorded: &Recorded) -> Self {
        let ErasureEvent::Done { subject, category, law, .. } = event;
        Self { subject: *subject, category: *category, law: law.clone(), at: recorded.recorded_at }
    }
}
