//! Appending: committed events are read back, one of two writers wins, and a dropped unit leaves no trace.

use std::time::Duration;

use domain::{ErrorKind, Personal, State};
use jiff::Timestamp;
use store::{Append, Store, StoreError};

use crate::support::samples::*;
use crate::support::trial::on_both;

on_both! {
    async fn what_is_appended_is_read_back_as_it_was(trial: &Trial) {
        let (officer, witness) = (officer_id(), subject_id());
        let stream = officer_stream(officer);
        let enrolled = record(&trial.store, &stream, 0, at(0), vec![enrolled(officer, "Ada", "Marlow")]).await.unwrap();
        assert_eq!(trial.store.history(&stream, None).await.unwrap(), enrolled.recorded);
        assert_eq!(trial.store.load(&stream).await.unwrap().unwrap().state, enrolled.state);

        let (_, stop) = new_stop();
        let mut event = by_records_admin(stopped(officer, Personal::about(witness, "smelt of paint".to_owned())));
        event.happened_at = Some("2026-09-21T10:00:00.123456789Z".parse().unwrap());
        event.regime = Some("pccr-2020".into());
        event.cause = Some(enrolled.recorded[0].id);
        let mut unit = trial.store.begin().await.unwrap();
        let append = Append { stream: stop.clone(), expected: 0, now: at(1), events: vec![event.clone()] };
        let appended = unit.append(append).await.unwrap();
        unit.commit().await.unwrap();
        let read = trial.store.event(event.id).await.unwrap().unwrap();
        assert_eq!(vec![read.clone()], appended.recorded);
        assert_eq!(State::fold([&read]).unwrap().unwrap(), appended.state);
        assert_eq!((read.version, read.recorded_at, read.event), (1, at(1), event.event));
        assert_eq!(trial.store.event(event_id()).await.unwrap(), None);
        assert_eq!(trial.store.queue_length().await.unwrap(), 2);
    }

    async fn a_writer_who_knows_an_older_version_is_refused(trial: &Trial) {
        let stream = force_stream();
        record(&trial.store, &stream, 0, at(0), vec![founded(), renamed("Northmere Constabulary")]).await.unwrap();
        for (expected, _) in [(0, ()), (1, ()), (3, ())] {
            match record(&trial.store, &stream, expected, at(1), vec![renamed("Late")]).await.unwrap_err() {
                StoreError::Conflict { stream: of, expected: known, found } => {
                    assert_eq!((of, known, found), (stream.clone(), expected, 2));
                }
                other => panic!("{other}"),
            }
        }
        assert_eq!(trial.store.history(&stream, None).await.unwrap().len(), 2);
    }

    async fn a_conflict_takes_the_whole_unit_with_it(trial: &Trial) {
        record(&trial.store, &force_stream(), 0, at(0), vec![founded()]).await.unwrap();
        let officer = officer_id();
        let mut unit = trial.store.begin().await.unwrap();
        let event = by_records_admin(enrolled(officer, "Ada", "Marlow"));
        let first = Append { stream: officer_stream(officer), expected: 0, now: at(1), events: vec![event] };
        unit.append(first).await.unwrap();
        let event = by_records_admin(renamed("Late"));
        let second = Append { stream: force_stream(), expected: 2, now: at(1), events: vec![event] };
        unit.append(second).await.unwrap_err();
        assert!(matches!(unit.commit().await, Err(StoreError::UnitFailed)));
        assert_eq!(trial.store.load(&officer_stream(officer)).await.unwrap(), None);
        assert_eq!(trial.store.event_count().await.unwrap(), 1);
    }

    async fn a_unit_that_is_dropped_leaves_nothing(trial: &Trial) {
        let mut unit = trial.store.begin().await.unwrap();
        let events = vec![by_records_admin(founded())];
        unit.append(Append { stream: force_stream(), expected: 0, now: at(0), events }).await.unwrap();
        assert!(unit.load(&force_stream()).await.unwrap().is_some(), "the unit sees what it has appended");
        assert_eq!(trial.store.load(&force_stream()).await.unwrap(), None, "and nobody else does");
        drop(unit);
        assert_eq!(trial.store.event_count().await.unwrap(), 0);
        assert_eq!(trial.store.queue_length().await.unwrap(), 0);
        record(&trial.store, &force_stream(), 0, at(0), vec![founded()]).await.unwrap();
    }

    async fn of_writers_who_begin_one_stream_together_one_wins_and_nothing_is_lost(trial: &Trial) {
        let writers = (0..8).map(|number| {
            let store = trial.store.clone();
            tokio::spawn(async move { record(&store, &force_stream(), 0, at(number), vec![founded()]).await })
        });
        let mut won = 0;
        for writer in writers.collect::<Vec<_>>() {
            match writer.await.unwrap() {
                Ok(_) => won += 1,
                Err(StoreError::Conflict { expected: 0, found: 1, .. }) => {}
                Err(other) => panic!("{other}: {other:?}"),
            }
        }
        assert_eq!((won, trial.store.event_count().await.unwrap()), (1, 1));
    }

    async fn writers_who_try_again_after_a_conflict_lose_nothing(trial: &Trial) {
        async fn rename(store: &Store, number: i64) -> Result<(), StoreError> {
            let mut unit = store.begin().await?;
            let loaded = unit.load(&force_stream()).await?.unwrap();
            let events = vec![by_records_admin(renamed(&format!("Name {number}")))];
            unit.append(Append { stream: force_stream(), expected: loaded.version, now: at(1), events }).await?;
            unit.commit().await
        }
        record(&trial.store, &force_stream(), 0, at(0), vec![founded()]).await.unwrap();
        let writers = (0..8).map(|number| {
            let store = trial.store.clone();
            tokio::spawn(async move {
                loop {
                    match rename(&store, number).await {
                        Err(error) if error.kind() == ErrorKind::Conflict => {}
                        ended => return ended,
                    }
                }
            })
        });
        for writer in writers.collect::<Vec<_>>() {
            writer.await.unwrap().unwrap();
        }
        let versions: Vec<u64> =
            trial.store.history(&force_stream(), None).await.unwrap().iter().map(|event| event.version).collect();
        assert_eq!(versions, [1, 2, 3, 4, 5, 6, 7, 8, 9]);
    }

    async fn a_stream_is_read_as_it_was_known_at_a_time(trial: &Trial) {
        let stream = force_stream();
        record(&trial.store, &stream, 0, at(0), vec![founded()]).await.unwrap();
        record(&trial.store, &stream, 1, at(10), vec![renamed("Northmere Constabulary")]).await.unwrap();
        let name = async |until: Option<Timestamp>| {
            let events = trial.store.history(&stream, until).await.unwrap();
            State::fold(&events).unwrap().map(|state| match state {
                State::Force(force) => force.names.last().unwrap().1.clone(),
                _ => unreachable!(),
            })
        };
        assert_eq!(name(Some(at(-1))).await, None);
        assert_eq!(name(Some(at(9))).await.as_deref(), Some("Northmere Police"));
        assert_eq!(name(Some(at(10))).await.as_deref(), Some("Northmere Constabulary"));
        assert_eq!(name(None).await.as_deref(), Some("Northmere Constabulary"));
    }

    async fn what_is_recorded_never_goes_back_where_the_clock_does(trial: &Trial) {
        let stream = force_stream();
        record(&trial.store, &stream, 0, at(3600), vec![founded()]).await.unwrap();
        record(&trial.store, &stream, 1, at(0), vec![renamed("Northmere Constabulary")]).await.unwrap();
        let times: Vec<_> =
            trial.store.history(&stream, None).await.unwrap().iter().map(|event| event.recorded_at).collect();
        assert_eq!(times, [at(3600), at(3600)]);
    }

    async fn an_event_that_does_not_fit_is_not_recorded(trial: &Trial) {
        record(&trial.store, &force_stream(), 0, at(0), vec![founded()]).await.unwrap();
        let error = record(&trial.store, &force_stream(), 1, at(1), vec![founded()]).await.unwrap_err();
        assert!(matches!(error, StoreError::Misfit(_)));
        assert_eq!(trial.store.event_count().await.unwrap(), 1);
    }

    async fn many_streams_go_into_one_unit_and_all_are_found_in_order(trial: &Trial) {
        let mut unit = trial.store.begin().await.unwrap();
        let mut ids = Vec::new();
        for number in 0..230 {
            let id = officer_id();
            let events = vec![by_records_admin(enrolled(id, "Ada", &format!("Marlow {number}")))];
            ids.push(events[0].id);
            unit.append(Append { stream: officer_stream(id), expected: 0, now: at(number / 10), events }).await.unwrap();
        }
        unit.commit().await.unwrap();
        let (mut cursor, mut seen) = (None, Vec::new());
        loop {
            let page = trial.store.events_after(cursor, 50).await.unwrap();
            let Some(last) = page.last() else { break };
            cursor = Some(store::Cursor::after(last));
            seen.extend(page);
        }
        assert!(seen.is_sorted_by_key(|event| (event.recorded_at, event.id)));
        let mut found: Vec<_> = seen.iter().map(|event| event.id).collect();
        found.sort();
        ids.sort();
        assert_eq!(found, ids);

        let first = trial.store.streams(domain::StreamKind::Officer, "", 100).await.unwrap();
        let rest = trial.store.streams(domain::StreamKind::Officer, &first[99].key, 1000).await.unwrap();
        assert_eq!((first.len(), rest.len()), (100, 130));
    }

    async fn the_second_holder_of_a_stream_waits_and_sees_what_the_first_did(trial: &Trial) {
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
        #[expect(clippy::disallowed_methods, reason = "the other writer is given time to begin waiting")]
        tokio::time::sleep(Duration::from_millis(100)).await;
        let (id, stream) = new_stop();
        let events = vec![by_records_admin(stopped(officer, Personal::about(id, "smelt of paint".to_owned())))];
        first.append(Append { stream, expected: 0, now: at(5), events }).await.unwrap();
        first.commit().await.unwrap();
        assert_eq!(second.await.unwrap(), 1);
    }
}
