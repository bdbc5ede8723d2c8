//! Consultations: who looked at a record about a person, when, in which role and for which coded purpose (DPA 2018 s.62).

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::codes::codes;
use crate::record::actor::Actor;
use crate::record::event::Recorded;
use crate::record::state::Thing;
use crate::{ForceId, OfficerId};

codes! {
    /// Why somebody looks: short and coded, one choice.
    pub enum Purpose: "purpose of a look" {
        /// A task on this record is theirs.
        AssignedTask = "assigned-task",
        /// A decision on this record is theirs.
        Decision = "decision",
        /// Supervising whoever has the task.
        Supervision = "supervision",
        /// Oversight, inspection or audit.
        Oversight = "oversight",
        /// Vetting of this person.
        Vetting = "vetting",
        /// A request of the person concerned.
        SubjectAccess = "subject-access",
        /// None of these.
        Other = "other",
    }
}

codes! {
    /// Why a look was refused.
    pub enum LookRefusal: "refusal of a look" {
        /// The role may not, or a wall stands between: own file, conflict of interest, no need to know.
        MayNot = "actor.may-not",
    }
}

/// Somebody looked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", content = "payload")]
pub enum ConsultationEvent {
    /// The record was shown.
    #[serde(rename = "consultation.made")]
    Made {
        /// What they said it was for.
        purpose: Purpose,
        /// Whether the system knows of a task of theirs on it.
        task: bool,
    },
    /// It was asked for and refused: own file, conflict of interest, no need to know.
    #[serde(rename = "consultation.refused")]
    Refused {
        /// Why.
        code: LookRefusal,
    },
}

/// One look.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Look {
    pub actor: Actor,
    pub at: Timestamp,
    /// What for; `None` when it was refused.
    pub purpose: Option<Purpose>,
    /// Whether a task of theirs was known.
    pub task: bool,
    /// The version of the event in its stream.
    pub version: u64,
}

/// All looks at one record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Consultations {
    /// The record: the key of the stream holds its printed id.
    pub of: String,
    /// Oldest first.
    pub looks: Vec<Look>,
}

impl Thing for Consultations {
    type Event = ConsultationEvent;

    fn begin(event: &ConsultationEvent, recorded: &Recorded) -> Option<Self> {
        Self { of: recorded.stream.key.clone(), looks: Vec::new() }.after(event, recorded)
    }

    fn after(mut self, event: &ConsultationEvent, recorded: &Recorded) -> Option<Self> {
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
