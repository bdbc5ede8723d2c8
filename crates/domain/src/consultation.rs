//! Consultations of a person's record, each with its viewer, time, role and coded purpose (DPA 2018 s.62).

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::codes::codes;
use crate::record::actor::Actor;
use crate::record::event::RecordedEvent;
use crate::record::state::Thing;
use crate::{ForceId, OfficerId};

codes! {
    /// The reason for consulting a record, as a short code.
    pub enum Purpose: "purpose of a look" {
        /// The viewer has a task that concerns this record.
        AssignedTask = "assigned-task",
        /// The viewer has a decision to make that concerns this record.
        Decision = "decision",
        /// The viewer supervises the person who has the task.
        Supervision = "supervision",
        /// Oversight, inspection or audit.
        Oversight = "oversight",
        /// Vetting of the person whom the record is about.
        Vetting = "vetting",
        /// A request by the person whom the record is about.
        SubjectAccess = "subject-access",
        Other = "other",
    }
}

codes! {
    /// The reason for refusing a consultation.
    pub enum LookRefusal: "refusal of a look" {
        /// The role does not allow it, or a rule forbids it: the viewer's own file, a conflict of interest, no need to
        /// know.
        MayNot = "actor.may-not",
    }
}

/// A consultation of a record, made or refused.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", content = "payload")]
pub enum ConsultationEvent {
    /// The record was shown.
    #[serde(rename = "consultation.made")]
    Made {
        /// The purpose that the viewer stated.
        purpose: Purpose,
        /// True if, according to the system, the viewer has a task that concerns this record.
        task: bool,
    },
    /// A consultation was refused: the viewer's own file, a conflict of interest, no need to know.
    #[serde(rename = "consultation.refused")]
    Refused { code: LookRefusal },
}

/// A consultation of the record, made or refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Look {
    pub actor: Actor,
    pub at: Timestamp,
    /// The stated purpose, or `None` if the consultation was refused.
    pub purpose: Option<Purpose>,
    /// True if, according to the system, the viewer had a task that concerned this record.
    pub task: bool,
    /// The version of the event in its stream.
    pub version: u64,
}

/// All consultations of one record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Consultations {
    /// The stream of the record, as text. It is the key of this stream.
    pub of: String,
    /// The consultations, oldest first.
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
