//! Read models: a rebuild produces the same rows, and an altered row is found and named.

use domain::{Personal, RecordedEvent};
use store::RowDifferenceKind;

use crate::support::busy::a_busy_record;
use crate::support::samples::*;
use crate::support::trial::{Trial, on_both};

async fn differences(trial: &Trial) -> Vec<(&'static str, RowDifferenceKind)> {
    let found = trial.store.check_read_models(&mut |_| ()).await.unwrap();
    found.into_iter().map(|difference| (difference.table, difference.wrong)).collect()
}

on_both! {
    async fn read_models_made_again_are_the_same(trial: &Trial) {
        a_busy_record(&trial.store).await;
        assert_eq!(differences(trial).await, []);
        trial.behind("DELETE FROM officer; DELETE FROM duty; UPDATE matter SET stage = 'closed'").await.unwrap();
        assert!(!differences(trial).await.is_empty());
        let mut seen = Vec::new();
        trial.store.rebuild(&mut |progress| seen.push(progress)).await.unwrap();
        assert_eq!(differences(trial).await, []);
        assert_eq!(seen.last().unwrap().streams_done, seen.last().unwrap().streams_count);
    }

    async fn a_row_that_was_changed_removed_or_added_is_named(trial: &Trial) {
        let officer = an_officer(&trial.store, "Ada", "Marlow").await;
        record(&trial.store, &force_stream(), 0, at(1), vec![founded()]).await.unwrap();
        trial.store.sequence(10).await.unwrap();
        let sql = "UPDATE officer SET verifiable = NOT verifiable; DELETE FROM posting; \
             INSERT INTO force (id, name, stream) VALUES ('southmere', 'Southmere', 'force/southmere')";
        trial.behind(sql).await.unwrap();
        let found = trial.store.check_read_models(&mut |_| ()).await.unwrap();
        let named: Vec<_> = found.iter().map(|one| (one.table, one.key.clone(), one.wrong, one.position)).collect();
        assert_eq!(
            named,
            [
                ("officer", officer.to_string(), RowDifferenceKind::Differs, Some(0)),
                ("posting", format!("{officer}/0"), RowDifferenceKind::Missing, Some(0)),
                ("force", "southmere".to_owned(), RowDifferenceKind::Extra, None),
            ],
        );
        assert_eq!(found[0].last_version, Some(1));
        let expected = format!("row `{officer}` of `officer` differs from the record (stream `officer/{officer}`)");
        assert_eq!(found[0].to_string(), expected);
    }

    async fn what_is_appended_in_many_steps_reads_as_in_one(trial: &Trial) {
        let officer = an_officer(&trial.store, "Ada", "Marlow").await;
        let (_, stream) = new_stop();
        let reason = || Personal::about(subject_id(), "smelt of paint".to_owned());
        record(&trial.store, &stream, 0, at(1), vec![stopped(officer, reason())]).await.unwrap();
        for number in 1..6 {
            let event = domain::Event::Stop(domain::stop::StopEvent::CallEscalated);
            record(&trial.store, &stream, number, at(2), vec![event]).await.unwrap();
        }
        let events: Vec<RecordedEvent> = trial.store.history(&stream, None).await.unwrap();
        assert_eq!(events.len(), 6);
        assert_eq!(trial.store.stops_of(officer, at(0), 10).await.unwrap()[0].call.as_deref(), Some("waiting"));
        assert_eq!(differences(trial).await, []);
    }
}
