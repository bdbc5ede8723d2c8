//! Tampering: the database prevents it, and if that protection is removed first, an audit finds and names the change.

use domain::{OfficerId, Personal};
use store::{StoredCheckpoint, Tampering};

use crate::support::samples::*;
use crate::support::trial::{Trial, on_both};

/// Records five events in three streams: four of them in the log, one waiting.
async fn a_record(trial: &Trial) -> OfficerId {
    let officer = an_officer(&trial.store, "Ada", "Marlow").await;
    record(&trial.store, &force_stream(), 0, at(1), vec![founded(), renamed("Northmere Constabulary")]).await.unwrap();
    record(&trial.store, &force_stream(), 2, at(2), vec![renamed("Northmere Police Service")]).await.unwrap();
    assert_eq!(trial.store.sequence(100).await.unwrap().unwrap().entries.len(), 4);
    let (_, stream) = new_stop();
    let witness = Personal::about(subject_id(), "smelt of paint".to_owned());
    record(&trial.store, &stream, 0, at(3), vec![stopped(officer, witness)]).await.unwrap();
    officer
}

/// Runs an audit. Returns the position and kind of each finding.
async fn found(trial: &Trial) -> Vec<(Option<u64>, Tampering)> {
    let found = trial.store.verify_events(&mut |_| ()).await.unwrap();
    found.into_iter().map(|tampered| (tampered.position, tampered.what)).collect()
}

on_both! {
    async fn a_record_that_nobody_touched_verifies(trial: &Trial) {
        a_record(trial).await;
        let mut seen = 0;
        let found = trial.store.verify_events(&mut |progress| seen = progress.streams_done).await.unwrap();
        assert_eq!((found, seen), (vec![], 3));
    }

    async fn the_database_refuses_to_change_or_remove_what_is_recorded(trial: &Trial) {
        a_record(trial).await;
        let checkpoint = StoredCheckpoint { size: 4, root: [1; 32], note: "note".into(), signed_at: at(5) };
        trial.store.record_checkpoint(&checkpoint).await.unwrap();
        for table in ["event", "event_part", "log_entry", "log_checkpoint"] {
            let column = match table {
                "log_checkpoint" => "size",
                "log_entry" | "event_part" => "event_id",
                _ => "id",
            };
            for sql in [format!("UPDATE {table} SET {column} = {column}"), format!("DELETE FROM {table}")] {
                let refusal = trial.behind(&sql).await.unwrap_err().to_string();
                assert!(refusal.contains("the record is never changed"), "{sql}: {refusal}");
            }
        }
        if let store::Database::Postgres { .. } = trial.database {
            let refusal = trial.behind("TRUNCATE event CASCADE").await.unwrap_err().to_string();
            assert!(refusal.contains("the record is never changed"), "{refusal}");
        }
    }

    async fn an_altered_body_is_found(trial: &Trial) {
        a_record(trial).await;
        trial.tampering("UPDATE event SET body = REPLACE(body, 'Service', 'Society') WHERE version = 3").await;
        assert_eq!(found(trial).await, [(Some(3), Tampering::Altered)]);
    }

    async fn an_altered_actor_reason_or_claimed_time_is_found(trial: &Trial) {
        a_record(trial).await;
        let sql = "UPDATE event SET actor = REPLACE(actor, 'records-admin', 'chair') WHERE version = 1 AND stream_kind = 'force'; \
             UPDATE event SET reason = 'task.other' WHERE version = 2; UPDATE event SET happened_at = 0 WHERE version = 3;";
        trial.tampering(sql).await;
        let altered = [1, 2, 3].map(|position| (Some(position), Tampering::Altered));
        assert_eq!(found(trial).await, altered);
    }

    async fn an_altered_time_of_recording_is_found(trial: &Trial) {
        a_record(trial).await;
        trial.tampering("UPDATE event SET recorded_at = recorded_at - 1 WHERE version = 3").await;
        assert_eq!(found(trial).await, [(Some(3), Tampering::EntryAltered)]);
    }

    async fn an_altered_entry_of_the_log_is_found(trial: &Trial) {
        a_record(trial).await;
        trial.tampering("UPDATE log_entry SET entry = (SELECT entry FROM log_entry WHERE position = 0) WHERE position = 2").await;
        assert_eq!(found(trial).await, [(Some(2), Tampering::LogAltered)]);
    }

    async fn a_removed_event_is_found_in_the_middle_and_at_the_end(trial: &Trial) {
        a_record(trial).await;
        trial.tampering("DELETE FROM event WHERE version = 2").await;
        let middle = (Some(3), Tampering::Gap { expected: 2, found: 3 });
        assert_eq!(found(trial).await, [middle.clone(), (Some(2), Tampering::EventGone)]);
        trial.tampering("DELETE FROM event WHERE version = 3; UPDATE stream SET version = 1 WHERE kind = 'force'").await;
        let gone = [2, 3].map(|position| (Some(position), Tampering::EventGone));
        assert_eq!(found(trial).await, gone, "the log knows what the stream has forgotten");
        trial.behind("UPDATE stream SET version = 9 WHERE kind = 'force'").await.unwrap();
        assert_eq!(found(trial).await[0], (None, Tampering::Head { says: 9, last: 1 }));
    }

    async fn an_altered_moved_or_removed_part_is_found(trial: &Trial) {
        a_record(trial).await;
        let swap = "UPDATE event_part SET part = part + 10 WHERE part IN (1, 2) AND event_id IN (SELECT id FROM event WHERE \
             stream_kind = 'officer'); UPDATE event_part SET part = 13 - part WHERE part > 10;";
        trial.tampering(swap).await;
        let parts = [1, 2].map(|part| (Some(0), Tampering::PartAltered(part)));
        assert_eq!(found(trial).await, parts);
        let remove = "DELETE FROM event_part WHERE event_id IN (SELECT id FROM event WHERE stream_kind = 'stop')";
        trial.tampering(remove).await;
        let found = found(trial).await;
        assert_eq!(found[2], (None, Tampering::PartsCount { named: 1, stored: 0 }));
    }

    async fn a_key_that_is_gone_without_an_erasure_is_found(trial: &Trial) {
        let officer = a_record(trial).await;
        trial.behind(&format!("UPDATE subject_key SET wrapped = NULL WHERE subject = '{officer}'")).await.unwrap();
        let gone = (Some(0), Tampering::KeyGone(officer.into()));
        assert_eq!(found(trial).await, [gone.clone(), gone]);
    }

    async fn an_event_that_was_taken_out_of_the_queue_is_found(trial: &Trial) {
        a_record(trial).await;
        trial.behind("DELETE FROM log_queue").await.unwrap();
        assert_eq!(found(trial).await, [(None, Tampering::NotInLog)]);
    }

    async fn a_log_that_is_not_what_was_signed_is_found(trial: &Trial) {
        a_record(trial).await;
        let checkpoint = StoredCheckpoint { size: 4, root: [1; 32], note: "note".into(), signed_at: at(5) };
        trial.store.record_checkpoint(&checkpoint).await.unwrap();
        assert_eq!(found(trial).await, [(None, Tampering::Root { size: 4 })]);
        trial.tampering("UPDATE log_guard SET size = 3").await;
        assert_eq!(found(trial).await[1], (None, Tampering::LogSize { says: 3, found: 4 }));
    }

    async fn a_row_that_cannot_be_read_is_named(trial: &Trial) {
        a_record(trial).await;
        trial.tampering("UPDATE event SET body = '{' WHERE version = 3").await;
        let found = found(trial).await;
        assert_eq!(found.len(), 1, "{found:?}");
        assert!(matches!(&found[0], (Some(3), Tampering::Unreadable(_))));
    }
}
