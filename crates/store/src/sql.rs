//! How a query reaches either database: its text, its values, its rows. The queries themselves stand beside their functions.

use jiff::Timestamp;
use sqlx::pool::PoolConnection;
use sqlx::{AssertSqlSafe, Postgres, Row as _, Sqlite, Transaction};

use crate::StoreError;

/// One query: what it is doing (for errors), the table it is about, and its text for each database.
#[derive(Clone, Copy, Debug)]
pub struct Sql {
    /// What it does, after `the database failed`: `reading a stream`.
    pub doing: &'static str,
    /// The table whose rows it reads or writes.
    pub table: &'static str,
    /// The text for SQLite.
    pub sqlite: &'static str,
    /// The text for PostgreSQL: the same wherever it can be.
    pub postgres: &'static str,
}

/// Declares the queries of a module, and lists them as `QUERIES` for the test that prepares each on both databases.
/// Only SQLite's text is given unless the dialects differ.
macro_rules! queries {
    ($($name:ident = $table:literal, $doing:literal, $both:expr $(, postgres: $postgres:expr)?;)*) => {
        $(const $name: $crate::sql::Sql = $crate::sql::Sql {
            doing: $doing,
            table: $table,
            sqlite: $both,
            postgres: queries!(@pick $both $(, $postgres)?),
        };)*
        pub(crate) const QUERIES: &[$crate::sql::Sql] = &[$($name),*];
    };
    (@pick $both:expr) => { $both };
    (@pick $both:expr, $postgres:expr) => { $postgres };
}
pub(crate) use queries;

/// A value of a column. Empty ones keep their type: PostgreSQL asks for it.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Cell {
    /// TEXT.
    Text(Option<String>),
    /// BIGINT; times are microseconds since 1970.
    Integer(Option<i64>),
    /// BYTEA.
    Bytes(Option<Vec<u8>>),
    /// BOOLEAN.
    Truth(bool),
}

impl Cell {
    /// A text, such as a code or an id.
    pub fn text(value: impl std::fmt::Display) -> Self {
        Self::Text(Some(value.to_string()))
    }

    /// A text that may be missing.
    pub fn maybe_text(value: Option<impl std::fmt::Display>) -> Self {
        Self::Text(value.map(|value| value.to_string()))
    }

    /// A time.
    pub fn time(at: Timestamp) -> Self {
        Self::Integer(Some(at.as_microsecond()))
    }

    /// A time that may be missing.
    pub fn maybe_time(at: Option<Timestamp>) -> Self {
        Self::Integer(at.map(Timestamp::as_microsecond))
    }

    /// A count or version.
    pub fn count(value: u64) -> Self {
        Self::Integer(Some(i64::try_from(value).unwrap_or(i64::MAX)))
    }

    /// The code of a choice: its name as the record has it.
    pub fn code(choice: impl serde::Serialize) -> Self {
        let value = serde_json::to_value(choice).ok();
        Self::Text(value.as_ref().and_then(serde_json::Value::as_str).map(str::to_owned))
    }

    /// Who acted, by id; a job by its name.
    pub fn who(actor: &domain::Actor) -> Self {
        match &actor.who {
            domain::Who::Staff { id } => Self::text(id),
            domain::Who::Person { id } => Self::text(id),
            domain::Who::System { name } => Self::text(name),
        }
    }

    /// Bytes.
    pub fn bytes(value: impl Into<Vec<u8>>) -> Self {
        Self::Bytes(Some(value.into()))
    }
}

/// The values of one column of many rows, as PostgreSQL takes them.
enum Array {
    Text(Vec<Option<String>>),
    Integer(Vec<Option<i64>>),
    Bytes(Vec<Option<Vec<u8>>>),
    Truth(Vec<bool>),
}

/// Rows in one statement at most: 1 MB of events.
const ARRAY_COUNT: usize = 1_000;

impl Array {
    const fn kind(&self) -> &'static str {
        match self {
            Self::Text(_) => "TEXT",
            Self::Integer(_) => "BIGINT",
            Self::Bytes(_) => "BYTEA",
            Self::Truth(_) => "BOOLEAN",
        }
    }

    /// The columns of these rows; each is of the kind of its first value, as the tables are.
    fn columns(rows: Vec<Vec<Cell>>) -> Result<Vec<Self>, sqlx::Error> {
        let count = rows.len();
        let empty = |cell: &Cell| match cell {
            Cell::Text(_) => Self::Text(Vec::with_capacity(count)),
            Cell::Integer(_) => Self::Integer(Vec::with_capacity(count)),
            Cell::Bytes(_) => Self::Bytes(Vec::with_capacity(count)),
            Cell::Truth(_) => Self::Truth(Vec::with_capacity(count)),
        };
        let mut columns: Vec<Self> = rows.first().map_or(&[][..], Vec::as_slice).iter().map(empty).collect();
        for (column, cell) in rows.into_iter().flat_map(|row| row.into_iter().enumerate()) {
            match (&mut columns[column], cell) {
                (Self::Text(values), Cell::Text(value)) => values.push(value),
                (Self::Integer(values), Cell::Integer(value)) => values.push(value),
                (Self::Bytes(values), Cell::Bytes(value)) => values.push(value),
                (Self::Truth(values), Cell::Truth(value)) => values.push(value),
                _ => return Err(sqlx::Error::Encode("a column has values of two kinds".into())),
            }
        }
        Ok(columns)
    }
}

/// A connection to either database, alone or in a transaction.
pub(crate) enum Connection {
    Postgres(PoolConnection<Postgres>),
    Sqlite(PoolConnection<Sqlite>),
    PostgresUnit(Transaction<'static, Postgres>),
    SqliteUnit(Transaction<'static, Sqlite>),
}

/// Runs the same words on whichever connection it is.
macro_rules! on_either {
    ($connection:expr, $sql:expr, $values:expr, |$query:ident, $executor:ident| $body:expr) => {
        match $connection {
            Connection::Postgres(inner) => {
                let ($query, $executor) = (bound::<Postgres>($sql.1, $values), &mut **inner);
                $body
            }
            Connection::PostgresUnit(inner) => {
                let ($query, $executor) = (bound::<Postgres>($sql.1, $values), &mut **inner);
                $body
            }
            Connection::Sqlite(inner) => {
                let ($query, $executor) = (bound::<Sqlite>($sql.0, $values), &mut **inner);
                $body
            }
            Connection::SqliteUnit(inner) => {
                let ($query, $executor) = (bound::<Sqlite>($sql.0, $values), &mut **inner);
                $body
            }
        }
    };
}

fn bound<'q, DB>(text: impl sqlx::SqlSafeStr, values: Vec<Cell>) -> sqlx::query::Query<'q, DB, DB::Arguments>
where
    DB: sqlx::Database,
    Option<String>: sqlx::Type<DB> + for<'e> sqlx::Encode<'e, DB>,
    Option<i64>: sqlx::Type<DB> + for<'e> sqlx::Encode<'e, DB>,
    Option<Vec<u8>>: sqlx::Type<DB> + for<'e> sqlx::Encode<'e, DB>,
    bool: sqlx::Type<DB> + for<'e> sqlx::Encode<'e, DB>,
{
    values.into_iter().fold(sqlx::query(text), |query, cell| match cell {
        Cell::Text(value) => query.bind(value),
        Cell::Integer(value) => query.bind(value),
        Cell::Bytes(value) => query.bind(value),
        Cell::Truth(value) => query.bind(value),
    })
}

impl Connection {
    /// The rows of a query.
    pub(crate) async fn fetch(&mut self, sql: &Sql, values: Vec<Cell>) -> Result<Vec<Record>, StoreError> {
        let texts = (sql.sqlite, sql.postgres);
        on_either!(self, texts, values, |query, executor| {
            let rows = query.fetch_all(executor).await.map_err(|error| StoreError::driver(sql.doing, error))?;
            Ok(rows.into_iter().map(|row| Record { table: sql.table, row: row.into() }).collect())
        })
    }

    /// The first row of a query.
    pub(crate) async fn fetch_one(&mut self, sql: &Sql, values: Vec<Cell>) -> Result<Option<Record>, StoreError> {
        Ok(self.fetch(sql, values).await?.into_iter().next())
    }

    /// Runs a query for what it changes; the number of rows that it changed.
    pub(crate) async fn execute(&mut self, sql: &Sql, values: Vec<Cell>) -> Result<u64, StoreError> {
        self.execute_texts((sql.sqlite, sql.postgres), sql.doing, values).await
    }

    /// As [`Connection::execute`], with a text made from the names of our own tables.
    pub(crate) async fn execute_made(
        &mut self,
        text: String,
        doing: &'static str,
        values: Vec<Cell>,
    ) -> Result<u64, StoreError> {
        let text = std::sync::Arc::<str>::from(text);
        self.execute_texts((AssertSqlSafe(text.clone()), AssertSqlSafe(text)), doing, values).await
    }

    /// As [`Connection::fetch`], with a text made from the names of our own tables.
    pub(crate) async fn fetch_made(
        &mut self,
        text: String,
        table: &'static str,
        doing: &'static str,
        values: Vec<Cell>,
    ) -> Result<Vec<Record>, StoreError> {
        let text = std::sync::Arc::<str>::from(text);
        let texts = (AssertSqlSafe(text.clone()), AssertSqlSafe(text));
        on_either!(self, texts, values, |query, executor| {
            let rows = query.fetch_all(executor).await.map_err(|error| StoreError::driver(doing, error))?;
            Ok(rows.into_iter().map(|row| Record { table, row: row.into() }).collect())
        })
    }

    async fn execute_texts<T: sqlx::SqlSafeStr>(
        &mut self,
        texts: (T, T),
        doing: &'static str,
        values: Vec<Cell>,
    ) -> Result<u64, StoreError> {
        on_either!(self, texts, values, |query, executor| {
            let done = query.execute(executor).await.map_err(|error| StoreError::driver(doing, error))?;
            Ok(done.rows_affected())
        })
    }

    /// Runs several statements without values, as migrations are written.
    pub(crate) async fn script(&mut self, text: String, doing: &'static str) -> Result<(), StoreError> {
        let script = sqlx::raw_sql(AssertSqlSafe(text));
        let done = match self {
            Self::Postgres(inner) => script.execute(&mut **inner).await.map(|_| ()),
            Self::PostgresUnit(inner) => script.execute(&mut **inner).await.map(|_| ()),
            Self::Sqlite(inner) => script.execute(&mut **inner).await.map(|_| ()),
            Self::SqliteUnit(inner) => script.execute(&mut **inner).await.map(|_| ()),
        };
        done.map_err(|error| StoreError::driver(doing, error))
    }

    /// Inserts many rows with as few statements as it takes: `head` up to `VALUES`, `tail` after the rows. PostgreSQL takes them as
    /// arrays, one for each column: one statement for any number of rows, which each connection plans once.
    pub(crate) async fn insert_many(
        &mut self,
        head: &str,
        tail: &str,
        doing: &'static str,
        rows: Vec<Vec<Cell>>,
    ) -> Result<u64, StoreError> {
        let (mut changed, arrays) = (0, self.is_postgres());
        let mut rows = rows.into_iter();
        while rows.len() > 0 {
            let count = if arrays { rows.len().min(ARRAY_COUNT) } else { batch(rows.len()) };
            let batch: Vec<Vec<Cell>> = rows.by_ref().take(count).collect();
            if arrays {
                let arrays = Array::columns(batch).map_err(|error| StoreError::driver(doing, error))?;
                changed += self.insert_arrays(head, tail, doing, arrays).await?;
                continue;
            }
            let width = batch.first().map_or(0, Vec::len);
            let text = format!("{head} VALUES {}{tail}", self.values(count, width));
            changed += self.execute_made(text, doing, batch.into_iter().flatten().collect()).await?;
        }
        Ok(changed)
    }

    async fn insert_arrays(
        &mut self,
        head: &str,
        tail: &str,
        doing: &'static str,
        arrays: Vec<Array>,
    ) -> Result<u64, StoreError> {
        let places = arrays.iter().zip(1..).map(|(array, place)| format!("${place}::{}[]", array.kind()));
        let text = format!("{head} SELECT * FROM UNNEST({}){tail}", places.collect::<Vec<_>>().join(","));
        let query = arrays.into_iter().fold(sqlx::query(AssertSqlSafe(text)), |query, array| match array {
            Array::Text(values) => query.bind(values),
            Array::Integer(values) => query.bind(values),
            Array::Bytes(values) => query.bind(values),
            Array::Truth(values) => query.bind(values),
        });
        let done = match self {
            Self::Postgres(inner) => query.execute(&mut **inner).await,
            Self::PostgresUnit(inner) => query.execute(&mut **inner).await,
            Self::Sqlite(_) | Self::SqliteUnit(_) => return Ok(0),
        };
        done.map(|done| done.rows_affected()).map_err(|error| StoreError::driver(doing, error))
    }

    /// The places of so many rows.
    // SQLite's driver asks for the name of every `$1`, and SQLite searches for it: rows x rows of work. A `?` has no name.
    pub(crate) fn values(&self, rows: usize, width: usize) -> String {
        if self.is_postgres() {
            return placeholders(rows, width);
        }
        let row = format!("({})", vec!["?"; width].join(","));
        vec![row; rows].join(",")
    }

    /// Whether it is PostgreSQL.
    pub(crate) fn is_postgres(&self) -> bool {
        matches!(self, Self::Postgres(_) | Self::PostgresUnit(_))
    }

    /// Makes what was done in the transaction stand.
    pub(crate) async fn commit(self) -> Result<(), StoreError> {
        match self {
            Self::PostgresUnit(inner) => inner.commit().await,
            Self::SqliteUnit(inner) => inner.commit().await,
            Self::Postgres(_) | Self::Sqlite(_) => Ok(()),
        }
        .map_err(|error| StoreError::driver("committing", error))
    }

    /// Undoes what was done in the transaction.
    pub(crate) async fn roll_back(self) -> Result<(), StoreError> {
        match self {
            Self::PostgresUnit(inner) => inner.rollback().await,
            Self::SqliteUnit(inner) => inner.rollback().await,
            Self::Postgres(_) | Self::Sqlite(_) => Ok(()),
        }
        .map_err(|error| StoreError::driver("rolling back", error))
    }
}

/// Few sizes, so that each database keeps few prepared statements: exact up to 12, then 25, 50 and 100.
// The widest table has 16 columns: 100 x 16 = 1 600 values, far below the 32 766 of SQLite and the 65 535 of PostgreSQL.
pub(crate) fn batch(left: usize) -> usize {
    [100, 50, 25].into_iter().find(|size| *size <= left).unwrap_or(left.min(12))
}

/// `($1,$2),($3,$4)` for two rows of two.
pub(crate) fn placeholders(rows: usize, width: usize) -> String {
    use std::fmt::Write as _;
    let mut text = String::with_capacity(rows * width * 4);
    for row in 0..rows {
        text.push_str(if row == 0 { "(" } else { ",(" });
        for column in 1..=width {
            let comma = if column == 1 { "" } else { "," };
            let _ = write!(text, "{comma}${}", row * width + column);
        }
        text.push(')');
    }
    text
}

/// A row that was read.
pub(crate) struct Record {
    table: &'static str,
    row: EitherRow,
}

enum EitherRow {
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

impl Record {
    fn contradiction(&self, index: usize, error: impl std::fmt::Display) -> StoreError {
        StoreError::Row { table: self.table, row: self.name(), why: format!("column {index}: {error}") }
    }

    /// The first column, when it is a text: enough to find the row by.
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

    /// A text where it stands.
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

    /// A text that is parsed: an id, a code.
    pub(crate) fn parsed<T>(&self, index: usize) -> Result<T, StoreError>
    where
        T: std::str::FromStr,
        T::Err: std::fmt::Display,
    {
        self.as_text(index)?.parse().map_err(|error| self.contradiction(index, error))
    }

    /// A text that names one of ours; another is a contradiction.
    pub(crate) fn checked<T>(&self, index: usize, read: impl Fn(&str) -> Option<T>) -> Result<T, StoreError> {
        let text = self.as_text(index)?;
        read(text).ok_or_else(|| self.contradiction(index, format!("`{text}` is not known")))
    }

    /// As [`Record::parsed`], for a column that may be empty.
    pub(crate) fn maybe_parsed<T>(&self, index: usize) -> Result<Option<T>, StoreError>
    where
        T: std::str::FromStr,
        T::Err: std::fmt::Display,
    {
        let parsed = self.maybe_text(index)?.map(|text| text.parse()).transpose();
        parsed.map_err(|error: T::Err| self.contradiction(index, error))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_numbered_through() {
        assert_eq!(placeholders(2, 3), "($1,$2,$3),($4,$5,$6)");
    }

    #[test]
    fn every_count_is_made_of_batches() {
        for count in 1..400 {
            let (mut left, mut statements) = (count, 0);
            while left > 0 {
                left -= batch(left);
                statements += 1;
            }
            assert!(statements <= count / 100 + 5, "{count} rows take {statements} statements");
        }
    }
}
