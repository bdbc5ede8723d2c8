//! Columns of text, as read from a file. No types and no normalisation: every value is text.

use std::fmt;
use std::path::Path;

use arrow_array::{Array, LargeStringArray};
use arrow_buffer::{Buffer, OffsetBuffer, ScalarBuffer};
use thiserror::Error;

/// The file format of a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Format {
    /// Comma-separated values with a header (RFC 4180).
    Csv,
    /// Tab-separated values with a header, quoted as in [`Format::Csv`].
    Tsv,
    /// Apache Parquet.
    Parquet,
    /// One JSON object per line (JSON Lines, also called NDJSON).
    JsonLines,
}

impl Format {
    /// The format indicated by a file's extension, in upper or lower case; `None` if the extension is unknown.
    #[must_use]
    pub fn of(path: &Path) -> Option<Self> {
        match path.extension()?.to_str()?.to_ascii_lowercase().as_str() {
            "csv" => Some(Self::Csv),
            "tsv" => Some(Self::Tsv),
            "parquet" => Some(Self::Parquet),
            "jsonl" | "ndjson" => Some(Self::JsonLines),
            _ => None,
        }
    }
}

/// Reasons why columns cannot form a [`Table`].
#[derive(Debug, Error, PartialEq, Eq)]
pub enum TableError {
    /// A column is longer or shorter than the first one.
    #[error("column `{column}` has {rows} rows: needs {wanted}, as in the first column")]
    UnequalColumns {
        /// The column whose length differs.
        column: String,
        /// The number of rows that it has.
        rows: usize,
        /// The number of rows in the first column.
        wanted: usize,
    },
    /// Two columns have the same name.
    #[error("there are two columns `{column}`: give each column its own name")]
    DuplicateColumn {
        /// The name that appears twice.
        column: String,
    },
}

/// A named column of text. An empty text represents a missing value.
#[derive(Clone, PartialEq)]
pub struct Column {
    name: String,
    // Invariant: no nulls; an empty text represents a missing value.
    values: LargeStringArray,
}

impl Column {
    /// Creates a column from these values; a null becomes the empty text, which represents a missing value.
    #[must_use]
    pub fn new(name: impl Into<String>, values: LargeStringArray) -> Self {
        let name = name.into();
        if values.null_count() == 0 {
            return Self { name, values };
        }
        let mut builder = ColumnBuilder::default();
        for value in &values {
            builder.push(value.unwrap_or_default().as_bytes());
        }
        builder.finish(name)
    }

    /// The name of the column, from the header of its file.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The values, without nulls.
    #[must_use]
    pub fn values(&self) -> &LargeStringArray {
        &self.values
    }

    /// The value in a row, counted from 0; empty if it is missing.
    ///
    /// # Panics
    /// If there is no such row.
    #[must_use]
    pub fn value(&self, row: usize) -> &str {
        self.values.value(row)
    }
}

impl fmt::Debug for Column {
    // The values are left out: they describe people, and debug output ends up in logs.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Column({:?}, {} rows)", self.name, self.values.len())
    }
}

/// The rows of a file as columns of text, with the line on which each row begins.
#[derive(Clone, Debug)]
pub struct Table {
    name: String,
    // Invariant: all columns have the same length, and no two have the same name.
    columns: Vec<Column>,
    rows: usize,
    lines: LineNumbers,
}

impl Table {
    /// Creates a table from these columns. Row numbers, counted from 1, serve as line numbers.
    ///
    /// # Errors
    /// If the columns differ in length, or two of them have the same name.
    pub fn new(name: impl Into<String>, columns: Vec<Column>) -> Result<Self, TableError> {
        let wanted = columns.first().map_or(0, |column| column.values.len());
        for (index, column) in columns.iter().enumerate() {
            if column.values.len() != wanted {
                let (column, rows) = (column.name.clone(), column.values.len());
                return Err(TableError::UnequalColumns { column, rows, wanted });
            }
            if columns.iter().take(index).any(|earlier| earlier.name == column.name) {
                return Err(TableError::DuplicateColumn { column: column.name.clone() });
            }
        }
        Ok(Self { name: name.into(), columns, rows: wanted, lines: LineNumbers::default() })
    }

    /// Creates a table from values in memory.
    ///
    /// # Errors
    /// Same as [`Table::new`].
    pub fn from_columns(name: impl Into<String>, columns: Vec<(String, Vec<String>)>) -> Result<Self, TableError> {
        let columns = columns.into_iter().map(|(name, values)| {
            let mut builder = ColumnBuilder::default();
            values.iter().for_each(|value| builder.push(value.as_bytes()));
            builder.finish(name)
        });
        Self::new(name, columns.collect())
    }

    /// Creates a table from the columns of a reader, which has already checked that their lengths are equal and their
    /// names distinct.
    pub(crate) fn of_rows(name: String, columns: Vec<Column>, rows: usize, lines: LineNumbers) -> Self {
        debug_assert!(columns.iter().all(|column| column.values.len() == rows));
        Self { name, columns, rows, lines }
    }

    /// The name of the source in messages: the path as it was given, or `standard input`.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The number of rows.
    #[must_use]
    pub fn rows(&self) -> usize {
        self.rows
    }

    /// The columns, in file order.
    #[must_use]
    pub fn columns(&self) -> &[Column] {
        &self.columns
    }

    /// The column with this name.
    #[must_use]
    pub fn column(&self, name: &str) -> Option<&Column> {
        self.columns.iter().find(|column| column.name == name)
    }

    /// The names of the columns, in file order.
    pub fn column_names(&self) -> impl ExactSizeIterator<Item = &str> {
        self.columns.iter().map(Column::name)
    }

    /// The value at a row and a column, both counted from 0; empty if it is missing.
    ///
    /// # Panics
    /// If there is no such row or column.
    #[must_use]
    pub fn value(&self, row: usize, column: usize) -> &str {
        self.columns[column].value(row)
    }

    /// The line of the source on which a row begins, counted from 1 and including the header. For Parquet, and for a
    /// table that does not come from a file, it is the number of the row, counted from 1.
    #[must_use]
    pub fn line(&self, row: usize) -> u64 {
        self.lines.line(row)
    }

    /// A copy of the table without these rows. The remaining rows keep their line numbers.
    #[must_use]
    pub fn without(&self, rows: &[usize]) -> Self {
        let mut keep = vec![true; self.rows];
        for &row in rows {
            if let Some(keep) = keep.get_mut(row) {
                *keep = false;
            }
        }
        let kept: Vec<usize> = (0..self.rows).filter(|&row| keep[row]).collect();
        let columns = self.columns.iter().map(|column| {
            let mut builder = ColumnBuilder::default();
            kept.iter().for_each(|&row| builder.push(column.value(row).as_bytes()));
            builder.finish(column.name.clone())
        });
        let columns = columns.collect();
        let mut lines = LineNumbers::default();
        for (row, &was) in kept.iter().enumerate() {
            lines.push(row, self.line(was));
        }
        Self { name: self.name.clone(), columns, rows: kept.len(), lines }
    }
}

/// The line numbers of the rows, stored as runs of rows on consecutive lines: for most files, a single run.
#[derive(Clone, Debug, Default)]
pub(crate) struct LineNumbers {
    runs: Vec<LineRun>,
}

#[derive(Clone, Copy, Debug)]
struct LineRun {
    first_row: usize,
    first_line: u64,
}

impl LineNumbers {
    /// Adds the line number of the next row. Rows are added in order, starting at 0.
    pub(crate) fn push(&mut self, row: usize, line: u64) {
        if self.runs.is_empty() || self.line(row) != line {
            self.runs.push(LineRun { first_row: row, first_line: line });
        }
    }

    fn line(&self, row: usize) -> u64 {
        let run = match self.runs.last() {
            Some(last) if last.first_row <= row => Some(last),
            _ => self.runs[..self.runs.partition_point(|run| run.first_row <= row)].last(),
        };
        let run = run.copied().unwrap_or(LineRun { first_row: 0, first_line: 1 });
        run.first_line + (row - run.first_row) as u64
    }
}

/// A column under construction, to which values are added one by one.
pub(crate) struct ColumnBuilder {
    // Invariant: UTF-8, and every offset is a character boundary.
    bytes: Vec<u8>,
    // Invariant: starts with 0 and never decreases.
    offsets: Vec<i64>,
}

impl Default for ColumnBuilder {
    fn default() -> Self {
        Self { bytes: Vec::new(), offsets: vec![0] }
    }
}

impl ColumnBuilder {
    /// Appends a value, which the caller has checked to be UTF-8.
    #[inline]
    pub(crate) fn push(&mut self, value: &[u8]) {
        self.bytes.extend_from_slice(value);
        self.end_value();
    }

    /// Appends a quoted value in which each pair of quotes represents one (RFC 4180, section 2, rule 7).
    pub(crate) fn push_doubled(&mut self, value: &[u8]) {
        let mut after_quote = false;
        for &byte in value {
            after_quote = byte == b'"' && !after_quote;
            if !after_quote {
                self.bytes.push(byte);
            }
        }
        self.end_value();
    }

    #[inline]
    fn end_value(&mut self) {
        self.offsets.push(self.bytes.len() as i64);
    }

    /// Appends missing values until there are this many rows.
    pub(crate) fn fill(&mut self, rows: usize) {
        self.offsets.resize((rows + 1).max(self.offsets.len()), self.bytes.len() as i64);
    }

    /// Reserves memory for the expected number of rows, given that those read so far are this `fraction` of all.
    pub(crate) fn expect(&mut self, fraction: f64) {
        // Five per cent more than the estimate, because growing once more would copy everything.
        let more = |length: usize| (length as f64 * (1.05 / fraction - 1.0).max(0.0)) as usize;
        self.bytes.reserve(more(self.bytes.len()));
        self.offsets.reserve(more(self.offsets.len()));
    }

    /// The finished column.
    pub(crate) fn finish(mut self, name: String) -> Column {
        self.bytes.shrink_to_fit();
        self.offsets.shrink_to_fit();
        let offsets = OffsetBuffer::new(ScalarBuffer::from(self.offsets));
        #[expect(clippy::expect_used, reason = "every value was checked to be UTF-8 before it was pushed")]
        let values = LargeStringArray::try_new(offsets, Buffer::from_vec(self.bytes), None).expect("checked text");
        Column { name, values }
    }
}
