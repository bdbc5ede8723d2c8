//! Reasons why a whole source cannot be read, worded so that the user knows how to make it readable.

use std::io;

use thiserror::Error;

use super::RowFault;

/// Reasons why a source cannot be read. A bad row is not one of them: see [`RowFault`].
#[derive(Debug, Error)]
pub enum ReadError {
    /// The file does not exist.
    #[error("there is no file `{file}`: check the path")]
    Missing {
        /// The source.
        file: String,
    },
    /// The path leads to a folder instead of a file.
    #[error("`{file}` is a folder: name a file in it")]
    Directory {
        /// The source.
        file: String,
    },
    /// The operating system refused to open or read the file.
    #[error("`{file}` cannot be read: check that you have permission and that its disk is there")]
    Io {
        /// The source.
        file: String,
        /// The error of the operating system.
        source: io::Error,
    },
    /// The file extension does not reveal the format.
    #[error("the format of `{file}` is not clear from its name: needs .csv, .tsv, .parquet, .jsonl or .ndjson")]
    UnknownFormat {
        /// The source.
        file: String,
    },
    /// This build does not include the `parquet` feature.
    #[error(
        "`{file}` is Parquet, which this build does not read: export it as CSV UTF-8, or build with the feature `parquet`"
    )]
    NoParquet {
        /// The source.
        file: String,
    },
    /// The delimiter cannot separate fields.
    #[error("`{}` cannot separate fields: use one ASCII character that is not a quote or a line ending", .delimiter.escape_ascii())]
    Delimiter {
        /// The delimiter that was requested.
        delimiter: u8,
    },
    /// The source is empty; there is not even a header.
    #[error("`{file}` is empty: needs a header with the names of the columns, or one JSON object on each line")]
    Empty {
        /// The source.
        file: String,
    },
    /// The source is not in the assumed format.
    #[error("`{file}` is {found}: {remedy}")]
    OtherKind {
        /// The source.
        file: String,
        /// The format that was recognised.
        found: &'static str,
        /// The change that would make it readable.
        remedy: &'static str,
    },
    /// Two columns have the same name.
    #[error("columns {first} and {second} of `{file}` are both named `{column}`: give each its own name")]
    DuplicateColumn {
        /// The source.
        file: String,
        /// The name that both columns have.
        column: String,
        /// The position of the first of the two, counted from 1.
        first: usize,
        /// The position of the second.
        second: usize,
    },
    /// A column has no name.
    #[error("column {position} of `{file}` has no name in the header: give it one")]
    BlankColumn {
        /// The source.
        file: String,
        /// The position of the column, counted from 1.
        position: usize,
    },
    /// A requested column is missing.
    #[error("no column `{column}` in `{file}`; it has: {has}{hint}")]
    UnknownColumn {
        /// The source.
        file: String,
        /// The column that was requested.
        column: String,
        /// The columns of the source, as a list for display.
        has: String,
        /// A suggestion that begins with `; `; empty if no name is close.
        hint: String,
    },
    /// There are more columns than any real table has: keys seem to hold data.
    #[error("`{file}` has more than {limit} different keys: needs the same few in each object")]
    TooManyColumns {
        /// The source.
        file: String,
        /// The maximum number of columns.
        limit: usize,
    },
    /// An opening quote is never closed, so it swallows the rows that follow.
    #[error(
        "the quote that opens on line {line}, column `{column}` of `{file}` is not closed: close it, or write a quote within quotes twice"
    )]
    UnclosedQuote {
        /// The source.
        file: String,
        /// The line with the opening quote, counted from 1.
        line: u64,
        /// The name of the column, or its position if it has no name.
        column: String,
    },
    /// A row is too long to be a real row.
    #[error("line {line} of `{file}` begins a row of more than {limit_mib} MiB: needs one row on each line")]
    RowTooLong {
        /// The source.
        file: String,
        /// The line on which the row begins.
        line: u64,
        /// The maximum length of a row, in mebibytes.
        limit_mib: usize,
    },
    /// Most rows are bad, so the cause must be something other than the rows themselves.
    #[error(
        "{bad} of the first {rows} rows of `{file}` cannot be read: the format or the delimiter is probably wrong{hint}; the first, {first}"
    )]
    MostlyBad {
        /// The source.
        file: String,
        /// The number of bad rows.
        bad: u64,
        /// The number of rows that were tried.
        rows: u64,
        /// A guess at the real format that begins with `; `; empty if there is none.
        hint: String,
        /// The first bad row.
        first: Box<RowFault>,
    },
    /// The file is not Parquet or is damaged.
    #[error("`{file}` is not a readable Parquet file: export it again, or state its format")]
    NotParquet {
        /// The source.
        file: String,
        /// The cause, as reported by the Parquet library.
        source: Box<dyn std::error::Error + Send + Sync>,
    },
    /// A Parquet column holds nested values, which cannot be written as a single text.
    #[error("column `{column}` of `{file}` holds {found}: needs plain values or lists of them")]
    NestedColumn {
        /// The source.
        file: String,
        /// The column.
        column: String,
        /// The type of the column.
        found: String,
    },
    /// The caller asked to stop.
    #[error("reading `{file}` was stopped: nothing was kept")]
    Interrupted {
        /// The source.
        file: String,
    },
}
