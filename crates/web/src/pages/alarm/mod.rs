//! Silent alarms, in the words of the control room.

pub mod show;

use app::control::AlarmOnBoard;
use app::secrets::Secrets;
use domain::Actor;
use jiff::Timestamp;
use shell::texts::{Text, Texts};

use crate::pages::board as words;
use crate::pages::call::StopView;
use crate::texts::Words as _;

pub use show::AlarmShow;

/// An alarm, as text for a page.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct AlarmView {
    /// The id of its check, used in paths.
    pub id: String,
    pub cause: Text,
    pub since: Text,
    /// The reference of the check, for quoting.
    pub reference: String,
    /// The place that the visitor shared.
    pub place: Option<String>,
    /// The time at which the visitor reported that something was wrong.
    pub wrong_said: Option<Text>,
    /// The stop to which the check led.
    pub stop: Option<StopView>,
    /// The latest look-ups of the same officer, newest first.
    pub lookups: Vec<Text>,
    /// The neighbouring force from which the alarm came.
    pub neighbour: Option<String>,
    /// The escalations so far, each with recipient and time.
    pub escalated: Vec<Text>,
    /// The colleague who took the alarm, and the time.
    pub taken: Option<Text>,
    /// The next escalation, with recipient and time.
    pub next: Option<Text>,
    /// The finding, if the alarm is closed.
    pub closed: Option<Text>,
}

impl AlarmView {
    pub(crate) fn new(t: &Texts, secrets: &Secrets, actor: &Actor, alarm: &AlarmOnBoard, now: Timestamp) -> Self {
        let check = &alarm.check;
        let of = alarm.row.force.as_ref().or(secrets.duty_force.as_ref()).map(|force| secrets.force(force));
        let next_force = of.as_ref().and_then(|force| force.neighbour.as_ref()).map(|it| secrets.force(it).name);
        let raised = check.alarm.as_ref();
        let escalated = raised.map(|alarm| alarm.escalated.as_slice()).unwrap_or_default();
        let next_force = next_force.as_deref();
        Self {
            id: check.id.to_string(),
            cause: raised.map(|alarm| words::cause(t, alarm.cause)).unwrap_or_default(),
            since: words::moment(t, alarm.row.raised_at, now),
            reference: check.reference.to_string(),
            place: check.place().map(str::to_owned),
            wrong_said: check.wrong_said.map(|at| words::moment(t, at, now)),
            stop: alarm.stop.as_ref().map(|stop| StopView::new(t, stop, now)),
            lookups: (alarm.lookups.iter())
                .map(|(at, found)| t.alarm_lookup(words::moment(t, *at, now), t.alarm_found(found)))
                .collect(),
            neighbour: alarm.from_neighbour.then(|| of.map(|force| force.name).unwrap_or_default()),
            escalated: (escalated.iter())
                .map(|(at, who)| words::escalated(t, words::moment(t, *at, now), *who, next_force))
                .collect(),
            taken: raised.and_then(|alarm| alarm.acknowledged.as_ref()).map(|(at, by)| {
                let at = words::moment(t, *at, now);
                if by.who == actor.who { t.alarm_taken_by_you(at) } else { t.alarm_taken(at) }
            }),
            next: raised
                .and_then(domain::check::Alarm::next_escalation)
                .map(|(at, who)| words::next_escalation(t, words::moment(t, at, now), who, next_force)),
            closed: raised
                .and_then(|alarm| alarm.closed.as_ref())
                .map(|(at, finding)| t.alarm_closed(words::moment(t, *at, now), t.alarm_finding(finding.as_str()))),
        }
    }
}
