//! Completed stops that are recorded afterwards.

use domain::check::{Cause, Check, CheckEvent, CheckOutcome, CheckResult, Leg};
use domain::officer::Officer;
use domain::stop::{Power, Stop, StopEvent, StopOpening, StopOutcome, StopRefusal};
use domain::{CheckId, CheckRef, Event, ForceId, OfficerId, Personal, Refusal, StopId, Stream as _};

use super::reference;
use crate::change::{Change, PermissionSubject};
use crate::secrets::prefix;
use crate::{Action, AppError, Context};

/// A completed stop to be recorded.
#[derive(Clone, Debug)]
pub struct PastStop {
    pub officer: OfficerId,
    pub force: ForceId,
    pub power: Power,
    pub reason: String,
    pub place: String,
    /// True if the officer was in uniform.
    pub uniform: bool,
    /// True if a vehicle was stopped.
    pub vehicle: bool,
    /// True if a member of the public checked the officer.
    pub checked: bool,
    pub outcome: StopOutcome,
}

/// Records completed stops in one transaction: either all of them or none.
///
/// # Errors
/// If the actor is not allowed to, a stop has no reason, a vehicle was stopped by an officer out of uniform, or an
/// officer was not allowed to act.
pub async fn record_all(cx: &Context<'_>, stops: Vec<PastStop>) -> Result<Vec<StopId>, AppError> {
    let mut change = Change::begin(cx).await?;
    let mut ids = Vec::with_capacity(stops.len());
    for stop in stops {
        let permit = change.authorise(Action::RecordStop, PermissionSubject::Force(&stop.force)).await?;
        let officer = change.load::<Officer>(stop.officer).await?;
        let verdict = officer.standing().may_serve();
        if matches!(verdict, Err(Cause::Left | Cause::Suspended)) {
            return Err(Refusal::forbidden(StopRefusal::NotOnDuty, "this officer may not act now").into());
        }
        let id = StopId::new(cx.uuid());
        let opened = Stop::open(StopOpening {
            reference: reference(cx, &prefix(&stop.force))?,
            officer: stop.officer,
            force: stop.force.clone(),
            device: None,
            power: stop.power,
            reason_code: None,
            reason: Personal::about(id, stop.reason),
            object: None,
            place: stop.place,
            uniform: stop.uniform,
            vehicle: stop.vehicle,
            off_duty: false,
        })?;
        let closed = StopEvent::Closed { outcome: stop.outcome, power: stop.power, reason_code: None, record: None };
        change.record(&permit, &Stop::stream(id), vec![opened, Event::Stop(closed)]).await?;
        if stop.checked {
            let found = verdict.map_or_else(CheckOutcome::Refused, |()| CheckOutcome::Verified);
            let reference =
                CheckRef::draw(&cx.random::<48>()).ok_or(AppError::Bug("the random numbers are not random"))?;
            let (stop, officer, force) = (Some(id), Some(stop.officer), Some(stop.force));
            let made = CheckResult { reference, leg: Leg::Code, found, stop, officer, force };
            let check = Check::stream(CheckId::new(cx.uuid()));
            change.record(&permit, &check, vec![Event::Check(CheckEvent::Made(made))]).await?;
        }
        ids.push(id);
    }
    change.commit().await?;
    Ok(ids)
}
