//! Read models of forces and of erasures.

use domain::erasure::Erasure;
use domain::force::Force;

use super::Row;
use super::table::table;
use crate::sql::Cell;

table! {
    /// Forces, by code.
    FORCE = "force" ["id": Text] ["name": Text, "founded_on": Text, "successor": Text, "successor_from": Text]
}
table! {
    /// Erasures that were done, by subject.
    ERASURE = "erasure" ["subject": Text] ["category": Text, "law": Text, "done_at": Integer]
}

pub(super) fn rows(force: &Force, rows: &mut Vec<Row>) {
    let cells = [
        Cell::maybe_text(force.names.last().map(|(_, name)| name)),
        Cell::maybe_text(force.names.first().map(|(from, _)| from)),
        Cell::maybe_text(force.successor.as_ref().map(|(_, successor)| successor)),
        Cell::maybe_text(force.successor.as_ref().map(|(from, _)| from)),
    ];
    rows.push(Row::new(&FORCE, [Cell::text(&force.id)], cells));
}

pub(super) fn erasure(erasure: &Erasure, rows: &mut Vec<Row>) {
    let cells = [Cell::text(erasure.category), Cell::text(&erasure.law), Cell::time(erasure.at)];
    rows.push(Row::new(&ERASURE, [Cell::text(erasure.subject)], cells));
}
