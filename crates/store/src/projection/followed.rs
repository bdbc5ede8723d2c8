//! Read models of what follows by rule, from whatever stream: duties, warning signs, notices.

use domain::record::followed::{DutyState, Followed};
use domain::{ForceId, OfficerId, StreamId};

use super::Row;
use super::table::table;
use crate::sql::Cell;

table! {
    /// Duties with their clocks, by id. `late_from` is the moment from which an open one is late, `tell_at` when somebody is
    /// next to be told.
    DUTY = "duty" ["id": Text]
    ["name": Text, "rule": Text, "layer": Text, "owner": Text, "force": Text, "officer": Text, "due_on": Text,
     "late_from": Integer, "arose_at": Integer, "state": Text, "ended_at": Integer, "late": Truth, "tell_at": Integer]
}
table! {
    /// Warning signs, by id.
    SIGN = "sign" ["id": Text]
    ["kind": Text, "rule": Text, "officer": Text, "force": Text, "label": Text, "raised_at": Integer]
}
table! {
    /// Notices given, by the stream and their number in it.
    NOTICE = "notice" ["given_by": Text, "number": Integer]
    ["recipient": Text, "about": Text, "rule": Text, "given_at": Integer]
}

/// What follows in a stream that is about an officer (where it is about one) and belongs to a force.
pub(super) fn rows(
    stream: &StreamId,
    followed: &Followed,
    officer: Option<OfficerId>,
    force: &ForceId,
    rows: &mut Vec<Row>,
) {
    for now in followed.duties.values() {
        let (state, ended_at, late) = match &now.state {
            DutyState::Open => ("open", None, false),
            DutyState::Overdue { .. } => ("overdue", None, true),
            DutyState::Met { at, late } => ("met", Some(*at), *late),
            DutyState::Cancelled { at } => ("cancelled", Some(*at), false),
        };
        let cells = [
            Cell::text(&now.duty.name),
            Cell::text(&now.duty.citation.rule),
            Cell::code(now.duty.citation.layer),
            Cell::text(now.duty.owner.as_str()),
            Cell::text(now.duty.force.as_ref().unwrap_or(force)),
            Cell::maybe_text(officer),
            Cell::maybe_text(now.duty.due),
            Cell::maybe_time(now.duty.late_from()),
            Cell::time(now.arose_at),
            Cell::text(state),
            Cell::maybe_time(ended_at),
            Cell::Truth(late),
            Cell::maybe_time(now.tell_at()),
        ];
        rows.push(Row::new(&DUTY, [Cell::text(now.duty.id)], cells));
    }
    for (at, sign) in &followed.signs {
        let cells = [
            Cell::text(sign.sign.as_str()),
            Cell::text(&sign.rule),
            Cell::maybe_text(sign.officer.or(officer)),
            Cell::text(force),
            Cell::code(sign.label),
            Cell::time(*at),
        ];
        rows.push(Row::new(&SIGN, [Cell::text(sign.id)], cells));
    }
    for (number, (at, notice)) in (0_u64..).zip(&followed.notices) {
        let cells =
            [Cell::text(&notice.to), Cell::text(&notice.about), Cell::text(&notice.citation.rule), Cell::time(*at)];
        rows.push(Row::new(&NOTICE, [Cell::text(stream), Cell::count(number)], cells));
    }
}
