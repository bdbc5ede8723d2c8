//! Tables out of files: CSV, Parquet, JSON Lines. A bad row is reported and left out; it does not stop the reading.

mod chunks;
mod csv;
mod error;
mod header;
mod json_lines;
mod parquet;

use std::fmt;
use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};

use crate::table::{Format, Table};
use chunks::Watch;
pub use error::ReadError;

/// Where a table is read from.
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
    // The bytes stay out: they are about people, and debug output ends up in logs.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::File(path) => write!(f, "File({})", path.display()),
            Self::Stdin => f.write_str("Stdin"),
            Self::Memory(bytes) => write!(f, "Memory({} bytes)", bytes.len()),
        }
    }
}

impl Source {
    /// A file, in the format of its extension ([`Format::of`]); `-` is standard input, taken to be CSV.
    #[must_use]
    pub fn path(path: impl AsRef<Path>) -> Self {
        let path = path.as_ref();
        if path.as_os_str() == "-" {
            return Self { name: "standard input".to_owned(), format: Some(Format::Csv), place: Place::Stdin };
        }
        let name = path.display().to_string();
        Self { name, format: Format::of(path), place: Place::File(path.to_owned()) }
    }

    /// Bytes in memory, by a name for messages.
    #[must_use]
    pub fn bytes(name: impl Into<String>, format: Format, bytes: impl Into<Vec<u8>>) -> Self {
        Self { name: name.into(), format: Some(format), place: Place::Memory(bytes.into()) }
    }

    /// The same source in a stated format, whatever its extension is.
    #[must_use]
    pub fn in_format(self, format: Format) -> Self {
        Self { format: Some(format), ..self }
    }

    /// How messages name it: the path as it was given, or `standard input`.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The format it is taken to be in; `None` if the extension says nothing.
    #[must_use]
    pub fn format(&self) -> Option<Format> {
        self.format
    }

    /// Its length in bytes, where that is known before reading.
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

/// How to read. The default reads everything.
#[derive(Clone, Default)]
pub struct ReadOptions<'a> {
    /// The columns that are needed; the others are skipped, and only these must have good names. `None` is all.
    pub columns: Option<Vec<String>>,
    /// Columns that are read as well where they are there; they matter only where `columns` is given.
    pub optional: Vec<String>,
    /// What stands between two fields of CSV, if not what the format says.
    pub delimiter: Option<u8>,
    /// Stop after this many good rows, for a sample.
    pub limit_rows: Option<usize>,
    /// Told the bytes read and, if it is known, how many there are; every few thousand rows and at the end.
    pub on_progress: Option<&'a (dyn Fn(u64, Option<u64>) + Sync)>,
    /// Asked every few thousand rows; `true` ends the reading with [`ReadError::Interrupted`].
    pub stop: Option<&'a (dyn Fn() -> bool + Sync)>,
}

/// What came of reading a source. The rows of the source are those of the table and those of the faults.
#[derive(Clone, Debug)]
pub struct Read {
    /// The good rows.
    pub table: Table,
    /// The bad rows, one fault each, in the order of the source.
    pub faults: Vec<RowFault>,
    /// The header as it stood, without its line ending, so that bad rows can be set aside in a file of their own.
    /// Empty for JSON Lines.
    pub header: Vec<u8>,
}

/// Why one row was left out. Shown, it says the line and the fault but no values, which are about people.
#[derive(Clone, PartialEq, Eq)]
pub struct RowFault {
    /// The line on which the row begins, counted from 1 with the header; for Parquet the number of the row.
    pub line: u64,
    /// The number of the row among the rows of the source, good and bad, counted from 1.
    pub row: u64,
    /// The column, if the fault is in one.
    pub column: Option<String>,
    /// What is there.
    pub problem: String,
    /// What should be there.
    pub wanted: String,
    /// The row as it stood, without its line ending; for Parquet as a line of CSV.
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

/// Reads a table, and reports the rows that cannot be read.
///
/// # Errors
/// If the source as a whole cannot be read: see [`ReadError`].
pub fn read(source: &Source, options: &ReadOptions<'_>) -> Result<Read, ReadError> {
    let file = || source.name.clone();
    let format = source.format.ok_or_else(|| ReadError::UnknownFormat { file: file() })?;
    let watch = Watch::new(source, options);
    match format {
        Format::Csv => csv::read(source.input()?, options.delimiter.unwrap_or(b','), options, watch),
        Format::Tsv => csv::read(source.input()?, options.delimiter.unwrap_or(b'\t'), options, watch),
        Format::JsonLines => json_lines::read(source.input()?, options, watch),
        Format::Parquet => parquet::read(source, options, &watch),
    }
}
