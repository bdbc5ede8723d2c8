//! Rows returned by a query. A value that does not belong in its column is an error that names the row.

use jiff::Timestamp;
use sqlx::Row as _;

use super::{Cell, ColumnKind, SqlColumn};
use crate::StoreError;

pub(crate) struct SqlRow {
    table: &'static str,
    row: EitherRow,
}

pub(super) enum EitherRow {
    Postgres(sqlx::postgres::PgRow),
    Sqlite(sqlx::sqlite::SqliteRow),
}

impl From<sqlx::postgres::PgRow> for EitherRow {
    fn from(row: sqlx::postgres::PgRow) -> Self {
        Self::Postgres(row)
    }
}

impl From<sqlx::sqlite::SqliteRow> for EitherRow {
    fn from(row: sqlx::sqlite::SqliteRow) -> Self {
        Self::Sqlite(row)
    }
}

macro_rules! column {
    ($self:ident, $index:ident) => {
        match &$self.row {
            EitherRow::Postgres(row) => row.try_get($index),
            EitherRow::Sqlite(row) => row.try_get($index),
        }
        .map_err(|error| $self.contradiction($index, error))
    };
}

impl SqlRow {
    pub(super) fn new(table: &'static str, row: impl Into<EitherRow>) -> Self {
        Self { table, row: row.into() }
    }

    fn contradiction(&self, index: usize, error: impl std::fmt::Display) -> StoreError {
        StoreError::Row { table: self.table, row: self.name(), why: format!("column {index}: {error}") }
    }

    /// Returns the first column if it is text, which is enough to find the row.
    fn name(&self) -> String {
        let first = match &self.row {
            EitherRow::Postgres(row) => row.try_get::<String, _>(0),
            EitherRow::Sqlite(row) => row.try_get::<String, _>(0),
        };
        first.unwrap_or_else(|_| "?".to_owned())
    }

    pub(crate) fn text(&self, index: usize) -> Result<String, StoreError> {
        column!(self, index)
    }

    /// Borrows the text instead of copying it.
    pub(crate) fn as_text(&self, index: usize) -> Result<&str, StoreError> {
        column!(self, index)
    }

    pub(crate) fn maybe_text(&self, index: usize) -> Result<Option<String>, StoreError> {
        column!(self, index)
    }

    pub(crate) fn integer(&self, index: usize) -> Result<i64, StoreError> {
        column!(self, index)
    }

    pub(crate) fn maybe_integer(&self, index: usize) -> Result<Option<i64>, StoreError> {
        column!(self, index)
    }

    pub(crate) fn bytes(&self, index: usize) -> Result<Vec<u8>, StoreError> {
        column!(self, index)
    }

    pub(crate) fn maybe_bytes(&self, index: usize) -> Result<Option<Vec<u8>>, StoreError> {
        column!(self, index)
    }

    pub(crate) fn truth(&self, index: usize) -> Result<bool, StoreError> {
        column!(self, index)
    }

    pub(crate) fn count(&self, index: usize) -> Result<u64, StoreError> {
        u64::try_from(self.integer(index)?).map_err(|error| self.contradiction(index, error))
    }

    pub(crate) fn hash(&self, index: usize) -> Result<[u8; 32], StoreError> {
        let bytes = self.bytes(index)?;
        bytes.try_into().map_err(|_| self.contradiction(index, "not 32 bytes"))
    }

    pub(crate) fn time(&self, index: usize) -> Result<Timestamp, StoreError> {
        Timestamp::from_microsecond(self.integer(index)?).map_err(|error| self.contradiction(index, error))
    }

    pub(crate) fn maybe_time(&self, index: usize) -> Result<Option<Timestamp>, StoreError> {
        let at = self.maybe_integer(index)?.map(Timestamp::from_microsecond).transpose();
        at.map_err(|error| self.contradiction(index, error))
    }

    /// Reads a text column and parses its value, for example as an id.
    pub(crate) fn parsed<T>(&self, index: usize) -> Result<T, StoreError>
    where
        T: std::str::FromStr,
        T::Err: std::fmt::Display,
    {
        self.as_text(index)?.parse().map_err(|error| self.contradiction(index, error))
    }

    /// Reads a text column whose value must belong to a known set.
    pub(crate) fn checked<T>(&self, index: usize, read: impl Fn(&str) -> Option<T>) -> Result<T, StoreError> {
        let text = self.as_text(index)?;
        read(text).ok_or_else(|| self.contradiction(index, format!("`{text}` is not known")))
    }

    pub(crate) fn cells(&self, columns: &[SqlColumn]) -> Result<Vec<Cell>, StoreError> {
        let cell = |(index, column): (usize, &SqlColumn)| match column.kind {
            ColumnKind::Text => self.maybe_text(index).map(Cell::Text),
            ColumnKind::Integer => self.maybe_integer(index).map(Cell::Integer),
            ColumnKind::Bytes => self.maybe_bytes(index).map(Cell::Bytes),
            ColumnKind::Truth => self.truth(index).map(Cell::Truth),
        };
        columns.iter().enumerate().map(cell).collect()
    }

    /// Same as [`SqlRow::parsed`], but for a column that may be empty.
    pub(crate) fn maybe_parsed<T>(&self, index: usize) -> Result<Option<T>, StoreError>
    where
        T: std::str::FromStr,
        T::Err: std::fmt::Display,
    {
        let parsed = self.maybe_text(index)?.map(|text| text.parse()).transpose();
        parsed.map_err(|error: T::Err| self.contradiction(index, error))
    }
}
