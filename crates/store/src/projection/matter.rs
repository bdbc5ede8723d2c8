//! Read models of matters: where they stand, who works on them, what is alleged, what waits for a second signature.

use std::collections::BTreeSet;

use domain::matter::{Appeal, Matter, Mode, Referral, Stage, Suspension};
use domain::{StreamId, StreamKind};

use super::Row;
use super::followed;
use super::table::table;
use crate::sql::Cell;

table! {
    /// Matters, by id.
    MATTER = "matter" ["id": Text]
    ["force": Text, "officer": Text, "kind": Text, "regime": Text, "stage": Text, "opened_at": Integer,
     "attention_on": Text, "violence_against_women": Truth, "severity": Text, "assessed_at": Integer,
     "suspension": Text, "suspension_at": Integer, "referral": Text, "mode": Text, "called_in": Truth, "form": Text,
     "hearing_on": Text, "finding": Text, "outcome": Text, "closed_at": Integer, "appeal": Text, "withdrawn": Truth,
     "vindicated_at": Integer]
}
table! {
    /// Which reports a matter came from.
    MATTER_REPORT = "matter_report" ["matter": Text, "report": Text] ["number": Integer]
}
table! {
    /// Who works or worked on a matter.
    ASSIGNMENT = "assignment" ["matter": Text, "officer": Text] ["current": Truth]
}
table! {
    /// Allegations, by id. Their words are in the record only.
    ALLEGATION = "allegation" ["id": Text]
    ["matter": Text, "officer": Text, "category": Text, "violence_against_women": Truth, "reliability": Text,
     "basis": Text, "arose_on": Text, "finding": Text]
}
table! {
    /// Decisions that wait for a second signature, by id.
    PENDING = "pending" ["id": Text]
    ["matter": Text, "force": Text, "decision": Text, "asked_by": Text, "asked_role": Text, "asked_at": Integer]
}
table! {
    /// Restrictions on publication that have not lapsed.
    RESTRICTION = "restriction" ["matter": Text, "number": Integer]
    ["scope": Text, "expires_on": Text, "ends_with": Text]
}

pub(super) fn rows(matter: &Matter, rows: &mut Vec<Row>) {
    let id = || Cell::text(matter.id);
    rows.push(Row::new(&MATTER, [id()], standing(matter)));
    let reports: BTreeSet<_> = matter.reports.iter().collect();
    for (number, report) in (0_u64..).zip(reports) {
        rows.push(Row::new(&MATTER_REPORT, [id(), Cell::text(report)], [Cell::count(number)]));
    }
    for officer in matter.team.union(&matter.investigators) {
        let current = Cell::Truth(matter.investigators.contains(officer));
        rows.push(Row::new(&ASSIGNMENT, [id(), Cell::text(officer)], [current]));
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
        rows.push(Row::new(&ALLEGATION, [Cell::text(allegation.id)], cells));
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
        rows.push(Row::new(&PENDING, [Cell::text(pending)], cells));
    }
    for known in &matter.restrictions {
        let cells = [Cell::text(known.scope), Cell::text(known.expires_on), Cell::maybe_text(known.ends_with)];
        rows.push(Row::new(&RESTRICTION, [id(), Cell::count(known.number.into())], cells));
    }
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
