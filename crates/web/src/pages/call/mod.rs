//! Stops as the control room sees them, and calls of off-duty officers who are waiting to be confirmed.

pub mod show;

use app::control::CALL_TAKEN_WITHIN;
use domain::stop::{CALL_ESCALATES_AFTER, Call, Stop};
use jiff::Timestamp;
use shell::texts::{Text, Texts};

use crate::pages::board as words;
use crate::texts::Words as _;

pub use show::CallShow;

/// An off-duty officer who is waiting to be confirmed.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct CallView {
    pub stop: StopView,
    /// The time at which the call began.
    pub since: Text,
    pub waiting: Text,
    /// The time by which the call should be taken. `None` once that time has passed.
    pub take_by: Option<Text>,
    /// The time at which the call was escalated.
    pub escalated: Option<Text>,
    /// The time at which the call will be escalated.
    pub next: Option<Text>,
}

/// A stop, summarised in one line.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct StopView {
    pub id: String,
    pub reference: String,
    pub since: Text,
    pub power: String,
    pub place: String,
    /// The control room's answer, if the officer is off duty.
    pub call: Option<Text>,
    /// True if the stop has ended.
    pub ended: bool,
}

impl CallView {
    pub(crate) fn new(t: &Texts, stop: &Stop, now: Timestamp) -> Self {
        let escalated = match stop.call {
            Some(Call::Waiting { escalated }) => escalated,
            _ => None,
        };
        let after = |length| stop.opened_at.saturating_add(length).unwrap_or(Timestamp::MAX);
        let take_by = after(CALL_TAKEN_WITHIN);
        let next = escalated.is_none().then(|| after(CALL_ESCALATES_AFTER));
        Self {
            stop: StopView::new(t, stop, now),
            since: words::moment(t, stop.opened_at, now),
            waiting: words::waiting(t, stop.opened_at, now),
            take_by: (now < take_by).then(|| words::moment(t, take_by, now)),
            escalated: escalated.map(|at| words::moment(t, at, now)),
            next: next.map(|at| words::moment(t, at, now)),
        }
    }
}

impl StopView {
    pub(crate) fn new(t: &Texts, stop: &Stop, now: Timestamp) -> Self {
        let call = stop.call.as_ref().map(|call| match call {
            Call::Waiting { .. } => t.call_waits(),
            Call::Confirmed { at, unit, .. } => t.call_confirmed(words::moment(t, *at, now), unit),
            Call::Refused { at } => t.call_refused(words::moment(t, *at, now)),
        });
        Self {
            id: stop.id.to_string(),
            reference: stop.opening.reference.to_string(),
            since: words::moment(t, stop.opened_at, now),
            power: stop.opening.power.citation().to_owned(),
            place: stop.opening.place.clone(),
            call,
            ended: !stop.is_open(),
        }
    }
}
