//! Codes, challenges and receipts: what opens a check for minutes is known, over or forgotten as it should be.

use domain::check::{CallState, StopEnd};
use domain::stop::{Stop, StopEvent};
use domain::{CheckId, Event, OfficerId, Personal, State, StopId, StopRef, StreamId, StreamKind};
use jiff::SignedDuration;
use proptest::prelude::*;
use store::{KnownCode, Mac, Store};
use uuid::Uuid;

use crate::samples::*;
use crate::trial::{Trial, on_both, random, sqlite};

pub fn mac(number: u16) -> Mac {
    let mut mac = [7; 32];
    mac[..2].copy_from_slice(&number.to_be_bytes());
    mac
}

pub fn check_id() -> CheckId {
    CheckId::new(Uuid::from_u128(random()))
}

/// A stop by an officer of their own.
pub async fn a_stop(store: &Store) -> (OfficerId, StopId) {
    let officer = an_officer(store, "Ada", "Marlow").await;
    let (id, stream) = new_stop();
    let reason = Personal::about(id, "smelt of paint".to_owned());
    record(store, &stream, 0, at(1), vec![stopped(officer, reason)]).await.unwrap();
    (officer, id)
}

async fn issue(store: &Store, number: u16, stop: StopId, second: i64) {
    let mut unit = store.begin().await.unwrap();
    unit.issue_code(mac(number), stop, at(second), at(second + 120)).await.unwrap();
    unit.commit().await.unwrap();
}

async fn used(store: &Store, numbers: &[u16], second: i64) {
    let mut unit = store.begin().await.unwrap();
    let macs: Vec<Mac> = numbers.iter().copied().map(mac).collect();
    unit.use_codes(&macs, at(second)).await.unwrap();
    unit.commit().await.unwrap();
}

async fn known(store: &Store, numbers: impl IntoIterator<Item = u16>) -> Vec<KnownCode> {
    let macs: Vec<Mac> = numbers.into_iter().map(mac).collect();
    let mut unit = store.begin().await.unwrap();
    let mut known = unit.codes(&macs).await.unwrap();
    known.sort_by_key(|code| code.mac);
    known
}

/// The codes of a stop that are good at a second.
async fn good(store: &Store, second: i64) -> Vec<u16> {
    let good = known(store, 0..60).await.into_iter().filter(|code| code.expires_at > at(second));
    good.map(|code| u16::from_be_bytes([code.mac[0], code.mac[1]])).collect()
}

fn reference() -> StopRef {
    "NM-7Q4K-29".parse().unwrap()
}

async fn receipt(store: &Store, check: CheckId, second: i64) -> bool {
    let mut unit = store.begin().await.unwrap();
    let stop = (StopId::new(Uuid::from_u128(5)), reference());
    let given = unit.give_receipt(check, stop, "$argon2id$made-up", at(second)).await.unwrap();
    unit.commit().await.unwrap();
    given
}

/// Tries a PIN; whether it is heard.
async fn tries(store: &Store, second: i64) -> bool {
    store.try_pin(reference(), at(second), 5, at(second) + SignedDuration::from_hours(1)).await.unwrap()
}

on_both! {
    async fn a_code_leads_to_its_stop_and_to_its_officer_as_they_are_now(trial: &Trial) {
        let store = &trial.store;
        let (officer, stop) = a_stop(store).await;
        issue(store, 1, stop, 10).await;
        let [code] = known(store, [1, 2]).await.try_into().unwrap();
        assert_eq!((code.mac, code.expires_at, code.first_used_at), (mac(1), at(130), None));
        let it = code.leads_to;
        assert_eq!((it.stop, it.officer, it.force), (stop, officer, northmere()));
        assert_eq!((it.end, it.off_duty, it.call), (StopEnd::Open, true, Some(CallState::Waiting)));
        assert_eq!((it.standing.may_serve(), it.standing.on_duty), (Ok(()), None));

        // What the check reads is what the record says, for each thing that decides.
        let matter = domain::MatterId::new(Uuid::from_u128(random()));
        let events = [
            domain::officer::OfficerEvent::DutyBegan { until: at(5_000) },
            domain::officer::OfficerEvent::PublicFaceSet { by_number: false, online: false },
            domain::officer::OfficerEvent::Suspended { matter },
            domain::officer::OfficerEvent::Left { how: domain::officer::Leaving::Resigned, on: jiff::civil::date(2026, 9, 21) },
        ];
        for (version, event) in (1..).zip(events) {
            let stream = officer_stream(officer);
            record(store, &stream, version, at(20), vec![Event::Officer(event)]).await.unwrap();
            let Some(State::Officer(state)) = store.load(&stream).await.unwrap().map(|loaded| loaded.state) else { panic!() };
            let standing = known(store, [1]).await.remove(0).leads_to.standing;
            // Whoever left or is suspended is not verified in any case: that a protection is also in force is not told apart.
            assert_eq!(standing, state.standing());
        }
        let stream = StreamId::new(StreamKind::Stop, stop);
        let Some(State::Stop(state)) = store.load(&stream).await.unwrap().map(|loaded| loaded.state) else { panic!() };
        let closed = Stop::close(&state, domain::stop::StopOutcome::Arrest, state.opening.power, None, None).unwrap();
        record(store, &stream, 1, at(30), vec![closed]).await.unwrap();
        assert_eq!(known(store, [1]).await[0].leads_to.end, StopEnd::BeforeCheck);
    }

    async fn each_code_is_good_for_the_time_that_was_promised_with_it_whatever_is_issued_after_it(trial: &Trial) {
        let store = &trial.store;
        let (_, stop) = a_stop(store).await;
        let (_, other) = a_stop(store).await;
        issue(store, 50, other, 5).await;
        // A page that is loaded again and again, as fast as it may be.
        for number in 1..=7 {
            issue(store, number, stop, i64::from(number) * 20).await;
        }
        assert_eq!(good(store, 124).await, [1, 2, 3, 4, 5, 6, 7, 50]);
        assert_eq!(good(store, 139).await, [1, 2, 3, 4, 5, 6, 7]);
        assert_eq!(good(store, 140).await, [2, 3, 4, 5, 6, 7]);
        used(store, &[2], 141).await;
        issue(store, 8, stop, 160).await;
        assert_eq!(good(store, 159).await, [2, 3, 4, 5, 6, 7, 8]);
        // The one that ended is known all the same: whoever types it too late is led to the stop.
        assert_eq!(known(store, [1]).await[0].expires_at, at(140));
    }

    async fn many_codes_are_asked_for_at_once(trial: &Trial) {
        let store = &trial.store;
        let (_, stop) = a_stop(store).await;
        let mut unit = store.begin().await.unwrap();
        for number in 0..140 {
            unit.issue_code(mac(number), stop, at(10), at(130)).await.unwrap();
        }
        unit.commit().await.unwrap();
        for count in [0, 1, 12, 13, 25, 100, 130, 140] {
            let found = known(store, 0..count).await;
            let expected: Vec<Mac> = (0..count).map(mac).collect();
            assert_eq!(found.into_iter().map(|code| code.mac).collect::<Vec<_>>(), expected);
            // Among as many that nobody gave out the same are found, and no other.
            assert_eq!(known(store, (0..count).chain(1_000..1_000 + count)).await.len(), usize::from(count));
            used(store, &(0..count).collect::<Vec<_>>(), 20).await;
        }
        assert!(known(store, 0..140).await.iter().all(|code| code.first_used_at == Some(at(20))));
    }

    async fn the_first_use_is_noted_and_no_later_one(trial: &Trial) {
        let store = &trial.store;
        let (_, stop) = a_stop(store).await;
        issue(store, 1, stop, 0).await;
        issue(store, 2, stop, 0).await;
        used(store, &[1], 20).await;
        used(store, &[1, 2, 9], 40).await;
        let uses: Vec<_> = known(store, [1, 2]).await.into_iter().map(|code| code.first_used_at).collect();
        assert_eq!(uses, [Some(at(20)), Some(at(40))]);
    }

    async fn a_challenge_is_good_until_its_time_is_over_or_it_was_answered(trial: &Trial) {
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

    async fn a_receipt_is_given_once_for_a_check(trial: &Trial) {
        let (first, second) = (check_id(), check_id());
        assert!(receipt(&trial.store, first, 100).await && receipt(&trial.store, second, 200).await);
        assert!(!receipt(&trial.store, first, 900).await);
        let mut receipts = trial.store.receipts(reference()).await.unwrap();
        receipts.sort_by_key(|receipt| receipt.expires_at);
        let found: Vec<_> = receipts.iter().map(|receipt| (receipt.check, receipt.expires_at)).collect();
        assert_eq!(found, [(first, at(100)), (second, at(200))]);
        assert_eq!(receipts[0].pin, "$argon2id$made-up");
        assert_eq!(trial.store.receipts("NM-7Q4K-2A".parse().unwrap()).await.unwrap(), []);
    }

    async fn after_five_wrong_pins_in_a_row_none_is_heard_for_an_hour(trial: &Trial) {
        let store = &trial.store;
        // Whether or not there is a receipt.
        for second in 1..=2 {
            assert!(tries(store, second).await);
        }
        receipt(store, check_id(), 9_000_000).await;
        for second in 3..=4 {
            assert!(tries(store, second).await);
        }
        store.pin_fitted(reference()).await.unwrap();
        for second in 5..=9 {
            assert!(tries(store, second).await, "a PIN that fits ends the row");
        }
        assert!(!tries(store, 10).await && !tries(store, 9 + 3_599).await);
        // Another receipt of the same stop opens no second way.
        receipt(store, check_id(), 9_000_000).await;
        assert!(!tries(store, 11).await);
        for second in 0..5 {
            assert!(tries(store, 9 + 3_600 + second).await);
        }
        assert!(!tries(store, 9 + 3_600 + 5).await);
        // The last one fitted: it is counted before it is looked at.
        store.pin_fitted(reference()).await.unwrap();
        assert!(tries(store, 9 + 3_600 + 6).await);
        // A day later the count is forgotten, and not before.
        let over = 9 + 3_600 + 6 + 86_400;
        assert_eq!(store.forget_what_is_over(at(over)).await.unwrap(), 0);
        assert_eq!(store.forget_what_is_over(at(over + 1)).await.unwrap(), 1);
    }

    async fn of_pins_that_come_all_at_once_no_more_are_heard_than_one_after_another(trial: &Trial) {
        receipt(&trial.store, check_id(), 9_000_000).await;
        receipt(&trial.store, check_id(), 9_000_000).await;
        let tried = (0..40).map(|_| {
            let store = trial.store.clone();
            tokio::spawn(async move { tries(&store, 1).await })
        });
        let mut heard = 0;
        for one in tried.collect::<Vec<_>>() {
            heard += usize::from(one.await.unwrap());
        }
        assert_eq!(heard, 5);
    }

    async fn what_is_over_is_forgotten_and_what_is_not_stays(trial: &Trial) {
        let store = &trial.store;
        let (officer, stop) = a_stop(store).await;
        issue(store, 1, stop, 0).await;
        issue(store, 2, stop, 100).await;
        receipt(store, check_id(), 500).await;
        receipt(store, check_id(), 5_000).await;
        let of = crate::staff::an_invited(officer);
        let mut unit = store.begin().await.unwrap();
        for (number, second) in [(1, 300), (2, 4_000)] {
            unit.keep_challenge(mac(number), check_id(), at(second)).await.unwrap();
            unit.invite(mac(number), &of, at(second)).await.unwrap();
        }
        unit.commit().await.unwrap();
        store.save_session(mac(1), "{}", at(300)).await.unwrap();
        store.save_session(mac(2), "{}", at(4_000)).await.unwrap();

        // Three minutes: nothing. One hour and three minutes: one of each; codes an hour after their time.
        assert_eq!(store.forget_what_is_over(at(180)).await.unwrap(), 0);
        assert_eq!(known(store, [1]).await[0].expires_at, at(120), "a code that is over is told from one that never was");
        assert_eq!(store.forget_what_is_over(at(3_780)).await.unwrap(), 5);
        assert_eq!(known(store, [1, 2]).await.len(), 1);
        assert_eq!(store.receipts(reference()).await.unwrap().len(), 1);
        let mut unit = store.begin().await.unwrap();
        assert!(unit.challenged(mac(1), at(0)).await.unwrap().is_none());
        assert!(unit.challenged(mac(2), at(0)).await.unwrap().is_some());
        drop(unit);
        assert!(store.invited(mac(1), at(0)).await.unwrap().is_none() && store.invited(mac(2), at(0)).await.unwrap().is_some());
        assert!(store.session(mac(1), at(0)).await.unwrap().is_none() && store.session(mac(2), at(0)).await.unwrap().is_some());
        assert_eq!(store.forget_what_is_over(at(3_780)).await.unwrap(), 0);
    }

    async fn nothing_that_opens_something_stands_if_its_unit_does_not(trial: &Trial) {
        let (_, stop) = a_stop(&trial.store).await;
        let mut unit = trial.store.begin().await.unwrap();
        unit.issue_code(mac(1), stop, at(0), at(120)).await.unwrap();
        unit.keep_challenge(mac(1), check_id(), at(300)).await.unwrap();
        drop(unit);
        assert_eq!(known(&trial.store, [1]).await, []);
        let mut unit = trial.store.begin().await.unwrap();
        assert_eq!(unit.challenged(mac(1), at(0)).await.unwrap(), None);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    // However codes are given out and used: good are those whose own time is not over.
    #[test]
    fn codes_that_are_good_are_those_of_the_model(steps in proptest::collection::vec((any::<bool>(), 0u16..12, 1i64..40), 1..30)) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let folder = tempfile::tempdir().unwrap();
            let trial = Trial::on(sqlite(&folder), folder).await;
            let (_, stop) = a_stop(&trial.store).await;
            let (mut now, mut model) = (0, Vec::<(u16, i64)>::new());
            for (gives_out, number, pause) in steps {
                now += pause;
                let last = u16::try_from(model.len()).unwrap();
                if gives_out || last == 0 {
                    issue(&trial.store, last, stop, now).await;
                    model.push((last, now + 120));
                } else {
                    let number = number % last;
                    // Only a code that is good is used.
                    if model[usize::from(number)].1 > now {
                        used(&trial.store, &[number], now).await;
                    }
                }
                let expected: Vec<u16> = model.iter().filter(|code| code.1 > now).map(|code| code.0).collect();
                assert_eq!(good(&trial.store, now).await, expected);
            }
            trial.end().await;
        });
    }
}

/// What ends a stop of the samples: used by the stories of other modules.
pub fn ended() -> Event {
    let (power, outcome) = (domain::stop::Power::PaceSection1, domain::stop::StopOutcome::NoFurtherAction);
    Event::Stop(StopEvent::Closed { outcome, power, reason_code: None, record: None })
}
