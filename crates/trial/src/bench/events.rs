//! Made-up officers and their events, half of which contain sealed parts.

use std::collections::BTreeSet;

use app::Ids;
use domain::officer::{
    Clearance, Concern, ConcernKind, Identity, Joining, OfficerEvent, Posting, Probation, Relation, Vehicle,
    VettingDecision, Workforce,
};
use domain::{Actor, Event, EventId, ForceId, OfficerId, Personal, Role, StreamId, StreamKind};
use jiff::civil::{Date, date};
use jiff::{Span, Timestamp};
use store::{Append, NewEvent, Store};
use synth::cast::ADA_MARLOW;

use super::BenchError;
use crate::enrolled;

/// Number of kinds of event. An officer gets one of each kind in turn.
const KINDS: u64 = 10;

/// A source of officers and their events. Each call returns a later moment, so no two times are equal.
pub struct Events {
    ids: Box<dyn Ids>,
    force: ForceId,
    admin: OfficerId,
    /// The officers in order of enrolment.
    pub officers: Vec<OfficerId>,
    moments: i64,
    count: u64,
}

impl Events {
    /// A source that has made no officers yet. Each seed gives different people.
    pub fn new(seed: u64) -> Result<Self, BenchError> {
        let ids = Box::new(synth::seeded_bytes(seed));
        let admin = OfficerId::new(ids.uuid(Timestamp::UNIX_EPOCH));
        let force = enrolled::force(&ADA_MARLOW);
        Ok(Self { ids, force, admin, officers: Vec::new(), moments: 0, count: 0 })
    }

    /// The next moment. Moments are a thousand microseconds apart, starting in 2026.
    pub fn moment(&mut self) -> Result<Timestamp, BenchError> {
        self.moments += 1;
        Ok(Timestamp::from_microsecond(1_790_000_000_000_000 + self.moments * 1_000)?)
    }

    /// The first `count` events of a new officer: an enrolment, followed by others.
    pub fn enrolment(&mut self, count: usize, now: Timestamp) -> Append {
        let id = OfficerId::new(self.ids.uuid(now));
        self.officers.push(id);
        let enrolled = OfficerEvent::Enrolled {
            workforce: Workforce::Officer,
            identity: Personal::about(id, self.identity()),
            warrant: Personal::about(id, format!("N{}", self.officers.len())),
            posting: self.posting(date(2021, 5, 3), Joining::Recruited),
            probationer: true,
        };
        let mut events = vec![self.recorded(enrolled, now)];
        events.extend((1..count).map(|_| self.next(id, now)));
        Append { stream: StreamId::new(StreamKind::Officer, id), expected: 0, now, events }
    }

    /// The next events of an existing officer. The caller sets the expected version to the one it found.
    pub fn more(&mut self, officer: OfficerId, count: usize, now: Timestamp) -> Append {
        let events = (0..count).map(|_| self.next(officer, now)).collect();
        Append { stream: StreamId::new(StreamKind::Officer, officer), expected: 0, now, events }
    }

    fn next(&mut self, officer: OfficerId, now: Timestamp) -> NewEvent {
        self.count += 1;
        let number = self.count / KINDS;
        let other = self.officers[number as usize % self.officers.len()];
        let event = match self.count % KINDS {
            0 => OfficerEvent::VehicleDeclared {
                vehicle: Personal::about(
                    officer,
                    Vehicle { plate: format!("XX{number} NMR"), make: "Vauxhall".into(), colour: "blue".into() },
                ),
            },
            1 | 3 => OfficerEvent::CardPresented { place: "Quay Street, Northmere".into(), allowed: true },
            2 => OfficerEvent::ConcernRecorded(Concern {
                concern: ConcernKind::Remark,
                words: Personal::about(officer, "made remarks about a new colleague in the parade room".into()),
                source: Personal::about(other, other),
                force: self.force.clone(),
            }),
            4 => OfficerEvent::VettingDecided {
                level: Clearance::Management,
                decision: VettingDecision::Granted,
                expires: Some(date(2033, 5, 3)),
                rationale: Personal::about(officer, "no trace on any of the systems that were searched".into()),
            },
            5 => OfficerEvent::RelationDeclared { other, relation: Relation::Friend },
            6 => OfficerEvent::Annotated {
                of: EventId::new(self.ids.uuid(now)),
                words: Personal::about(officer, "the date on the form was that of the interview".into()),
            },
            7 => OfficerEvent::ProbationChanged { change: Probation::Completed, on: date(2023, 5, 3) },
            8 => OfficerEvent::IdentityChanged { identity: Personal::about(officer, self.identity()) },
            _ => {
                let days = i64::try_from(number % 1_000).unwrap_or(0);
                let from = date(2023, 5, 3).saturating_add(Span::new().days(days));
                OfficerEvent::Posted(self.posting(from, Joining::Moved))
            }
        };
        self.recorded(event, now)
    }

    fn identity(&self) -> Identity {
        let number = self.count + self.officers.len() as u64;
        Identity {
            first_name: format!("{}{}", ADA_MARLOW.first_name, number % 997),
            surname: format!("{}{}", ADA_MARLOW.surname, number % 7_919),
            born: Some(date(1988, 2, 29)),
            sex: "F".into(),
            address: format!("{} Quay Street, Northmere", number % 200),
            postcode: "NM1 2AB".into(),
            phone: "07700 900123".into(),
            ..Identity::default()
        }
    }

    fn posting(&self, from: Date, joining: Joining) -> Posting {
        let unit = format!("{} {}", ADA_MARLOW.unit, self.count % 50);
        Posting { unit, joining, ..enrolled::posting(&ADA_MARLOW, from) }
    }

    fn recorded(&self, event: OfficerEvent, now: Timestamp) -> NewEvent {
        NewEvent {
            id: EventId::new(self.ids.uuid(now)),
            happened_at: None,
            actor: Actor::staff(self.admin, Role::RecordsAdmin, self.force.clone()),
            reason: Some("task.records".into()),
            regime: None,
            cause: None,
            event: Event::Officer(event),
        }
    }

    /// Enrols officers with `each` events apiece, a thousand events per transaction. Calls `told` with the number of
    /// events so far.
    pub async fn fill(
        &mut self,
        store: &Store,
        officers: usize,
        each: usize,
        mut told: impl FnMut(usize),
    ) -> Result<BTreeSet<Timestamp>, BenchError> {
        let per_unit = (1_000 / each).max(1);
        let (mut left, mut moments) = (officers, BTreeSet::new());
        while left > 0 {
            let some = left.min(per_unit);
            let now = self.moment()?;
            let mut unit = store.begin().await?;
            for _ in 0..some {
                unit.append(self.enrolment(each, now)).await?;
            }
            unit.commit().await?;
            moments.insert(now);
            left -= some;
            told((officers - left) * each);
        }
        Ok(moments)
    }
}
