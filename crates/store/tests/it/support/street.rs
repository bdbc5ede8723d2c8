//! A street with checks and alarms in every state.

use domain::check::{AlarmFinding, Cause, CheckEvent, CheckOutcome, CheckResult, Escalation, Leg};
use domain::{CheckRef, Event, OfficerId, Personal, StopId, StreamId, StreamKind};
use store::Store;

use super::samples::*;
use super::trial::random;

pub fn drawn() -> CheckRef {
    let bytes: Vec<u8> = (0..4).flat_map(|_| random().to_be_bytes()).collect();
    CheckRef::draw(&bytes).unwrap()
}

/// Records a check and the events that followed it, for the given officer and stop, if any.
pub async fn checked(
    store: &Store,
    found: CheckOutcome,
    stop: Option<(OfficerId, StopId)>,
    second: i64,
    then: Vec<CheckEvent>,
) -> (StreamId, CheckRef) {
    let (stream, reference) = (StreamId::new(StreamKind::Check, check_id()), drawn());
    let made = CheckResult {
        reference,
        leg: Leg::Code,
        found,
        stop: stop.map(|(_, stop)| stop),
        officer: stop.map(|(officer, _)| officer),
        force: stop.map(|_| northmere()),
    };
    let events = [CheckEvent::Made(made)].into_iter().chain(then).map(Event::Check).collect();
    record(store, &stream, 0, at(second), events).await.unwrap();
    (stream, reference)
}

fn to(to: Escalation) -> CheckEvent {
    CheckEvent::AlarmEscalated { to }
}

fn closed() -> CheckEvent {
    CheckEvent::AlarmClosed { finding: AlarmFinding::Mistyped }
}

/// Records checks with every kind of alarm, in every state.
pub async fn a_busy_street(store: &Store) -> (OfficerId, StopId) {
    let stop = a_stop(store).await;
    checked(store, CheckOutcome::Verified, Some(stop), 10, vec![CheckEvent::ReceiptGiven]).await;
    checked(store, CheckOutcome::Pending, Some(stop), 20, vec![]).await;
    checked(store, CheckOutcome::Refused(Cause::Suspended), Some(stop), 30, vec![to(Escalation::DutySuperintendent)])
        .await;
    let both = vec![to(Escalation::DutySuperintendent), to(Escalation::NeighbouringForce)];
    checked(store, CheckOutcome::Refused(Cause::StaleCode), Some(stop), 40, both).await;
    checked(store, CheckOutcome::Refused(Cause::NotVerifiableOnline), Some(stop), 50, vec![]).await;
    checked(store, CheckOutcome::Refused(Cause::UnknownCode), None, 60, vec![]).await;
    checked(store, CheckOutcome::Refused(Cause::UnknownCode), None, 70, vec![CheckEvent::AlarmAcknowledged, closed()])
        .await;
    let wrong = CheckEvent::WrongSaid { place: Some(Personal::about(check_id(), "by the fountain".to_owned())) };
    checked(store, CheckOutcome::Verified, Some(stop), 80, vec![wrong.clone(), CheckEvent::AlarmAcknowledged]).await;
    checked(
        store,
        CheckOutcome::Verified,
        Some(stop),
        90,
        vec![wrong.clone(), CheckEvent::AlarmAcknowledged, closed(), wrong],
    )
    .await;
    let asked = StreamId::new(StreamKind::Check, check_id());
    record(store, &asked, 0, at(100), vec![Event::Check(CheckEvent::Asked { reference: drawn() })]).await.unwrap();
    stop
}
