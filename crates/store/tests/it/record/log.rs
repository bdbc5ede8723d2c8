//! The queue of the log: every event gets exactly one position, however many sequencers run.

use std::collections::BTreeSet;

use store::StoredCheckpoint;

use crate::support::samples::*;
use crate::support::trial::on_both;

on_both! {
    async fn events_get_positions_in_the_order_of_recording_and_only_once(trial: &Trial) {
        assert_eq!(trial.store.sequence(10).await.unwrap(), None);
        let mut events = Vec::new();
        for second in 0..5 {
            let id = officer_id();
            let appended = record(&trial.store, &officer_stream(id), 0, at(second), vec![enrolled(id, "A", "B")]).await;
            events.push(appended.unwrap().recorded[0].id);
        }
        let first = trial.store.sequence(3).await.unwrap().unwrap();
        let second = trial.store.sequence(3).await.unwrap().unwrap();
        assert_eq!((first.first, first.entries.len(), second.first, second.entries.len()), (0, 3, 3, 2));
        assert_eq!(trial.store.sequence(3).await.unwrap(), None);
        assert_eq!((trial.store.log_size().await.unwrap(), trial.store.queue_length().await.unwrap()), (5, 0));
        assert_eq!(trial.store.entries(0, 5).await.unwrap(), [first.entries, second.entries].concat());
        for (position, event) in (0..).zip(&events) {
            assert_eq!(trial.store.position_of(*event).await.unwrap(), Some(position));
            assert_eq!(trial.store.event_at(position).await.unwrap(), Some(*event));
        }
        assert_eq!(trial.store.position_of(event_id()).await.unwrap(), None);
    }

    async fn sequencers_that_run_together_give_no_position_twice(trial: &Trial) {
        let mut expected = Vec::new();
        for _ in 0..6 {
            let (first, second) = (officer_id(), officer_id());
            for id in [first, second] {
                record(&trial.store, &officer_stream(id), 0, at(0), vec![enrolled(id, "A", "B")]).await.unwrap();
            }
            let both = (0..2).map(|_| {
                let store = trial.store.clone();
                tokio::spawn(async move { store.sequence(1).await.unwrap() })
            });
            for one in both.collect::<Vec<_>>() {
                expected.extend(one.await.unwrap().map(|sequenced| sequenced.first));
            }
        }
        let positions: BTreeSet<u64> = expected.iter().copied().collect();
        assert_eq!((expected.len(), positions), (12, (0..12).collect()));
        assert_eq!(trial.store.verify_events(&mut |_| ()).await.unwrap(), vec![]);
    }

    async fn no_two_heads_of_one_size_are_kept(trial: &Trial) {
        assert_eq!(trial.store.latest_checkpoint().await.unwrap(), None);
        let head = |size, note: &str| StoredCheckpoint { size, root: [7; 32], note: note.into(), signed_at: at(1) };
        trial.store.record_checkpoint(&head(0, "empty")).await.unwrap();
        trial.store.record_checkpoint(&head(3, "three")).await.unwrap();
        trial.store.record_checkpoint(&head(3, "another three")).await.unwrap_err();
        assert_eq!(trial.store.latest_checkpoint().await.unwrap().unwrap(), head(3, "three"));
    }
}
