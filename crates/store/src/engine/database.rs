//! The two databases, and the settings for opening them, on which durability depends.

use std::path::PathBuf;
use std::time::Duration;

use futures_util::FutureExt as _;
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};
use sqlx::{Connection as _, PgPool, SqlitePool};

use crate::StoreError;
use crate::engine::Connection;
use crate::engine::migration::OPENING;

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Database {
    /// SQLite in one file, with its `-wal` file beside it. A missing file is created.
    Sqlite { path: PathBuf },
    /// SQLite in a temporary folder that is removed along with the store and never synced. For tests and trials.
    // SQLite's own in-memory mode would not do: a reader would wait for its own task's unit of work, which never ends.
    SqliteMemory,
    /// PostgreSQL 15 or newer.
    Postgres {
        /// `postgres://USER@HOST/NAME`.
        url: String,
        /// The schema that holds all tables, created if it is missing. Without one, the tables go into the first schema
        /// of the account.
        schema: Option<String>,
    },
}

impl Database {
    /// Reads `sqlite:PATH`, `sqlite::memory:` or `postgres://…`, the last with an optional `?schema=NAME` at the end.
    /// # Errors
    /// If the text is none of these.
    pub fn parse(text: &str) -> Result<Self, StoreError> {
        // An address can hold a password, so the error repeats only the part before the colon.
        let no = || StoreError::NotADatabase(text.split(':').next().unwrap_or_default().to_owned());
        if let Some(path) = text.strip_prefix("sqlite:") {
            return match path.trim_start_matches("//") {
                "" => Err(no()),
                ":memory:" => Ok(Self::SqliteMemory),
                path => Ok(Self::Sqlite { path: PathBuf::from(path) }),
            };
        }
        if !text.starts_with("postgres://") && !text.starts_with("postgresql://") {
            return Err(no());
        }
        match text.rsplit_once("?schema=") {
            None => Ok(Self::Postgres { url: text.to_owned(), schema: None }),
            Some((url, schema)) if is_schema(schema) => {
                Ok(Self::Postgres { url: url.to_owned(), schema: Some(schema.to_owned()) })
            }
            Some(_) => Err(no()),
        }
    }
}

fn is_schema(name: &str) -> bool {
    let letters = name.chars().all(|letter| letter.is_ascii_lowercase() || letter.is_ascii_digit() || letter == '_');
    letters && !name.is_empty() && name.len() <= 60 && !name.starts_with(|first: char| first.is_ascii_digit())
}

pub(crate) enum Backend {
    Postgres(PgPool),
    /// SQLite allows one writer. Readers see the last commit without waiting for the writer.
    Sqlite {
        writer: SqlitePool,
        readers: SqlitePool,
        /// Kept so that the folder is removed along with the backend.
        _folder: Option<TemporaryFolder>,
    },
}

/// A folder that is removed when this value is dropped.
pub(crate) struct TemporaryFolder(PathBuf);

impl TemporaryFolder {
    fn make() -> Result<Self, StoreError> {
        let mut name = [0; 16];
        aws_lc_rs::rand::fill(&mut name).map_err(|_| StoreError::Unsealable)?;
        let path = std::env::temp_dir().join(format!("candour-{:032x}", u128::from_be_bytes(name)));
        let failed =
            |source| StoreError::File { path: path.display().to_string(), doing: "as temporary folder", source };
        let mut builder = std::fs::DirBuilder::new();
        #[cfg(unix)]
        std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
        builder.create(&path).map_err(failed)?;
        Ok(Self(path))
    }
}

impl Drop for TemporaryFolder {
    fn drop(&mut self) {
        if let Err(error) = std::fs::remove_dir_all(&self.0) {
            tracing::warn!(error = %error, "a temporary database was left behind");
        }
    }
}

/// The longest time to wait for a lock or a connection.
const PATIENCE: Duration = Duration::from_secs(20);
/// A connection that has been idle for longer than this is tested before use, because a database restart closes it.
const TRUSTED: Duration = Duration::from_secs(1);
/// Number of prepared statements that a connection keeps: about 80 of our own and a dozen sizes of each insert.
const STATEMENTS: usize = 600;
/// Number of rows that a connection buffers: 2 000 rows of half a kilobyte take up 1 MB.
const ROWS: usize = 2_000;

impl Backend {
    pub(crate) async fn open(database: &Database) -> Result<Self, StoreError> {
        match database {
            Database::Sqlite { path } => {
                let options = SqliteConnectOptions::new()
                    .filename(path)
                    .create_if_missing(true)
                    .journal_mode(SqliteJournalMode::Wal)
                    .synchronous(SqliteSynchronous::Full);
                Self::sqlite(options, 4, None).await
            }
            Database::SqliteMemory => {
                let folder = TemporaryFolder::make()?;
                let options = SqliteConnectOptions::new()
                    .filename(folder.0.join("candour.db"))
                    .create_if_missing(true)
                    .journal_mode(SqliteJournalMode::Wal)
                    .synchronous(SqliteSynchronous::Off);
                Self::sqlite(options, 2, Some(folder)).await
            }
            Database::Postgres { url, schema } => Self::postgres(url, schema.as_deref()).await,
        }
    }

    async fn sqlite(
        options: SqliteConnectOptions,
        readers: u32,
        folder: Option<TemporaryFolder>,
    ) -> Result<Self, StoreError> {
        let options = options
            .foreign_keys(true)
            .busy_timeout(PATIENCE)
            .statement_cache_capacity(STATEMENTS)
            // The number of rows that SQLite's thread prepares before it waits for the reader: enough for a long
            // history.
            .row_buffer_size(ROWS)
            // Deleted data is overwritten, so that a destroyed key leaves no copy in a free page.
            .pragma("secure_delete", "ON");
        let pool = || SqlitePoolOptions::new().acquire_timeout(PATIENCE).idle_timeout(None).max_lifetime(None);
        let writer = pool().max_connections(1).min_connections(1).test_before_acquire(false);
        let writer = writer.connect_with(options.clone()).await;
        let writer = writer.map_err(|error| StoreError::driver("opening", error))?;
        let readers = pool().max_connections(readers).test_before_acquire(false).connect_lazy_with(options);
        Ok(Self::Sqlite { writer, readers, _folder: folder })
    }

    async fn postgres(url: &str, schema: Option<&str>) -> Result<Self, StoreError> {
        let opening = |error| StoreError::driver("opening", error);
        let mut options: PgConnectOptions = url.parse().map_err(opening)?;
        options = options.statement_cache_capacity(STATEMENTS).application_name("candour");
        // An index answers every query of the service, whatever its values, so one plan per connection is enough. A
        // plan made while a table was empty would read the whole table until its statistics are gathered.
        options = options.options([("plan_cache_mode", "force_generic_plan"), ("enable_seqscan", "off")]);
        if let Some(schema) = schema {
            if !is_schema(schema) {
                return Err(StoreError::NotADatabase(format!("schema {schema}")));
            }
            options = options.options([("search_path", schema)]);
        }
        let pool = PgPoolOptions::new().max_connections(10).acquire_timeout(PATIENCE);
        // Testing a connection before each use would double the round trips for a page.
        let pool = pool.test_before_acquire(false).before_acquire(|connection, known| {
            Box::pin(async move {
                if known.idle_for > TRUSTED {
                    connection.ping().await?;
                }
                Ok(true)
            })
        });
        let pool = pool.connect_with(options).await.map_err(opening)?;
        if let Some(schema) = schema {
            let mut connection = Connection::Postgres(pool.acquire().await.map_err(opening)?);
            // One replica at a time: `IF NOT EXISTS` does not see a schema that another replica is about to create.
            let script = format!("SELECT pg_advisory_xact_lock({OPENING}); CREATE SCHEMA IF NOT EXISTS {schema}");
            connection.script(script, "making the schema").await?;
        }
        Ok(Self::Postgres(pool))
    }

    /// Takes a connection for a single query.
    pub(crate) async fn reader(&self) -> Result<Connection, StoreError> {
        match self {
            Self::Postgres(pool) => pool.acquire().boxed().await.map(Connection::Postgres),
            Self::Sqlite { readers, .. } => readers.acquire().boxed().await.map(Connection::Sqlite),
        }
        .map_err(|error| StoreError::driver("waiting for a connection", error))
    }

    /// Begins a read-only transaction, in which all queries see the same state.
    pub(crate) async fn snapshot(&self) -> Result<Connection, StoreError> {
        match self {
            Self::Postgres(pool) => pool
                .begin_with("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
                .boxed()
                .await
                .map(Connection::PostgresUnit),
            Self::Sqlite { readers, .. } => {
                readers.begin_with("BEGIN DEFERRED").boxed().await.map(Connection::SqliteUnit)
            }
        }
        .map_err(|error| StoreError::driver("beginning to read", error))
    }

    /// Begins a write transaction. On SQLite it holds the write lock from the start.
    pub(crate) async fn writer(&self) -> Result<Connection, StoreError> {
        match self {
            Self::Postgres(pool) => pool.begin().boxed().await.map(Connection::PostgresUnit),
            Self::Sqlite { writer, .. } => match writer.begin_with("BEGIN IMMEDIATE").boxed().await {
                // A full disk makes SQLite roll back on its own, while the driver still assumes an open transaction.
                // That connection is unusable.
                Err(sqlx::Error::InvalidSavePointStatement) => {
                    if let Ok(connection) = writer.acquire().boxed().await {
                        // The connection is abandoned even if it cannot be closed properly.
                        let _ = connection.close().await;
                    }
                    writer.begin_with("BEGIN IMMEDIATE").boxed().await.map(Connection::SqliteUnit)
                }
                begun => begun.map(Connection::SqliteUnit),
            },
        }
        .map_err(|error| StoreError::driver("beginning to write", error))
    }

    /// Takes the write connection outside a transaction, for statements that SQLite refuses to run inside one.
    pub(crate) async fn maintenance(&self) -> Result<Connection, StoreError> {
        match self {
            Self::Postgres(pool) => pool.acquire().await.map(Connection::Postgres),
            Self::Sqlite { writer, .. } => writer.acquire().await.map(Connection::Sqlite),
        }
        .map_err(|error| StoreError::driver("waiting for a connection", error))
    }

    pub(crate) async fn close(&self) {
        match self {
            Self::Postgres(pool) => pool.close().await,
            Self::Sqlite { writer, readers, .. } => {
                readers.close().await;
                writer.close().await;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_read() {
        let sqlite = Database::Sqlite { path: PathBuf::from("data/candour.db") };
        assert_eq!(Database::parse("sqlite:data/candour.db").unwrap(), sqlite);
        assert_eq!(Database::parse("sqlite://data/candour.db").unwrap(), sqlite);
        assert_eq!(Database::parse("sqlite::memory:").unwrap(), Database::SqliteMemory);
        let url = "postgres://candour@localhost/candour".to_owned();
        assert_eq!(Database::parse(&url).unwrap(), Database::Postgres { url: url.clone(), schema: None });
        let with = Database::parse(&format!("{url}?schema=trial_2")).unwrap();
        assert_eq!(with, Database::Postgres { url, schema: Some("trial_2".into()) });
    }

    #[test]
    fn what_names_no_database_is_refused_without_its_password() {
        for text in ["", "sqlite:", "mysql://root:hunter2@localhost/x", "postgres://a:hunter2@b/c?schema=a;drop"] {
            let message = Database::parse(text).unwrap_err().to_string();
            assert!(message.contains("write `sqlite:PATH`") && !message.contains("hunter2"), "{message}");
        }
    }
}
