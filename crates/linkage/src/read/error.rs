//! Why a source as a whole cannot be read, in words that say what would make it readable.

use std::io;

use thiserror::Error;

use super::RowFault;

/// Why a source cannot be read. A bad row is not among these: see [`RowFault`].
#[derive(Debug, Error)]
pub enum ReadError {
    /// No such file.
    #[error("there is no file `{file}`: check the path")]
    Missing {
        /// The source.
        file: String,
    },
    /// A folder stands where a file was expected.
    #[error("`{file}` is a folder: name a file in it")]
    Directory {
        /// The source.
        file: String,
    },
    /// The operating system refused to open or read it.
    #[error("`{file}` cannot be read: check that you have permission and that its disk is there")]
    Io {
        /// The source.
        file: String,
        /// What the operating system said.
        source: io::Error,
    },
    /// The extension does not say what the file is.
    #[error("the format of `{file}` is not clear from its name: needs .csv, .tsv, .parquet, .jsonl or .ndjson")]
    UnknownFormat {
        /// The source.
        file: String,
    },
    /// The delimiter cannot separate fields.
    #[error("`{}` cannot separate fields: use one ASCII character that is not a quote or a line ending", .delimiter.escape_ascii())]
    Delimiter {
        /// What was asked for.
        delimiter: u8,
    },
    /// Nothing in it, not even a header.
    #[error("`{file}` is empty: needs a header with the names of the columns, or one JSON object on each line")]
    Empty {
        /// The source.
        file: String,
    },
    /// It is something else than it was taken for.
    #[error("`{file}` is {found}: {remedy}")]
    OtherKind {
        /// The source.
        file: String,
        /// What it is.
        found: &'static str,
        /// What would make it readable.
        remedy: &'static str,
    },
    /// Two columns have one name.
    #[error("columns {first} and {second} of `{file}` are both named `{column}`: give each its own name")]
    DuplicateColumn {
        /// The source.
        file: String,
        /// The name.
        column: String,
        /// The position of the first of them, counted from 1.
        first: usize,
        /// The position of the second.
        second: usize,
    },
    /// A column has no name.
    #[error("column {position} of `{file}` has no name in the header: give it one")]
    BlankColumn {
        /// The source.
        file: String,
        /// Its position, counted from 1.
        position: usize,
    },
    /// A column that was asked for is not there.
    #[error("no column `{column}` in `{file}`; it has: {has}{hint}")]
    UnknownColumn {
        /// The source.
        file: String,
        /// What was asked for.
        column: String,
        /// The columns that are there, as a list to read.
        has: String,
        /// What may be meant, beginning with `; `; empty if nothing is close.
        hint: String,
    },
    /// More columns than any table has: data stands where names should.
    #[error("`{file}` has more than {limit} different keys: needs the same few in each object")]
    TooManyColumns {
        /// The source.
        file: String,
        /// The most there may be.
        limit: usize,
    },
    /// A quote opens and does not close, so that it swallows the rows that follow.
    #[error(
        "the quote that opens on line {line}, column `{column}` of `{file}` is not closed: close it, or write a quote within quotes twice"
    )]
    UnclosedQuote {
        /// The source.
        file: String,
        /// The line with the opening quote, counted from 1.
        line: u64,
        /// The column, by name, or by position where there is no name.
        column: String,
    },
    /// A row that no person would write.
    #[error("line {line} of `{file}` begins a row of more than {limit_mib} MiB: needs one row on each line")]
    RowTooLong {
        /// The source.
        file: String,
        /// Where the row begins.
        line: u64,
        /// The most a row may be, in mebibytes.
        limit_mib: usize,
    },
    /// Most rows are bad, so that the cause is not in the rows.
    #[error(
        "{bad} of the first {rows} rows of `{file}` cannot be read: the format or the delimiter is probably wrong{hint}; the first, {first}"
    )]
    MostlyBad {
        /// The source.
        file: String,
        /// How many rows were bad.
        bad: u64,
        /// How many rows were tried.
        rows: u64,
        /// What it looks like instead, beginning with `; `; empty if nothing is clear.
        hint: String,
        /// The first bad row.
        first: Box<RowFault>,
    },
    /// It is not Parquet, or it is damaged.
    #[error("`{file}` is not a readable Parquet file: export it again, or state its format")]
    NotParquet {
        /// The source.
        file: String,
        /// What is wrong with it.
        source: Box<dyn std::error::Error + Send + Sync>,
    },
    /// A Parquet column holds structures, which have no one text.
    #[error("column `{column}` of `{file}` holds {found}: needs plain values or lists of them")]
    NestedColumn {
        /// The source.
        file: String,
        /// The column.
        column: String,
        /// Its type.
        found: String,
    },
    /// The caller asked to stop.
    #[error("reading `{file}` was stopped: nothing was kept")]
    Interrupted {
        /// The source.
        file: String,
    },
}
