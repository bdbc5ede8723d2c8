//! A connection to either database, for sending queries and reading the rows that they return.

use futures_util::FutureExt as _;
use sqlx::pool::PoolConnection;
use sqlx::{AssertSqlSafe, Postgres, Sqlite, Transaction};

use super::cell::Array;
use super::{Cell, Sql, SqlRow};
use crate::StoreError;

/// The maximum number of rows in one statement: 1 MB of events.
const ARRAY_COUNT: usize = 1_000;

/// A connection to either database, inside or outside a transaction.
///
/// The driver's futures are boxed to keep builds short: the compiler would look through their types again for each
/// handler of a page.
pub(crate) enum Connection {
    Postgres(PoolConnection<Postgres>),
    Sqlite(PoolConnection<Sqlite>),
    PostgresUnit(Transaction<'static, Postgres>),
    SqliteUnit(Transaction<'static, Sqlite>),
}

/// Runs the same expression on whichever kind of connection this is.
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
    pub(crate) async fn fetch(&mut self, sql: &Sql, values: Vec<Cell>) -> Result<Vec<SqlRow>, StoreError> {
        let texts = (sql.sqlite, sql.postgres);
        on_either!(self, texts, values, |query, executor| {
            let rows = query.fetch_all(executor).boxed().await.map_err(|error| StoreError::driver(sql.doing, error))?;
            Ok(rows.into_iter().map(|row| SqlRow::new(sql.table, row)).collect())
        })
    }

    pub(crate) async fn fetch_one(&mut self, sql: &Sql, values: Vec<Cell>) -> Result<Option<SqlRow>, StoreError> {
        Ok(self.fetch(sql, values).await?.into_iter().next())
    }

    /// Runs a query for its effect. Returns the number of rows changed.
    pub(crate) async fn execute(&mut self, sql: &Sql, values: Vec<Cell>) -> Result<u64, StoreError> {
        self.execute_texts((sql.sqlite, sql.postgres), sql.doing, values).await
    }

    /// Same as [`Connection::execute`], but with SQL text built from the names of our own tables.
    pub(crate) async fn execute_made(
        &mut self,
        text: String,
        doing: &'static str,
        values: Vec<Cell>,
    ) -> Result<u64, StoreError> {
        let text = std::sync::Arc::<str>::from(text);
        self.execute_texts((AssertSqlSafe(text.clone()), AssertSqlSafe(text)), doing, values).await
    }

    /// Same as [`Connection::fetch`], but with SQL text built from the names of our own tables.
    pub(crate) async fn fetch_made(
        &mut self,
        text: String,
        table: &'static str,
        doing: &'static str,
        values: Vec<Cell>,
    ) -> Result<Vec<SqlRow>, StoreError> {
        let text = std::sync::Arc::<str>::from(text);
        let texts = (AssertSqlSafe(text.clone()), AssertSqlSafe(text));
        on_either!(self, texts, values, |query, executor| {
            let rows = query.fetch_all(executor).boxed().await.map_err(|error| StoreError::driver(doing, error))?;
            Ok(rows.into_iter().map(|row| SqlRow::new(table, row)).collect())
        })
    }

    async fn execute_texts<T: sqlx::SqlSafeStr>(
        &mut self,
        texts: (T, T),
        doing: &'static str,
        values: Vec<Cell>,
    ) -> Result<u64, StoreError> {
        on_either!(self, texts, values, |query, executor| {
            let done = query.execute(executor).boxed().await.map_err(|error| StoreError::driver(doing, error))?;
            Ok(done.rows_affected())
        })
    }

    /// Runs several statements that take no values, such as a migration.
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

    /// Inserts many rows with few statements: `head` is the text up to `VALUES`, `tail` the text after the rows.
    /// PostgreSQL takes one array per column, so that one statement, planned once per connection, serves any number of
    /// rows.
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

    /// Writes placeholders for `rows` rows of `width` values.
    // SQLite's driver asks for the name of every `$1`, and SQLite searches for each one: that is rows x rows of work. A
    // `?` has no name.
    pub(crate) fn values(&self, rows: usize, width: usize) -> String {
        if self.is_postgres() {
            return placeholders(rows, width);
        }
        let row = format!("({})", vec!["?"; width].join(","));
        vec![row; rows].join(",")
    }

    pub(crate) fn is_postgres(&self) -> bool {
        matches!(self, Self::Postgres(_) | Self::PostgresUnit(_))
    }

    pub(crate) async fn commit(self) -> Result<(), StoreError> {
        match self {
            Self::PostgresUnit(inner) => inner.commit().boxed().await,
            Self::SqliteUnit(inner) => inner.commit().boxed().await,
            Self::Postgres(_) | Self::Sqlite(_) => Ok(()),
        }
        .map_err(|error| StoreError::driver("committing", error))
    }

    pub(crate) async fn roll_back(self) -> Result<(), StoreError> {
        match self {
            Self::PostgresUnit(inner) => inner.rollback().await,
            Self::SqliteUnit(inner) => inner.rollback().await,
            Self::Postgres(_) | Self::Sqlite(_) => Ok(()),
        }
        .map_err(|error| StoreError::driver("rolling back", error))
    }
}

/// Returns one of a few sizes, so that each database keeps few prepared statements: exact up to 12, then 25, 50 and
/// 100.
// The widest table has 25 columns: 100 x 25 = 2 500 values, far below the limits of 32 766 in SQLite and 65 535 in
// PostgreSQL.
pub(crate) fn batch(left: usize) -> usize {
    [100, 50, 25].into_iter().find(|size| *size <= left).unwrap_or(left.min(12))
}

/// Writes `($1,$2),($3,$4)` for two rows of two values.
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
