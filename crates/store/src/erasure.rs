//! Erasures that were done.

use domain::SubjectId;
use domain::erasure::Erasure;
use jiff::Timestamp;

use crate::engine::{Cell, questions, rows, tables};
use crate::record::projection::TableRow;

tables! {
    /// Erasures that were done, by subject.
    ReadModel ERASURE = "erasure" ["subject": Text] ["category": Text, "law": Text, "done_at": Integer];
}

rows! {
    /// An erasure that was done.
    ErasureRow = "erasure" {
        /// Whose data.
        subject: SubjectId,
        /// Which kind of data.
        category: String,
        /// Under which law.
        law: String,
        /// When.
        done_at: Timestamp,
    }
}

questions! {
    /// The erasure of a subject's data, where it was done.
    erasure_of: ErasureRow (subject: SubjectId = Cell::text(subject)) one
        "WHERE subject = $1";
}

pub(crate) fn rows(erasure: &Erasure, rows: &mut Vec<TableRow>) {
    let cells = [Cell::text(&erasure.category), Cell::text(&erasure.law), Cell::time(erasure.at)];
    rows.push(TableRow::new(&ERASURE, [Cell::text(erasure.subject)], cells));
}
