//! What use cases and reconcilers ask of the read models. A unit sees what it has appended itself, written or not.

use domain::allegation::Category;
use domain::officer::Verdict;
use domain::{CheckId, EventId, ForceId, MatterId, OfficerId, ReportId, State, StreamId, StreamKind, SubjectId};
use jiff::Timestamp;
use jiff::civil::Date;

use crate::record::kind_cell;
use crate::sql::{Cell, Record, queries};
use crate::{Store, StoreError, Unit};

queries! {
    ALLEGATIONS = "allegation", "reading allegations", "SELECT category, stream, EXISTS (SELECT 1 FROM matter_report r WHERE r.matter = allegation.matter) \
         FROM allegation WHERE officer = $1";
    MATTERS = "matter", "reading matters", "SELECT id, closed_at, stream FROM matter WHERE officer = $1 ORDER BY id";
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
    COMMITMENTS = "event", "reading commitments",
        "SELECT entry FROM event WHERE stream_kind = $1 AND stream_key = $2 AND version <= $3 ORDER BY version";
    RECORDED_AT = "event", "reading an event", "SELECT recorded_at FROM event WHERE id = $1";
    TO_TELL = "duty", "reading duties",
        "SELECT DISTINCT stream FROM duty WHERE tell_at IS NOT NULL AND tell_at <= $1 ORDER BY stream LIMIT $2";
    RESTRICTED = "restriction", "reading restrictions",
        "SELECT DISTINCT matter FROM restriction WHERE expires_on < $1 ORDER BY matter";
    WITH_PEOPLE = "matter", "reading matters",
        "SELECT DISTINCT m.id FROM matter m JOIN assignment a ON a.matter = m.id WHERE m.closed_at IS NULL ORDER BY m.id";
    PEOPLE = "matter", "reading matters",
        "SELECT m.id, m.officer, a.officer FROM matter m JOIN assignment a ON a.matter = m.id WHERE m.closed_at IS NULL \
         ORDER BY m.id, a.officer";
    BOOKED_ON = "officer", "counting officers",
        "SELECT COUNT(*) FROM officer WHERE force = $1 AND on_duty_since >= $2";
    LOOKED_UP = "public_check", "reading checks",
        "SELECT c.officer, (SELECT COUNT(DISTINCT p.stop) FROM public_check p WHERE p.officer = c.officer AND p.made_at >= $2) \
         FROM (SELECT DISTINCT officer FROM public_check WHERE id >= $1 AND officer IS NOT NULL) c ORDER BY c.officer";
}

/// A report that is about an officer, as was known from the beginning or confirmed by a person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AboutOfficer {
    /// The report.
    pub report: ReportId,
    /// The force that holds it.
    pub force: ForceId,
    /// What is reported.
    pub category: Category,
    /// When it was received.
    pub received_at: Timestamp,
    /// The event that received it.
    pub first_event: EventId,
}

/// An allegation against an officer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Alleged {
    /// In which category.
    pub category: Category,
    /// Whether its matter came from reports.
    pub reported: bool,
}

/// A matter of an officer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MatterOf {
    /// Which.
    pub id: MatterId,
    /// Whether it is closed.
    pub is_closed: bool,
}

/// A report of a category.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ReportOf {
    /// Which.
    pub report: ReportId,
    /// What is reported.
    pub category: Category,
}

fn contradiction(table: &'static str, row: String, why: &str) -> StoreError {
    StoreError::Row { table, row, why: why.to_owned() }
}

fn id<T: std::str::FromStr>(row: &Record, column: usize, table: &'static str) -> Result<T, StoreError> {
    let text = row.text(column)?;
    text.parse().map_err(|_| contradiction(table, text, "it is no id"))
}

fn category(row: &Record, column: usize, table: &'static str) -> Result<Category, StoreError> {
    let code = row.text(column)?;
    Category::parse(&code).ok_or_else(|| contradiction(table, code, "there is no such category"))
}

impl Unit {
    /// The allegations against an officer, in all matters, whatever became of them.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn allegations_of(&mut self, officer: OfficerId) -> Result<Vec<Alleged>, StoreError> {
        let mut found = Vec::new();
        for row in self.fetch(&ALLEGATIONS, vec![Cell::text(officer)]).await? {
            if !self.has_appended_to(&row.text(1)?) {
                found.push(Alleged { category: category(&row, 0, "allegation")?, reported: row.truth(2)? });
            }
        }
        for state in self.appended(StreamKind::Matter) {
            if let State::Matter(matter) = state
                && matter.subject == officer
            {
                let reported = !matter.reports.is_empty();
                let allegations = matter.allegations.values();
                found.extend(allegations.map(|known| Alleged { category: known.category, reported }));
            }
        }
        Ok(found)
    }

    /// The matters of an officer.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn matters_of(&mut self, officer: OfficerId) -> Result<Vec<MatterOf>, StoreError> {
        let mut found = Vec::new();
        for row in self.fetch(&MATTERS, vec![Cell::text(officer)]).await? {
            if !self.has_appended_to(&row.text(2)?) {
                found.push(MatterOf { id: id(&row, 0, "matter")?, is_closed: row.maybe_time(1)?.is_some() });
            }
        }
        for state in self.appended(StreamKind::Matter) {
            if let State::Matter(matter) = state
                && matter.subject == officer
            {
                found.push(MatterOf { id: matter.id, is_closed: matter.stage.is_closed() });
            }
        }
        Ok(found)
    }

    /// The reports that are about an officer, oldest first.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn reports_about(&mut self, officer: OfficerId) -> Result<Vec<AboutOfficer>, StoreError> {
        let mut found = Vec::new();
        for row in self.fetch(&ABOUT, vec![Cell::text(officer)]).await? {
            if self.has_appended_to(&row.text(4)?) {
                continue;
            }
            found.push(AboutOfficer {
                report: id(&row, 0, "report")?,
                force: ForceId::parse(&row.text(1)?)
                    .map_err(|error| contradiction("report", error.0, "no such force"))?,
                category: category(&row, 2, "report")?,
                received_at: row.time(3)?,
                first_event: id(&row, 5, "report")?,
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

    /// The reports of one reporter, oldest first.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn reports_by(&mut self, reporter: SubjectId) -> Result<Vec<ReportId>, StoreError> {
        let mut found = Vec::new();
        for row in self.fetch(&BY_REPORTER, vec![Cell::text(reporter)]).await? {
            if !self.has_appended_to(&row.text(1)?) {
                found.push(id(&row, 0, "report")?);
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

    /// The reports received since a time, oldest first, without those of this unit.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn reports_since(&mut self, since: Timestamp) -> Result<Vec<ReportOf>, StoreError> {
        let rows = self.fetch(&SINCE, vec![Cell::time(since)]).await?;
        rows.iter()
            .map(|row| Ok(ReportOf { report: id(row, 0, "report")?, category: category(row, 1, "report")? }))
            .collect()
    }

    /// The reports for which an officer is proposed, or confirmed; not those for which a person said that it is somebody else.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn reports_proposed_to(&mut self, officer: OfficerId) -> Result<Vec<ReportId>, StoreError> {
        let mut found = Vec::new();
        for row in self.fetch(&PROPOSED, vec![Cell::text(officer)]).await? {
            if !self.has_appended_to(&row.text(1)?) {
                found.push(id(&row, 0, "link")?);
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

    /// The commitments of the first events of a stream, up to a version: what a decision's maker saw.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn commitments(&mut self, stream: &StreamId, version: u64) -> Result<Vec<[u8; 32]>, StoreError> {
        let values = vec![kind_cell(stream.kind), Cell::text(&stream.key), Cell::count(version)];
        let rows = self.fetch(&COMMITMENTS, values).await?;
        rows.iter().map(|row| row.hash(0)).collect()
    }

    /// When an event was recorded; `None` when there is no such event.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn recorded_at(&mut self, event: EventId) -> Result<Option<Timestamp>, StoreError> {
        let rows = self.fetch(&RECORDED_AT, vec![Cell::text(event)]).await?;
        rows.first().map(|row| row.time(0)).transpose()
    }
}

impl Store {
    /// How many officers of a force are on duty who booked on since.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn booked_on_count(&self, force: &ForceId, since: Timestamp) -> Result<u64, StoreError> {
        let mut connection = self.backend().reader().await?;
        let row = connection.fetch_one(&BOOKED_ON, vec![Cell::text(force), Cell::time(since)]).await?;
        row.map_or(Ok(0), |row| row.count(0))
    }

    /// Streams with a duty of which somebody is to be told by now, at most `limit`.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn duties_to_tell(&self, now: Timestamp, limit: u32) -> Result<Vec<StreamId>, StoreError> {
        let mut connection = self.backend().reader().await?;
        let rows = connection.fetch(&TO_TELL, vec![Cell::time(now), Cell::count(limit.into())]).await?;
        rows.iter().map(|row| id(row, 0, "duty")).collect()
    }

    /// Matters with a restriction whose last day is before a day.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn matters_with_restriction_before(&self, day: Date) -> Result<Vec<MatterId>, StoreError> {
        let mut connection = self.backend().reader().await?;
        let rows = connection.fetch(&RESTRICTED, vec![Cell::text(day)]).await?;
        rows.iter().map(|row| id(row, 0, "restriction")).collect()
    }

    /// Open matters that somebody works or worked on.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn matters_to_check_for_interest(&self) -> Result<Vec<MatterId>, StoreError> {
        let mut connection = self.backend().reader().await?;
        let rows = connection.fetch(&WITH_PEOPLE, vec![]).await?;
        rows.iter().map(|row| id(row, 0, "matter")).collect()
    }

    /// Who works or worked on each open matter: the matter, its subject, and the one who works on it.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn people_of_open_matters(&self) -> Result<Vec<(MatterId, OfficerId, OfficerId)>, StoreError> {
        let mut connection = self.backend().reader().await?;
        let rows = connection.fetch(&PEOPLE, vec![]).await?;
        rows.iter().map(|row| Ok((id(row, 0, "matter")?, id(row, 1, "matter")?, id(row, 2, "assignment")?))).collect()
    }

    /// In how many stops each officer was checked since a time, of those who were checked at all since a later one: that of
    /// the first id. Ids of checks begin with their time, so that the latest are a range of the primary key.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn stops_checked(&self, since: Timestamp, first: CheckId) -> Result<Vec<(OfficerId, u64)>, StoreError> {
        let mut connection = self.backend().reader().await?;
        let rows = connection.fetch(&LOOKED_UP, vec![Cell::text(first), Cell::time(since)]).await?;
        rows.iter().map(|row| Ok((id(row, 0, "public_check")?, row.count(1)?))).collect()
    }
}
