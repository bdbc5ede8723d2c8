//! Read models of officers: what they are now, where they were when, who is tied to them, what is recorded about them.

use domain::officer::{Officer, PoliceRank, Post, Protection, Service, VettingDecision};
use domain::{StreamId, StreamKind};

use super::Row;
use super::followed;
use super::report::LINK;
use super::table::table;
use crate::sql::Cell;

table! {
    /// Officers and staff as they are now, by id. `clearance` is the last one granted, when nothing has taken it back since.
    OFFICER = "officer" ["id": Text]
    ["workforce": Text, "force": Text, "unit": Text, "post": Text, "rank": Text, "armed": Truth, "probationer": Truth,
     "service": Text, "left_on": Text, "suspended_since": Integer, "verifiable": Truth, "protections_count": Integer,
     "clearance": Text, "clearance_expires": Text, "online": Truth, "on_duty_since": Integer, "on_duty_until": Integer]
}
table! {
    /// Where an officer was posted from when to when (both days included), by their place in the order.
    POSTING = "posting" ["officer": Text, "number": Integer]
    ["force": Text, "unit": Text, "post": Text, "rank": Text, "joining": Text, "begins_on": Text, "ends_on": Text]
}
table! {
    /// Ties that an officer declared.
    RELATION = "relation" ["officer": Text, "number": Integer] ["other": Text, "kind": Text, "declared_at": Integer]
}
table! {
    /// Concerns of colleagues, by the event that recorded them. Their words are in the record only.
    CONCERN = "concern" ["event": Text]
    ["officer": Text, "kind": Text, "source": Text, "force": Text, "recorded_at": Integer]
}
table! {
    /// Protections in force.
    PROTECTION = "protection" ["officer": Text, "kind": Text, "matter": Text] ["rule": Text, "since": Integer]
}

pub(super) fn rows(officer: &Officer, rows: &mut Vec<Row>) {
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
        Cell::Truth(officer.may_be_verified()),
        Cell::count(officer.protections.len() as u64),
        Cell::maybe_text(granted.map(|vetted| vetted.level.as_str())),
        Cell::maybe_text(granted.and_then(|vetted| vetted.expires)),
        Cell::Truth(officer.online),
        Cell::maybe_time(officer.on_duty.map(|(since, _)| since)),
        Cell::maybe_time(officer.on_duty.map(|(_, until)| until)),
    ];
    rows.push(Row::new(&OFFICER, [id()], cells));

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
        rows.push(Row::new(&POSTING, [id(), Cell::count(number)], cells));
    }
    for (number, (other, relation, at)) in (0_u64..).zip(&officer.relations) {
        let cells = [Cell::text(other), Cell::text(relation.as_str()), Cell::time(*at)];
        rows.push(Row::new(&RELATION, [id(), Cell::count(number)], cells));
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
        rows.push(Row::new(&CONCERN, [Cell::text(event)], cells));
    }
    for known in &officer.protections {
        let key = [id(), Cell::text(known.protection.as_str()), Cell::text(known.matter)];
        rows.push(Row::new(&PROTECTION, key, [Cell::text(&known.citation.rule), Cell::time(known.since)]));
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
        rows.push(Row::new(&LINK, [Cell::text(proposal.link)], cells));
    }
    let stream = StreamId::new(StreamKind::Officer, officer.id);
    followed::rows(&stream, &officer.followed, Some(officer.id), officer.force(), rows);
}
