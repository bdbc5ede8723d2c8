//! States that no crash explains are rejected with their position, and never signed over.

use std::fs;

use app::log::LogError;
use attest::checkpoint::{Checkpoint, TreeHead};
use attest::hash::Hash;
use store::Store;

use crate::support::log::{Trial, key, now};

fn flip(trial: &Trial, path: &str, byte: usize) {
    let path = trial.log().join(path);
    let mut bytes = fs::read(&path).unwrap();
    bytes[byte] ^= 1;
    fs::write(&path, bytes).unwrap();
}

async fn refusal(trial: &Trial) -> LogError {
    match trial.sequencer().await {
        Ok(_) => panic!("it was taken up"),
        Err(error) => error,
    }
}

#[tokio::test]
async fn a_flipped_bit_in_a_tile_is_refused_with_its_position() {
    let trial = Trial::with_entries(300).await;
    flip(&trial, "tile/0/000", 32 * 17);
    let error = refusal(&trial).await;
    assert!(matches!(error, LogError::Damaged { position: 17, .. }), "{error}");
    assert!(!error.may_pass());
}

#[tokio::test]
async fn a_flipped_bit_in_a_bundle_is_refused_with_its_position() {
    let trial = Trial::with_entries(300).await;
    flip(&trial, "tile/entries/001.p/44", 34 * 3 + 2);
    let error = refusal(&trial).await;
    assert!(matches!(error, LogError::Damaged { position: 259, .. }), "{error}");
}

#[tokio::test]
async fn files_that_are_gone_are_made_again_from_the_database() {
    let trial = Trial::with_entries(300).await;
    let everything = |trial: &Trial| {
        ["tile/0/000", "tile/0/001.p/44", "tile/1/000.p/1", "tile/entries/000", "tile/entries/001.p/44"]
            .map(|path| fs::read(trial.log().join(path)).unwrap())
    };
    let before = everything(&trial);
    fs::remove_file(trial.log().join("tile/0/000")).unwrap();
    fs::remove_file(trial.log().join("tile/entries/001.p/44")).unwrap();
    drop(trial.sequencer().await.unwrap());
    assert!(trial.audit().holds());
    fs::remove_dir_all(trial.log()).unwrap();
    drop(trial.sequencer().await.unwrap());
    assert_eq!(everything(&trial), before);
    assert!(trial.audit().holds());
}

#[tokio::test]
async fn an_entry_that_was_altered_in_the_database_is_refused_with_its_position() {
    let trial = Trial::with_entries(300).await;
    trial.tampering("UPDATE log_entry SET entry = zeroblob(32) WHERE position = 123").await;
    let error = refusal(&trial).await;
    assert!(matches!(error, LogError::Differs { position: 123 }), "{error}");
    assert!(trial.audit().holds(), "nothing on disk was touched");
}

#[tokio::test]
async fn an_entry_that_was_deleted_in_the_database_is_refused_with_its_position() {
    let trial = Trial::with_entries(300).await;
    trial.tampering("DELETE FROM log_entry WHERE position = 41").await;
    let error = refusal(&trial).await;
    assert!(matches!(error, LogError::Differs { position: 41 }), "{error}");
}

#[tokio::test]
async fn an_old_backup_of_the_database_is_refused_with_the_first_position_that_is_gone() {
    let trial = Trial::with_entries(100).await;
    trial.store.close().await;
    let store::Database::Sqlite { path } = trial.database.clone() else { unreachable!() };
    let backup = path.with_extension("backup");
    fs::copy(&path, &backup).unwrap();
    let trial = Trial { store: Store::open(&trial.database, trial.wrapping.clone()).await.unwrap(), ..trial };
    trial.officers_join(20).await;
    trial.sequencer().await.unwrap().tick(now()).await.unwrap();
    let signed = fs::read(trial.log().join("checkpoint")).unwrap();

    trial.store.close().await;
    for suffix in ["db", "db-wal", "db-shm"] {
        let _ = fs::remove_file(path.with_extension(suffix));
    }
    fs::copy(&backup, &path).unwrap();
    let trial = Trial { store: Store::open(&trial.database, trial.wrapping.clone()).await.unwrap(), ..trial };
    let error = refusal(&trial).await;
    assert!(matches!(error, LogError::WentBack { signed: 120, found: 100 }), "{error}");
    // Recording the same number of new entries does not help, because they are not the ones that were signed.
    trial.officers_join(30).await;
    trial.store.sequence(100).await.unwrap();
    let error = refusal(&trial).await;
    assert!(matches!(error, LogError::Differs { position: 100 }), "{error}");
    assert_eq!(fs::read(trial.log().join("checkpoint")).unwrap(), signed, "nothing was signed over");
}

#[tokio::test]
async fn a_checkpoint_that_was_forged_is_refused() {
    let trial = Trial::with_entries(3).await;
    let path = trial.log().join("checkpoint");
    let text = fs::read_to_string(&path).unwrap().replacen("\n3\n", "\n2\n", 1);
    fs::write(&path, text).unwrap();
    let error = refusal(&trial).await;
    assert!(matches!(error, LogError::Head { .. }), "{error}");
}

#[tokio::test]
async fn two_signed_heads_of_one_size_are_kept_as_evidence_and_nothing_more_is_signed() {
    let trial = Trial::with_entries(3).await;
    let other = Checkpoint::new(key().verifier().name(), TreeHead { size: 3, root: Hash([9; 32]) }).unwrap();
    let note = other.sign(&key()).unwrap().to_string();
    let ours = fs::read(trial.log().join("checkpoint")).unwrap();
    fs::write(trial.log().join("checkpoint"), &note).unwrap();
    let LogError::Fork { size: 3, evidence } = refusal(&trial).await else { panic!("it is a fork") };
    let evidence = std::path::Path::new(&evidence);
    assert_eq!(fs::read(evidence.join("offered.checkpoint")).unwrap(), ours);
    assert_eq!(fs::read_to_string(evidence.join("known.checkpoint")).unwrap(), note);
}

#[tokio::test]
async fn a_log_that_lost_its_key_is_not_taken_up_with_another() {
    let trial = Trial::with_entries(3).await;
    let path = trial.folder.path().join("log.key");
    let other = app::log::signer(&path, crate::support::log::ORIGIN).unwrap();
    let policy = attest::policy::Policy::new(other.verifier().clone(), Vec::new(), attest::policy::Quorum::NoWitness);
    let witnesses = (Vec::new(), policy.unwrap());
    let fault = std::sync::Arc::new(app::log::NoFault);
    let opened =
        app::log::Sequencer::open_with(trial.store.clone(), &trial.log(), other, witnesses, now(), fault).await;
    assert!(matches!(opened.err(), Some(LogError::Head { .. })));
    // The key itself is created once, is readable only by its owner, and cannot be used for another name.
    let again = app::log::known_signer(&path).unwrap().unwrap();
    assert_eq!(again.verifier().name(), crate::support::log::ORIGIN);
    assert!(matches!(app::log::signer(&path, "log.other.example"), Err(LogError::OtherName { .. })));
    #[cfg(unix)]
    assert_eq!(std::os::unix::fs::PermissionsExt::mode(&fs::metadata(&path).unwrap().permissions()) & 0o777, 0o600);
}
