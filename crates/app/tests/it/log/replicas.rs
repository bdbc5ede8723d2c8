//! Several sequencers: one at a time per folder, but one for every replica of a database, all with the same history.

use std::fs;
use std::sync::Arc;

use app::log::{LogError, NoFault, Sequencer};

use crate::support::log::{Trial, key, now, policy};
use crate::support::postgres;

#[tokio::test]
async fn a_second_sequencer_of_a_folder_is_told_who_holds_it() {
    let trial = Trial::on_sqlite().await;
    let first = trial.sequencer().await.unwrap();
    let Err(LogError::Held { holder, .. }) = trial.sequencer().await else { panic!("both have it") };
    assert_eq!(holder, format!("process {}", std::process::id()));
    drop(first);
    trial.sequencer().await.unwrap();
}

async fn replicas_agree(trial: &Trial) {
    let elsewhere = tempfile::tempdir().unwrap();
    let open = |folder| {
        let witnesses = (Vec::new(), policy());
        Sequencer::open_with(trial.store.clone(), folder, key(), witnesses, now(), Arc::new(NoFault))
    };
    let (here, there) = (trial.log(), elsewhere.path().join("log"));
    let (mut one, mut other) = (open(&here).await.unwrap(), open(&there).await.unwrap());
    let mut events = Vec::new();
    for round in 0..12 {
        events.extend(trial.officers_join(1 + round * 7).await);
        // All of them run at once. One assigns the positions, and the others adopt its head or sign the remaining
        // entries.
        let (first, second) = tokio::join!(one.tick(now()), other.tick(now()));
        for failed in [first, second].into_iter().filter_map(Result::err) {
            assert!(failed.may_pass(), "{failed}");
        }
    }
    for sequencer in [&mut one, &mut other] {
        while sequencer.tick(now()).await.unwrap().is_some() {}
    }
    trial.holds_with(&events).await;
    assert_eq!(one.head(), other.head());
    assert_eq!(fs::read(here.join("checkpoint")).unwrap(), fs::read(there.join("checkpoint")).unwrap());
    assert!(attest::audit::audit(&attest::source::FolderSource::new(&there), &policy(), None).holds());
}

#[tokio::test]
async fn replicas_of_one_database_keep_the_same_log_on_sqlite() {
    replicas_agree(&Trial::on_sqlite().await).await;
}

#[tokio::test]
async fn replicas_of_one_database_keep_the_same_log_on_postgres() {
    let Some(database) = postgres("replicas_of_the_log") else { return };
    let trial = Trial::on(database, tempfile::tempdir().unwrap()).await;
    replicas_agree(&trial).await;
}

#[tokio::test]
async fn a_commit_wakes_the_sequencer_and_a_stop_ends_it() {
    let trial = Trial::on_sqlite().await;
    let sequencer = trial.sequencer().await.unwrap();
    let (wake, mut signed) = (sequencer.wake(), sequencer.signed());
    let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
    let running = tokio::spawn(async move {
        let stopped = async {
            stopped.await.ok();
        };
        sequencer.run(&app::SystemClock, stopped).await
    });
    signed.mark_unchanged();
    let events = trial.officers_join(4).await;
    wake.notify_one();
    signed.changed().await.unwrap();
    assert_eq!(signed.borrow().size, 4);
    stop.send(()).unwrap();
    running.await.unwrap().unwrap();
    trial.holds_with(&events).await;
}
