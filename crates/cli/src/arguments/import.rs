//! Options of `candour import`.

use std::path::PathBuf;

use clap::{Args, Subcommand};

use super::RecordOptions;

/// The content of a file.
#[derive(Subcommand)]
pub enum ImportCommand {
    /// Members of a workforce, one in each row: adds new members, and records changes of known ones
    Workforce(ImportArguments),
    /// Reports, complaints and other records about people, one in each row
    Records(ImportArguments),
}

#[derive(Args)]
pub struct ImportArguments {
    /// A file in CSV, TSV, Parquet or JSON Lines, by its extension; `-` is standard input
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
    #[command(flatten)]
    pub record: RecordOptions,
    /// A TOML file with the meaning of each column [default: guessed and printed]
    #[arg(long, value_name = "FILE")]
    pub mapping: Option<PathBuf>,
    /// Reports what would be recorded and what is wrong, and records nothing
    #[arg(long)]
    pub dry_run: bool,
    /// The file for refused rows, each with its line, field, reason and what would be right
    #[arg(long, value_name = "FILE")]
    pub rejects: Option<PathBuf>,
    /// The force of every row that names none, such as `northmere`
    #[arg(long, value_name = "CODE")]
    pub force: Option<String>,
}
