//! Events of made-up people and forces.

use domain::force::ForceEvent;
use domain::officer::{Identity, Joining, OfficerEvent, Post, Posting, Workforce};
use domain::stop::{Power, StopEvent, StopOpening};
use domain::{
    Actor, CheckId, DeviceId, Event, EventId, ForceId, OfficerId, Personal, Role, StopId, StreamId, StreamKind,
    SubjectId,
};
use jiff::Timestamp;
use jiff::civil::date;
use store::{Append, AppendedEvents, DeviceHolder, Mac, NewEvent, PasskeyRow, Store, StoreError};
use uuid::Uuid;

use super::trial::random;

/// The moment `second` seconds into a made-up day.
pub fn at(second: i64) -> Timestamp {
    Timestamp::from_second(1_790_000_000 + second).unwrap()
}

pub fn northmere() -> ForceId {
    ForceId::parse("northmere").unwrap()
}

pub fn event_id() -> EventId {
    EventId::new(Uuid::from_u128(random()))
}

pub fn officer_id() -> OfficerId {
    OfficerId::new(Uuid::from_u128(random()))
}

pub fn subject_id() -> SubjectId {
    SubjectId::new(Uuid::from_u128(random()))
}

pub fn by_records_admin(event: Event) -> NewEvent {
    NewEvent {
        id: event_id(),
        happened_at: None,
        actor: Actor::staff(OfficerId::new(Uuid::from_u128(1)), Role::RecordsAdmin, northmere()),
        reason: Some("task.records".into()),
        regime: None,
        cause: None,
        event,
    }
}

pub fn founded() -> Event {
    Event::Force(ForceEvent::Founded { name: "Northmere Police".into(), from: date(1974, 4, 1) })
}

pub fn renamed(name: &str) -> Event {
    Event::Force(ForceEvent::Renamed { name: name.into(), from: date(2020, 1, 1) })
}

pub fn enrolled(id: OfficerId, first_name: &str, surname: &str) -> Event {
    let identity = Identity { first_name: first_name.into(), surname: surname.into(), ..Identity::default() };
    Event::Officer(OfficerEvent::Enrolled {
        workforce: Workforce::Officer,
        identity: Personal::about(id, identity),
        warrant: Personal::about(id, format!("N{}", surname.len())),
        posting: Posting {
            force: northmere(),
            unit: "Harbour Response".into(),
            post: Post::Response,
            rank: Some(domain::officer::PoliceRank::Constable),
            from: date(2021, 5, 3),
            joining: Joining::Recruited,
        },
        probationer: true,
    })
}

pub fn stopped(officer: OfficerId, reason: Personal<String>) -> Event {
    Event::Stop(StopEvent::Opened(StopOpening {
        reference: "NM-7Q4K-29".parse().unwrap(),
        officer,
        force: northmere(),
        device: None,
        power: Power::PaceSection1,
        reason_code: None,
        reason,
        object: None,
        place: "Quay Street".into(),
        uniform: true,
        vehicle: false,
        off_duty: true,
    }))
}

pub fn force_stream() -> StreamId {
    StreamId::new(StreamKind::Force, northmere())
}

pub fn officer_stream(id: OfficerId) -> StreamId {
    StreamId::new(StreamKind::Officer, id)
}

pub fn new_stop() -> (StopId, StreamId) {
    let id = StopId::new(Uuid::from_u128(random()));
    (id, StreamId::new(StreamKind::Stop, id))
}

/// Records events in a unit of their own, as the records administrator.
pub async fn record(
    store: &Store,
    stream: &StreamId,
    expected: u64,
    now: Timestamp,
    events: Vec<Event>,
) -> Result<AppendedEvents, StoreError> {
    let mut unit = store.begin().await?;
    let events = events.into_iter().map(by_records_admin).collect();
    let appended = unit.append(Append { stream: stream.clone(), expected, now, events }).await?;
    unit.commit().await?;
    Ok(appended)
}

pub async fn an_officer(store: &Store, first_name: &str, surname: &str) -> OfficerId {
    let id = officer_id();
    record(store, &officer_stream(id), 0, at(0), vec![enrolled(id, first_name, surname)]).await.unwrap();
    id
}

pub fn mac(number: u16) -> Mac {
    let mut mac = [7; 32];
    mac[..2].copy_from_slice(&number.to_be_bytes());
    mac
}

pub fn check_id() -> CheckId {
    CheckId::new(Uuid::from_u128(random()))
}

/// A stop by a new officer.
pub async fn a_stop(store: &Store) -> (OfficerId, StopId) {
    let officer = an_officer(store, "Ada", "Marlow").await;
    let (id, stream) = new_stop();
    let reason = Personal::about(id, "smelt of paint".to_owned());
    record(store, &stream, 0, at(1), vec![stopped(officer, reason)]).await.unwrap();
    (officer, id)
}

/// The event that ends a sample stop.
pub fn ended() -> Event {
    let (power, outcome) = (Power::PaceSection1, domain::stop::StopOutcome::NoFurtherAction);
    Event::Stop(StopEvent::Closed { outcome, power, reason_code: None, record: None })
}

pub fn an_invited(officer: OfficerId) -> DeviceHolder {
    DeviceHolder { officer, role: Role::ControlRoom, force: northmere() }
}

pub fn a_passkey(credential: &str, officer: OfficerId, device: DeviceId) -> PasskeyRow {
    PasskeyRow {
        credential: credential.to_owned(),
        of: an_invited(officer),
        device,
        body: "{\"counter\":0}".to_owned(),
    }
}
