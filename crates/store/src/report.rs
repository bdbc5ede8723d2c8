//! Read models of reports, their series, and the links proposed for them.

use domain::report::{Handling, Report};
use domain::{StreamId, StreamKind};

use crate::engine::Cell;
use crate::engine::table;
use crate::followed;
use crate::record::projection::Row;

table! {
    /// Reports, by id. `officer` is who was named, or confirmed as meant.
    REPORT = "report" ["id": Text]
    ["force": Text, "kind": Text, "category": Text, "violence_against_women": Truth, "schedule_3": Truth,
     "reporter": Text, "officer": Text, "received_at": Integer, "happened_at": Integer, "closed_at": Integer,
     "outcome": Text, "withdrawn_at": Integer, "matters_count": Integer]
}
table! {
    /// Reports that belong together.
    SERIES = "series" ["report": Text, "other": Text] ["number": Integer]
}
table! {
    /// Proposed links, by id: of a report to an officer, or of two service records. Open while `verdict` is empty.
    LINK = "link" ["id": Text]
    ["kind": Text, "proposed_for": Text, "officer": Text, "weight_centibits": Integer, "model": Text, "verdict": Text]
}

pub(crate) fn rows(report: &Report, rows: &mut Vec<Row>) {
    let received = &report.received;
    let (closed_at, outcome) = match &report.handling {
        Handling::Open => (None, None),
        Handling::Closed { at, outcome, .. } => (Some(*at), Some(outcome)),
    };
    let cells = [
        Cell::text(&received.force),
        Cell::text(received.report.as_str()),
        Cell::text(received.category.as_str()),
        Cell::Truth(received.violence_against_women),
        Cell::Truth(received.schedule_3),
        Cell::maybe_text(received.reporter),
        Cell::maybe_text(report.officer()),
        Cell::time(report.received_at),
        Cell::maybe_time(report.happened_at),
        Cell::maybe_time(closed_at),
        Cell::maybe_text(outcome),
        Cell::maybe_time(report.withdrawn),
        Cell::count(report.matters.len() as u64),
    ];
    rows.push(Row::new(&REPORT, [Cell::text(report.id)], cells));
    for (number, other) in (0_u64..).zip(&report.series) {
        // A series that is joined twice keeps its first place.
        if !report.series[..number as usize].contains(other) {
            let key = [Cell::text(report.id), Cell::text(other)];
            rows.push(Row::new(&SERIES, key, [Cell::count(number)]));
        }
    }
    for (proposal, verdict) in &report.proposals {
        let cells = [
            Cell::text("report"),
            Cell::text(report.id),
            Cell::text(proposal.officer),
            Cell::Integer(Some(proposal.weight_centibits)),
            Cell::text(&proposal.model),
            Cell::maybe_text(verdict.map(|verdict| verdict.as_str())),
        ];
        rows.push(Row::new(&LINK, [Cell::text(proposal.link)], cells));
    }
    let stream = StreamId::new(StreamKind::Report, report.id);
    followed::rows(&stream, &report.followed, report.officer(), &received.force, rows);
}
