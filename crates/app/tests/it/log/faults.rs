//! Storage failures: at every stage, twice in a row, with a full disk, and in any order.

use app::log::{LogError, SequencerStage};
use proptest::prelude::*;

use crate::support::log::{Failing, Trial, now};

#[tokio::test]
async fn a_log_begins_with_the_signed_head_of_nothing() {
    let trial = Trial::on_sqlite().await;
    let sequencer = trial.sequencer().await.unwrap();
    assert_eq!(sequencer.head().size, 0);
    trial.holds_with(&[]).await;
}

#[tokio::test]
async fn a_tick_integrates_what_waits_and_signs_it() {
    let trial = Trial::on_sqlite().await;
    let mut sequencer = trial.sequencer().await.unwrap();
    let events = trial.officers_join(3).await;
    let signed = sequencer.tick(now()).await.unwrap().unwrap();
    assert_eq!((signed.size, signed.integrated_count), (3, 3));
    assert_eq!(sequencer.tick(now()).await.unwrap(), None);
    trial.holds_with(&events).await;
}

#[tokio::test]
async fn two_storage_errors_in_a_row_lose_nothing_at_any_stage() {
    for stage in SequencerStage::ALL {
        let trial = Trial::on_sqlite().await;
        let failing = Failing::at(&[]);
        let mut sequencer = trial.failing(failing.clone()).await.unwrap();
        failing.add(&[stage]);
        let mut events = trial.officers_join(300).await;
        let error = sequencer.tick(now()).await.unwrap_err();
        assert!(error.may_pass(), "{error}");
        // More entries arrive while the disk is failing, and the next attempt fails too.
        events.extend(trial.officers_join(5).await);
        failing.add(&[stage]);
        sequencer.tick(now()).await.unwrap_err();
        assert!(failing.all_met(), "{stage:?} was not reached twice");
        while sequencer.tick(now()).await.unwrap().is_some() {}
        trial.holds_with(&events).await;
    }
}

#[tokio::test]
async fn a_sequencer_that_died_at_any_stage_is_taken_up_by_the_next() {
    for stage in SequencerStage::ALL {
        let trial = Trial::on_sqlite().await;
        let failing = Failing::at(&[]);
        let mut sequencer = trial.failing(failing.clone()).await.unwrap();
        let mut events = trial.officers_join(300).await;
        failing.add(&[stage]);
        sequencer.tick(now()).await.unwrap_err();
        drop(sequencer);
        let mut sequencer = trial.sequencer().await.unwrap();
        events.extend(trial.officers_join(1).await);
        while sequencer.tick(now()).await.unwrap().is_some() {}
        trial.holds_with(&events).await;
    }
}

#[tokio::test]
async fn partial_tiles_go_once_the_full_one_stands() {
    let trial = Trial::on_sqlite().await;
    let mut sequencer = trial.sequencer().await.unwrap();
    let mut events = trial.officers_join(200).await;
    sequencer.tick(now()).await.unwrap();
    assert!(trial.log().join("tile/0/000.p/200").is_file());
    events.extend(trial.officers_join(100).await);
    sequencer.tick(now()).await.unwrap();
    drop(sequencer);
    // Files are removed in the background, after the head has been announced.
    for _ in 0..200 {
        if !trial.log().join("tile/0/000.p").exists() && !trial.log().join("tile/entries/000.p").exists() {
            break;
        }
        #[expect(clippy::disallowed_methods, reason = "the removal runs in the background, and the test looks again")]
        tokio::time::sleep(std::time::Duration::from_millis(10)).await;
    }
    assert!(!trial.log().join("tile/0/000.p").exists() && !trial.log().join("tile/entries/000.p").exists());
    trial.holds_with(&events).await;
}

#[tokio::test]
async fn a_full_disk_stops_the_log_and_nothing_else_and_room_lets_it_go_on() {
    let trial = Trial::on_sqlite().await;
    let small = SmallDisk::mount(&trial.log());
    let Some(small) = small else {
        eprintln!("skipped: only root can mount a small disk");
        return;
    };
    let mut sequencer = trial.sequencer().await.unwrap();
    let mut events = trial.officers_join(10).await;
    sequencer.tick(now()).await.unwrap();
    let filler = trial.log().join("filler");
    std::fs::write(&filler, vec![0; 4 << 20]).unwrap_err();
    events.extend(trial.officers_join(600).await);
    let error = sequencer.tick(now()).await.unwrap_err();
    assert!(
        matches!(&error, LogError::File { source, .. } if source.kind() == std::io::ErrorKind::StorageFull),
        "{error}"
    );
    sequencer.tick(now()).await.unwrap_err();
    // The published state of ten entries is still valid.
    let report = trial.audit();
    assert!(report.holds() && report.head.unwrap().size == 10, "{report:?}");
    std::fs::remove_file(&filler).unwrap();
    while sequencer.tick(now()).await.unwrap().is_some() {}
    trial.holds_with(&events).await;
    drop(sequencer);
    drop(small);
}

/// A disk of half a mebibyte, which is removed when dropped.
struct SmallDisk(std::path::PathBuf);

impl SmallDisk {
    fn mount(at: &std::path::Path) -> Option<Self> {
        std::fs::create_dir_all(at).unwrap();
        let mut mount = std::process::Command::new("mount");
        mount.args(["-t", "tmpfs", "-o", "size=512k", "tmpfs"]).arg(at).stderr(std::process::Stdio::null());
        mount.status().ok().filter(std::process::ExitStatus::success).map(|_| Self(at.to_owned()))
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        let _ = std::process::Command::new("umount").arg("-l").arg(&self.0).status();
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 6, ..ProptestConfig::default() })]

    /// Failures in any order, and any sequencer that takes over, lead to the same log.
    #[test]
    fn any_order_of_failures_and_restarts_gives_one_log(
        steps in proptest::collection::vec((1_usize..300, proptest::option::of(0_usize..5), any::<bool>()), 1..6)
    ) {
        let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let trial = Trial::on_sqlite().await;
            let failing = Failing::at(&[]);
            let mut sequencer = trial.failing(failing.clone()).await.unwrap();
            let mut events = Vec::new();
            for (count, stage, restarts) in steps {
                events.extend(trial.officers_join(count).await);
                if let Some(stage) = stage {
                    failing.add(&[SequencerStage::ALL[stage]]);
                    sequencer.tick(now()).await.unwrap_err();
                }
                if restarts {
                    drop(sequencer);
                    sequencer = trial.failing(failing.clone()).await.unwrap();
                } else {
                    sequencer.tick(now()).await.unwrap();
                }
            }
            while sequencer.tick(now()).await.unwrap().is_some() {}
            trial.holds_with(&events).await;
        });
    }
}
