//! Consultations: who looked at which record.

use domain::consultation::Consultations;
use domain::{ForceId, Role, StreamId};
use jiff::Timestamp;

use crate::engine::{Cell, questions, rows, tables};
use crate::record::projection::TableRow;

tables! {
    /// Who looked at which record, by the record and the number of the look.
    ReadModel CONSULTATION = "consultation" ["record": Text, "number": Integer]
    ["viewer": Text, "role": Text, "force": Text, "purpose": Text, "task": Truth, "made_at": Integer];
}

rows! {
    /// A look at a record.
    ConsultationRow = "consultation" {
        /// At which.
        record: StreamId,
        /// Its number among the looks at it.
        number: u64,
        /// The id of who looked.
        viewer: String,
        /// In which role.
        role: Role,
        /// For which force.
        force: Option<ForceId>,
        /// What for; none when it was refused.
        purpose: Option<String>,
        /// Whether a task of theirs was known.
        task: bool,
        /// When.
        made_at: Timestamp,
    }
}

questions! {
    /// Who looked at a record, newest first.
    consultations_of: ConsultationRow (record: &StreamId = Cell::text(record), limit: u32 = Cell::count(limit.into())) all
        "WHERE record = $1 ORDER BY made_at DESC, number DESC LIMIT $2";
    /// What somebody looked at between two times, the second not included; oldest first.
    consultations_by: ConsultationRow (viewer: &str = Cell::text(viewer), from: Timestamp = Cell::time(from), to: Timestamp = Cell::time(to)) all
        "WHERE viewer = $1 AND made_at >= $2 AND made_at < $3 ORDER BY made_at, record, number";
    /// The looks of somebody at one record, newest first.
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
