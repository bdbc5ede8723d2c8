//! Typed queries of the read models: a row type for each table, and a function for each question.

use jiff::Timestamp;
use jiff::civil::Date;

use domain::{
    AllegationId, CheckId, CheckRef, DeviceId, DutyId, EventId, ForceId, LinkId, MatterId, OfficerId, PendingId,
    ReportId, Role, SignId, StopId, StopRef, StreamId, SubjectId,
};

use super::{Cell, SqlRow};
use crate::{Store, StoreError};

/// Declares a row type. Its fields are the columns that it reads, under the same names.
macro_rules! rows {
    ($($(#[$doc:meta])* $row:ident = $table:literal { $($(#[$about:meta])* $first:ident: $kind:ty),+ $(,)? })*) => {$(
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq)]
        pub struct $row {
            $($(#[$about])* pub $first: $kind),+
        }

        impl $crate::engine::ReadRow for $row {
            const TABLE: &'static str = $table;
            // `stream` ends the list, because every other column is followed by a comma.
            const SELECT: &'static str = concat!("SELECT ", $(stringify!($first), ", ",)+ "stream FROM ", $table);

            fn read(record: &$crate::engine::SqlRow) -> Result<Self, $crate::StoreError> {
                let mut column = 0..;
                let mut next = || column.next().unwrap_or(usize::MAX);
                Ok(Self { $($first: $crate::engine::FromColumn::column(record, next())?),+ })
            }
        }
    )*};
}
pub(crate) use rows;

/// Declares a question: its function, its row type, and whether it returns `all` rows or at most `one`.
macro_rules! questions {
    ($($(#[$doc:meta])* $ask:ident: $row:ident ($($name:ident: $kind:ty = $cell:expr),*) $count:ident $rest:literal;)*) => {
        pub(crate) const QUESTIONS: &[$crate::engine::Question] =
            &[$($crate::engine::Question::new(<$row as $crate::engine::ReadRow>::SELECT, $rest)),*];

        impl $crate::Store {$(
            $(#[$doc])*
            pub async fn $ask(&self, $($name: $kind),*) -> Result<questions!(@$count $row), $crate::StoreError> {
                let question = $crate::engine::Question::new(<$row as $crate::engine::ReadRow>::SELECT, $rest);
                let rows: Vec<$row> = self.answer(&question, vec![$($cell),*]).await?;
                questions!(@$count rows in rows)
            }
        )*}
    };
    (@one $row:ident) => { Option<$row> };
    (@all $row:ident) => { Vec<$row> };
    (@one rows in $rows:ident) => { Ok($rows.into_iter().next()) };
    (@all rows in $rows:ident) => { Ok($rows) };
}
pub(crate) use questions;

/// A row type and the table that it reads.
pub(crate) trait ReadRow: Sized {
    const TABLE: &'static str;
    /// `SELECT … FROM table`, with the columns in the order of the fields.
    const SELECT: &'static str;
    fn read(record: &SqlRow) -> Result<Self, StoreError>;
}

/// A query of a read model. `rest` is the text after `SELECT … FROM table`: conditions, order, limit.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Question {
    select: &'static str,
    rest: &'static str,
}

impl Question {
    pub(crate) const fn new(select: &'static str, rest: &'static str) -> Self {
        Self { select, rest }
    }

    pub(crate) fn text(&self) -> String {
        format!("{} {}", self.select, self.rest)
    }
}

impl Store {
    pub(crate) async fn answer<R: ReadRow>(
        &self,
        question: &Question,
        values: Vec<Cell>,
    ) -> Result<Vec<R>, StoreError> {
        let mut connection = self.backend().reader().await?;
        let rows = connection.fetch_made(question.text(), R::TABLE, "reading read models", values).await?;
        rows.iter().map(R::read).collect()
    }
}

/// A value that can be read from a column.
pub(crate) trait FromColumn: Sized {
    fn column(record: &SqlRow, index: usize) -> Result<Self, StoreError>;
}

macro_rules! from_column {
    ($($kind:ty => $read:ident),* $(,)?) => {$(
        impl FromColumn for $kind {
            fn column(record: &SqlRow, index: usize) -> Result<Self, StoreError> {
                record.$read(index)
            }
        }
    )*};
}

macro_rules! parsed_columns {
    ($($kind:ty),* $(,)?) => {
        from_column!($($kind => parsed, Option<$kind> => maybe_parsed),*);
    };
}

from_column! {
    String => text, Option<String> => maybe_text, bool => truth, u64 => count, i64 => integer,
    Timestamp => time, Option<Timestamp> => maybe_time,
}
parsed_columns! {
    AllegationId, CheckId, CheckRef, Date, DeviceId, DutyId, StopId, StopRef, EventId, LinkId, MatterId,
    OfficerId, PendingId, ReportId, SignId, StreamId, SubjectId,
}

impl FromColumn for ForceId {
    fn column(record: &SqlRow, index: usize) -> Result<Self, StoreError> {
        record.checked(index, |text| ForceId::parse(text).ok())
    }
}

impl FromColumn for Option<ForceId> {
    fn column(record: &SqlRow, index: usize) -> Result<Self, StoreError> {
        match record.maybe_text(index)? {
            None => Ok(None),
            Some(_) => ForceId::column(record, index).map(Some),
        }
    }
}

impl FromColumn for Role {
    fn column(record: &SqlRow, index: usize) -> Result<Self, StoreError> {
        record.checked(index, Role::parse)
    }
}
