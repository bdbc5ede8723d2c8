//! Erasure, the destruction of a subject's key. The record keeps the fact of the erasure, the law and the approver.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::codes::codes;
use crate::record::actor::Actor;
use crate::record::event::RecordedEvent;
use crate::record::state::Thing;
use crate::{ForceId, OfficerId, SubjectId};

codes! {
    /// The kind of data, by the subject's role in the record.
    pub enum ErasedData: "kind of data to erase" {
        Complainant = "complainant",
        Officer = "officer",
        Witness = "witness",
    }
}

/// The destruction of a subject's key.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", content = "payload")]
pub enum ErasureEvent {
    /// The tombstone, recorded in the transaction that destroys the key.
    #[serde(rename = "erasure.done")]
    Done {
        /// The subject whose data was erased.
        subject: SubjectId,
        category: ErasedData,
        /// The law or retention rule behind the erasure, such as `DPA 2018 s.47`.
        law: String,
        /// The person who approved the erasure, in addition to the actor.
        approved_by: Actor,
    },
}

/// A completed erasure.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Erasure {
    /// The subject whose data was erased.
    pub subject: SubjectId,
    pub category: ErasedData,
    /// The law or retention rule behind the erasure.
    pub law: String,
    pub at: Timestamp,
}

impl Thing for Erasure {
    type Event = ErasureEvent;

    fn begin(event: &ErasureEvent, recorded: &RecordedEvent) -> Option<Self> {
        let ErasureEvent::Done { subject, category, law, .. } = event;
        Some(Self { subject: *subject, category: *category, law: law.clone(), at: recorded.recorded_at })
    }

    fn after(self, _: &ErasureEvent, _: &RecordedEvent) -> Option<Self> {
        None
    }

    fn force(&self) -> Option<&ForceId> {
        None
    }

    fn subject(&self) -> Option<OfficerId> {
        None
    }
}
