//! Options of `candour import`.

use std::path::PathBuf;

use clap::{Args, Subcommand};

use super::RecordOptions;

/// The kind of rows in the file.
#[derive(Subcommand)]
pub enum ImportCommand {
    /// Imports members of a workforce, one per row: adds new ones and records changes to known ones
    Workforce(ImportArguments),
    /// Imports reports, complaints and other records about people, one per row
    Records(ImportArguments),
}

#[derive(Args)]
pub struct ImportArguments {
    /// A CSV, TSV, Parquet or JSON Lines file, recognised by its extension; `-` is standard input
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
    #[command(flatten)]
    pub record: RecordOptions,
    /// A TOML file that says what each column means [default: guessed and printed]
    #[arg(long, value_name = "FILE")]
    pub mapping: Option<PathBuf>,
    /// Reports what would be recorded and what is wrong, but records nothing
    #[arg(long)]
    pub dry_run: bool,
    /// The file for refused rows, each with its line, field, reason and what would make it valid
    #[arg(long, value_name = "FILE")]
    pub rejects: Option<PathBuf>,
    /// The force for rows that do not name one, such as `northmere`
    #[arg(long, value_name = "CODE")]
    pub force: Option<String>,
}
