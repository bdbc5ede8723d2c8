//! Police forces.

use domain::ForceId;
use domain::force::Force;
use jiff::civil::Date;

use crate::engine::{Cell, questions, rows, tables};
use crate::record::projection::TableRow;

tables! {
    /// Forces, keyed by code.
    ReadModel FORCE = "force" ["id": Text] ["name": Text, "founded_on": Text, "successor": Text, "successor_from": Text];
}

rows! {
    ForceRow = "force" {
        id: ForceId,
        /// The latest name.
        name: String,
        founded_on: Date,
        /// The force that this one was merged into.
        successor: Option<ForceId>,
        /// The successor's first day.
        successor_from: Option<Date>,
    }
}

questions! {
    force_row: ForceRow (force: &ForceId = Cell::text(force)) one
        "WHERE id = $1";
    /// All forces, ordered by code.
    force_rows: ForceRow () all
        "ORDER BY id";
}

pub(crate) fn rows(force: &Force, rows: &mut Vec<TableRow>) {
    let cells = [
        Cell::maybe_text(force.names.last().map(|(_, name)| name)),
        Cell::maybe_text(force.names.first().map(|(from, _)| from)),
        Cell::maybe_text(force.successor.as_ref().map(|(_, successor)| successor)),
        Cell::maybe_text(force.successor.as_ref().map(|(from, _)| from)),
    ];
    rows.push(TableRow::new(&FORCE, [Cell::text(&force.id)], cells));
}
