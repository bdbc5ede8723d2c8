//! Which database, and how it is opened: the settings on which durability rests.

use std::path::PathBuf;
use std::time::Duration;

use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};
use sqlx::{Connection as _, PgPool, SqlitePool};

use crate::StoreError;
use crate::engine::Connection;

/// Which database.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Database {
    /// SQLite in one file (and its `-wal` beside it); made where it is missing.
    Sqlite {
        /// The file.
        path: PathBuf,
    },
    /// SQLite in a folder for temporary files, gone with the store and never synced: for tests and trials.
    // Not in SQLite's own memory: there a reader would wait for the unit of work of its own task to end, and never see it.
    SqliteMemory,
    /// PostgreSQL 15 or newer.
    Postgres {
        /// `postgres://USER@HOST/NAME`.
        url: String,
        /// The schema that holds all tables, made where it is missing; otherwise the account's own first one.
        schema: Option<String>,
    },
}

impl Database {
    /// Reads `sqlite:PATH`, `sqlite::memory:` or `postgres://…`, with `?schema=NAME` at the end for a schema of its own.
    ///
    /// # Errors
    /// When it is none of these.
    pub fn parse(text: &str) -> Result<Self, StoreError> {
        // An address can hold a password: the error repeats only what stands before the colon.
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

/// The open database.
pub(crate) enum Backend {
    Postgres(PgPool),
    /// One writer, because SQLite has one; readers see the last commit without waiting for it.
    Sqlite {
        writer: SqlitePool,
        readers: SqlitePool,
        /// Held for what its end does.
        _folder: Option<Temporary>,
    },
}

/// A folder of our own that ends with this value.
pub(crate) struct Temporary(PathBuf);

impl Temporary {
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

impl Drop for Temporary {
    fn drop(&mut self) {
        if let Err(error) = std::fs::remove_dir_all(&self.0) {
            tracing::warn!(error = %error, "a temporary database was left behind");
        }
    }
}

/// How long anybody waits for a lock or a connection before giving up.
const PATIENCE: Duration = Duration::from_secs(20);
/// How long an idle connection is taken to be there still: a database that was started again has ended it.
const TRUSTED: Duration = Duration::from_secs(1);
/// Prepared statements kept for each connection: about 80 of our own and a dozen sizes of each insert.
const STATEMENTS: usize = 600;
/// 2 000 rows of half a kilobyte are 1 MB for each connection that reads so many.
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
                let folder = Temporary::make()?;
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
        folder: Option<Temporary>,
    ) -> Result<Self, StoreError> {
        let options = options
            .foreign_keys(true)
            .busy_timeout(PATIENCE)
            .statement_cache_capacity(STATEMENTS)
            // Rows that SQLite's thread makes ready before it waits for us: a long history in one go.
            .row_buffer_size(ROWS)
            // What is deleted is overwritten: a destroyed key leaves no copy in a free page.
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
        // Every question of the service is answered by an index, whatever its values: planning it once for each connection is
        // enough. A plan that was made while a table was empty would read all of it until its statistics are gathered.
        options = options.options([("plan_cache_mode", "force_generic_plan"), ("enable_seqscan", "off")]);
        if let Some(schema) = schema {
            if !is_schema(schema) {
                return Err(StoreError::NotADatabase(format!("schema {schema}")));
            }
            options = options.options([("search_path", schema)]);
        }
        let pool = PgPoolOptions::new().max_connections(10).acquire_timeout(PATIENCE);
        // Asking each time whether it is still there would double the round trips of a page.
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
            connection.script(format!("CREATE SCHEMA IF NOT EXISTS {schema}"), "making the schema").await?;
        }
        Ok(Self::Postgres(pool))
    }

    /// A connection for one reading query.
    pub(crate) async fn reader(&self) -> Result<Connection, StoreError> {
        match self {
            Self::Postgres(pool) => pool.acquire().await.map(Connection::Postgres),
            Self::Sqlite { readers, .. } => readers.acquire().await.map(Connection::Sqlite),
        }
        .map_err(|error| StoreError::driver("waiting for a connection", error))
    }

    /// A reading transaction: all its queries see the same moment.
    pub(crate) async fn snapshot(&self) -> Result<Connection, StoreError> {
        match self {
            Self::Postgres(pool) => {
                pool.begin_with("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY").await.map(Connection::PostgresUnit)
            }
            Self::Sqlite { readers, .. } => readers.begin_with("BEGIN DEFERRED").await.map(Connection::SqliteUnit),
        }
        .map_err(|error| StoreError::driver("beginning to read", error))
    }

    /// A writing transaction. On SQLite it has the right to write from its first moment.
    pub(crate) async fn writer(&self) -> Result<Connection, StoreError> {
        match self {
            Self::Postgres(pool) => pool.begin().await.map(Connection::PostgresUnit),
            Self::Sqlite { writer, .. } => match writer.begin_with("BEGIN IMMEDIATE").await {
                // A full disk makes SQLite roll back by itself, and the driver goes on believing in the transaction:
                // that connection is of no more use.
                Err(sqlx::Error::InvalidSavePointStatement) => {
                    if let Ok(connection) = writer.acquire().await {
                        // It is given up whether or not it can be closed well.
                        let _ = connection.close().await;
                    }
                    writer.begin_with("BEGIN IMMEDIATE").await.map(Connection::SqliteUnit)
                }
                begun => begun.map(Connection::SqliteUnit),
            },
        }
        .map_err(|error| StoreError::driver("beginning to write", error))
    }

    /// The writer outside a transaction, for what SQLite does not do within one.
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
