//! All SQL of Candour: events, read models, the key vault, jobs, the queue of the log, migrations. SQLite and PostgreSQL
//! stand behind one [`Store`].
//!
//! Events are the only truth. A [`Unit`] appends them together with everything that follows from them in one transaction;
//! read models are a pure function of a stream's state ([`projection`]) and can be made again at any time.
//!
//! Personal data is sealed part by part under a key of the person it is about (module `parts`, `vault`); destroying the key
//! erases it, and every commitment in the log stays verifiable.

mod backup;
#[doc(hidden)]
pub mod bare;
mod bulk;
pub mod canonical;
mod check_key;
mod code;
mod database;
mod error;
mod history;
mod job;
mod key;
mod log;
mod migration;
mod parts;
pub mod projection;
mod query;
pub mod read;
mod rebuild;
mod record;
mod shown;
mod sql;
mod staff;
mod sweep;
mod unit;
mod vault;
mod verify;

use std::sync::Arc;

pub use backup::{BackupCounts, BackupIdentity, BackupKey};
pub use bulk::Page;
pub use check_key::Fingerprint;
pub use code::{KnownCode, Mac, PresentedStop, Receipt};
pub use database::Database;
pub use error::StoreError;
pub use history::Cursor;
pub use job::{ClaimedJob, NewJob};
pub use key::{FileKey, KeyEncryption};
pub use log::{Sequenced, StoredCheckpoint};
pub use query::{AboutOfficer, Alleged, MatterOf, ReportOf};
pub use rebuild::{Difference, Wrong};
pub use shown::ShownCheck;
pub use sql::{Cell, Sql};
pub use staff::{Invited, PasskeyRow};
pub use sweep::Progress;
pub use unit::{Append, Appended, Loaded, NewEvent, Unit};
pub use verify::{Tampered, Tampering};

use database::Backend;
use vault::Vault;

/// The record and everything beside it. Cheap to clone; all clones share the connections.
#[derive(Clone)]
pub struct Store(Arc<Inner>);

struct Inner {
    backend: Backend,
    vault: Vault,
}

impl Store {
    /// Opens a database and brings its schema up to this program.
    ///
    /// # Errors
    /// [`StoreError::NewerDatabase`] when a newer program wrote it, [`StoreError::OtherMigration`] when another one did,
    /// [`StoreError::WrongKey`] when its keys were wrapped under another key-encryption key.
    pub async fn open(database: &Database, wrapping: Arc<dyn KeyEncryption>) -> Result<Self, StoreError> {
        Self::open_at(database, wrapping, i64::MAX).await
    }

    /// As [`Store::open`], with the migrations up to this one only: how a test makes a database of an earlier version.
    #[doc(hidden)]
    pub async fn open_at(
        database: &Database,
        wrapping: Arc<dyn KeyEncryption>,
        migration: i64,
    ) -> Result<Self, StoreError> {
        let store = Self(Arc::new(Inner { backend: Backend::open(database).await?, vault: Vault::new(wrapping) }));
        let mut unit = store.backend().writer().await?;
        migration::migrate(&mut unit, migration).await?;
        store.vault().check(&mut unit).await?;
        unit.commit().await?;
        Ok(store)
    }

    /// Begins a unit of work: the right to write, in one SQL transaction. On SQLite it waits for the one before it.
    ///
    /// # Errors
    /// When the database fails, or the wait took longer than 20 seconds.
    pub async fn begin(&self) -> Result<Unit, StoreError> {
        Unit::begin(self.clone()).await
    }

    /// Closes all connections, after what they are doing. Dropping the store closes them too, at some time.
    pub async fn close(&self) {
        self.backend().close().await;
    }

    /// Lets a SQLite file grow to so many pages only: how a test fills the disk.
    ///
    /// # Errors
    /// When the database fails.
    #[doc(hidden)]
    pub async fn limit_pages(&self, pages: u32) -> Result<(), StoreError> {
        let mut connection = self.backend().maintenance().await?;
        connection.script(format!("PRAGMA max_page_count = {pages}"), "limiting the file").await
    }

    pub(crate) fn backend(&self) -> &Backend {
        &self.0.backend
    }

    pub(crate) fn vault(&self) -> &Vault {
        &self.0.vault
    }

    /// After a key was destroyed: leaves no copy of it in SQLite's write-ahead log. A reader can stand in the way of this;
    /// then the next one does it, or closing the database.
    async fn scrub(&self) {
        if let (Backend::Sqlite { .. }, Ok(mut connection)) = (self.backend(), self.backend().maintenance().await) {
            let done = connection.script("PRAGMA wal_checkpoint(TRUNCATE)".to_owned(), "emptying the write-ahead log");
            if let Err(error) = done.await {
                tracing::warn!(error = %error, "the write-ahead log could not be emptied after a key was destroyed");
            }
        }
    }
}

/// The tables of the record, all of which a backup holds.
#[doc(hidden)]
pub fn record_tables() -> Vec<&'static str> {
    backup::tables()
}

/// The text of every query of the store, for SQLite and for PostgreSQL: for the test that prepares each.
#[doc(hidden)]
pub fn queries() -> Vec<(String, String)> {
    // A module with queries of its own? Add it here.
    let modules = [
        bulk::QUERIES,
        backup::QUERIES,
        bare::QUERIES,
        check_key::QUERIES,
        code::QUERIES,
        history::QUERIES,
        job::QUERIES,
        log::QUERIES,
        migration::QUERIES,
        query::QUERIES,
        rebuild::QUERIES,
        shown::QUERIES,
        staff::QUERIES,
        sweep::QUERIES,
        unit::QUERIES,
        vault::QUERIES,
        verify::QUERIES,
    ];
    let constant = modules.concat().into_iter().map(|sql| (sql.sqlite.to_owned(), sql.postgres.to_owned()));
    let questions = read::texts().into_iter().map(|text| (text.clone(), text));
    let tables = projection::TABLES.iter().map(|table| table.select()).map(|text| (text.clone(), text));
    constant.chain(questions).chain(tables).collect()
}
