//! Checks, their alarms and their challenges: rows agree with the record, and a page shows the content of its streams.

use std::collections::HashMap;
use std::time::Duration;

use domain::check::{Cause, CheckEvent, CheckOutcome, Standing};
use domain::officer::OfficerEvent;
use domain::{DeviceId, Event, ForceId, State, StreamId, StreamKind};
use uuid::Uuid;

use crate::support::samples::*;
use crate::support::street::{a_busy_street, checked, drawn};
use crate::support::trial::on_both;

fn standing(state: State) -> Standing {
    let State::Officer(officer) = state else { panic!("not an officer") };
    officer.standing()
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
        let (stream, reference) = checked(store, CheckOutcome::Refused(Cause::Left), Some(ids), 500, vec![]).await;
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
        // The newest comes first, and the acknowledged one last.
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

        // Each unacknowledged alarm is due after two minutes. The fully escalated one and the acknowledged one are
        // never due.
        let due = |second| async move { store.alarms_to_escalate(at(second), 50).await.unwrap().len() };
        assert_eq!((due(169).await, due(170).await, due(180).await, due(210).await, due(330).await), (0, 1, 2, 3, 4));

        assert_eq!(store.stops_open_by(ids.0).await.unwrap().iter().map(|row| row.id).collect::<Vec<_>>(), [ids.1]);
        record(store, &StreamId::new(StreamKind::Stop, ids.1), 1, at(600), vec![ended()]).await.unwrap();
        assert_eq!(store.stops_open_by(ids.0).await.unwrap(), []);
    }

    async fn a_page_shows_of_a_check_what_its_three_streams_say(trial: &Trial) {
        let store = &trial.store;
        let ids = a_busy_street(store).await;
        let loaded = async |stream: StreamId| store.load(&stream).await.unwrap().map(|loaded| loaded.state);
        let (officer, stop) = (
            loaded(StreamId::new(StreamKind::Officer, ids.0)).await,
            loaded(StreamId::new(StreamKind::Stop, ids.1)).await,
        );
        for outcome in [CheckOutcome::Verified, CheckOutcome::Pending, CheckOutcome::Refused(Cause::Suspended)] {
            let (stream, reference) = checked(store, outcome, Some(ids), 700, vec![CheckEvent::ReceiptGiven]).await;
            let shown = store.shown_check(reference).await.unwrap().unwrap();
            assert_eq!(Some(State::Check(shown.check)), loaded(stream).await);
            let refused = matches!(outcome, CheckOutcome::Refused(_));
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

    async fn checks_that_are_read_together_are_kept_apart(trial: &Trial) {
        let store = &trial.store;
        let (first, second) = (a_stop(store).await, a_stop(store).await);
        let (_, verified) = checked(store, CheckOutcome::Verified, Some(first), 10, vec![]).await;
        let (_, elsewhere) = checked(store, CheckOutcome::Verified, Some(second), 20, vec![]).await;
        let (_, refused) = checked(store, CheckOutcome::Refused(Cause::UnknownCode), None, 30, vec![]).await;
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

        // A fault in the record of one check does not prevent the others from being shown.
        let (_, stop) = second;
        trial.tampering(&format!("UPDATE event SET body = '{{}}' WHERE stream_key = '{stop}'")).await;
        let shown = together().await;
        assert!(shown[&verified].is_ok() && shown[&refused].is_ok() && shown[&elsewhere].is_err(), "{shown:?}");
    }


    async fn readers_never_wait_for_a_writer(trial: &Trial) {
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

    async fn a_challenge_is_valid_until_it_expires_or_is_answered(trial: &Trial) {
        let store = &trial.store;
        let (first, second) = (check_id(), check_id());
        let mut unit = store.begin().await.unwrap();
        unit.keep_challenge(mac(1), first, at(300)).await.unwrap();
        unit.keep_challenge(mac(2), second, at(300)).await.unwrap();
        unit.commit().await.unwrap();
        let mut unit = store.begin().await.unwrap();
        assert_eq!(unit.challenged(mac(1), at(299)).await.unwrap(), Some(first));
        assert_eq!(unit.challenged(mac(1), at(300)).await.unwrap(), None);
        assert_eq!(unit.challenged(mac(3), at(0)).await.unwrap(), None);
        unit.end_challenge(first).await.unwrap();
        assert_eq!(unit.challenged(mac(1), at(0)).await.unwrap(), None);
        assert_eq!(unit.challenged(mac(2), at(0)).await.unwrap(), Some(second));
    }
}
