//! Encounters: a stop, the power and the reason stated for it, and how it ended.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::event::Recorded;
use crate::refusal::Refusal;
use crate::{EncounterId, Event, ForceId, OfficerId, Personal};

/// A power of stop: an act and section.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Power {
    /// PACE 1984 s.1: stolen or prohibited articles.
    PaceSection1,
    /// Misuse of Drugs Act 1971 s.23.
    MisuseOfDrugsSection23,
    /// Criminal Justice and Public Order Act 1994 s.60.
    PublicOrderSection60,
    /// Road Traffic Act 1988 s.163: stopping a vehicle.
    RoadTrafficSection163,
    /// PACE 1984 s.24: arrest.
    PaceSection24,
}

/// What is stated when a stop begins.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stop {
    /// Who stops.
    pub officer: OfficerId,
    /// Of which force.
    pub force: ForceId,
    /// Under which power.
    pub power: Power,
    /// Why, in the officer's words.
    pub reason: Personal<String>,
    /// Where, as coarse as it may be.
    pub place: String,
    /// Whether the officer wears a uniform.
    pub uniform: bool,
    /// Whether a vehicle is stopped.
    pub vehicle: bool,
}

/// What happens in a stop.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", content = "payload")]
pub enum EncounterEvent {
    /// It began.
    #[serde(rename = "encounter.opened")]
    Opened(Stop),
    /// A member of the public checked the officer.
    #[serde(rename = "encounter.checked")]
    Checked {
        /// Whether the officer may act now.
        verified: bool,
    },
    /// It ended.
    #[serde(rename = "encounter.closed")]
    Closed {
        /// How: `no-further-action`, `arrest`, `warning`.
        outcome: String,
        /// The power that the officer gives at the end.
        power: Power,
    },
}

/// A stop.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Encounter {
    /// Its id.
    pub id: EncounterId,
    /// What was stated.
    pub stop: Stop,
    /// When it began.
    pub opened_at: Timestamp,
    /// The checks by the public: when, and whether verified.
    pub checks: Vec<(Timestamp, bool)>,
    /// When and how it ended.
    pub closed: Option<(Timestamp, String)>,
    /// Whether the power given at the end is another than the one first stated.
    pub reason_changed: bool,
}

impl Encounter {
    /// Begins a stop.
    ///
    /// # Errors
    /// Without a reason; a vehicle stopped out of uniform (PACE 1984 s.2(9)(b)).
    pub fn open(stop: Stop) -> Result<Event, Refusal> {
        if stop.reason.known().is_none_or(|reason| reason.trim().is_empty()) {
            let message = "a stop cannot begin without a reason: say the object and the grounds of it";
            return Err(Refusal::invalid("encounter.no-reason", message).citing("PACE 1984 s.2(3)"));
        }
        if stop.vehicle && !stop.uniform {
            let message = "a constable who is not in uniform may not stop a vehicle under this power";
            return Err(Refusal::invalid("encounter.not-in-uniform", message).citing("PACE 1984 s.2(9)(b)"));
        }
        Ok(Event::Encounter(EncounterEvent::Opened(stop)))
    }

    /// Ends it.
    ///
    /// # Errors
    /// When it has ended before.
    pub fn close(&self, outcome: String, power: Power) -> Result<Event, Refusal> {
        if self.closed.is_some() {
            return Err(Refusal::conflict("encounter.already-closed", "this stop has ended: add a supplement instead"));
        }
        Ok(Event::Encounter(EncounterEvent::Closed { outcome, power }))
    }

    pub(crate) fn begin(event: &EncounterEvent, recorded: &Recorded) -> Option<Self> {
        let EncounterEvent::Opened(stop) = event else { return None };
        Some(Self {
            id: recorded.stream.key.parse().ok()?,
            stop: stop.clone(),
            opened_at: recorded.happened(),
            checks: Vec::new(),
            closed: None,
            reason_changed: false,
        })
    }

    pub(crate) fn after(mut self, event: &EncounterEvent, recorded: &Recorded) -> Option<Self> {
        match event {
            EncounterEvent::Opened(_) => return None,
            EncounterEvent::Checked { verified } => self.checks.push((recorded.recorded_at, *verified)),
            EncounterEvent::Closed { outcome, power } => {
                self.reason_changed = *power != self.stop.power;
                self.closed = Some((recorded.happened(), outcome.clone()));
            }
        }
        Some(self)
    }
}
