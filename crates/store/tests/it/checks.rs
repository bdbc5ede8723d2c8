//! Checks and alarms: their rows are what the record says, and what must survive the house burning down is in the backup.

use std::collections::HashMap;
use std::time::Duration;

use age::secrecy::ExposeSecret as _;
use domain::check::{AlarmFinding, Cause, CheckEvent, Escalation, Leg, Made, Outcome, Standing};
use domain::officer::OfficerEvent;
use domain::{CheckRef, DeviceId, Event, ForceId, Personal, State, StreamId, StreamKind};
use serde_json::json;
use store::{BackupIdentity, BackupKey, ClaimedJob, NewJob, Store};
use uuid::Uuid;

use crate::codes::{a_stop, check_id, ended, mac};
use crate::samples::*;
use crate::staff::a_passkey;
use crate::trial::{on_both, random, sqlite};

fn drawn() -> CheckRef {
    let bytes: Vec<u8> = (0..4).flat_map(|_| random().to_be_bytes()).collect();
    CheckRef::draw(&bytes).unwrap()
}

/// A check with what followed it; in the first stop of the tuple, by its officer.
async fn checked(
    store: &Store,
    found: Outcome,
    stop: Option<(domain::OfficerId, domain::StopId)>,
    second: i64,
    then: Vec<CheckEvent>,
) -> (StreamId, CheckRef) {
    let (stream, reference) = (StreamId::new(StreamKind::Check, check_id()), drawn());
    let made = Made {
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

fn standing(state: State) -> Standing {
    let State::Officer(officer) = state else { panic!("not an officer") };
    officer.standing()
}

fn to(to: Escalation) -> CheckEvent {
    CheckEvent::AlarmEscalated { to }
}

fn closed() -> CheckEvent {
    CheckEvent::AlarmClosed { finding: AlarmFinding::Mistyped }
}

/// Checks with every kind of alarm, in every state.
async fn a_busy_street(store: &Store) -> (domain::OfficerId, domain::StopId) {
    let stop = a_stop(store).await;
    checked(store, Outcome::Verified, Some(stop), 10, vec![CheckEvent::ReceiptGiven]).await;
    checked(store, Outcome::Pending, Some(stop), 20, vec![]).await;
    checked(store, Outcome::Refused(Cause::Suspended), Some(stop), 30, vec![to(Escalation::DutySuperintendent)]).await;
    let both = vec![to(Escalation::DutySuperintendent), to(Escalation::NeighbouringForce)];
    checked(store, Outcome::Refused(Cause::StaleCode), Some(stop), 40, both).await;
    checked(store, Outcome::Refused(Cause::NotVerifiableOnline), Some(stop), 50, vec![]).await;
    checked(store, Outcome::Refused(Cause::UnknownCode), None, 60, vec![]).await;
    checked(store, Outcome::Refused(Cause::UnknownCode), None, 70, vec![CheckEvent::AlarmAcknowledged, closed()]).await;
    let wrong = CheckEvent::WrongSaid { place: Some(Personal::about(check_id(), "by the fountain".to_owned())) };
    checked(store, Outcome::Verified, Some(stop), 80, vec![wrong.clone(), CheckEvent::AlarmAcknowledged]).await;
    checked(
        store,
        Outcome::Verified,
        Some(stop),
        90,
        vec![wrong.clone(), CheckEvent::AlarmAcknowledged, closed(), wrong],
    )
    .await;
    let asked = StreamId::new(StreamKind::Check, check_id());
    record(store, &asked, 0, at(100), vec![Event::Check(CheckEvent::Asked { reference: drawn() })]).await.unwrap();
    stop
}

fn job(name: &str) -> NewJob {
    NewJob { name: name.into(), kind: "notice".into(), body: json!({}), run_after: at(0) }
}

async fn claim(store: &Store, second: i64) -> ClaimedJob {
    store.claim_job(at(second)).await.unwrap().unwrap()
}

on_both! {
    async fn rows_of_checks_and_alarms_made_again_are_the_same(trial: &Trial) {
        let store = &trial.store;
        let (_, stop) = a_busy_street(store).await;
        record(store, &StreamId::new(StreamKind::Stop, stop), 1, at(200), vec![ended()]).await.unwrap();
        assert_eq!(store.check_read_models(&mut |_| ()).await.unwrap(), []);
        trial.behind("DELETE FROM alarm; UPDATE public_check SET outcome = 'verified'; UPDATE stop SET closed_at = NULL").await.unwrap();
        assert!(store.check_read_models(&mut |_| ()).await.unwrap().len() > 10);
        store.rebuild(&mut |_| ()).await.unwrap();
        assert_eq!(store.check_read_models(&mut |_| ()).await.unwrap(), []);
    }

    async fn each_question_about_checks_is_answered_from_its_rows(trial: &Trial) {
        let store = &trial.store;
        let ids = a_busy_street(store).await;
        let (stream, reference) = checked(store, Outcome::Refused(Cause::Left), Some(ids), 500, vec![]).await;
        let row = store.check_by_reference(reference).await.unwrap().unwrap();
        assert_eq!((row.id.to_string(), row.cause.as_deref(), row.officer), (stream.key.clone(), Some("left"), Some(ids.0)));
        assert_eq!(store.check_by_reference(drawn()).await.unwrap().map(|row| row.id), None);

        let seen: Vec<_> = store.checks_in(ids.1, 50).await.unwrap().into_iter().map(|row| (row.made_at, row.outcome)).collect();
        let word = |word: &str| Some(word.to_owned());
        let expected = [(10, "verified"), (20, "pending"), (80, "verified"), (90, "verified")];
        assert_eq!(seen, expected.map(|(second, outcome)| (Some(at(second)), word(outcome))), "never one that was refused");
        let newest: Vec<_> = store.checks_of(ids.0, at(45), 3).await.unwrap().into_iter().map(|row| row.made_at).collect();
        assert_eq!(newest, [Some(at(500)), Some(at(90)), Some(at(80))]);

        let of_force = store.alarms_of_force("control-room", &northmere(), 50).await.unwrap();
        let causes: Vec<_> = of_force.iter().map(|row| row.cause.as_str()).collect();
        // The newest first, and last of all the one that somebody took.
        assert_eq!(causes, ["left", "something-wrong", "stale-code", "suspended", "something-wrong"]);
        let covert = store.alarms_of_force("covert-desk", &northmere(), 50).await.unwrap();
        assert_eq!(covert.iter().map(|row| row.cause.as_str()).collect::<Vec<_>>(), ["not-verifiable-online"]);
        assert_eq!(store.alarms_of_force("control-room", &northmere(), 2).await.unwrap(), of_force[..2]);
        let southmere = ForceId::parse("southmere").unwrap();
        assert_eq!(store.alarms_of_force("control-room", &southmere, 50).await.unwrap(), []);
        let of_none = store.alarms_of_no_force("control-room", 50).await.unwrap();
        assert_eq!(of_none.iter().map(|row| row.raised_at).collect::<Vec<_>>(), [at(60)]);
        let carried_on = store.alarm_row(of_force[3].public_check).await.unwrap().unwrap();
        assert_eq!((carried_on.escalated.as_deref(), carried_on.escalates_at), (Some("duty-superintendent"), Some(at(330))));

        // Two minutes after each that nobody took; the one at the end of its steps and the one that was taken never again.
        let due = |second| async move { store.alarms_to_escalate(at(second), 50).await.unwrap().len() };
        assert_eq!((due(169).await, due(170).await, due(180).await, due(210).await, due(330).await), (0, 1, 2, 3, 4));

        assert_eq!(store.stops_open_by(ids.0).await.unwrap().iter().map(|row| row.id).collect::<Vec<_>>(), [ids.1]);
        record(store, &StreamId::new(StreamKind::Stop, ids.1), 1, at(600), vec![ended()]).await.unwrap();
        assert_eq!(store.stops_open_by(ids.0).await.unwrap(), []);
    }

    async fn what_a_page_shows_of_a_check_is_what_its_three_streams_say(trial: &Trial) {
        let store = &trial.store;
        let ids = a_busy_street(store).await;
        let loaded = async |stream: StreamId| store.load(&stream).await.unwrap().map(|loaded| loaded.state);
        let (officer, stop) = (
            loaded(StreamId::new(StreamKind::Officer, ids.0)).await,
            loaded(StreamId::new(StreamKind::Stop, ids.1)).await,
        );
        for outcome in [Outcome::Verified, Outcome::Pending, Outcome::Refused(Cause::Suspended)] {
            let (stream, reference) = checked(store, outcome, Some(ids), 700, vec![CheckEvent::ReceiptGiven]).await;
            let shown = store.shown_check(reference).await.unwrap().unwrap();
            assert_eq!(Some(State::Check(shown.check)), loaded(stream).await);
            let refused = matches!(outcome, Outcome::Refused(_));
            let (shown_officer, shown_stop) = shown.subjects.unzip();
            assert_eq!(shown_officer.map(State::Officer), officer.clone().filter(|_| !refused), "{outcome:?}");
            assert_eq!(shown_stop.map(State::Stop), stop.clone().filter(|_| !refused), "{outcome:?}");
        }
        assert_eq!(store.shown_check(drawn()).await.unwrap(), None);

        let Some(State::Stop(stop)) = stop else { panic!("there is a stop") };
        let devices = [DeviceId::new(Uuid::from_u128(1)), DeviceId::new(Uuid::from_u128(2))];
        let bound = |device, key: &str| OfficerEvent::DeviceBound {
            device,
            name: "phone".to_owned(),
            key: Some(key.to_owned()),
            role: domain::Role::Officer,
            passkey: String::new(),
        };
        let of_officer = StreamId::new(StreamKind::Officer, ids.0);
        let version = store.load(&of_officer).await.unwrap().unwrap().version;
        let events = [bound(devices[0], "one"), bound(devices[1], "two"), OfficerEvent::DeviceRemoved { device: devices[0] }];
        record(store, &of_officer, version, at(800), events.map(Event::Officer).to_vec()).await.unwrap();
        let presented = store.presented_stop(stop.opening.reference).await.unwrap().unwrap();
        assert_eq!(presented.bound, [(devices[1], Some("two".to_owned()))]);
        assert_eq!((presented.leads_to.stop, presented.device), (stop.id, stop.opening.device));
        assert_eq!(Some(presented.leads_to.standing), officer.map(standing));
        assert_eq!(store.presented_stop("NM-ZZZZ-99".parse().unwrap()).await.unwrap(), None);
    }

    async fn checks_that_are_looked_at_together_are_told_apart(trial: &Trial) {
        let store = &trial.store;
        let (first, second) = (a_stop(store).await, a_stop(store).await);
        let (_, verified) = checked(store, Outcome::Verified, Some(first), 10, vec![]).await;
        let (_, elsewhere) = checked(store, Outcome::Verified, Some(second), 20, vec![]).await;
        let (_, refused) = checked(store, Outcome::Refused(Cause::UnknownCode), None, 30, vec![]).await;
        let together = async || {
            let asked = [verified, drawn(), refused, elsewhere, verified];
            store.shown_checks(&asked).await.unwrap().into_iter().collect::<HashMap<_, _>>()
        };
        let shown = together().await;
        assert_eq!(shown.len(), 3, "each once, and nothing for the one that there is not");
        for (reference, of_check) in &shown {
            assert_eq!(of_check.as_ref().unwrap(), &store.shown_check(*reference).await.unwrap().unwrap());
        }
        assert!(store.shown_checks(&[]).await.unwrap().is_empty());

        // What is wrong with the record of one keeps nobody else from theirs.
        let (_, stop) = second;
        trial.tampering(&format!("UPDATE event SET body = '{{}}' WHERE stream_key = '{stop}'")).await;
        let shown = together().await;
        assert!(shown[&verified].is_ok() && shown[&refused].is_ok() && shown[&elsewhere].is_err(), "{shown:?}");
    }

    async fn a_backup_keeps_receipts_and_passkeys_and_no_code_or_session(trial: &Trial) {
        let store = &trial.store;
        let (officer, stop) = a_busy_street(store).await;
        let (check, device) = (check_id(), DeviceId::new(Uuid::from_u128(random())));
        let reference = "NM-7Q4K-29".parse().unwrap();
        let mut unit = store.begin().await.unwrap();
        unit.issue_code(mac(1), stop, at(0), at(120)).await.unwrap();
        unit.give_receipt(check, (stop, reference), "$argon2id$made-up", at(9_000)).await.unwrap();
        unit.add_passkey(&a_passkey("a", officer, device), at(1)).await.unwrap();
        unit.commit().await.unwrap();
        store.try_pin(reference, at(1), 5, at(2)).await.unwrap();
        store.save_session(mac(1), "{}", at(9_000)).await.unwrap();

        let identity = age::x25519::Identity::generate();
        let file = trial.folder.path().join("candour.age");
        let key = BackupKey::Recipients(vec![identity.to_public().to_string()]);
        store.backup(&file, &key, &[]).await.unwrap();
        let into = tempfile::tempdir().unwrap();
        let identity = BackupIdentity::Key(identity.to_string().expose_secret().to_owned());
        let copy = Store::restore(&sqlite(&into), trial.wrapping.clone(), &file, &identity, into.path()).await.unwrap().0;
        assert_eq!(copy.receipts(reference).await.unwrap(), store.receipts(reference).await.unwrap());
        // The one that was wrong before the backup counts: four more, and no fifth.
        for heard in [true, true, true, true, false] {
            assert_eq!(copy.try_pin(reference, at(2), 5, at(9_000)).await.unwrap(), heard);
        }
        assert_eq!(copy.passkeys_of(officer).await.unwrap(), [a_passkey("a", officer, device)]);
        assert_eq!(copy.session(mac(1), at(0)).await.unwrap(), None, "whoever restores signs in again");
        assert_eq!(copy.begin().await.unwrap().codes(&[mac(1)]).await.unwrap(), []);
        assert_eq!(copy.check_read_models(&mut |_| ()).await.unwrap(), []);
        copy.close().await;
    }

    async fn what_is_read_waits_for_nobody_who_writes(trial: &Trial) {
        let store = &trial.store;
        let ids = a_busy_street(store).await;
        let mut unit = store.begin().await.unwrap();
        unit.issue_code(mac(1), ids.1, at(0), at(120)).await.unwrap();
        let reading = async {
            store.load(&officer_stream(ids.0)).await.unwrap().unwrap();
            store.checks_in(ids.1, 50).await.unwrap();
            store.receipts("NM-7Q4K-29".parse().unwrap()).await.unwrap();
            store.invited(mac(1), at(0)).await.unwrap();
            store.session(mac(1), at(0)).await.unwrap();
            store.passkeys_of(ids.0).await.unwrap();
        };
        tokio::time::timeout(Duration::from_secs(5), reading).await.unwrap();
        unit.commit().await.unwrap();
    }

    async fn of_two_who_hold_a_stream_one_waits_and_sees_what_the_other_did(trial: &Trial) {
        let store = &trial.store;
        let officer = an_officer(store, "Ada", "Marlow").await;
        let mut first = store.begin().await.unwrap();
        first.hold(&officer_stream(officer)).await.unwrap();
        let second = {
            let store = store.clone();
            tokio::spawn(async move {
                let mut unit = store.begin().await.unwrap();
                unit.hold(&officer_stream(officer)).await.unwrap();
                store.stops_open_by(officer).await.unwrap().len()
            })
        };
        tokio::time::sleep(Duration::from_millis(100)).await;
        let (id, stream) = new_stop();
        let events = vec![by_records_admin(stopped(officer, Personal::about(id, "smelt of paint".to_owned())))];
        first.append(store::Append { stream, expected: 0, now: at(5), events }).await.unwrap();
        first.commit().await.unwrap();
        assert_eq!(second.await.unwrap(), 1);
    }

    async fn a_job_ends_with_what_it_changed_and_a_worker_that_was_thought_dead_changes_nothing(trial: &Trial) {
        let store = &trial.store;
        let mut unit = store.begin().await.unwrap();
        unit.enqueue(&job("a"));
        unit.commit().await.unwrap();
        let dead = claim(store, 0).await;
        let alive = claim(store, 301).await;
        let mut unit = store.begin().await.unwrap();
        assert!(!unit.finish_job(&dead).await.unwrap());
        drop(unit);
        // Broken off before it stood: the job is still to be done.
        let mut unit = store.begin().await.unwrap();
        assert!(unit.finish_job(&alive).await.unwrap());
        drop(unit);
        let mut unit = store.begin().await.unwrap();
        assert!(unit.finish_job(&alive).await.unwrap() && !unit.finish_job(&alive).await.unwrap());
        unit.commit().await.unwrap();
        assert_eq!(store.job_counts().await.unwrap(), [("done".to_owned(), 1)]);
    }
}
