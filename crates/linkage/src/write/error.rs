//! Reasons why an output cannot be written, worded so that the user knows what would help.

use std::io;

use thiserror::Error;

/// Reasons why a file cannot be written. An existing file with that name is always left unchanged.
#[derive(Debug, Error)]
pub enum WriteError {
    /// The file extension does not reveal the format.
    #[error("the format of `{file}` is not clear from its name: needs .csv, .tsv, .parquet, .jsonl or .ndjson")]
    UnknownFormat {
        /// The output.
        file: String,
    },
    /// This build does not include the `parquet` feature.
    #[error(
        "`{file}` is to be Parquet, which this build does not write: name it .csv, or build with the feature `parquet`"
    )]
    NoParquet {
        /// The output.
        file: String,
    },
    /// The folder for the file does not exist.
    #[error("there is no folder for `{file}`: make it first, or name another")]
    NoFolder {
        /// The output.
        file: String,
    },
    /// The path leads to a folder instead of a file.
    #[error("`{file}` is a folder: name a file in it")]
    Directory {
        /// The output.
        file: String,
    },
    /// The disk is full.
    #[error(
        "the disk is full while writing `{file}`: nothing was left behind; free some space, or name a file on another disk"
    )]
    DiskFull {
        /// The output.
        file: String,
        /// The error of the operating system.
        source: io::Error,
    },
    /// The reader of standard output, such as `head`, has read enough. Nothing is wrong.
    #[error("`{file}` was closed by its reader")]
    BrokenPipe {
        /// The output.
        file: String,
    },
    /// The operating system or the library for the format refused.
    #[error("`{file}` cannot be written: nothing was left behind; check that you have permission")]
    Io {
        /// The output.
        file: String,
        /// The cause.
        source: io::Error,
    },
    /// A row has more or fewer values than there are columns.
    #[error("a row of {values} values: needs {columns}, one for each column")]
    WrongLength {
        /// The number of values in the row.
        values: usize,
        /// The number of columns.
        columns: usize,
    },
    /// A value is not of the type of its column.
    #[error("a value for column `{column}` is not of its type: needs the type that the column was created with")]
    WrongType {
        /// The column.
        column: String,
    },
}

impl WriteError {
    /// Classifies an error from the operating system.
    pub(super) fn io(file: impl Into<String>, source: io::Error) -> Self {
        let file = file.into();
        match source.kind() {
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => Self::DiskFull { file, source },
            io::ErrorKind::BrokenPipe => Self::BrokenPipe { file },
            io::ErrorKind::NotFound => Self::NoFolder { file },
            io::ErrorKind::IsADirectory => Self::Directory { file },
            _ => Self::Io { file, source },
        }
    }
}

/// An error from a lower layer, which does not know the file name.
#[derive(Debug)]
pub(super) struct LayerError(io::Error);

impl LayerError {
    pub(super) fn within(self, file: &str) -> WriteError {
        WriteError::io(file, self.0)
    }
}

impl From<io::Error> for LayerError {
    fn from(error: io::Error) -> Self {
        Self(error)
    }
}

impl From<csv::Error> for LayerError {
    /// Extracts the operating system error, because the `csv` crate's own conversion hides its kind.
    fn from(error: csv::Error) -> Self {
        if !error.is_io_error() {
            return Self(io::Error::other(error));
        }
        match error.into_kind() {
            csv::ErrorKind::Io(source) => Self(source),
            _ => Self(io::ErrorKind::Other.into()),
        }
    }
}

#[cfg(feature = "parquet")]
impl From<parquet::errors::ParquetError> for LayerError {
    /// Extracts the operating system error from the Parquet error, because its kind matters.
    fn from(error: parquet::errors::ParquetError) -> Self {
        let mut cause: Option<&(dyn std::error::Error + 'static)> = Some(&error);
        while let Some(inner) = cause {
            if let Some(inner) = inner.downcast_ref::<io::Error>() {
                return Self(io::Error::new(inner.kind(), inner.to_string()));
            }
            cause = inner.source();
        }
        Self(io::Error::other(error))
    }
}
