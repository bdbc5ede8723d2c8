//! A database for one test, in a file or schema of its own.

use std::sync::Arc;

use sqlx::{AssertSqlSafe, Connection as _, PgConnection, SqliteConnection};
use store::{Database, FileKey, Store};

/// A store, with access to the database behind it.
pub struct Trial {
    pub store: Store,
    pub database: Database,
    pub wrapping: Arc<FileKey>,
    pub folder: tempfile::TempDir,
}

#[expect(clippy::disallowed_methods, reason = "which databases are there is known from the environment only")]
fn variable(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.is_empty())
}

/// Names a new schema on the server. Without a server, prints a note and returns `None`.
pub fn postgres() -> Option<Database> {
    match variable("CANDOUR_POSTGRES") {
        Some(url) => {
            let schema = format!("trial_{}", uuid::Uuid::from_u128(random()).simple());
            Some(Database::Postgres { url, schema: Some(schema) })
        }
        None if variable("CI").is_some() || variable("CANDOUR_REQUIRE_POSTGRES").is_some() => {
            panic!("CANDOUR_POSTGRES is not set: run `cargo xtask test`, which starts a server")
        }
        None => {
            eprintln!("skipped on PostgreSQL: CANDOUR_POSTGRES is not set (`cargo xtask postgres` starts a server)");
            None
        }
    }
}

pub fn sqlite(folder: &tempfile::TempDir) -> Database {
    Database::Sqlite { path: folder.path().join("candour.db") }
}

pub fn random() -> u128 {
    let mut bytes = [0; 16];
    aws_lc_rs::rand::fill(&mut bytes).unwrap();
    u128::from_be_bytes(bytes)
}

impl Trial {
    pub async fn on(database: Database, folder: tempfile::TempDir) -> Self {
        let wrapping = Arc::new(FileKey::random().unwrap());
        let store = Store::open(&database, wrapping.clone()).await.unwrap();
        Self { store, database, wrapping, folder }
    }

    /// Runs SQL that the store does not know about.
    pub async fn behind(&self, sql: &str) -> Result<(), sqlx::Error> {
        behind(&self.database, sql).await
    }

    /// Changes the record as an intruder would after removing the triggers.
    pub async fn tampering(&self, sql: &str) {
        let drop = match &self.database {
            Database::Postgres { .. } => {
                "DROP TRIGGER IF EXISTS event_keep ON event; DROP TRIGGER IF EXISTS event_part_keep ON event_part; \
                 DROP TRIGGER IF EXISTS log_entry_keep ON log_entry; SET session_replication_role = replica;"
            }
            _ => {
                "PRAGMA foreign_keys = OFF; DROP TRIGGER IF EXISTS event_keep; DROP TRIGGER IF EXISTS event_stay; \
                 DROP TRIGGER IF EXISTS event_part_keep; DROP TRIGGER IF EXISTS event_part_stay; \
                 DROP TRIGGER IF EXISTS log_entry_keep; DROP TRIGGER IF EXISTS log_entry_stay;"
            }
        };
        self.behind(&format!("{drop} {sql}")).await.unwrap();
    }

    pub async fn end(self) {
        self.store.close().await;
        if let Database::Postgres { schema: Some(schema), .. } = &self.database {
            self.behind(&format!("DROP SCHEMA {schema} CASCADE")).await.unwrap();
        }
    }
}

/// Runs SQL directly on a database, without a store.
pub async fn behind(database: &Database, sql: &str) -> Result<(), sqlx::Error> {
    match database {
        Database::Sqlite { path } => {
            let mut connection = SqliteConnection::connect(&format!("sqlite://{}", path.display())).await?;
            sqlx::raw_sql(AssertSqlSafe(sql.to_owned())).execute(&mut connection).await?;
            connection.close().await
        }
        Database::Postgres { url, schema } => {
            let mut connection = PgConnection::connect(url).await?;
            let path = format!("SET search_path = {};", schema.as_deref().unwrap_or("public"));
            sqlx::raw_sql(AssertSqlSafe(format!("{path} {sql}"))).execute(&mut connection).await?;
            connection.close().await
        }
        Database::SqliteMemory => panic!("nobody gets behind a database in memory"),
    }
}

/// Generates a test on each database from one story.
macro_rules! on_both {
    ($($(#[$meta:meta])* async fn $story:ident($trial:ident: &Trial) $body:block)*) => {$(
        mod $story {
            use super::*;

            async fn story($trial: &$crate::support::trial::Trial) $body

            $(#[$meta])*
            #[tokio::test]
            async fn on_sqlite() {
                let folder = tempfile::tempdir().unwrap();
                let trial = $crate::support::trial::Trial::on($crate::support::trial::sqlite(&folder), folder).await;
                story(&trial).await;
                trial.end().await;
            }

            $(#[$meta])*
            #[tokio::test]
            async fn on_postgres() {
                let Some(database) = $crate::support::trial::postgres() else { return };
                let trial = $crate::support::trial::Trial::on(database, tempfile::tempdir().unwrap()).await;
                story(&trial).await;
                trial.end().await;
            }
        }
    )*};
}
pub(crate) use on_both;
