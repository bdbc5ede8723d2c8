//! Backups: a restored record equals the original, even in the other database, and a damaged backup changes nothing.

use std::path::Path;
use std::sync::Arc;

use age::secrecy::ExposeSecret as _;
use domain::DeviceId;
use store::{BackupIdentity, BackupKey, Database, FileKey, Store, StoreError};
use uuid::Uuid;

use crate::support::busy::a_busy_record;
use crate::support::samples::*;
use crate::support::street::a_busy_street;
use crate::support::trial::{Trial, on_both, random, sqlite};

/// Creates a record with a log, an erasure and jobs, and backs it up along with a tile. Returns the file and its key.
async fn backed_up(trial: &Trial) -> (std::path::PathBuf, BackupIdentity) {
    a_busy_record(&trial.store).await;
    let (_, stop) = new_stop();
    let witness = subject_id();
    let event = stopped(officer_id(), domain::Personal::about(witness, "smelt of paint".to_owned()));
    record(&trial.store, &stop, 0, at(50), vec![event]).await.unwrap();
    trial.store.sequence(5).await.unwrap();
    super::vault::erase(&trial.store, witness).await;
    let tile = trial.folder.path().join("000");
    std::fs::write(&tile, [0, 1, 2, 255]).unwrap();
    let identity = age::x25519::Identity::generate();
    let to = trial.folder.path().join("candour.age");
    let key = BackupKey::Recipients(vec![identity.to_public().to_string()]);
    let counts = trial.store.backup(&to, &key, &[("tile/0/000".to_owned(), tile)]).await.unwrap();
    assert!(counts.rows > 40 && counts.files == 1, "{counts:?}");
    (to, BackupIdentity::Key(identity.to_string().expose_secret().to_owned()))
}

async fn restored(
    from: &Path,
    identity: &BackupIdentity,
    wrapping: Arc<FileKey>,
    into: &tempfile::TempDir,
) -> Result<Store, StoreError> {
    let restored = Store::restore(&sqlite(into), wrapping, from, identity, into.path()).await;
    restored.map(|(store, _)| store)
}

on_both! {
    async fn what_is_restored_is_what_was_there(trial: &Trial) {
        let (file, identity) = backed_up(trial).await;
        let into = tempfile::tempdir().unwrap();
        let copy = restored(&file, &identity, trial.wrapping.clone(), &into).await.unwrap();
        let events = async |store: &Store| store.events_after(None, 1000).await.unwrap();
        assert_eq!(events(&copy).await, events(&trial.store).await);
        assert_eq!(copy.log_size().await.unwrap(), 5);
        assert_eq!(copy.queue_length().await.unwrap(), trial.store.queue_length().await.unwrap());
        assert_eq!(copy.verify_events(&mut |_| ()).await.unwrap(), vec![]);
        assert_eq!(copy.check_read_models(&mut |_| ()).await.unwrap(), vec![]);
        assert_eq!(std::fs::read(into.path().join("tile/0/000")).unwrap(), [0, 1, 2, 255]);
        an_officer(&copy, "Cora", "Flint").await;
        assert_eq!(copy.sequence(100).await.unwrap().unwrap().first, 5, "the log continues where it was");
        copy.close().await;
    }

    async fn a_backup_needs_its_key_to_be_read_and_the_key_encryption_key_to_be_used(trial: &Trial) {
        let (file, identity) = backed_up(trial).await;
        let bytes = std::fs::read(&file).unwrap();
        assert!(bytes.starts_with(b"age-encryption.org/v1"));
        assert!(!bytes.windows(10).any(|window| window == b"northmere\""));
        let into = tempfile::tempdir().unwrap();
        let other = BackupIdentity::Key(age::x25519::Identity::generate().to_string().expose_secret().to_owned());
        let error = restored(&file, &other, trial.wrapping.clone(), &into).await.err().unwrap();
        assert!(error.to_string().contains("does not open it"), "{error}");
        let other = Arc::new(FileKey::random().unwrap());
        let error = restored(&file, &identity, other, &into).await.err().unwrap();
        assert!(matches!(error, StoreError::WrongKey), "{error}");
    }

    async fn a_database_with_something_in_it_is_not_overwritten(trial: &Trial) {
        let (file, identity) = backed_up(trial).await;
        let before = trial.store.event_count().await.unwrap();
        let error = Store::restore(&trial.database, trial.wrapping.clone(), &file, &identity, trial.folder.path()).await;
        assert!(error.err().unwrap().to_string().contains("not empty"));
        assert_eq!(trial.store.event_count().await.unwrap(), before);
        let key = BackupKey::Passphrase("again".into());
        assert!(trial.store.backup(&file, &key, &[]).await.unwrap_err().to_string().contains("exists"));
    }
}

#[tokio::test]
async fn a_damaged_backup_is_refused_and_leaves_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let trial = Trial::on(sqlite(&folder), folder).await;
    let (file, identity) = backed_up(&trial).await;
    let whole = std::fs::read(&file).unwrap();
    let into = tempfile::tempdir().unwrap();
    let mut flipped = whole.clone();
    let middle = whole.len() / 2;
    flipped[middle] ^= 1;
    for damaged in [flipped, whole[..whole.len() - 1].to_vec(), whole[..300].to_vec(), b"no backup".to_vec()] {
        std::fs::write(&file, damaged).unwrap();
        let error = restored(&file, &identity, trial.wrapping.clone(), &into).await.err().unwrap();
        assert!(matches!(error, StoreError::Backup(_)), "{error}");
    }
    std::fs::write(&file, whole).unwrap();
    let copy = restored(&file, &identity, trial.wrapping.clone(), &into).await.unwrap();
    copy.close().await;
    trial.end().await;
}

#[tokio::test]
async fn a_file_of_a_backup_cannot_leave_its_folder() {
    let folder = tempfile::tempdir().unwrap();
    let trial = Trial::on(sqlite(&folder), folder).await;
    let (to, key) = (trial.folder.path().join("a.age"), BackupKey::Passphrase("made up".into()));
    let file = trial.folder.path().join("candour.db");
    for name in ["../x", "/etc/x", ""] {
        let error = trial.store.backup(&to, &key, &[(name.to_owned(), file.clone())]).await.unwrap_err();
        assert!(error.to_string().contains("does not stay in its folder"), "{error}");
        assert!(!to.exists());
    }
    trial.end().await;
}

on_both! {
    async fn a_backup_goes_into_the_other_database_too(trial: &Trial) {
        let (file, identity) = backed_up(trial).await;
        let Some(database) = crate::support::trial::postgres() else { return };
        let folder = tempfile::tempdir().unwrap();
        let opened = Store::restore(&database, trial.wrapping.clone(), &file, &identity, folder.path()).await;
        let (copy, _) = opened.unwrap();
        assert_eq!(copy.event_count().await.unwrap(), trial.store.event_count().await.unwrap());
        assert_eq!(copy.verify_events(&mut |_| ()).await.unwrap(), vec![]);
        copy.close().await;
        if let Database::Postgres { schema: Some(schema), .. } = &database {
            crate::support::trial::behind(&database, &format!("DROP SCHEMA {schema} CASCADE")).await.unwrap();
        }
    }

    async fn a_backup_keeps_receipts_and_passkeys_and_no_code_or_session(trial: &Trial) {
        let store = &trial.store;
        let (officer, stop) = a_busy_street(store).await;
        let (check, device) = (check_id(), DeviceId::new(Uuid::from_u128(random())));
        let reference = "NM-7Q4K-29".parse().unwrap();
        let mut unit = store.begin().await.unwrap();
        unit.issue_code(mac(1), stop, at(0), at(120)).await.unwrap();
        unit.give_receipt(check, (stop, reference), "$argon2id$made-up", at(9_000)).await.unwrap();
        unit.add_passkey(&a_passkey("a", officer, device), at(1)).await.unwrap();
        unit.commit().await.unwrap();
        store.try_pin(reference, at(1), 5, at(2)).await.unwrap();
        store.save_session(mac(1), "{}", at(9_000)).await.unwrap();

        let identity = age::x25519::Identity::generate();
        let file = trial.folder.path().join("candour.age");
        let key = BackupKey::Recipients(vec![identity.to_public().to_string()]);
        store.backup(&file, &key, &[]).await.unwrap();
        let into = tempfile::tempdir().unwrap();
        let identity = BackupIdentity::Key(identity.to_string().expose_secret().to_owned());
        let copy = Store::restore(&sqlite(&into), trial.wrapping.clone(), &file, &identity, into.path()).await.unwrap().0;
        assert_eq!(copy.receipts(reference).await.unwrap(), store.receipts(reference).await.unwrap());
        // The wrong attempt before the backup counts: four more are accepted, but not a fifth.
        for heard in [true, true, true, true, false] {
            assert_eq!(copy.try_pin(reference, at(2), 5, at(9_000)).await.unwrap(), heard);
        }
        assert_eq!(copy.passkeys_of(officer).await.unwrap(), [a_passkey("a", officer, device)]);
        assert_eq!(copy.session(mac(1), at(0)).await.unwrap(), None, "staff sign in again after a restoration");
        assert_eq!(copy.begin().await.unwrap().codes(&[mac(1)]).await.unwrap(), []);
        assert_eq!(copy.check_read_models(&mut |_| ()).await.unwrap(), []);
        copy.close().await;
    }
}
