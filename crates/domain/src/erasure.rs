//! Erasure: a subject's key is destroyed. What stays is that it was done, under which law, and who approved it.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::codes::codes;
use crate::record::actor::Actor;
use crate::record::event::Recorded;
use crate::record::state::Thing;
use crate::{ForceId, OfficerId, SubjectId};

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
    pub at: Timestamp,
}

impl Thing for Erasure {
    type Event = ErasureEvent;

    fn begin(event: &ErasureEvent, recorded: &Recorded) -> Option<Self> {
        let ErasureEvent::Done { subject, category, law, .. } = event;
        Some(Self { subject: *subject, category: *category, law: law.clone(), at: recorded.recorded_at })
    }

    fn after(self, _: &ErasureEvent, _: &Recorded) -> Option<Self> {
        None
    }

    fn force(&self) -> Option<&ForceId> {
        None
    }

    fn subject(&self) -> Option<OfficerId> {
        None
    }
}
