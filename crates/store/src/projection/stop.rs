//! Read models of stops and of consultations.

use domain::consultation::Consultations;
use domain::encounter::Encounter;

use super::Row;
use super::table::table;
use crate::sql::Cell;

table! {
    /// Stops, by id.
    ENCOUNTER = "encounter" ["id": Text]
    ["officer": Text, "force": Text, "power": Text, "opened_at": Integer, "closed_at": Integer, "outcome": Text,
     "reason_changed": Truth, "checks_count": Integer]
}
table! {
    /// Who looked at which record, by the record and the number of the look.
    CONSULTATION = "consultation" ["record": Text, "number": Integer]
    ["viewer": Text, "role": Text, "force": Text, "purpose": Text, "task": Truth, "made_at": Integer]
}

pub(super) fn rows(stop: &Encounter, rows: &mut Vec<Row>) {
    let cells = [
        Cell::text(stop.stop.officer),
        Cell::text(&stop.stop.force),
        Cell::code(stop.stop.power),
        Cell::time(stop.opened_at),
        Cell::maybe_time(stop.closed.as_ref().map(|(at, _)| *at)),
        Cell::maybe_text(stop.closed.as_ref().map(|(_, outcome)| outcome)),
        Cell::Truth(stop.reason_changed),
        Cell::count(stop.checks.len() as u64),
    ];
    rows.push(Row::new(&ENCOUNTER, [Cell::text(stop.id)], cells));
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
