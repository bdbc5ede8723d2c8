//! The vault: personal data never appears unencrypted in the database, and is lost along with its key, while everything
//! else stays readable.

use domain::erasure::ErasureEvent;
use domain::{Actor, Event, Personal, State, StreamId, StreamKind, SubjectId};
use store::{Append, Database, FileKey, Store, StoreError};

use crate::support::samples::*;
use crate::support::trial::{Trial, on_both};

/// Destroys the key of a subject and records the erasure.
pub async fn erase(store: &Store, subject: SubjectId) {
    let mut unit = store.begin().await.unwrap();
    let event = Event::Erasure(ErasureEvent::Done {
        subject,
        category: domain::erasure::ErasedData::Witness,
        law: "DPA 2018 s.47".into(),
        approved_by: Actor::system("retention"),
    });
    let events = vec![by_records_admin(event)];
    let stream = StreamId::new(StreamKind::Erasure, subject);
    unit.append(Append { stream, expected: 0, now: at(100), events }).await.unwrap();
    unit.destroy_key(subject, at(100)).await.unwrap();
    unit.commit().await.unwrap();
}

fn reason(state: &State) -> &Personal<String> {
    match state {
        State::Stop(stop) => &stop.opening.reason,
        other => panic!("{other:?}"),
    }
}

/// Reads everything that the database has written to disk.
fn bytes_of(trial: &Trial) -> Vec<u8> {
    let files = std::fs::read_dir(trial.folder.path()).unwrap();
    files.flat_map(|file| std::fs::read(file.unwrap().path()).unwrap()).collect()
}

fn holds(bytes: &[u8], words: &str) -> bool {
    bytes.windows(words.len()).any(|window| window == words.as_bytes())
}

on_both! {
    async fn what_is_personal_is_not_in_the_database_in_clear(trial: &Trial) {
        let officer = an_officer(&trial.store, "Philomena", "Quillfeather").await;
        let (_, stream) = new_stop();
        let witness = Personal::about(subject_id(), "smelt strongly of turpentine".to_owned());
        record(&trial.store, &stream, 0, at(1), vec![stopped(officer, witness)]).await.unwrap();
        if let Database::Sqlite { .. } = trial.database {
            let bytes = bytes_of(trial);
            assert!(holds(&bytes, "Harbour Response"), "what is not personal is there, so this looks in the right place");
            for words in ["Philomena", "Quillfeather", "turpentine"] {
                assert!(!holds(&bytes, words), "`{words}` is in the database in clear");
            }
        } else {
            let clear = "CREATE TABLE found AS SELECT body FROM event WHERE body LIKE '%Philomena%' OR body LIKE '%turpentine%' \
                 UNION ALL SELECT encode(sealed, 'escape') FROM event_part WHERE encode(sealed, 'escape') LIKE '%turpentine%'; \
                 DO $$ BEGIN ASSERT (SELECT COUNT(*) FROM found) = 0; END $$";
            trial.behind(clear).await.unwrap();
        }
    }

    async fn what_is_erased_cannot_be_read_again_and_the_rest_can(trial: &Trial) {
        let officer = an_officer(&trial.store, "Ada", "Marlow").await;
        let (erased, kept) = (subject_id(), subject_id());
        let (_, first) = new_stop();
        let (_, second) = new_stop();
        let about = |subject: SubjectId| stopped(officer, Personal::about(subject, "smelt of paint".to_owned()));
        record(&trial.store, &first, 0, at(1), vec![about(erased)]).await.unwrap();
        record(&trial.store, &second, 0, at(1), vec![about(kept)]).await.unwrap();
        erase(&trial.store, erased).await;

        let state = async |store: &Store, stream| store.load(stream).await.unwrap().unwrap().state;
        assert_eq!(reason(&state(&trial.store, &first).await), &Personal::Erased { subject: erased });
        assert_eq!(reason(&state(&trial.store, &second).await).known().unwrap(), "smelt of paint");
        // A replica that still has the key in memory obeys the database.
        let replica = Store::open(&trial.database, trial.wrapping.clone()).await.unwrap();
        assert!(reason(&state(&replica, &second).await).known().is_some());
        erase(&trial.store, kept).await;
        assert_eq!(reason(&state(&replica, &second).await), &Personal::Erased { subject: kept });
        replica.close().await;

        let found = trial.store.verify_events(&mut |_| ()).await.unwrap();
        assert_eq!(found, vec![], "every commitment from before the erasure still verifies");
        assert_eq!(trial.store.check_read_models(&mut |_| ()).await.unwrap(), vec![]);
        let row = trial.store.erasure_of(erased).await.unwrap().unwrap();
        assert_eq!((row.law.as_str(), row.done_at), ("DPA 2018 s.47", at(100)));
    }

    async fn nothing_more_is_recorded_about_an_erased_subject(trial: &Trial) {
        let officer = an_officer(&trial.store, "Ada", "Marlow").await;
        let witness = subject_id();
        erase(&trial.store, witness).await;
        let (_, stream) = new_stop();
        let event = stopped(officer, Personal::about(witness, "again".to_owned()));
        let error = record(&trial.store, &stream, 0, at(200), vec![event]).await;
        // The words are sealed on commit, so that is when the key is needed.
        match error {
            Err(StoreError::SubjectErased(subject)) => assert_eq!(subject, witness),
            other => panic!("{other:?}"),
        }
        assert_eq!(trial.store.load(&stream).await.unwrap(), None);
    }

    async fn another_key_does_not_open_the_database(trial: &Trial) {
        an_officer(&trial.store, "Ada", "Marlow").await;
        let other = std::sync::Arc::new(FileKey::random().unwrap());
        assert!(matches!(Store::open(&trial.database, other).await.err(), Some(StoreError::WrongKey)));
    }
}

#[tokio::test]
async fn a_destroyed_key_leaves_no_copy_in_the_files_of_sqlite() {
    let folder = tempfile::tempdir().unwrap();
    let trial = Trial::on(crate::support::trial::sqlite(&folder), folder).await;
    let officer = an_officer(&trial.store, "Ada", "Marlow").await;
    let wrapped = wrapped_key(&trial, officer.into()).await;
    assert!(bytes_of(&trial).windows(wrapped.len()).any(|window| window == wrapped));
    erase(&trial.store, officer.into()).await;
    assert!(!bytes_of(&trial).windows(wrapped.len()).any(|window| window == wrapped));
    trial.end().await;
}

async fn wrapped_key(trial: &Trial, subject: SubjectId) -> Vec<u8> {
    use sqlx::{Connection as _, Row as _};
    let Database::Sqlite { path } = &trial.database else { panic!("not SQLite") };
    let mut connection = sqlx::SqliteConnection::connect(&format!("sqlite://{}", path.display())).await.unwrap();
    let row = sqlx::query("SELECT wrapped FROM subject_key WHERE subject = $1").bind(subject.to_string());
    let wrapped = row.fetch_one(&mut connection).await.unwrap().get(0);
    connection.close().await.unwrap();
    wrapped
}
