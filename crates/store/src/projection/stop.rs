//! Read models of stops, of checks with their alarms, and of consultations.

use domain::check::{Check, Outcome};
use domain::consultation::Consultations;
use domain::stop::{Call, Stop};

use super::Row;
use super::table::table;
use crate::sql::Cell;

table! {
    /// Stops, by id.
    STOP = "stop" ["id": Text]
    ["officer": Text, "force": Text, "power": Text, "opened_at": Integer, "closed_at": Integer, "outcome": Text,
     "reason_changed": Truth, "reference": Text, "device": Text, "off_duty": Truth, "call": Text,
     "escalates_at": Integer]
}
table! {
    /// Checks by the public, by id.
    PUBLIC_CHECK = "public_check" ["id": Text]
    ["reference": Text, "leg": Text, "outcome": Text, "cause": Text, "stop": Text, "officer": Text, "force": Text,
     "begun_at": Integer, "made_at": Integer]
}
table! {
    /// Silent alarms, by the check that raised them.
    ALARM = "alarm" ["public_check": Text]
    ["force": Text, "desk": Text, "cause": Text, "raised_at": Integer, "acknowledged_at": Integer, "escalated": Text,
     "escalates_at": Integer, "closed_at": Integer]
}
table! {
    /// Who looked at which record, by the record and the number of the look.
    CONSULTATION = "consultation" ["record": Text, "number": Integer]
    ["viewer": Text, "role": Text, "force": Text, "purpose": Text, "task": Truth, "made_at": Integer]
}

pub(super) fn rows(stop: &Stop, rows: &mut Vec<Row>) {
    let cells = [
        Cell::text(stop.opening.officer),
        Cell::text(&stop.opening.force),
        Cell::code(stop.opening.power),
        Cell::time(stop.opened_at),
        Cell::maybe_time(stop.closed.as_ref().map(|closed| closed.at)),
        Cell::maybe_text(stop.closed.as_ref().map(|closed| &closed.outcome)),
        Cell::Truth(stop.reason_changed),
        Cell::text(stop.opening.reference),
        Cell::maybe_text(stop.opening.device),
        Cell::Truth(stop.opening.off_duty),
        Cell::maybe_text(stop.call.as_ref().map(Call::state)),
        Cell::maybe_time(stop.escalates_at()),
    ];
    rows.push(Row::new(&STOP, [Cell::text(stop.id)], cells));
}

pub(super) fn check(check: &Check, rows: &mut Vec<Row>) {
    let made = check.made.as_ref().map(|(_, made)| made);
    let (outcome, cause) = match check.found() {
        None => (None, None),
        Some(Outcome::Verified) => (Some("verified"), None),
        Some(Outcome::Pending) => (Some("pending"), None),
        Some(Outcome::Refused(cause)) => (Some("refused"), Some(cause.as_str())),
    };
    let force = made.and_then(|made| made.force.as_ref());
    let cells = [
        Cell::text(check.reference),
        made.map_or(Cell::Text(None), |made| Cell::code(made.leg)),
        Cell::maybe_text(outcome),
        Cell::maybe_text(cause),
        Cell::maybe_text(made.and_then(|made| made.stop)),
        Cell::maybe_text(made.and_then(|made| made.officer)),
        Cell::maybe_text(force),
        Cell::time(check.begun_at),
        Cell::maybe_time(check.made.as_ref().map(|(at, _)| *at)),
    ];
    rows.push(Row::new(&PUBLIC_CHECK, [Cell::text(check.id)], cells));
    let Some(alarm) = &check.alarm else { return };
    let cells = [
        Cell::maybe_text(force),
        Cell::text(alarm.desk.as_str()),
        Cell::text(alarm.cause.as_str()),
        Cell::time(alarm.raised_at),
        Cell::maybe_time(alarm.acknowledged.as_ref().map(|(at, _)| *at)),
        Cell::maybe_text(alarm.escalated.last().map(|(_, to)| to.as_str())),
        Cell::maybe_time(alarm.next_escalation().map(|(at, _)| at)),
        Cell::maybe_time(alarm.closed.as_ref().map(|(at, _)| *at)),
    ];
    rows.push(Row::new(&ALARM, [Cell::text(check.id)], cells));
}

pub(super) fn looks(looks: &Consultations, rows: &mut Vec<Row>) {
    rows.extend(looks.looks.iter().map(|look| {
        let cells = [
            Cell::who(&look.actor),
            Cell::text(look.actor.role.as_str()),
            Cell::maybe_text(look.actor.force.as_ref()),
            Cell::maybe_text(look.purpose.map(|purpose| purpose.as_str())),
            Cell::Truth(look.task),
            Cell::time(look.at),
        ];
        Row::new(&CONSULTATION, [Cell::text(&looks.of), Cell::count(look.version)], cells)
    }));
}
