//! Typed reading of the read models: one row type for each table, one function for each question.

mod answers;
mod rows;

use jiff::Timestamp;
use jiff::civil::Date;

use domain::{
    AllegationId, CheckId, CheckRef, DeviceId, DutyId, EventId, ForceId, LinkId, MatterId, OfficerId, PendingId,
    ReportId, Role, SignId, StopId, StopRef, StreamId, SubjectId,
};

use crate::engine::{Cell, Record};
use crate::{Store, StoreError};

pub use rows::{
    AlarmRow, AllegationRow, AssignmentRow, CheckRow, ConcernRow, ConsultationRow, DutyRow, ErasureRow, ForceRow,
    LinkRow, MatterRow, NoticeRow, OfficerRow, PendingRow, PostingRow, ProtectionRow, RelationRow, ReportRow,
    RestrictionRow, SeriesRow, SignRow, StopRow,
};

/// A row type: the table that it reads, its columns, and how it is made of them.
pub(crate) trait ReadRow: Sized {
    /// The table.
    const TABLE: &'static str;
    /// `SELECT … FROM table`.
    const SELECT: &'static str;
    /// Makes it of a row.
    fn read(record: &Record) -> Result<Self, StoreError>;
}

/// What stands after `SELECT … FROM table`: which rows, in which order, how many.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Question {
    select: &'static str,
    rest: &'static str,
}

impl Question {
    pub(crate) fn text(&self) -> String {
        format!("{} {}", self.select, self.rest)
    }
}

/// The text of every question, for the test that prepares each on both databases.
pub(crate) fn texts() -> Vec<String> {
    answers::QUESTIONS.iter().map(Question::text).collect()
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

/// A value that a column holds.
pub(crate) trait FromColumn: Sized {
    fn column(record: &Record, index: usize) -> Result<Self, StoreError>;
}

macro_rules! from_column {
    ($($kind:ty => $read:ident),* $(,)?) => {$(
        impl FromColumn for $kind {
            fn column(record: &Record, index: usize) -> Result<Self, StoreError> {
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
    fn column(record: &Record, index: usize) -> Result<Self, StoreError> {
        record.checked(index, |text| ForceId::parse(text).ok())
    }
}

impl FromColumn for Option<ForceId> {
    fn column(record: &Record, index: usize) -> Result<Self, StoreError> {
        match record.maybe_text(index)? {
            None => Ok(None),
            Some(_) => ForceId::column(record, index).map(Some),
        }
    }
}

impl FromColumn for Role {
    fn column(record: &Record, index: usize) -> Result<Self, StoreError> {
        record.checked(index, Role::parse)
    }
}
