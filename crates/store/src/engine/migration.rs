//! Migrations: numbered SQL scripts, applied once and in order, and compared with those that a database has already
//! applied.

use crate::StoreError;
use crate::engine::{Cell, Connection, queries};

/// One numbered change to the schema.
pub(crate) struct Migration {
    pub(crate) number: i64,
    /// The SQL for both databases.
    both: &'static str,
    /// Additional SQL for SQLite only, run after `both`.
    sqlite: &'static str,
    /// Additional SQL for PostgreSQL only, run after `both`.
    postgres: &'static str,
}

// A released migration is never edited, because its checksum is in every database. Add one with the next number
// instead.
pub(crate) const MIGRATIONS: &[Migration] = &[
    Migration {
        number: 1,
        both: include_str!("../../migrations/0001_record.sql"),
        sqlite: include_str!("../../migrations/0001_record.sqlite.sql"),
        postgres: include_str!("../../migrations/0001_record.postgres.sql"),
    },
    Migration { number: 2, both: include_str!("../../migrations/0002_read_models.sql"), sqlite: "", postgres: "" },
    Migration { number: 3, both: include_str!("../../migrations/0003_check.sql"), sqlite: "", postgres: "" },
];

queries! {
    APPLIED = "migration", "reading migrations", "SELECT number, checksum FROM migration ORDER BY number";
    NOTE = "migration", "noting a migration", "INSERT INTO migration (number, checksum) VALUES ($1, $2)";
}

/// The PostgreSQL lock that a replica holds while it creates or migrates a schema: `cando` in ASCII.
pub(crate) const OPENING: i64 = 427_154_531_439;

const TABLE: &str =
    "CREATE TABLE IF NOT EXISTS migration (number BIGINT NOT NULL PRIMARY KEY, checksum BYTEA NOT NULL)";

impl Migration {
    fn text(&self, postgres: bool) -> String {
        if postgres {
            // Orders by bytes, as SQLite does, whatever the locale of the cluster, because pages and cursors rely on
            // it.
            format!("{}\n{}", self.both.replace(" TEXT", " TEXT COLLATE \"C\""), self.postgres)
        } else {
            format!("{}\n{}", self.both, self.sqlite)
        }
    }

    /// Covers both dialects, so that a backup of one database can be restored into the other.
    fn checksum(&self) -> Vec<u8> {
        let whole = [self.both, self.sqlite, self.postgres].join("\n");
        aws_lc_rs::digest::digest(&aws_lc_rs::digest::SHA256, whole.as_bytes()).as_ref().to_vec()
    }
}

/// Brings the schema up to migration `until`. Returns the number of the newest migration that is now applied.
pub(crate) async fn migrate(connection: &mut Connection, until: i64) -> Result<i64, StoreError> {
    if connection.is_postgres() {
        // Replicas that start at the same time wait for the first one.
        connection.script(format!("SELECT pg_advisory_xact_lock({OPENING})"), "waiting to migrate").await?;
    }
    connection.script(TABLE.to_owned(), "making the table of migrations").await?;
    let mut applied = Vec::new();
    for row in connection.fetch(&APPLIED, vec![]).await? {
        applied.push((row.integer(0)?, row.bytes(1)?));
    }
    let known = MIGRATIONS.last().map_or(0, |migration| migration.number);
    if let Some((found, _)) = applied.last().filter(|(number, _)| *number > known) {
        return Err(StoreError::NewerDatabase { found: *found, known });
    }
    for migration in MIGRATIONS.iter().filter(|migration| migration.number <= until) {
        let number = migration.number;
        match applied.iter().find(|(applied, _)| *applied == number) {
            Some((_, checksum)) if *checksum == migration.checksum() => {}
            Some(_) => return Err(StoreError::OtherMigration { number }),
            None => {
                connection.script(migration.text(connection.is_postgres()), "migrating").await?;
                let note = vec![Cell::Integer(Some(number)), Cell::bytes(migration.checksum())];
                connection.execute(&NOTE, note).await?;
            }
        }
    }
    Ok(until.min(known))
}
