//! Stops: begun with a power and a reason, and ended with a record that can only be supplemented.

use domain::encounter::{Encounter, EncounterEvent, Power, Stop};
use domain::{EncounterId, Event, ForceId, OfficerId, Personal, Refusal, StreamId, StreamKind};

use crate::change::{About, Change};
use crate::{Action, AppError, Context};

/// A stop as it is recorded.
#[derive(Clone, Debug)]
pub struct NewStop {
    /// Who stops.
    pub officer: OfficerId,
    /// Of which force.
    pub force: ForceId,
    /// Under which power.
    pub power: Power,
    /// Why.
    pub reason: String,
    /// Where.
    pub place: String,
    /// Whether in uniform.
    pub uniform: bool,
    /// Whether a vehicle is stopped.
    pub vehicle: bool,
    /// Whether a member of the public checked the officer.
    pub checked: bool,
    /// How it ended.
    pub outcome: String,
}

/// Records stops that have ended, in one transaction: all or none.
///
/// # Errors
/// When the actor may not; a stop without a reason; a vehicle stopped out of uniform; an officer who may not act.
pub async fn record_all(cx: &Context<'_>, stops: Vec<NewStop>) -> Result<Vec<EncounterId>, AppError> {
    let mut change = Change::begin(cx).await?;
    let mut ids = Vec::with_capacity(stops.len());
    for stop in stops {
        change.authorise(Action::RecordStop, About::Force(&stop.force)).await?;
        let officer = change.officer(stop.officer).await?;
        if !officer.is_serving() || officer.is_suspended() {
            return Err(Refusal::forbidden("encounter.not-on-duty", "this officer may not act now").into());
        }
        let id = EncounterId::new(cx.uuid());
        let opened = Encounter::open(Stop {
            officer: stop.officer,
            force: stop.force,
            power: stop.power,
            reason: Personal::about(id, stop.reason),
            place: stop.place,
            uniform: stop.uniform,
            vehicle: stop.vehicle,
        })?;
        let mut events = vec![opened];
        if stop.checked {
            events.push(Event::Encounter(EncounterEvent::Checked { verified: officer.may_be_verified() }));
        }
        events.push(Event::Encounter(EncounterEvent::Closed { outcome: stop.outcome, power: stop.power }));
        change.record(&StreamId::new(StreamKind::Encounter, id), events).await?;
        ids.push(id);
    }
    change.commit().await?;
    Ok(ids)
}
