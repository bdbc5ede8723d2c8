//! Silent alarms. A check raises one, and staff at a desk acknowledge and close it.

use domain::check::Check;
use domain::{CheckId, ForceId};
use jiff::Timestamp;

use crate::engine::{Cell, questions, rows, tables};
use crate::record::projection::TableRow;

tables! {
    /// Silent alarms, keyed by the check that raised them.
    ReadModel ALARM = "alarm" ["public_check": Text]
    ["force": Text, "desk": Text, "cause": Text, "raised_at": Integer, "acknowledged_at": Integer, "escalated": Text,
     "escalates_at": Integer, "closed_at": Integer];
}

rows! {
    AlarmRow = "alarm" {
        /// The check that raised the alarm.
        public_check: CheckId,
        /// `None` if the check could not be traced to a force.
        force: Option<ForceId>,
        /// `control-room` or `covert-desk`.
        desk: String,
        cause: String,
        raised_at: Timestamp,
        acknowledged_at: Option<Timestamp>,
        /// The last recipient of an escalation.
        escalated: Option<String>,
        /// The time of the next escalation.
        escalates_at: Option<Timestamp>,
        closed_at: Option<Timestamp>,
    }
}

questions! {
    /// Open alarms at a desk for a force. Unacknowledged alarms come first, newest at the top, so that a flood of old
    /// alarms cannot hide a new one.
    alarms_of_force: AlarmRow (desk: &str = Cell::text(desk), force: &ForceId = Cell::text(force), limit: u32 = Cell::count(limit.into())) all
        "WHERE closed_at IS NULL AND desk = $1 AND force = $2 ORDER BY acknowledged_at IS NULL DESC, raised_at DESC, public_check LIMIT $3";
    /// Open alarms at a desk that could not be traced to a force, in the same order as
    /// [`crate::Store::alarms_of_force`].
    alarms_of_no_force: AlarmRow (desk: &str = Cell::text(desk), limit: u32 = Cell::count(limit.into())) all
        "WHERE closed_at IS NULL AND desk = $1 AND force IS NULL ORDER BY acknowledged_at IS NULL DESC, raised_at DESC, public_check LIMIT $2";
    /// Open alarms for a force that were escalated to the given recipient, in the same order as
    /// [`crate::Store::alarms_of_force`].
    alarms_escalated_to: AlarmRow (to: &str = Cell::text(to), force: &ForceId = Cell::text(force), limit: u32 = Cell::count(limit.into())) all
        "WHERE closed_at IS NULL AND escalated = $1 AND force = $2 ORDER BY acknowledged_at IS NULL DESC, raised_at DESC, public_check LIMIT $3";
    /// Open alarms that could not be traced to a force and were escalated to the given recipient, in the same order.
    alarms_of_no_force_escalated_to: AlarmRow (to: &str = Cell::text(to), limit: u32 = Cell::count(limit.into())) all
        "WHERE closed_at IS NULL AND escalated = $1 AND force IS NULL ORDER BY acknowledged_at IS NULL DESC, raised_at DESC, public_check LIMIT $2";
    alarm_row: AlarmRow (check: CheckId = Cell::text(check)) one
        "WHERE public_check = $1";
    /// Unacknowledged alarms whose next escalation is due.
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
