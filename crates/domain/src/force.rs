//! Forces, which are founded, renamed and merged. Past events keep the code of a merged force, which leads to its
//! successor.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::record::event::RecordedEvent;
use crate::record::refusal::Refusal;
use crate::record::state::Thing;
use crate::{Event, ForceId, OfficerId};

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", content = "payload")]
pub enum ForceEvent {
    /// The force was founded.
    #[serde(rename = "force.founded")]
    Founded {
        /// The name of the force on its first day.
        name: String,
        /// The first day of the force.
        from: Date,
    },
    /// The force was given a new name.
    #[serde(rename = "force.renamed")]
    Renamed {
        name: String,
        /// The first day of the new name.
        from: Date,
    },
    /// The force was merged into another. Its last day is the day before `from`.
    #[serde(rename = "force.merged")]
    Merged {
        /// The successor.
        into: ForceId,
        /// The first day on which the successor is responsible.
        from: Date,
    },
}

/// A force with all its names and its successor.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Force {
    pub id: ForceId,
    /// The names, oldest first, each with its first day.
    pub names: Vec<(Date, String)>,
    /// The successor and the first day on which it is responsible, if the force was merged.
    pub successor: Option<(Date, ForceId)>,
}

impl Thing for Force {
    type Event = ForceEvent;

    fn begin(event: &ForceEvent, recorded: &RecordedEvent) -> Option<Self> {
        let ForceEvent::Founded { name, from } = event else { return None };
        let id = ForceId::parse(&recorded.stream.key).ok()?;
        Some(Self { id, names: vec![(*from, name.clone())], successor: None })
    }

    fn after(mut self, event: &ForceEvent, _: &RecordedEvent) -> Option<Self> {
        match event {
            ForceEvent::Founded { .. } => return None,
            ForceEvent::Renamed { name, from } => {
                // A name entered late is inserted in order of first day, but never before the founding name.
                let place = self.names.partition_point(|(earlier, _)| earlier <= from).max(1);
                self.names.insert(place, (*from, name.clone()));
            }
            ForceEvent::Merged { into, from } => self.successor = Some((*from, into.clone())),
        }
        Some(self)
    }

    fn force(&self) -> Option<&ForceId> {
        Some(&self.id)
    }

    fn subject(&self) -> Option<OfficerId> {
        None
    }
}

impl Force {
    /// The name on a given day, or the first name if the day is before the force was founded.
    pub fn name(&self, on: Date) -> &str {
        let current = self.names.iter().rev().find(|(from, _)| *from <= on).or(self.names.first());
        current.map_or(self.id.as_str(), |(_, name)| name)
    }

    /// Returns whether the force is responsible on a given day.
    pub fn exists(&self, on: Date) -> bool {
        let begun = self.names.first().is_some_and(|(from, _)| *from <= on);
        begun && self.successor.as_ref().is_none_or(|(from, _)| on < *from)
    }

    /// Merges the force into another.
    ///
    /// # Errors
    /// If it has already been merged, or would be merged into itself.
    pub fn merge(&self, into: ForceId, from: Date) -> Result<Event, Refusal> {
        if let Some((_, successor)) = &self.successor {
            let message = format!("`{}` was merged into `{successor}` before: name a force that still exists", self.id);
            return Err(Refusal::conflict("force.already-merged", message));
        }
        if into == self.id {
            return Err(Refusal::invalid(
                "force.merged-into-itself",
                "a force cannot be merged into itself: name another",
            ));
        }
        Ok(Event::Force(ForceEvent::Merged { into, from }))
    }
}
