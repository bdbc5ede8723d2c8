//! Consultations: looks at a person's record, each with viewer, time, role and coded purpose (DPA 2018 s.62).

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::codes::codes;
use crate::record::actor::Actor;
use crate::record::event::RecordedEvent;
use crate::record::state::Thing;
use crate::{ForceId, OfficerId};

codes! {
    /// The reason for a look: one short code.
    pub enum Purpose: "purpose of a look" {
        /// The viewer has a task on this record.
        AssignedTask = "assigned-task",
        /// The viewer has a decision to make on this record.
        Decision = "decision",
        /// The viewer supervises the person who has the task.
        Supervision = "supervision",
        /// Oversight, inspection or audit.
        Oversight = "oversight",
        /// Vetting of this person.
        Vetting = "vetting",
        /// A request by the person concerned.
        SubjectAccess = "subject-access",
        Other = "other",
    }
}

codes! {
    /// The reason for refusing a look.
    pub enum LookRefusal: "refusal of a look" {
        /// The role does not allow it, or a rule bars it here: own file, conflict of interest, no need to know.
        MayNot = "actor.may-not",
    }
}

/// A look at a record, made or refused.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", content = "payload")]
pub enum ConsultationEvent {
    /// The record was shown.
    #[serde(rename = "consultation.made")]
    Made {
        /// The purpose that the viewer stated.
        purpose: Purpose,
        /// True if the system knows of a task that the viewer has on this record.
        task: bool,
    },
    /// A look was requested and refused: own file, conflict of interest, no need to know.
    #[serde(rename = "consultation.refused")]
    Refused { code: LookRefusal },
}

/// A look at the record, made or refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Look {
    pub actor: Actor,
    pub at: Timestamp,
    /// The stated purpose, or `None` if the look was refused.
    pub purpose: Option<Purpose>,
    /// True if the system knew of a task that the viewer had on this record.
    pub task: bool,
    /// The version of the event in its stream.
    pub version: u64,
}

/// All looks at one record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Consultations {
    /// The printed id of the record, which is the key of the stream.
    pub of: String,
    /// Oldest first.
    pub looks: Vec<Look>,
}

impl Thing for Consultations {
    type Event = ConsultationEvent;

    fn begin(event: &ConsultationEvent, recorded: &RecordedEvent) -> Option<Self> {
        Self { of: recorded.stream.key.clone(), looks: Vec::new() }.after(event, recorded)
    }

    fn after(mut self, event: &ConsultationEvent, recorded: &RecordedEvent) -> Option<Self> {
        let (purpose, task) = match event {
            ConsultationEvent::Made { purpose, task } => (Some(*purpose), *task),
            ConsultationEvent::Refused { .. } => (None, false),
        };
        self.looks.push(Look {
            actor: recorded.actor.clone(),
            at: recorded.recorded_at,
            purpose,
            task,
            version: recorded.version,
        });
        Some(self)
    }

    fn force(&self) -> Option<&ForceId> {
        None
    }

    fn subject(&self) -> Option<OfficerId> {
        None
    }
}
