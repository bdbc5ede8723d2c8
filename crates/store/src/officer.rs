//! Officers: their current state, postings and ties to others, and the concerns and protections on their record.

use domain::officer::{Officer, PoliceRank, Post, Protection, Service, VettingDecision};
use domain::{EventId, ForceId, MatterId, OfficerId, StreamId, StreamKind, SubjectId};
use jiff::Timestamp;
use jiff::civil::Date;

use crate::engine::{Cell, queries, questions, rows, tables};
use crate::record::projection::TableRow;
use crate::report::LINK;
use crate::{Store, StoreError, followed};

tables! {
    /// Officers and staff, keyed by id. `clearance` is the last one granted, unless a later decision withdrew it.
    ReadModel OFFICER = "officer" ["id": Text]
    ["workforce": Text, "force": Text, "unit": Text, "post": Text, "rank": Text, "armed": Truth, "probationer": Truth,
     "service": Text, "left_on": Text, "suspended_since": Integer, "verifiable": Truth, "protections_count": Integer,
     "clearance": Text, "clearance_expires": Text, "online": Truth, "on_duty_since": Integer, "on_duty_until": Integer];
    /// Postings, keyed by officer and number. The days `begins_on` and `ends_on` both belong to the posting.
    ReadModel POSTING = "posting" ["officer": Text, "number": Integer]
    ["force": Text, "unit": Text, "post": Text, "rank": Text, "joining": Text, "begins_on": Text, "ends_on": Text];
    /// Ties that officers have declared.
    ReadModel RELATION = "relation" ["officer": Text, "number": Integer] ["other": Text, "kind": Text, "declared_at": Integer];
    /// Concerns raised by colleagues, keyed by the event that recorded them. Their text is only in the record.
    ReadModel CONCERN = "concern" ["event": Text]
    ["officer": Text, "kind": Text, "source": Text, "force": Text, "recorded_at": Integer];
    /// Protections in force.
    ReadModel PROTECTION = "protection" ["officer": Text, "kind": Text, "matter": Text] ["rule": Text, "since": Integer];
}

rows! {
    /// An officer or a member of staff.
    OfficerRow = "officer" {
        id: OfficerId,
        /// `officer`, `special` or `staff`.
        workforce: String,
        /// The current or last force.
        force: ForceId,
        unit: String,
        post: String,
        /// The rank or grade.
        rank: String,
        /// True if the post is armed and no protection blocks armed duties.
        armed: bool,
        probationer: bool,
        /// `serving`, or the way in which service ended.
        service: String,
        /// The last day of service.
        left_on: Option<Date>,
        /// The start of the earliest suspension that is still in force.
        suspended_since: Option<Timestamp>,
        /// True if a public check may confirm that the officer is allowed to act.
        verifiable: bool,
        protections_count: u64,
        /// The last clearance granted, unless a later decision withdrew it.
        clearance: Option<String>,
        /// The last day on which the clearance is valid.
        clearance_expires: Option<Date>,
        /// True if the public page verifies this officer at all.
        online: bool,
        /// The time at which the officer booked on.
        on_duty_since: Option<Timestamp>,
        /// The latest time at which the officer will book off.
        on_duty_until: Option<Timestamp>,
    }
    PostingRow = "posting" {
        officer: OfficerId,
        /// The position of the posting in the officer's history.
        number: u64,
        force: ForceId,
        unit: String,
        post: String,
        rank: String,
        /// The way in which the officer joined.
        joining: String,
        /// The first day.
        begins_on: Date,
        /// The last day; `None` for the current posting.
        ends_on: Option<Date>,
    }
    /// A tie that an officer declared.
    RelationRow = "relation" {
        /// The officer who declared it.
        officer: OfficerId,
        /// The number of the tie among those that the officer declared.
        number: u64,
        other: OfficerId,
        kind: String,
        declared_at: Timestamp,
    }
    /// A concern raised by a colleague. Its text is only in the record.
    ConcernRow = "concern" {
        /// The event that recorded the concern.
        event: EventId,
        officer: OfficerId,
        kind: String,
        /// The colleague who raised it.
        source: SubjectId,
        force: ForceId,
        recorded_at: Timestamp,
    }
    ProtectionRow = "protection" {
        /// The officer from whom others are protected.
        officer: OfficerId,
        kind: String,
        /// The matter for which it was imposed.
        matter: MatterId,
        rule: String,
        since: Timestamp,
    }
}

questions! {
    officer_row: OfficerRow (officer: OfficerId = Cell::text(officer)) one
        "WHERE id = $1";
    /// Officers whose id comes after `after`, in id order. An empty string gives the first page.
    officers_after: OfficerRow (after: &str = Cell::text(after), limit: u32 = Cell::count(limit.into())) all
        "WHERE id > $1 ORDER BY id LIMIT $2";
    /// Officers of a force whose id comes after `after`, in id order. An empty string gives the first page.
    officers_of_force: OfficerRow (force: &ForceId = Cell::text(force), after: &str = Cell::text(after), limit: u32 = Cell::count(limit.into())) all
        "WHERE force = $1 AND id > $2 ORDER BY id LIMIT $3";
    /// Serving officers whose clearance expires on or before the given day.
    clearances_expiring: OfficerRow (by: Date = Cell::text(by), limit: u32 = Cell::count(limit.into())) all
        "WHERE service = 'serving' AND clearance_expires <= $1 ORDER BY clearance_expires, id LIMIT $2";
    /// Postings of an officer, oldest first.
    postings_of: PostingRow (officer: OfficerId = Cell::text(officer)) all
        "WHERE officer = $1 ORDER BY number";
    /// Postings to a unit that overlap the days from `from` to `to`, inclusive.
    postings_at: PostingRow (force: &ForceId = Cell::text(force), unit: &str = Cell::text(unit), from: Date = Cell::text(from), to: Date = Cell::text(to)) all
        "WHERE force = $1 AND unit = $2 AND begins_on <= $4 AND (ends_on IS NULL OR ends_on >= $3) ORDER BY begins_on, officer, number";
    /// Ties of an officer, declared by either side.
    relations_of: RelationRow (officer: OfficerId = Cell::text(officer)) all
        "WHERE officer = $1 OR other = $1 ORDER BY declared_at, officer, number";
    /// Concerns about an officer, oldest first.
    concerns_about: ConcernRow (officer: OfficerId = Cell::text(officer)) all
        "WHERE officer = $1 ORDER BY recorded_at, event";
    /// Protections in force against an officer.
    protections_of: ProtectionRow (officer: OfficerId = Cell::text(officer)) all
        "WHERE officer = $1 ORDER BY since, kind, matter";
    /// Protections in force because of a matter.
    protections_by: ProtectionRow (matter: MatterId = Cell::text(matter)) all
        "WHERE matter = $1 ORDER BY since, officer, kind";
}

queries! {
    BOOKED_ON = "officer", "counting officers",
        "SELECT COUNT(*) FROM officer WHERE force = $1 AND on_duty_since >= $2";
}

impl Store {
    /// Counts the officers of a force who are on duty, having booked on at or after `since`.
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
        Cell::text(posting.rank.map_or("", PoliceRank::as_str)),
        Cell::Truth(posting.post == Post::Armed && !officer.is_protected_by(Protection::ArmedDutiesBlocked)),
        Cell::Truth(officer.probationer),
        Cell::text(service),
        Cell::maybe_text(left_on),
        Cell::maybe_time(officer.suspensions.iter().map(|(_, since)| *since).min()),
        Cell::Truth(officer.has_power()),
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
            Cell::text(posting.rank.map_or("", PoliceRank::as_str)),
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
