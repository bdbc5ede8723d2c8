//! Forces: founded, renamed, merged. What was said of a force stays said of it; its successor is found through it.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::record::event::Recorded;
use crate::record::refusal::Refusal;
use crate::record::state::Thing;
use crate::{Event, ForceId, OfficerId};

/// What happens to a force.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", content = "payload")]
pub enum ForceEvent {
    /// It exists from a day on.
    #[serde(rename = "force.founded")]
    Founded {
        /// Its name at that time.
        name: String,
        /// The first day.
        from: Date,
    },
    /// It has another name from a day on.
    #[serde(rename = "force.renamed")]
    Renamed {
        /// The new name.
        name: String,
        /// The first day of the new name.
        from: Date,
    },
    /// It went into another force; its last day is the day before.
    #[serde(rename = "force.merged")]
    Merged {
        /// Its successor.
        into: ForceId,
        /// The first day on which the successor is responsible.
        from: Date,
    },
}

/// A force, with the days from which its names held.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Force {
    /// Its code.
    pub id: ForceId,
    /// Its names, oldest first, each with its first day.
    pub names: Vec<(Date, String)>,
    /// Its successor and that one's first day, where it is gone.
    pub successor: Option<(Date, ForceId)>,
}

impl Thing for Force {
    type Event = ForceEvent;

    fn begin(event: &ForceEvent, recorded: &Recorded) -> Option<Self> {
        let ForceEvent::Founded { name, from } = event else { return None };
        let id = ForceId::parse(&recorded.stream.key).ok()?;
        Some(Self { id, names: vec![(*from, name.clone())], successor: None })
    }

    fn after(mut self, event: &ForceEvent, _: &Recorded) -> Option<Self> {
        match event {
            ForceEvent::Founded { .. } => return None,
            ForceEvent::Renamed { name, from } => {
                // A name entered late takes its place by its first day; the day of foundation stays first.
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
    /// Its name on a day; before its first day, its first name.
    pub fn name(&self, on: Date) -> &str {
        let current = self.names.iter().rev().find(|(from, _)| *from <= on).or(self.names.first());
        current.map_or(self.id.as_str(), |(_, name)| name)
    }

    /// Whether it is responsible on a day.
    pub fn exists(&self, on: Date) -> bool {
        let begun = self.names.first().is_some_and(|(from, _)| *from <= on);
        begun && self.successor.as_ref().is_none_or(|(from, _)| on < *from)
    }

    /// Merges it into another force.
    ///
    /// # Errors
    /// When it was merged before, or into itself.
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
