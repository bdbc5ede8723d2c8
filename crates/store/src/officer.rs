//! Read models of officers: what they are now, where they were when, who is tied to them, what is recorded about them.

use domain::officer::{Officer, Post, Protection, Service, VettingDecision};
use domain::{EventId, ForceId, MatterId, OfficerId, StreamId, StreamKind, SubjectId};
use jiff::Timestamp;
use jiff::civil::Date;

use crate::engine::{Cell, queries, questions, rows, tables};
use crate::record::projection::TableRow;
use crate::report::LINK;
use crate::{Store, StoreError, followed};

tables! {
    /// Officers and staff as they are now, by id. `clearance` is the last one granted, when nothing has taken it back since.
    ReadModel OFFICER = "officer" ["id": Text]
    ["workforce": Text, "force": Text, "unit": Text, "post": Text, "rank": Text, "armed": Truth, "probationer": Truth,
     "service": Text, "left_on": Text, "suspended_since": Integer, "verifiable": Truth, "protections_count": Integer,
     "clearance": Text, "clearance_expires": Text, "online": Truth, "on_duty_since": Integer, "on_duty_until": Integer];
    /// Where an officer was posted from when to when (both days included), by their place in the order.
    ReadModel POSTING = "posting" ["officer": Text, "number": Integer]
    ["force": Text, "unit": Text, "post": Text, "rank": Text, "joining": Text, "begins_on": Text, "ends_on": Text];
    /// Ties that an officer declared.
    ReadModel RELATION = "relation" ["officer": Text, "number": Integer] ["other": Text, "kind": Text, "declared_at": Integer];
    /// Concerns of colleagues, by the event that recorded them. Their words are in the record only.
    ReadModel CONCERN = "concern" ["event": Text]
    ["officer": Text, "kind": Text, "source": Text, "force": Text, "recorded_at": Integer];
    /// Protections in force.
    ReadModel PROTECTION = "protection" ["officer": Text, "kind": Text, "matter": Text] ["rule": Text, "since": Integer];
}

rows! {
    /// An officer or member of staff as they are now.
    OfficerRow = "officer" {
        /// Who.
        id: OfficerId,
        /// `officer`, `special` or `staff`.
        workforce: String,
        /// Where they are, or were last.
        force: ForceId,
        /// In which unit.
        unit: String,
        /// In which kind of post.
        post: String,
        /// In which rank or grade.
        rank: String,
        /// Whether the post is armed and no protection stands against it.
        armed: bool,
        /// Whether on probation.
        probationer: bool,
        /// `serving`, or how they left.
        service: String,
        /// Their last day.
        left_on: Option<Date>,
        /// Since when they are suspended, where they are.
        suspended_since: Option<Timestamp>,
        /// Whether a check by the public may say that they may act.
        verifiable: bool,
        /// How many protections are in force.
        protections_count: u64,
        /// The clearance last granted, when nothing has taken it back.
        clearance: Option<String>,
        /// Its last day.
        clearance_expires: Option<Date>,
        /// Whether the public page verifies them at all.
        online: bool,
        /// Since when they are booked on.
        on_duty_since: Option<Timestamp>,
        /// Until when at the latest.
        on_duty_until: Option<Timestamp>,
    }
    /// A posting, from when to when.
    PostingRow = "posting" {
        /// Whose.
        officer: OfficerId,
        /// Its place in their order.
        number: u64,
        /// Where.
        force: ForceId,
        /// In which unit.
        unit: String,
        /// In which kind of post.
        post: String,
        /// In which rank.
        rank: String,
        /// How they came.
        joining: String,
        /// The first day.
        begins_on: Date,
        /// The last day; none when it lasts.
        ends_on: Option<Date>,
    }
    /// A tie that was declared.
    RelationRow = "relation" {
        /// By whom.
        officer: OfficerId,
        /// Its place among theirs.
        number: u64,
        /// To whom.
        other: OfficerId,
        /// Which.
        kind: String,
        /// When.
        declared_at: Timestamp,
    }
    /// A concern of a colleague; the words are in the record.
    ConcernRow = "concern" {
        /// The event that recorded it.
        event: EventId,
        /// About whom.
        officer: OfficerId,
        /// Which.
        kind: String,
        /// From whom.
        source: SubjectId,
        /// In which force.
        force: ForceId,
        /// When.
        recorded_at: Timestamp,
    }
    /// A protection in force.
    ProtectionRow = "protection" {
        /// From whom it protects.
        officer: OfficerId,
        /// Which.
        kind: String,
        /// Because of which matter.
        matter: MatterId,
        /// By which rule.
        rule: String,
        /// Since when.
        since: Timestamp,
    }
}

questions! {
    /// An officer.
    officer_row: OfficerRow (officer: OfficerId = Cell::text(officer)) one
        "WHERE id = $1";
    /// All officers by id, after this id (an empty text for the first page).
    officers_after: OfficerRow (after: &str = Cell::text(after), limit: u32 = Cell::count(limit.into())) all
        "WHERE id > $1 ORDER BY id LIMIT $2";
    /// The officers of a force by id, after this id (an empty text for the first page).
    officers_of_force: OfficerRow (force: &ForceId = Cell::text(force), after: &str = Cell::text(after), limit: u32 = Cell::count(limit.into())) all
        "WHERE force = $1 AND id > $2 ORDER BY id LIMIT $3";
    /// Serving officers whose clearance ends by this day.
    clearances_expiring: OfficerRow (by: Date = Cell::text(by), limit: u32 = Cell::count(limit.into())) all
        "WHERE service = 'serving' AND clearance_expires <= $1 ORDER BY clearance_expires, id LIMIT $2";
    /// The postings of an officer, oldest first.
    postings_of: PostingRow (officer: OfficerId = Cell::text(officer)) all
        "WHERE officer = $1 ORDER BY number";
    /// Who was posted to a unit at any time between two days, both included.
    postings_at: PostingRow (force: &ForceId = Cell::text(force), unit: &str = Cell::text(unit), from: Date = Cell::text(from), to: Date = Cell::text(to)) all
        "WHERE force = $1 AND unit = $2 AND begins_on <= $4 AND (ends_on IS NULL OR ends_on >= $3) ORDER BY begins_on, officer, number";
    /// The ties of an officer, declared by either side.
    relations_of: RelationRow (officer: OfficerId = Cell::text(officer)) all
        "WHERE officer = $1 OR other = $1 ORDER BY declared_at, officer, number";
    /// The concerns about an officer, oldest first.
    concerns_about: ConcernRow (officer: OfficerId = Cell::text(officer)) all
        "WHERE officer = $1 ORDER BY recorded_at, event";
    /// The protections in force from an officer.
    protections_of: ProtectionRow (officer: OfficerId = Cell::text(officer)) all
        "WHERE officer = $1 ORDER BY since, kind, matter";
    /// The protections in force because of a matter.
    protections_by: ProtectionRow (matter: MatterId = Cell::text(matter)) all
        "WHERE matter = $1 ORDER BY since, officer, kind";
}

queries! {
    BOOKED_ON = "officer", "counting officers",
        "SELECT COUNT(*) FROM officer WHERE force = $1 AND on_duty_since >= $2";
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
}

pub(crate) fn rows(officer: &Officer, rows: &mut Vec<TableRow>) {
    let id = || Cell::text(officer.id);
    let posting = officer.posting();
    let (service, left_on) = match &officer.service {
        Service::Serving => ("serving", None),
        Service::Left { how, on } => (how.as_str(), Some(*on)),
    };
    let granted = officer.vetting.last().filter(|vetted| vetted.decision == VettingDecision::Granted);
    let cells = [
        Cell::code(officer.workforce),
        Cell::text(&posting.force),
        Cell::text(&posting.unit),
        Cell::text(posting.post.as_str()),
        Cell::text(&posting.rank),
        Cell::Truth(posting.post == Post::Armed && !officer.is_protected_by(Protection::ArmedDutiesBlocked)),
        Cell::Truth(officer.probationer),
        Cell::text(service),
        Cell::maybe_text(left_on),
        Cell::maybe_time(officer.suspensions.iter().map(|(_, since)| *since).min()),
        Cell::Truth(officer.may_be_verified()),
        Cell::count(officer.protections.len() as u64),
        Cell::maybe_text(granted.map(|vetted| vetted.level.as_str())),
        Cell::maybe_text(granted.and_then(|vetted| vetted.expires)),
        Cell::Truth(officer.online),
        Cell::maybe_time(officer.on_duty.map(|(since, _)| since)),
        Cell::maybe_time(officer.on_duty.map(|(_, until)| until)),
    ];
    rows.push(TableRow::new(&OFFICER, [id()], cells));

    for (number, (posting, from, to)) in (0_u64..).zip(officer.periods()) {
        let cells = [
            Cell::text(&posting.force),
            Cell::text(&posting.unit),
            Cell::text(posting.post.as_str()),
            Cell::text(&posting.rank),
            Cell::code(posting.joining),
            Cell::text(from),
            Cell::maybe_text(to),
        ];
        rows.push(TableRow::new(&POSTING, [id(), Cell::count(number)], cells));
    }
    for (number, (other, relation, at)) in (0_u64..).zip(&officer.relations) {
        let cells = [Cell::text(other), Cell::text(relation.as_str()), Cell::time(*at)];
        rows.push(TableRow::new(&RELATION, [id(), Cell::count(number)], cells));
    }
    for (event, at, concern) in &officer.concerns {
        let source = concern.source.subject();
        let cells = [
            id(),
            Cell::text(concern.concern.as_str()),
            Cell::text(source),
            Cell::text(&concern.force),
            Cell::time(*at),
        ];
        rows.push(TableRow::new(&CONCERN, [Cell::text(event)], cells));
    }
    for known in &officer.protections {
        let key = [id(), Cell::text(known.protection.as_str()), Cell::text(known.matter)];
        rows.push(TableRow::new(&PROTECTION, key, [Cell::text(&known.citation.rule), Cell::time(known.since)]));
    }
    for (proposal, verdict) in &officer.same_person {
        let cells = [
            Cell::text("same-person"),
            id(),
            Cell::text(proposal.other),
            Cell::Integer(Some(proposal.weight_centibits)),
            Cell::text(&proposal.model),
            Cell::maybe_text(verdict.map(|verdict| verdict.as_str())),
        ];
        rows.push(TableRow::new(&LINK, [Cell::text(proposal.link)], cells));
    }
    let stream = StreamId::new(StreamKind::Officer, officer.id);
    followed::rows(&stream, &officer.followed, Some(officer.id), officer.force(), rows);
}
