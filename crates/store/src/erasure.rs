//! Erasures of personal data.

use domain::SubjectId;
use domain::erasure::Erasure;
use jiff::Timestamp;

use crate::engine::{Cell, questions, rows, tables};
use crate::record::projection::TableRow;

tables! {
    /// Completed erasures, keyed by subject.
    ReadModel ERASURE = "erasure" ["subject": Text] ["category": Text, "law": Text, "done_at": Integer];
}

rows! {
    ErasureRow = "erasure" {
        subject: SubjectId,
        /// The kind of data that was erased.
        category: String,
        law: String,
        done_at: Timestamp,
    }
}

questions! {
    erasure_of: ErasureRow (subject: SubjectId = Cell::text(subject)) one
        "WHERE subject = $1";
}

pub(crate) fn rows(erasure: &Erasure, rows: &mut Vec<TableRow>) {
    let cells = [Cell::text(erasure.category), Cell::text(&erasure.law), Cell::time(erasure.at)];
    rows.push(TableRow::new(&ERASURE, [Cell::text(erasure.subject)], cells));
}
