//! Matters: their current state, their team, their allegations, and the decisions awaiting a second signature.

use std::collections::BTreeSet;

use domain::allegation::Category;
use domain::matter::{Appeal, Matter, Mode, Referral, Stage, Suspension};
use domain::{AllegationId, ForceId, MatterId, OfficerId, PendingId, ReportId, Role, State, StreamId, StreamKind};
use jiff::Timestamp;
use jiff::civil::Date;

use crate::engine::{Cell, queries, questions, rows, tables};
use crate::record::projection::TableRow;
use crate::{Store, StoreError, Unit, followed, hearing};

tables! {
    /// Matters, keyed by id.
    ReadModel MATTER = "matter" ["id": Text]
    ["force": Text, "officer": Text, "kind": Text, "regime": Text, "stage": Text, "opened_at": Integer,
     "attention_on": Text, "violence_against_women": Truth, "severity": Text, "assessed_at": Integer,
     "suspension": Text, "suspension_at": Integer, "referral": Text, "mode": Text, "called_in": Truth, "form": Text,
     "hearing_on": Text, "finding": Text, "outcome": Text, "closed_at": Integer, "appeal": Text, "withdrawn": Truth,
     "vindicated_at": Integer];
    /// The reports that each matter came from.
    ReadModel MATTER_REPORT = "matter_report" ["matter": Text, "report": Text] ["number": Integer];
    /// The investigators of each matter, past and present.
    ReadModel ASSIGNMENT = "assignment" ["matter": Text, "officer": Text] ["current": Truth];
    /// Allegations, keyed by id. Their text is only in the record.
    ReadModel ALLEGATION = "allegation" ["id": Text]
    ["matter": Text, "officer": Text, "category": Text, "violence_against_women": Truth, "reliability": Text,
     "basis": Text, "arose_on": Text, "finding": Text];
    /// Decisions awaiting a second signature, keyed by id.
    ReadModel PENDING = "pending" ["id": Text]
    ["matter": Text, "force": Text, "decision": Text, "asked_by": Text, "asked_role": Text, "asked_at": Integer];
}

rows! {
    MatterRow = "matter" {
        id: MatterId,
        force: ForceId,
        /// The subject of the matter.
        officer: OfficerId,
        kind: String,
        /// The legal regime that governs the matter.
        regime: Option<String>,
        stage: String,
        opened_at: Timestamp,
        /// The day on which the matter came to the attention of the authority.
        attention_on: Date,
        violence_against_women: bool,
        /// The severity in the latest assessment.
        severity: Option<String>,
        assessed_at: Option<Timestamp>,
        /// `undecided`, `suspended`, `not-suspended` or `ended`.
        suspension: String,
        /// The time of the suspension decision or of its latest review.
        suspension_at: Option<Timestamp>,
        /// `undecided`, `referred` or `declined`.
        referral: String,
        /// The mode of investigation, once it is decided.
        mode: Option<String>,
        called_in: bool,
        /// The form of the proceedings.
        form: Option<String>,
        /// The first day of the hearing.
        hearing_on: Option<Date>,
        /// The overall finding on all allegations.
        finding: String,
        outcome: Option<String>,
        closed_at: Option<Timestamp>,
        /// `under-way` or `decided`.
        appeal: Option<String>,
        /// True if the complaint was withdrawn.
        withdrawn: bool,
        /// The time at which the officer was vindicated.
        vindicated_at: Option<Timestamp>,
    }
    AssignmentRow = "assignment" {
        matter: MatterId,
        /// The investigator.
        officer: OfficerId,
        /// True while the officer is an investigator of the matter.
        current: bool,
    }
    /// An allegation. Its text is only in the record.
    AllegationRow = "allegation" {
        id: AllegationId,
        matter: MatterId,
        officer: OfficerId,
        category: String,
        violence_against_women: bool,
        reliability: String,
        /// The basis of the allegation: fact or opinion.
        basis: String,
        /// The day on which it is alleged to have happened.
        arose_on: Option<Date>,
        finding: String,
    }
    PendingRow = "pending" {
        id: PendingId,
        matter: MatterId,
        force: ForceId,
        /// The kind of event that will be recorded.
        decision: String,
        /// The id of the first signatory.
        asked_by: String,
        asked_role: Role,
        asked_at: Timestamp,
    }
}

questions! {
    matter_row: MatterRow (matter: MatterId = Cell::text(matter)) one
        "WHERE id = $1";
    /// Matters about an officer, newest first.
    matters_of: MatterRow (officer: OfficerId = Cell::text(officer)) all
        "WHERE officer = $1 ORDER BY opened_at DESC, id";
    /// Open matters about an officer, newest first.
    matters_open_of: MatterRow (officer: OfficerId = Cell::text(officer)) all
        "WHERE officer = $1 AND closed_at IS NULL ORDER BY opened_at DESC, id";
    /// Open matters of a force, oldest first.
    matters_open: MatterRow (force: &ForceId = Cell::text(force), limit: u32 = Cell::count(limit.into())) all
        "WHERE force = $1 AND closed_at IS NULL ORDER BY opened_at, id LIMIT $2";
    /// Matters that came from a report.
    matters_from: MatterRow (report: ReportId = Cell::text(report)) all
        "WHERE id IN (SELECT matter FROM matter_report WHERE report = $1) ORDER BY opened_at, id";
    /// Open matters that an officer is currently investigating.
    matters_assigned_to: MatterRow (investigator: OfficerId = Cell::text(investigator)) all
        "WHERE closed_at IS NULL AND id IN (SELECT matter FROM assignment WHERE officer = $1 AND current) ORDER BY opened_at, id";
    /// Open matters with a suspension in force; those longest without a review come first.
    matters_suspended: MatterRow (limit: u32 = Cell::count(limit.into())) all
        "WHERE suspension = 'suspended' AND closed_at IS NULL ORDER BY suspension_at, id LIMIT $1";
    /// Past and present investigators of a matter.
    assignments_of: AssignmentRow (matter: MatterId = Cell::text(matter)) all
        "WHERE matter = $1 ORDER BY officer";
    allegations_about: AllegationRow (officer: OfficerId = Cell::text(officer)) all
        "WHERE officer = $1 ORDER BY arose_on, id";
    allegations_in: AllegationRow (matter: MatterId = Cell::text(matter)) all
        "WHERE matter = $1 ORDER BY arose_on, id";
    /// Decisions of a force awaiting a second signature, oldest first.
    signatures_pending: PendingRow (force: &ForceId = Cell::text(force)) all
        "WHERE force = $1 ORDER BY asked_at, id";
    signature_pending: PendingRow (pending: PendingId = Cell::text(pending)) one
        "WHERE id = $1";
}

queries! {
    ALLEGATIONS = "allegation", "reading allegations", "SELECT category, stream, EXISTS (SELECT 1 FROM matter_report r WHERE r.matter = allegation.matter) \
         FROM allegation WHERE officer = $1";
    MATTERS = "matter", "reading matters", "SELECT id, closed_at, stream FROM matter WHERE officer = $1 ORDER BY id";
    WITH_PEOPLE = "matter", "reading matters",
        "SELECT DISTINCT m.id FROM matter m JOIN assignment a ON a.matter = m.id WHERE m.closed_at IS NULL ORDER BY m.id";
    PEOPLE = "matter", "reading matters",
        "SELECT m.id, m.officer, a.officer FROM matter m JOIN assignment a ON a.matter = m.id WHERE m.closed_at IS NULL \
         ORDER BY m.id, a.officer";
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AllegationSummary {
    pub category: Category,
    /// True if the matter came from reports.
    pub reported: bool,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MatterOf {
    pub id: MatterId,
    pub is_closed: bool,
}

impl Unit {
    /// Reads the allegations against an officer in all matters, whatever their outcome. Includes those appended by this
    /// unit.
    pub async fn allegations_of(&mut self, officer: OfficerId) -> Result<Vec<AllegationSummary>, StoreError> {
        let mut found = Vec::new();
        for row in self.fetch(&ALLEGATIONS, vec![Cell::text(officer)]).await? {
            if !self.has_appended_to(&row.text(1)?) {
                found.push(AllegationSummary { category: row.checked(0, Category::parse)?, reported: row.truth(2)? });
            }
        }
        for state in self.appended(StreamKind::Matter) {
            if let State::Matter(matter) = state
                && matter.subject == officer
            {
                let reported = !matter.reports.is_empty();
                let allegations = matter.allegations.values();
                found.extend(allegations.map(|known| AllegationSummary { category: known.category, reported }));
            }
        }
        Ok(found)
    }

    /// Reads the matters about an officer. Includes those appended by this unit.
    pub async fn matters_of(&mut self, officer: OfficerId) -> Result<Vec<MatterOf>, StoreError> {
        let mut found = Vec::new();
        for row in self.fetch(&MATTERS, vec![Cell::text(officer)]).await? {
            if !self.has_appended_to(&row.text(2)?) {
                found.push(MatterOf { id: row.parsed(0)?, is_closed: row.maybe_time(1)?.is_some() });
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
}

impl Store {
    /// Lists the open matters with an investigator, past or present.
    pub async fn matters_to_check_for_interest(&self) -> Result<Vec<MatterId>, StoreError> {
        let mut connection = self.backend().reader().await?;
        let rows = connection.fetch(&WITH_PEOPLE, vec![]).await?;
        rows.iter().map(|row| row.parsed(0)).collect()
    }

    /// Lists the matter, its subject and the investigator for each past or present investigator of an open matter.
    pub async fn people_of_open_matters(&self) -> Result<Vec<(MatterId, OfficerId, OfficerId)>, StoreError> {
        let mut connection = self.backend().reader().await?;
        let rows = connection.fetch(&PEOPLE, vec![]).await?;
        rows.iter().map(|row| Ok((row.parsed(0)?, row.parsed(1)?, row.parsed(2)?))).collect()
    }
}

pub(crate) fn rows(matter: &Matter, rows: &mut Vec<TableRow>) {
    let id = || Cell::text(matter.id);
    rows.push(TableRow::new(&MATTER, [id()], standing(matter)));
    let reports: BTreeSet<_> = matter.reports.iter().collect();
    for (number, report) in (0_u64..).zip(reports) {
        rows.push(TableRow::new(&MATTER_REPORT, [id(), Cell::text(report)], [Cell::count(number)]));
    }
    for officer in matter.team.union(&matter.investigators) {
        let current = Cell::Truth(matter.investigators.contains(officer));
        rows.push(TableRow::new(&ASSIGNMENT, [id(), Cell::text(officer)], [current]));
    }
    for allegation in matter.allegations.values() {
        let cells = [
            id(),
            Cell::text(matter.subject),
            Cell::text(allegation.category.as_str()),
            Cell::Truth(allegation.violence_against_women),
            Cell::code(allegation.reliability),
            Cell::code(allegation.basis),
            Cell::maybe_text(allegation.arose_on),
            Cell::text(allegation.finding.as_str()),
        ];
        rows.push(TableRow::new(&ALLEGATION, [Cell::text(allegation.id)], cells));
    }
    for (pending, waiting) in &matter.pending {
        let cells = [
            id(),
            Cell::text(&matter.force),
            Cell::text(waiting.decision.kind()),
            Cell::who(&waiting.asked_by),
            Cell::text(waiting.asked_by.role.as_str()),
            Cell::time(waiting.at),
        ];
        rows.push(TableRow::new(&PENDING, [Cell::text(pending)], cells));
    }
    hearing::rows(matter, rows);
    let stream = StreamId::new(StreamKind::Matter, matter.id);
    followed::rows(&stream, &matter.followed, Some(matter.subject), &matter.force, rows);
}

fn standing(matter: &Matter) -> [Cell; 23] {
    let (suspension, suspension_at) = match &matter.suspension {
        Suspension::Undecided => ("undecided", None),
        Suspension::Suspended { since, reviewed_at, .. } => ("suspended", Some(reviewed_at.unwrap_or(*since))),
        Suspension::NotSuspended { at } => ("not-suspended", Some(*at)),
        Suspension::Ended { at } => ("ended", Some(*at)),
    };
    let (referral, mode): (_, Option<Mode>) = match &matter.referral {
        Referral::Undecided => ("undecided", None),
        Referral::Referred { mode, .. } => ("referred", *mode),
        Referral::Declined { .. } => ("declined", None),
    };
    let (form, hearing_on) = match &matter.stage {
        Stage::Determined { form, .. } => (*form, None),
        Stage::Proceedings { form, hearing_on, .. } => (Some(*form), *hearing_on),
        Stage::Heard { form, .. } | Stage::Concluded { form, .. } => (Some(*form), None),
        Stage::Open | Stage::Reported { .. } | Stage::Closed { .. } => (None, None),
    };
    let (outcome, closed_at) = match &matter.stage {
        Stage::Concluded { outcome, .. } => (Some(*outcome), None),
        Stage::Closed { at, outcome } => (*outcome, Some(*at)),
        _ => (None, None),
    };
    let appeal = match &matter.appeal {
        Appeal::None => None,
        Appeal::UnderWay { .. } => Some("under-way"),
        Appeal::Decided { .. } => Some("decided"),
    };
    [
        Cell::text(&matter.force),
        Cell::text(matter.subject),
        Cell::text(matter.kind.as_str()),
        Cell::maybe_text(matter.regime.as_ref()),
        Cell::text(matter.stage.as_str()),
        Cell::time(matter.opened_at),
        Cell::text(matter.came_to_attention_on),
        Cell::Truth(matter.violence_against_women()),
        Cell::maybe_text(matter.severity().map(|severity| severity.as_str())),
        Cell::maybe_time(matter.assessments.last().map(|assessed| assessed.at)),
        Cell::text(suspension),
        Cell::maybe_time(suspension_at),
        Cell::text(referral),
        mode.map_or(Cell::Text(None), Cell::code),
        Cell::Truth(matter.called_in),
        Cell::maybe_text(form.map(|form| form.as_str())),
        Cell::maybe_text(hearing_on),
        Cell::text(matter.finding().as_str()),
        Cell::maybe_text(outcome.map(|outcome| outcome.as_str())),
        Cell::maybe_time(closed_at),
        Cell::maybe_text(appeal),
        Cell::Truth(matter.withdrawn),
        Cell::maybe_time(matter.vindicated_at),
    ]
}
