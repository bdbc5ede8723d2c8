//! The log of consultations: who looked at which record, and why.

use domain::consultation::Consultations;
use domain::{ForceId, Role, StreamId};
use jiff::Timestamp;

use crate::engine::{Cell, questions, rows, tables};
use crate::record::projection::TableRow;

tables! {
    /// Consultations, keyed by the record and the number of the consultation.
    ReadModel CONSULTATION = "consultation" ["record": Text, "number": Integer]
    ["viewer": Text, "role": Text, "force": Text, "purpose": Text, "task": Truth, "made_at": Integer];
}

rows! {
    ConsultationRow = "consultation" {
        /// The stream that was looked at.
        record: StreamId,
        /// The number of the consultation, counted per record.
        number: u64,
        /// The id of the viewer.
        viewer: String,
        role: Role,
        force: Option<ForceId>,
        /// `None` if the viewer was refused.
        purpose: Option<String>,
        /// True if the viewer had a known task that required the record.
        task: bool,
        made_at: Timestamp,
    }
}

questions! {
    /// Consultations of a record, newest first.
    consultations_of: ConsultationRow (record: &StreamId = Cell::text(record), limit: u32 = Cell::count(limit.into())) all
        "WHERE record = $1 ORDER BY made_at DESC, number DESC LIMIT $2";
    /// Consultations by a viewer from `from` up to, but not including, `to`; oldest first.
    consultations_by: ConsultationRow (viewer: &str = Cell::text(viewer), from: Timestamp = Cell::time(from), to: Timestamp = Cell::time(to)) all
        "WHERE viewer = $1 AND made_at >= $2 AND made_at < $3 ORDER BY made_at, record, number";
    /// Consultations of one record by a viewer, newest first.
    consultations_by_on: ConsultationRow (viewer: &str = Cell::text(viewer), record: &StreamId = Cell::text(record)) all
        "WHERE record = $2 AND viewer = $1 ORDER BY made_at DESC, number DESC";
}

pub(crate) fn rows(looks: &Consultations, rows: &mut Vec<TableRow>) {
    rows.extend(looks.looks.iter().map(|look| {
        let cells = [
            Cell::who(&look.actor),
            Cell::text(look.actor.role.as_str()),
            Cell::maybe_text(look.actor.force.as_ref()),
            Cell::maybe_text(look.purpose.map(|purpose| purpose.as_str())),
            Cell::Truth(look.task),
            Cell::time(look.at),
        ];
        TableRow::new(&CONSULTATION, [Cell::text(&looks.of), Cell::count(look.version)], cells)
    }));
}
