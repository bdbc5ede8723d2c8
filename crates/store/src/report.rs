//! Reports, the series that they belong to, and the links proposed for them.

use domain::allegation::Category;
use domain::officer::Verdict;
use domain::report::{Handling, Report};
use domain::{EventId, ForceId, LinkId, OfficerId, ReportId, State, StreamId, StreamKind, SubjectId};
use jiff::Timestamp;

use crate::engine::{Cell, queries, questions, rows, tables};
use crate::record::projection::TableRow;
use crate::{StoreError, Unit, followed};

tables! {
    /// Reports, keyed by id. `officer` is the officer who was named, or who was confirmed to be the one meant.
    ReadModel REPORT = "report" ["id": Text]
    ["force": Text, "kind": Text, "category": Text, "violence_against_women": Truth, "schedule_3": Truth,
     "reporter": Text, "officer": Text, "received_at": Integer, "happened_at": Integer, "closed_at": Integer,
     "outcome": Text, "withdrawn_at": Integer, "matters_count": Integer];
    /// Reports that belong together.
    ReadModel SERIES = "series" ["report": Text, "other": Text] ["number": Integer];
    /// Proposed links, keyed by id: from a report to an officer, or between two service records. A link is open while
    /// `verdict` is empty.
    ReadModel LINK = "link" ["id": Text]
    ["kind": Text, "proposed_for": Text, "officer": Text, "weight_centibits": Integer, "model": Text, "verdict": Text];
}

rows! {
    ReportRow = "report" {
        id: ReportId,
        /// The force that received the report.
        force: ForceId,
        /// `crime`, `complaint` or `colleague`.
        kind: String,
        category: String,
        violence_against_women: bool,
        /// True if the report is handled under Schedule 3.
        schedule_3: bool,
        reporter: Option<SubjectId>,
        /// The officer who was named, or who was confirmed to be the one meant.
        officer: Option<OfficerId>,
        received_at: Timestamp,
        /// The claimed time of the event.
        happened_at: Option<Timestamp>,
        closed_at: Option<Timestamp>,
        outcome: Option<String>,
        withdrawn_at: Option<Timestamp>,
        matters_count: u64,
    }
    /// Two reports that belong together.
    SeriesRow = "series" {
        /// The report that was joined to the other.
        report: ReportId,
        other: ReportId,
        /// The number of the join, counted per report.
        number: u64,
    }
    LinkRow = "link" {
        id: LinkId,
        /// `report` or `same-person`.
        kind: String,
        /// The id of the report, or of the officer with the other service record.
        proposed_for: String,
        /// The proposed officer.
        officer: OfficerId,
        /// The strength of the link, in hundredths of a bit.
        weight_centibits: i64,
        /// The linkage model that proposed the link.
        model: String,
        /// The verdict given by a person; `None` while the link is open.
        verdict: Option<String>,
        /// The stream that records the link.
        stream: StreamId,
    }
}

questions! {
    report_row: ReportRow (report: ReportId = Cell::text(report)) one
        "WHERE id = $1";
    /// Reports by one person, newest first.
    reports_by: ReportRow (reporter: SubjectId = Cell::text(reporter)) all
        "WHERE reporter = $1 ORDER BY received_at DESC, id";
    /// Reports about an officer, newest first.
    reports_about: ReportRow (officer: OfficerId = Cell::text(officer)) all
        "WHERE officer = $1 ORDER BY received_at DESC, id";
    /// Reports that a force received at or after `since`, newest first.
    reports_received: ReportRow (force: &ForceId = Cell::text(force), since: Timestamp = Cell::time(since), limit: u32 = Cell::count(limit.into())) all
        "WHERE force = $1 AND received_at >= $2 ORDER BY received_at DESC, id LIMIT $3";
    /// Open reports of all forces, oldest first.
    reports_open: ReportRow (limit: u32 = Cell::count(limit.into())) all
        "WHERE closed_at IS NULL ORDER BY received_at, id LIMIT $1";
    /// Reports that belong together with this one, whichever of the two was joined to the other.
    series_of: SeriesRow (report: ReportId = Cell::text(report)) all
        "WHERE report = $1 OR other = $1 ORDER BY report, number";
    /// Links without a verdict, strongest first.
    links_open: LinkRow (limit: u32 = Cell::count(limit.into())) all
        "WHERE verdict IS NULL ORDER BY weight_centibits DESC, id LIMIT $1";
    /// Links that propose an officer.
    links_about: LinkRow (officer: OfficerId = Cell::text(officer)) all
        "WHERE officer = $1 ORDER BY weight_centibits DESC, id";
    link_row: LinkRow (link: LinkId = Cell::text(link)) one
        "WHERE id = $1";
}

queries! {
    ABOUT = "report", "reading reports",
        "SELECT id, force, category, received_at, stream, (SELECT e.id FROM event e WHERE e.stream_kind = 'report' \
         AND e.stream_key = report.id AND e.version = 1) AS first_event FROM report WHERE officer = $1 \
         ORDER BY report.received_at, report.id";
    BY_REPORTER = "report", "reading reports", "SELECT id, stream FROM report WHERE reporter = $1 ORDER BY received_at, id";
    SINCE = "report", "reading reports",
        "SELECT id, category FROM report WHERE received_at >= $1 ORDER BY received_at, id";
    PROPOSED = "link", "reading links",
        "SELECT proposed_for, stream FROM link WHERE officer = $1 AND kind = 'report' \
         AND (verdict IS NULL OR verdict <> 'rejected') ORDER BY proposed_for";
}

/// A report about an officer who was named at the outset or confirmed by a person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AboutOfficer {
    pub report: ReportId,
    pub force: ForceId,
    pub category: Category,
    pub received_at: Timestamp,
    /// The event by which the report was received.
    pub first_event: EventId,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ReportOf {
    pub report: ReportId,
    pub category: Category,
}

impl Unit {
    /// Reads the reports about an officer, oldest first. Includes those appended by this unit.
    pub async fn reports_about(&mut self, officer: OfficerId) -> Result<Vec<AboutOfficer>, StoreError> {
        let mut found = Vec::new();
        for row in self.fetch(&ABOUT, vec![Cell::text(officer)]).await? {
            if self.has_appended_to(&row.text(4)?) {
                continue;
            }
            found.push(AboutOfficer {
                report: row.parsed(0)?,
                force: row.checked(1, |text| ForceId::parse(text).ok())?,
                category: row.checked(2, Category::parse)?,
                received_at: row.time(3)?,
                first_event: row.parsed(5)?,
            });
        }
        for state in self.appended(StreamKind::Report) {
            if let State::Report(report) = state
                && report.officer() == Some(officer)
            {
                found.push(AboutOfficer {
                    report: report.id,
                    force: report.received.force.clone(),
                    category: report.received.category,
                    received_at: report.received_at,
                    first_event: report.first_event,
                });
            }
        }
        found.sort_by_key(|known| (known.received_at, known.report));
        Ok(found)
    }

    /// Reads the reports made by one reporter, oldest first. Includes those appended by this unit.
    pub async fn reports_by(&mut self, reporter: SubjectId) -> Result<Vec<ReportId>, StoreError> {
        let mut found = Vec::new();
        for row in self.fetch(&BY_REPORTER, vec![Cell::text(reporter)]).await? {
            if !self.has_appended_to(&row.text(1)?) {
                found.push(row.parsed(0)?);
            }
        }
        for state in self.appended(StreamKind::Report) {
            if let State::Report(report) = state
                && report.received.reporter == Some(reporter)
            {
                found.push(report.id);
            }
        }
        Ok(found)
    }

    /// Reads the reports received at or after `since`, oldest first. Leaves out those appended by this unit.
    pub async fn reports_since(&mut self, since: Timestamp) -> Result<Vec<ReportOf>, StoreError> {
        let rows = self.fetch(&SINCE, vec![Cell::time(since)]).await?;
        rows.iter()
            .map(|row| Ok(ReportOf { report: row.parsed(0)?, category: row.checked(1, Category::parse)? }))
            .collect()
    }

    /// Reads the reports for which an officer was proposed or confirmed, except those whose link a person rejected.
    /// Includes those appended by this unit.
    pub async fn reports_proposed_to(&mut self, officer: OfficerId) -> Result<Vec<ReportId>, StoreError> {
        let mut found = Vec::new();
        for row in self.fetch(&PROPOSED, vec![Cell::text(officer)]).await? {
            if !self.has_appended_to(&row.text(1)?) {
                found.push(row.parsed(0)?);
            }
        }
        for state in self.appended(StreamKind::Report) {
            if let State::Report(report) = state {
                let meant = report
                    .proposals
                    .iter()
                    .any(|(proposal, verdict)| proposal.officer == officer && *verdict != Some(Verdict::Rejected));
                if meant {
                    found.push(report.id);
                }
            }
        }
        found.sort_unstable();
        Ok(found)
    }
}

pub(crate) fn rows(report: &Report, rows: &mut Vec<TableRow>) {
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
    rows.push(TableRow::new(&REPORT, [Cell::text(report.id)], cells));
    for (number, other) in (0_u64..).zip(&report.series) {
        // A report that was joined twice keeps its first number.
        if !report.series[..number as usize].contains(other) {
            let key = [Cell::text(report.id), Cell::text(other)];
            rows.push(TableRow::new(&SERIES, key, [Cell::count(number)]));
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
        rows.push(TableRow::new(&LINK, [Cell::text(proposal.link)], cells));
    }
    let stream = StreamId::new(StreamKind::Report, report.id);
    followed::rows(&stream, &report.followed, report.officer(), &received.force, rows);
}
