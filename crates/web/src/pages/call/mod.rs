//! Stops in the words of the control room, and calls of officers off duty who wait to be confirmed.

pub mod show;

use app::control::CALL_TAKEN_WITHIN;
use domain::stop::{CALL_ESCALATES_AFTER, Call, Stop};
use jiff::Timestamp;
use shell::texts::{Text, Texts};

use crate::pages::board as words;
use crate::texts::Words as _;

pub use show::StopPage;

/// An officer off duty who waits to be confirmed.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct CallView {
    /// The stop.
    pub stop: StopView,
    /// Since when it waits, and how long.
    pub since: Text,
    /// How long.
    pub waiting: Text,
    /// By when it should be taken, while that can still be.
    pub take_by: Option<Text>,
    /// When it was marked that nobody answers.
    pub escalated: Option<Text>,
    /// When that will be marked.
    pub next: Option<Text>,
}

/// A stop in a line.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct StopView {
    /// Its id, in addresses.
    pub id: String,
    /// Its reference.
    pub reference: String,
    /// Since when.
    pub since: Text,
    /// The power.
    pub power: String,
    /// Where.
    pub place: String,
    /// Whether the officer is off duty: what the control room said of it.
    pub call: Option<Text>,
    /// Whether it has ended.
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
            Call::Waiting { .. } => t.control_call_waits(),
            Call::Confirmed { at, unit, .. } => t.control_call_confirmed(words::moment(t, *at, now), unit),
            Call::Refused { at } => t.control_call_refused(words::moment(t, *at, now)),
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
