//! Live codes: each is known and valid for its own lifetime, and leads to the current state of its stop and officer.

use domain::check::{CallState, StopEnd};
use domain::stop::Stop;
use domain::{Event, State, StopId, StreamId, StreamKind};
use proptest::prelude::*;
use store::{KnownCode, Mac, Store};
use uuid::Uuid;

use crate::support::samples::*;
use crate::support::trial::{Trial, on_both, random, sqlite};

pub async fn issue(store: &Store, number: u16, stop: StopId, second: i64) {
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

pub async fn known(store: &Store, numbers: impl IntoIterator<Item = u16>) -> Vec<KnownCode> {
    let macs: Vec<Mac> = numbers.into_iter().map(mac).collect();
    let mut unit = store.begin().await.unwrap();
    let mut known = unit.codes(&macs).await.unwrap();
    known.sort_by_key(|code| code.mac);
    known
}

/// Lists the codes of a stop that are valid at the given second.
async fn good(store: &Store, second: i64) -> Vec<u16> {
    let good = known(store, 0..60).await.into_iter().filter(|code| code.expires_at > at(second));
    good.map(|code| u16::from_be_bytes([code.mac[0], code.mac[1]])).collect()
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

        // Each fact that decides a check is read from the record.
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
            // An officer who has left or is suspended is not verified in any case, so an additional protection makes no
            // difference.
            assert_eq!(standing, state.standing());
        }
        let stream = StreamId::new(StreamKind::Stop, stop);
        let Some(State::Stop(state)) = store.load(&stream).await.unwrap().map(|loaded| loaded.state) else { panic!() };
        let closed = Stop::close(&state, domain::stop::StopOutcome::Arrest, state.opening.power, None, None).unwrap();
        record(store, &stream, 1, at(30), vec![closed]).await.unwrap();
        assert_eq!(known(store, [1]).await[0].leads_to.end, StopEnd::BeforeCheck);
    }

    async fn a_code_is_valid_for_its_promised_time_whatever_is_issued_after_it(trial: &Trial) {
        let store = &trial.store;
        let (_, stop) = a_stop(store).await;
        let (_, other) = a_stop(store).await;
        issue(store, 50, other, 5).await;
        // A page that is reloaded as often as is allowed.
        for number in 1..=7 {
            issue(store, number, stop, i64::from(number) * 20).await;
        }
        assert_eq!(good(store, 124).await, [1, 2, 3, 4, 5, 6, 7, 50]);
        assert_eq!(good(store, 139).await, [1, 2, 3, 4, 5, 6, 7]);
        assert_eq!(good(store, 140).await, [2, 3, 4, 5, 6, 7]);
        used(store, &[2], 141).await;
        issue(store, 8, stop, 160).await;
        assert_eq!(good(store, 159).await, [2, 3, 4, 5, 6, 7, 8]);
        // An expired code is still known: typing it too late still leads to the stop.
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
            // Unknown codes in the list make no difference.
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






    async fn codes_and_challenges_of_a_dropped_unit_are_not_kept(trial: &Trial) {
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

    // However codes are issued and used, exactly those that have not expired are valid.
    #[test]
    fn valid_codes_are_those_of_the_model(steps in proptest::collection::vec((any::<bool>(), 0u16..12, 1i64..40), 1..30)) {
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
                    // Only valid codes are used.
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
