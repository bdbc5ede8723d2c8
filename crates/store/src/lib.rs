//! All of Candour's SQL, for SQLite and PostgreSQL, behind one [`Store`].
//!
//! Events are the single source of truth. A [`Unit`] appends them, together with everything that follows from them, in
//! one transaction. Read models are a pure function of the state of a stream (`record::projection`) and can be rebuilt
//! at any time.
//!
//! Personal data is sealed piece by piece, each under the key of the person it is about (`record::parts`,
//! `record::vault`). Destroying the key erases the data, yet every commitment in the log can still be verified.
//!
//! Each area has one file with its tables, row types, questions and queries; `engine/table.rs` explains how to add a
//! table.
//!
//! Any function fails when the database does, or when a row contradicts the model ([`StoreError`]). A section on errors
//! lists only what else can go wrong.

mod alarm;
mod check;
mod code;
mod consultation;
mod device;
mod engine;
mod erasure;
mod followed;
mod force;
mod hearing;
mod matter;
mod officer;
mod receipt;
mod record;
mod report;
mod session;
mod stop;

use std::sync::Arc;

use jiff::Timestamp;

pub use alarm::AlarmRow;
pub use check::{CheckRow, Fingerprint, ShownCheck};
pub use code::{KnownCode, Mac};
pub use consultation::ConsultationRow;
pub use device::{DeviceHolder, PasskeyRow};
pub use engine::canonical;
pub use engine::database::Database;
pub use engine::error::StoreError;
#[doc(hidden)]
pub use engine::{ColumnKind, SqlColumn, SqlTable, TableKind};
pub use erasure::ErasureRow;
pub use followed::{DutyRow, NoticeRow, SignRow};
pub use force::ForceRow;
pub use hearing::RestrictionRow;
pub use matter::{AllegationRow, AllegationSummary, AssignmentRow, MatterOf, MatterRow, PendingRow};
pub use officer::{ConcernRow, OfficerRow, PostingRow, ProtectionRow, RelationRow};
pub use receipt::ReceiptRow;
pub use record::backup::{BackupCounts, BackupIdentity, BackupKey};
#[doc(hidden)]
pub use record::bare;
pub use record::bulk::EventsPage;
pub use record::history::Cursor;
pub use record::job::{ClaimedJob, NewJob};
pub use record::key::{FileKey, KeyEncryption};
pub use record::log::{SequencedEntries, StoredCheckpoint};
pub use record::rebuild::{RowDifference, RowDifferenceKind};
pub use record::sweep::SweepProgress;
pub use record::unit::{Append, AppendedEvents, LoadedStream, NewEvent, Unit};
pub use record::verify::{Tampering, TamperingFinding};
pub use report::{AboutOfficer, LinkRow, ReportOf, ReportRow, SeriesRow};
pub use stop::{PresentedStop, StopRow};

use engine::database::Backend;
use engine::{Cell, Question, Sql, migration};
use record::vault::Vault;
use record::{backup, bulk, events, history, job, log, projection, rebuild, sweep, unit, vault, verify};

/// The record and everything stored beside it. Cheap to clone; all clones share the connections.
#[derive(Clone)]
pub struct Store(Arc<Inner>);

struct Inner {
    backend: Backend,
    vault: Vault,
}

impl Store {
    /// Opens a database and applies any missing migrations.
    ///
    /// # Errors
    /// [`StoreError::NewerDatabase`] if a newer program wrote it, [`StoreError::OtherMigration`] if its migrations
    /// differ, and [`StoreError::WrongKey`] if its keys were wrapped under a different key-encryption key.
    pub async fn open(database: &Database, wrapping: Arc<dyn KeyEncryption>) -> Result<Self, StoreError> {
        Self::open_at(database, wrapping, i64::MAX).await
    }

    /// Same as [`Store::open`], but applies migrations only up to `migration`, so that a test can create an earlier
    /// database.
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

    /// Begins a unit of work, which holds the right to write, in one SQL transaction. On SQLite it waits for the
    /// previous unit to end.
    ///
    /// # Errors
    /// If the wait takes longer than 20 seconds.
    pub async fn begin(&self) -> Result<Unit, StoreError> {
        Unit::begin(self.clone()).await
    }

    /// Closes all connections once their current work is done. Dropping the store closes them too, but later.
    pub async fn close(&self) {
        self.backend().close().await;
    }

    /// Deletes expired codes, challenges, sessions, invitations and receipts, day-old attempts at a PIN, and finished
    /// jobs. A code is kept for an extra hour, so that it can be told apart from one that never existed. A finished job
    /// is kept for a day, during which no other job of the same name is done.
    pub async fn forget_what_is_over(&self, now: Timestamp) -> Result<u64, StoreError> {
        let mut connection = self.backend().writer().await?;
        let hour_ago = now.saturating_sub(jiff::SignedDuration::from_hours(1)).unwrap_or(now);
        let mut forgotten = connection.execute(&code::SWEEP_CODES, vec![Cell::time(hour_ago)]).await?;
        let day_ago = now.saturating_sub(jiff::SignedDuration::from_hours(24)).unwrap_or(now);
        forgotten += connection.execute(&job::SWEEP_JOBS, vec![Cell::time(day_ago)]).await?;
        for sweep in
            [&check::SWEEP_CHALLENGES, &session::SWEEP_SESSIONS, &device::SWEEP_INVITATIONS, &receipt::SWEEP_RECEIPTS]
        {
            forgotten += connection.execute(sweep, vec![Cell::time(now)]).await?;
        }
        // One day, so that waiting for the count to be deleted allows fewer attempts than waiting for the lock to end.
        let day_ago = now.saturating_sub(jiff::SignedDuration::from_hours(24)).unwrap_or(now);
        forgotten += connection.execute(&receipt::SWEEP_TRIED, vec![Cell::time(day_ago)]).await?;
        connection.commit().await?;
        Ok(forgotten)
    }

    /// Limits the size of a SQLite file, so that a test can fill the disk.
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

    /// Removes the copy of a destroyed key from SQLite's write-ahead log. A reader can prevent this; then the next
    /// call, or closing the database, removes it.
    async fn scrub(&self) {
        if let (Backend::Sqlite { .. }, Ok(mut connection)) = (self.backend(), self.backend().maintenance().await) {
            let done = connection.script("PRAGMA wal_checkpoint(TRUNCATE)".to_owned(), "emptying the write-ahead log");
            if let Err(error) = done.await {
                tracing::warn!(error = %error, "the write-ahead log could not be emptied after a key was destroyed");
            }
        }
    }
}

/// The SQL of a module: its queries, its questions to the read models, and its tables.
type Area = (&'static [Sql], &'static [Question], &'static [&'static SqlTable]);

/// Every module with SQL of its own, one per line. Rebuilds, backups and the test that prepares all queries iterate
/// over this list. A table comes after the tables that it refers to, so that a backup can be restored in this order.
const AREAS: &[Area] = &[
    (migration::QUERIES, &[], &[]),
    (vault::QUERIES, &[], vault::TABLES),
    (&[], &[], events::TABLES),
    (unit::QUERIES, &[], &[]),
    (history::QUERIES, &[], &[]),
    (bulk::QUERIES, &[], &[]),
    (sweep::QUERIES, &[], &[]),
    (rebuild::QUERIES, &[], &[]),
    (verify::QUERIES, &[], &[]),
    (backup::QUERIES, &[], &[]),
    (bare::QUERIES, &[], &[]),
    (log::QUERIES, &[], log::TABLES),
    (job::QUERIES, &[], job::TABLES),
    (&[], force::QUESTIONS, force::TABLES),
    (&[], erasure::QUESTIONS, erasure::TABLES),
    (officer::QUERIES, officer::QUESTIONS, officer::TABLES),
    (report::QUERIES, report::QUESTIONS, report::TABLES),
    (matter::QUERIES, matter::QUESTIONS, matter::TABLES),
    (hearing::QUERIES, hearing::QUESTIONS, hearing::TABLES),
    (followed::QUERIES, followed::QUESTIONS, followed::TABLES),
    (stop::QUERIES, stop::QUESTIONS, stop::TABLES),
    (check::QUERIES, check::QUESTIONS, check::TABLES),
    (&[], alarm::QUESTIONS, alarm::TABLES),
    (&[], consultation::QUESTIONS, consultation::TABLES),
    (code::QUERIES, &[], code::TABLES),
    (receipt::QUERIES, &[], receipt::TABLES),
    (device::QUERIES, &[], device::TABLES),
    (session::QUERIES, &[], session::TABLES),
];

/// Lists every table except the one that records the migrations.
#[doc(hidden)]
pub fn tables() -> impl Iterator<Item = &'static SqlTable> {
    AREAS.iter().flat_map(|(_, _, tables)| *tables).copied()
}

/// Lists the text of every query for both databases, for the test that prepares them.
#[doc(hidden)]
pub fn queries() -> Vec<(String, String)> {
    let constant = AREAS.iter().flat_map(|(queries, _, _)| *queries);
    let constant = constant.map(|sql| (sql.sqlite.to_owned(), sql.postgres.to_owned()));
    let questions = AREAS.iter().flat_map(|(_, questions, _)| *questions).map(Question::text);
    let read_models = projection::read_models().map(SqlTable::select);
    constant.chain(questions.chain(read_models).map(|text| (text.clone(), text))).collect()
}
