//! Opening: migrations run once and in order, and a database from another program is refused.

use std::sync::Arc;

use store::{ColumnKind, Database, FileKey, Store, StoreError, TableKind};

use crate::support::samples::*;
use crate::support::trial::{on_both, postgres, sqlite};

on_both! {
    async fn a_database_is_opened_again_as_it_was(trial: &Trial) {
        let officer = an_officer(&trial.store, "Ada", "Marlow").await;
        let again = Store::open(&trial.database, trial.wrapping.clone()).await.unwrap();
        assert_eq!(
            again.load(&officer_stream(officer)).await.unwrap(),
            trial.store.load(&officer_stream(officer)).await.unwrap(),
        );
        again.close().await;
    }

    async fn a_database_of_a_newer_program_is_refused(trial: &Trial) {
        trial.behind("INSERT INTO migration (number, checksum) SELECT 999, checksum FROM migration WHERE number = 1").await.unwrap();
        match Store::open(&trial.database, trial.wrapping.clone()).await.err() {
            Some(StoreError::NewerDatabase { found: 999, known }) => assert!(known >= 2),
            other => panic!("{other:?}"),
        }
    }

    async fn a_database_whose_migrations_are_others_is_refused(trial: &Trial) {
        trial.behind("UPDATE migration SET checksum = (SELECT checksum FROM migration WHERE number = 2) WHERE number = 1").await.unwrap();
        let error = Store::open(&trial.database, trial.wrapping.clone()).await.err();
        assert!(matches!(error, Some(StoreError::OtherMigration { number: 1 })), "{error:?}");
    }

    async fn every_query_prepares(trial: &Trial) {
        let queries = store::queries();
        assert!(queries.len() > 60, "{} queries", queries.len());
        for (sqlite, postgres) in queries {
            prepares(&trial.database, &sqlite, &postgres).await;
        }
    }
}

async fn prepares(database: &Database, sqlite: &str, postgres: &str) {
    use sqlx::{AssertSqlSafe, Connection as _, Executor as _, SqlSafeStr as _};
    let text = |text: &str| AssertSqlSafe(text.to_owned()).into_sql_str();
    match database {
        Database::Sqlite { path } => {
            let url = format!("sqlite://{}", path.display());
            let mut connection = sqlx::SqliteConnection::connect(&url).await.unwrap();
            let prepared = connection.prepare(text(sqlite)).await.map(|_| ());
            prepared.unwrap_or_else(|error| panic!("{error}: {sqlite}"));
            connection.close().await.unwrap();
        }
        Database::Postgres { url, schema } => {
            let mut connection = sqlx::PgConnection::connect(url).await.unwrap();
            let path = format!("SET search_path = {}", schema.as_deref().unwrap());
            connection.execute(text(&path)).await.unwrap();
            let prepared = connection.prepare(text(postgres)).await.map(|_| ());
            prepared.unwrap_or_else(|error| panic!("{error}: {postgres}"));
            connection.close().await.unwrap();
        }
        Database::SqliteMemory => panic!("not tried"),
    }
}

/// Opens a database that has only the first migration and one row of the record.
async fn brought_forward_from_the_first_version(database: Database) {
    let wrapping = Arc::new(FileKey::random().unwrap());
    let old = Store::open_at(&database, wrapping.clone(), 1).await.unwrap();
    old.close().await;
    let row = "INSERT INTO job (name, kind, body, run_after, attempts, state) VALUES ('kept', 'notice', '{}', 0, 0, 'waiting')";
    crate::support::trial::behind(&database, row).await.unwrap();
    let read_model = crate::support::trial::behind(&database, "SELECT * FROM officer").await;
    assert!(read_model.is_err(), "the first version has no read models");

    let new = Store::open(&database, wrapping).await.unwrap();
    assert_eq!(new.claim_job(at(0)).await.unwrap().unwrap().name, "kept");
    let officer = an_officer(&new, "Ada", "Marlow").await;
    assert_eq!(new.officer_row(officer).await.unwrap().unwrap().unit, "Harbour Response");
    new.close().await;
}

#[tokio::test]
async fn a_database_of_the_first_version_is_brought_forward_on_sqlite() {
    let folder = tempfile::tempdir().unwrap();
    brought_forward_from_the_first_version(sqlite(&folder)).await;
}

#[tokio::test]
async fn a_database_of_the_first_version_is_brought_forward_on_postgres() {
    let Some(database) = postgres() else { return };
    brought_forward_from_the_first_version(database.clone()).await;
    if let Database::Postgres { schema: Some(schema), .. } = &database {
        crate::support::trial::behind(&database, &format!("DROP SCHEMA {schema} CASCADE")).await.unwrap();
    }
}

#[tokio::test]
async fn every_table_is_declared_with_its_columns_and_says_what_becomes_of_its_rows() {
    use sqlx::{Connection as _, Row as _};
    let folder = tempfile::tempdir().unwrap();
    let trial = crate::support::trial::Trial::on(sqlite(&folder), folder).await;
    let Database::Sqlite { path } = &trial.database else { panic!("not SQLite") };
    let mut connection = sqlx::SqliteConnection::connect(&format!("sqlite://{}", path.display())).await.unwrap();
    let columns = "SELECT t.name, c.name, c.type, c.pk > 0 FROM sqlite_master t JOIN pragma_table_info(t.name) c \
         WHERE t.type = 'table' AND t.name <> 'migration' ORDER BY t.name, c.name";
    let rows = sqlx::query(columns).fetch_all(&mut connection).await.unwrap();
    let there: Vec<(String, String, String, bool)> =
        rows.iter().map(|row| (row.get(0), row.get(1), row.get(2), row.get(3))).collect();
    connection.close().await.unwrap();
    let mut declared = Vec::new();
    for table in store::tables() {
        for (number, column) in table.columns().into_iter().enumerate() {
            let kind = match column.kind {
                ColumnKind::Text => "TEXT",
                ColumnKind::Integer => "BIGINT",
                ColumnKind::Bytes => "BYTEA",
                ColumnKind::Truth => "BOOLEAN",
            };
            declared.push((table.name.into(), column.name.into(), kind.into(), number < table.key.len()));
        }
    }
    declared.sort();
    // Is there a new table? `store/src/engine/table.rs` says what to do.
    assert_eq!(there, declared);

    // A restored record starts without these. It adopts the check keys that it finds.
    let mut short_lived: Vec<&str> =
        store::tables().filter(|table| table.kind == TableKind::ShortLived).map(|table| table.name).collect();
    short_lived.sort_unstable();
    assert_eq!(short_lived, ["challenge", "check_key", "invitation", "live_code", "staff_session"]);
    trial.end().await;
}

#[tokio::test]
async fn a_database_in_memory_lives_as_long_as_its_store() {
    let store = Store::open(&Database::SqliteMemory, Arc::new(FileKey::random().unwrap())).await.unwrap();
    let other = Store::open(&Database::SqliteMemory, Arc::new(FileKey::random().unwrap())).await.unwrap();
    let officer = an_officer(&store, "Ada", "Marlow").await;
    let mut unit = store.begin().await.unwrap();
    assert!(unit.load(&officer_stream(officer)).await.unwrap().is_some());
    assert!(store.officer_row(officer).await.unwrap().is_some(), "readers continue while a unit is open");
    drop(unit);
    assert_eq!(other.event_count().await.unwrap(), 0, "two stores in memory are two databases");
}

#[tokio::test]
async fn replicas_that_start_together_on_a_new_database_all_open_it() {
    let Some(database) = postgres() else { return };
    let wrapping = Arc::new(FileKey::random().unwrap());
    let replicas = (0..4).map(|_| {
        let (database, wrapping) = (database.clone(), wrapping.clone());
        tokio::spawn(async move { Store::open(&database, wrapping).await })
    });
    for replica in replicas.collect::<Vec<_>>() {
        replica.await.unwrap().unwrap().close().await;
    }
    if let Database::Postgres { schema: Some(schema), .. } = &database {
        crate::support::trial::behind(&database, &format!("DROP SCHEMA {schema} CASCADE")).await.unwrap();
    }
}

#[tokio::test]
async fn what_was_committed_is_there_after_the_disk_was_full() {
    let folder = tempfile::tempdir().unwrap();
    let trial = crate::support::trial::Trial::on(sqlite(&folder), folder).await;
    // SQLite reports a file that may not grow further as a full disk.
    trial.store.limit_pages(150).await.unwrap();
    let mut kept = Vec::new();
    let error = loop {
        let id = officer_id();
        match record(&trial.store, &officer_stream(id), 0, at(0), vec![enrolled(id, "Ada", "Marlow")]).await {
            Ok(_) => kept.push(id),
            Err(error) => break error,
        }
    };
    assert_eq!((error.kind(), error.code()), (domain::ErrorKind::Unavailable, "store.database-failed"));
    assert!(!kept.is_empty());
    trial.store.limit_pages(1_000_000).await.unwrap();
    for id in &kept {
        assert!(trial.store.load(&officer_stream(*id)).await.unwrap().is_some());
    }
    assert_eq!(trial.store.event_count().await.unwrap(), kept.len() as u64);
    assert_eq!(trial.store.verify_events(&mut |_| ()).await.unwrap(), vec![]);
    an_officer(&trial.store, "Bea", "Marlow").await;
    trial.end().await;
}
