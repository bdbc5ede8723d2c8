//! Writes tables to CSV, Parquet and JSON Lines files. A file is either complete or absent: it gets its name only in
//! `finish`.

mod atomic;
mod csv;
mod error;
mod json_lines;
mod number;
#[cfg(feature = "parquet")]
mod parquet;

use std::path::{Path, PathBuf};

use crate::table::{Format, Table};
use atomic::Sink;
pub use atomic::whole_file;
pub use error::WriteError;

/// The destination to which rows are written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Destination {
    format: Option<Format>,
    // `None` means standard output.
    path: Option<PathBuf>,
}

impl Destination {
    /// A file, in the format indicated by its extension ([`Format::of`]); `-` is standard output, as CSV.
    #[must_use]
    pub fn path(path: impl AsRef<Path>) -> Self {
        let path = path.as_ref();
        if path.as_os_str() == "-" {
            return Self { format: Some(Format::Csv), path: None };
        }
        Self { format: Format::of(path), path: Some(path.to_owned()) }
    }

    /// The same output in the given format, whatever its extension.
    #[must_use]
    pub fn in_format(self, format: Format) -> Self {
        Self { format: Some(format), ..self }
    }

    /// The name used in messages: the path as it was given, or `standard output`.
    #[must_use]
    pub fn name(&self) -> String {
        self.path.as_ref().map_or_else(|| "standard output".to_owned(), |path| path.display().to_string())
    }

    /// Returns true for standard output; the caller must then print nothing else to it.
    #[must_use]
    pub fn is_stdout(&self) -> bool {
        self.path.is_none()
    }
}

/// The type of an output column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Type {
    /// Text.
    Text,
    /// A number with this many digits after the point, at most 15, so that equal runs produce equal bytes.
    Float {
        /// Digits after the point.
        decimals: u8,
    },
    /// A whole number.
    Integer,
}

/// One value of a row to write.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Value<'v> {
    /// A text; an empty text is the same as [`Value::Missing`].
    Text(&'v str),
    /// A number; if it is not finite, it is written as missing, because JSON cannot express it.
    Float(f64),
    /// A whole number.
    Integer(i64),
    /// No value: written as an empty field in CSV, and as null in JSON and Parquet.
    Missing,
}

/// Writes rows one by one. An existing file stays unchanged until [`RowWriter::finish`]; a writer that is dropped
/// before then leaves nothing behind. Rows for standard output are written as they arrive.
pub struct RowWriter {
    columns: Vec<(String, Type)>,
    rows: Rows,
    file: String,
}

enum Rows {
    Csv(Box<csv::Rows>),
    JsonLines(Box<json_lines::Rows>),
    #[cfg(feature = "parquet")]
    Parquet(Box<parquet::Rows>),
}

impl RowWriter {
    /// Opens the output for rows with these columns.
    ///
    /// # Errors
    /// If the output cannot be opened, or its format is unknown.
    pub fn create(output: &Destination, columns: &[(&str, Type)]) -> Result<Self, WriteError> {
        let file = output.name();
        let format = output.format.ok_or_else(|| WriteError::UnknownFormat { file: file.clone() })?;
        let sink = Sink::open(output.path.as_deref())?;
        let columns: Vec<(String, Type)> = columns.iter().map(|&(name, kind)| (name.to_owned(), kind)).collect();
        let rows = match format {
            Format::Csv => csv::Rows::begin(sink, b',', &columns).map(|rows| Rows::Csv(Box::new(rows))),
            Format::Tsv => csv::Rows::begin(sink, b'\t', &columns).map(|rows| Rows::Csv(Box::new(rows))),
            Format::JsonLines => Ok(Rows::JsonLines(Box::new(json_lines::Rows::begin(sink, &columns)))),
            #[cfg(feature = "parquet")]
            Format::Parquet => parquet::Rows::begin(sink, &columns).map(|rows| Rows::Parquet(Box::new(rows))),
            #[cfg(not(feature = "parquet"))]
            Format::Parquet => return Err(WriteError::NoParquet { file }),
        };
        Ok(Self { columns, rows: rows.map_err(|error| error.within(&file))?, file })
    }

    /// Writes one row: a value for each column, which is of the column's type or missing.
    ///
    /// # Errors
    /// If the row does not fit the columns, or writing fails.
    pub fn write(&mut self, row: &[Value<'_>]) -> Result<(), WriteError> {
        if row.len() != self.columns.len() {
            return Err(WriteError::WrongLength { values: row.len(), columns: self.columns.len() });
        }
        for (value, (column, kind)) in row.iter().zip(&self.columns) {
            if !value.fits(*kind) {
                return Err(WriteError::WrongType { column: column.clone() });
            }
        }
        match &mut self.rows {
            Rows::Csv(rows) => rows.write(row, &self.columns),
            Rows::JsonLines(rows) => rows.write(row, &self.columns),
            #[cfg(feature = "parquet")]
            Rows::Parquet(rows) => rows.write(row),
        }
        .map_err(|error| error.within(&self.file))
    }

    /// Completes the file and moves it into place.
    ///
    /// # Errors
    /// If the remaining rows cannot be written; nothing is left behind.
    pub fn finish(self) -> Result<(), WriteError> {
        match self.rows {
            Rows::Csv(rows) => rows.finish(),
            Rows::JsonLines(rows) => rows.finish(),
            #[cfg(feature = "parquet")]
            Rows::Parquet(rows) => rows.finish(),
        }
        .and_then(Sink::finish)
        .map_err(|error| error.within(&self.file))
    }
}

impl Value<'_> {
    fn fits(self, kind: Type) -> bool {
        matches!(
            (self, kind),
            (Value::Missing, _)
                | (Value::Text(_), Type::Text)
                | (Value::Float(_), Type::Float { .. })
                | (Value::Integer(_), Type::Integer)
        )
    }
}

/// Writes a whole table.
///
/// # Errors
/// Same as the methods of [`RowWriter`].
pub fn table(table: &Table, output: &Destination) -> Result<(), WriteError> {
    let columns: Vec<(&str, Type)> = table.column_names().map(|name| (name, Type::Text)).collect();
    let mut writer = RowWriter::create(output, &columns)?;
    let mut values = Vec::with_capacity(columns.len());
    for row in 0..table.rows() {
        values.clear();
        values.extend(table.columns().iter().map(|column| Value::Text(column.value(row))));
        writer.write(&values)?;
    }
    writer.finish()
}
