//! Jobs: enqueued together with the change, done at least once, and identified by their names.

use domain::ErrorKind;
use jiff::SignedDuration;
use serde_json::json;
use store::{Append, ClaimedJob, NewJob, Store, StoreError};

use crate::support::samples::*;
use crate::support::trial::on_both;

fn job(name: &str, second: i64) -> NewJob {
    NewJob { name: name.into(), kind: "notice".into(), body: json!({"to": 1}), run_after: at(second) }
}

async fn enqueue(store: &Store, jobs: &[NewJob]) {
    let mut unit = store.begin().await.unwrap();
    jobs.iter().for_each(|job| unit.enqueue(job));
    unit.commit().await.unwrap();
}

async fn claim(store: &Store, second: i64) -> ClaimedJob {
    store.claim_job(at(second)).await.unwrap().unwrap()
}

on_both! {
    async fn a_job_is_kept_only_with_the_change_that_needs_it(trial: &Trial) {
        let mut unit = trial.store.begin().await.unwrap();
        unit.enqueue(&job("a", 0));
        drop(unit);
        let mut unit = trial.store.begin().await.unwrap();
        unit.enqueue(&job("b", 0));
        let events = vec![by_records_admin(founded())];
        unit.append(Append { stream: force_stream(), expected: 7, now: at(0), events }).await.unwrap_err();
        assert!(matches!(unit.commit().await, Err(StoreError::UnitFailed)));
        assert_eq!(trial.store.claim_job(at(10)).await.unwrap(), None);
    }

    async fn a_name_is_enqueued_once_even_after_it_is_done(trial: &Trial) {
        enqueue(&trial.store, &[job("a", 0), job("a", 0)]).await;
        enqueue(&trial.store, &[job("a", 5)]).await;
        let claimed = trial.store.claim_job(at(0)).await.unwrap().unwrap();
        assert_eq!((claimed.name.as_str(), claimed.kind.as_str(), &claimed.body), ("a", "notice", &json!({"to": 1})));
        assert_eq!(trial.store.claim_job(at(0)).await.unwrap(), None);
        assert!(trial.store.finish_job(&claimed).await.unwrap());
        assert!(!trial.store.finish_job(&claimed).await.unwrap(), "finishing twice changes nothing");
        enqueue(&trial.store, &[job("a", 0)]).await;
        assert_eq!(trial.store.claim_job(at(1000)).await.unwrap(), None);
        assert_eq!(trial.store.job_counts().await.unwrap(), [("done".to_owned(), 1)]);
    }

    async fn a_job_that_was_done_is_forgotten_after_a_day_and_no_other(trial: &Trial) {
        let store = &trial.store;
        enqueue(store, &[job("done", 0), job("failed", 1), job("waiting", 90_000)]).await;
        let done = store.claim_job(at(0)).await.unwrap().unwrap();
        assert!(store.finish_job(&done).await.unwrap());
        let failed = store.claim_job(at(1)).await.unwrap().unwrap();
        assert!(store.fail_job(&failed, "mail.refused", None).await.unwrap());
        let mut unit = store.begin().await.unwrap();
        unit.enqueue_done(&job("nothing-to-do", 0));
        unit.commit().await.unwrap();
        assert_eq!(store.forget_what_is_over(at(86_401)).await.unwrap(), 1, "the one that had nothing to do");
        assert_eq!(store.forget_what_is_over(at(86_400 + 301)).await.unwrap(), 1, "the other, a day after its lease");
        let left = [("failed".to_owned(), 1), ("waiting".to_owned(), 1)];
        assert_eq!(store.job_counts().await.unwrap(), left, "what failed is for somebody to look at");
    }

    async fn jobs_come_when_they_are_due_the_longest_due_first(trial: &Trial) {
        enqueue(&trial.store, &[job("late", 20), job("early", 10)]).await;
        assert_eq!(trial.store.claim_job(at(9)).await.unwrap(), None);
        assert_eq!(trial.store.claim_job(at(30)).await.unwrap().unwrap().name, "early");
        assert_eq!(trial.store.claim_job(at(30)).await.unwrap().unwrap().name, "late");
    }

    async fn a_job_that_failed_comes_again_or_is_given_up(trial: &Trial) {
        enqueue(&trial.store, &[job("a", 0)]).await;
        let first = trial.store.claim_job(at(0)).await.unwrap().unwrap();
        assert!(trial.store.fail_job(&first, "mail.refused", Some(at(60))).await.unwrap());
        assert_eq!(trial.store.claim_job(at(59)).await.unwrap(), None);
        let second = trial.store.claim_job(at(60)).await.unwrap().unwrap();
        assert_eq!(second.attempt, 2);
        assert!(trial.store.fail_job(&second, "mail.refused", None).await.unwrap());
        assert_eq!(trial.store.claim_job(at(100_000)).await.unwrap(), None);
        assert_eq!(trial.store.job_counts().await.unwrap(), [("failed".to_owned(), 1)]);
    }

    async fn a_job_of_a_worker_that_died_goes_to_the_next_and_the_dead_one_cannot_end_it(trial: &Trial) {
        enqueue(&trial.store, &[job("a", 0)]).await;
        let dead = trial.store.claim_job(at(0)).await.unwrap().unwrap();
        assert_eq!(trial.store.claim_job(at(299)).await.unwrap(), None);
        let next = trial.store.claim_job(at(0) + SignedDuration::from_mins(5)).await.unwrap().unwrap();
        assert!(!trial.store.finish_job(&dead).await.unwrap());
        assert!(!trial.store.fail_job(&dead, "late", None).await.unwrap());
        assert!(trial.store.finish_job(&next).await.unwrap());
    }

    async fn workers_that_claim_together_get_different_jobs(trial: &Trial) {
        let jobs: Vec<NewJob> = (0..8).map(|number| job(&format!("job {number}"), 0)).collect();
        enqueue(&trial.store, &jobs).await;
        let workers = (0..12).map(|_| {
            let store = trial.store.clone();
            tokio::spawn(async move {
                loop {
                    match store.claim_job(at(1)).await {
                        Err(error) if error.kind() == ErrorKind::Conflict => {}
                        claimed => return claimed.unwrap(),
                    }
                }
            })
        });
        let mut names = Vec::new();
        for worker in workers.collect::<Vec<_>>() {
            names.extend(worker.await.unwrap().map(|job| job.name));
        }
        names.sort();
        let count = names.len();
        names.dedup();
        assert_eq!((count, names.len()), (8, 8));
    }

    async fn a_job_ends_with_its_changes_and_a_worker_thought_dead_changes_nothing(trial: &Trial) {
        let store = &trial.store;
        let mut unit = store.begin().await.unwrap();
        unit.enqueue(&job("a", 0));
        unit.commit().await.unwrap();
        let dead = claim(store, 0).await;
        let alive = claim(store, 301).await;
        let mut unit = store.begin().await.unwrap();
        assert!(!unit.finish_job(&dead).await.unwrap());
        drop(unit);
        // The unit was dropped before its commit, so the job is still to be done.
        let mut unit = store.begin().await.unwrap();
        assert!(unit.finish_job(&alive).await.unwrap());
        drop(unit);
        let mut unit = store.begin().await.unwrap();
        assert!(unit.finish_job(&alive).await.unwrap() && !unit.finish_job(&alive).await.unwrap());
        unit.commit().await.unwrap();
        assert_eq!(store.job_counts().await.unwrap(), [("done".to_owned(), 1)]);
    }
}
