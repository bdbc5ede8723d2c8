//! Silent alarms, raised by checks.

use domain::check::Check;
use domain::{CheckId, ForceId};
use jiff::Timestamp;

use crate::engine::{Cell, questions, rows, tables};
use crate::record::projection::TableRow;

tables! {
    /// Silent alarms, by the check that raised them.
    ReadModel ALARM = "alarm" ["public_check": Text]
    ["force": Text, "desk": Text, "cause": Text, "raised_at": Integer, "acknowledged_at": Integer, "escalated": Text,
     "escalates_at": Integer, "closed_at": Integer];
}

rows! {
    /// A silent alarm.
    AlarmRow = "alarm" {
        /// The check that raised it.
        public_check: CheckId,
        /// Of which force; none where nothing led to one.
        force: Option<ForceId>,
        /// `control-room` or `covert-desk`.
        desk: String,
        /// Why, as a code.
        cause: String,
        /// Since when.
        raised_at: Timestamp,
        /// When somebody took it.
        acknowledged_at: Option<Timestamp>,
        /// To whom it was carried on last.
        escalated: Option<String>,
        /// When it is carried on next.
        escalates_at: Option<Timestamp>,
        /// When it was closed.
        closed_at: Option<Timestamp>,
    }
}

questions! {
    /// The open alarms of a desk that lead to a force. Those that nobody took come first, of these the newest: a flood of old
    /// ones hides none that was just raised.
    alarms_of_force: AlarmRow (desk: &str = Cell::text(desk), force: &ForceId = Cell::text(force), limit: u32 = Cell::count(limit.into())) all
        "WHERE closed_at IS NULL AND desk = $1 AND force = $2 ORDER BY acknowledged_at IS NULL DESC, raised_at DESC, public_check LIMIT $3";
    /// The same of alarms that lead to no force.
    alarms_of_no_force: AlarmRow (desk: &str = Cell::text(desk), limit: u32 = Cell::count(limit.into())) all
        "WHERE closed_at IS NULL AND desk = $1 AND force IS NULL ORDER BY acknowledged_at IS NULL DESC, raised_at DESC, public_check LIMIT $2";
    /// The open alarms of a force that were carried on to somebody, in the same order.
    alarms_carried_on: AlarmRow (to: &str = Cell::text(to), force: &ForceId = Cell::text(force), limit: u32 = Cell::count(limit.into())) all
        "WHERE closed_at IS NULL AND escalated = $1 AND force = $2 ORDER BY acknowledged_at IS NULL DESC, raised_at DESC, public_check LIMIT $3";
    /// The same of alarms that lead to no force.
    alarms_of_no_force_carried_on: AlarmRow (to: &str = Cell::text(to), limit: u32 = Cell::count(limit.into())) all
        "WHERE closed_at IS NULL AND escalated = $1 AND force IS NULL ORDER BY acknowledged_at IS NULL DESC, raised_at DESC, public_check LIMIT $2";
    /// The alarm of a check.
    alarm_row: AlarmRow (check: CheckId = Cell::text(check)) one
        "WHERE public_check = $1";
    /// The alarms that nobody has taken by this time, and that are to be carried on.
    alarms_to_escalate: AlarmRow (now: Timestamp = Cell::time(now), limit: u32 = Cell::count(limit.into())) all
        "WHERE escalates_at <= $1 ORDER BY escalates_at, public_check LIMIT $2";
}

pub(crate) fn rows(check: &Check, rows: &mut Vec<TableRow>) {
    let Some(alarm) = &check.alarm else { return };
    let force = check.made.as_ref().and_then(|(_, made)| made.force.as_ref());
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
    rows.push(TableRow::new(&ALARM, [Cell::text(check.id)], cells));
}
