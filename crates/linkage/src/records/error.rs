//! Reasons why records cannot be used as they are, and the values that are at fault.

use crate::settings::Side;
use crate::table::Table;

/// A value that cannot be used. When displayed, it states the position and the expected form but not the value, which
/// describes a person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BadValue {
    /// The row of the table, counted from 0; [`Table::without`] can remove it.
    pub row: usize,
    /// The line of the file, counted from 1 and including the header.
    pub line: u64,
    /// The column, or the columns that are read together.
    pub column: String,
    /// The problem.
    pub problem: String,
    /// A description of what was expected.
    pub wanted: &'static str,
}

impl std::fmt::Display for BadValue {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "line {}, column `{}`: {}; wanted {}", self.line, self.column, self.problem, self.wanted)
    }
}

pub(super) fn fault(table: &Table, row: usize, column: &str, problem: String, wanted: &'static str) -> BadValue {
    BadValue { row, line: table.line(row), column: column.to_owned(), problem, wanted }
}

/// Reasons why records cannot be used as they are. Nothing has been linked.
#[derive(Debug, thiserror::Error)]
pub enum PrepareError {
    /// The model names a column that the file does not have.
    #[error(
        "the model's field `{field}` reads column `{column}`, which `{file}` does not have; its columns are {columns}"
    )]
    NoColumn {
        /// The model's field.
        field: String,
        /// The column that the field names.
        column: String,
        /// The name of the file.
        file: String,
        /// The columns of the file.
        columns: String,
    },
    /// A model for two files was given only one file, or the other way round.
    #[error("{0}")]
    Files(String),
    /// Some values are not valid for their kind, or ids are not unique. The rows can be set aside, and the rest
    /// prepared.
    #[error("{} rows of `{file}` cannot be used", faults.len())]
    Rows {
        /// The side to which the file belongs.
        side: Side,
        /// The name of the file.
        file: String,
        /// The faults, one per row, in row order.
        faults: Vec<BadValue>,
    },
    /// There are more records, or more different texts, than 32-bit codes can number.
    #[error("{0} records are too many for one run: at most {most} fit", most = u32::MAX - 1)]
    TooMany(usize),
    /// The caller asked to stop.
    #[error("stopped before the records were prepared")]
    Interrupted,
}
