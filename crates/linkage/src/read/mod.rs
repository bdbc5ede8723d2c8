//! Reads tables from CSV, Parquet and JSON Lines files. A bad row is reported and left out, and reading continues.

mod chunks;
mod csv;
mod error;
mod header;
mod json_lines;
#[cfg(feature = "parquet")]
mod parquet;

use std::fmt;
use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};

use crate::table::{Format, Table};
use chunks::Watch;
pub use error::ReadError;

/// The source from which a table is read.
#[derive(Clone, Debug)]
pub struct Source {
    name: String,
    format: Option<Format>,
    place: Place,
}

#[derive(Clone)]
enum Place {
    File(PathBuf),
    Stdin,
    Memory(Vec<u8>),
}

impl fmt::Debug for Place {
    // The bytes are left out: they describe people, and debug output ends up in logs.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::File(path) => write!(f, "File({})", path.display()),
            Self::Stdin => f.write_str("Stdin"),
            Self::Memory(bytes) => write!(f, "Memory({} bytes)", bytes.len()),
        }
    }
}

impl Source {
    /// A file, in the format indicated by its extension ([`Format::of`]); `-` is standard input, read as CSV.
    #[must_use]
    pub fn path(path: impl AsRef<Path>) -> Self {
        let path = path.as_ref();
        if path.as_os_str() == "-" {
            return Self { name: "standard input".to_owned(), format: Some(Format::Csv), place: Place::Stdin };
        }
        let name = path.display().to_string();
        Self { name, format: Format::of(path), place: Place::File(path.to_owned()) }
    }

    /// Bytes in memory, with a name to use in messages.
    #[must_use]
    pub fn bytes(name: impl Into<String>, format: Format, bytes: impl Into<Vec<u8>>) -> Self {
        Self { name: name.into(), format: Some(format), place: Place::Memory(bytes.into()) }
    }

    /// The same source in the given format, whatever its extension.
    #[must_use]
    pub fn in_format(self, format: Format) -> Self {
        Self { format: Some(format), ..self }
    }

    /// The name used in messages: the path as it was given, or `standard input`.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The assumed format; `None` if the extension does not reveal it.
    #[must_use]
    pub fn format(&self) -> Option<Format> {
        self.format
    }

    /// The length in bytes, if it is known before reading.
    fn length(&self) -> Option<u64> {
        match &self.place {
            Place::File(path) => path.metadata().ok().filter(|metadata| metadata.is_file()).map(|file| file.len()),
            Place::Stdin => None,
            Place::Memory(bytes) => Some(bytes.len() as u64),
        }
    }

    fn open(&self, path: &Path) -> Result<File, ReadError> {
        let file = self.name.clone();
        match File::open(path) {
            Ok(opened) if opened.metadata().is_ok_and(|metadata| metadata.is_dir()) => {
                Err(ReadError::Directory { file })
            }
            Ok(opened) => Ok(opened),
            Err(source) if source.kind() == io::ErrorKind::NotFound => Err(ReadError::Missing { file }),
            Err(source) => Err(ReadError::Io { file, source }),
        }
    }

    fn input(&self) -> Result<Box<dyn io::Read + '_>, ReadError> {
        Ok(match &self.place {
            Place::File(path) => Box::new(self.open(path)?),
            Place::Stdin => Box::new(io::stdin().lock()),
            Place::Memory(bytes) => Box::new(bytes.as_slice()),
        })
    }
}

/// Options for reading. By default everything is read.
#[derive(Clone, Default)]
pub struct ReadOptions<'a> {
    /// The columns that are needed. All others are skipped, and their names need not be valid. `None` means all
    /// columns.
    pub columns: Option<Vec<String>>,
    /// Columns that are read if they exist; used only if `columns` is given.
    pub optional: Vec<String>,
    /// The CSV delimiter, if it is not the usual one for the format.
    pub delimiter: Option<u8>,
    /// The number of good rows after which to stop, for a sample.
    pub limit_rows: Option<usize>,
    /// A callback that receives the bytes read so far and, if known, the total. It is called every few thousand rows
    /// and at the end.
    pub on_progress: Option<&'a (dyn Fn(u64, Option<u64>) + Sync)>,
    /// A callback that is called every few thousand rows; if it returns `true`, reading ends with
    /// [`ReadError::Interrupted`].
    pub stop: Option<&'a (dyn Fn() -> bool + Sync)>,
}

/// The result of reading a source. Every row that was read is either in the table or among the faults.
#[derive(Clone, Debug)]
pub struct ReadResult {
    /// The good rows.
    pub table: Table,
    /// The faults, one per bad row, in the order of the source.
    pub faults: Vec<RowFault>,
    /// The header as written, without its line ending, so that bad rows can be saved in a separate file. Empty for JSON
    /// Lines.
    pub header: Vec<u8>,
}

/// The reason why one row was left out. When displayed, it states the line and the problem but no values, because those
/// describe people.
#[derive(Clone, PartialEq, Eq)]
pub struct RowFault {
    /// The line on which the row begins, counted from 1 and including the header; for Parquet, the number of the row.
    pub line: u64,
    /// The number of the row, counted from 1 across all rows of the source, good and bad.
    pub row: u64,
    /// The column, if the problem lies in a single one.
    pub column: Option<String>,
    /// The problem.
    pub problem: String,
    /// A description of what was expected.
    pub wanted: String,
    /// The row as written, without its line ending; for Parquet, as a line of CSV.
    pub raw: Vec<u8>,
}

impl fmt::Display for RowFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}", self.line)?;
        if let Some(column) = &self.column {
            write!(f, ", column `{column}`")?;
        }
        write!(f, ": {}; wanted {}", self.problem, self.wanted)
    }
}

impl fmt::Debug for RowFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "RowFault({self}, {} bytes)", self.raw.len())
    }
}

/// Reads a table and reports the rows that cannot be read.
///
/// # Errors
/// If the source as a whole cannot be read; see [`ReadError`].
pub fn read(source: &Source, options: &ReadOptions<'_>) -> Result<ReadResult, ReadError> {
    let file = || source.name.clone();
    let format = source.format.ok_or_else(|| ReadError::UnknownFormat { file: file() })?;
    let watch = Watch::new(source, options);
    match format {
        Format::Csv => csv::read(source.input()?, options.delimiter.unwrap_or(b','), options, watch),
        Format::Tsv => csv::read(source.input()?, options.delimiter.unwrap_or(b'\t'), options, watch),
        Format::JsonLines => json_lines::read(source.input()?, options, watch),
        #[cfg(feature = "parquet")]
        Format::Parquet => parquet::read(source, options, &watch),
        #[cfg(not(feature = "parquet"))]
        Format::Parquet => Err(ReadError::NoParquet { file: file() }),
    }
}
