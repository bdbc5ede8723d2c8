//! The options of `candour import`.

use std::path::PathBuf;

use clap::{Args, Subcommand};

use super::RecordOptions;

/// What is in a file.
#[derive(Subcommand)]
pub enum Import {
    /// Members of a workforce, one on each row: who is new, and of who is known what changed
    Workforce(ImportFile),
    /// Reports, complaints and other records about people, one on each row
    Records(ImportFile),
}

/// A file and how to take it.
#[derive(Args)]
pub struct ImportFile {
    /// CSV, TSV, Parquet or JSON Lines by its extension; `-` is standard input
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
    #[command(flatten)]
    pub record: RecordOptions,
    /// A TOML file that says which column holds what; guessed and printed unless given
    #[arg(long, value_name = "FILE")]
    pub mapping: Option<PathBuf>,
    /// Only say what would be recorded and what is wrong; record nothing
    #[arg(long)]
    pub dry_run: bool,
    /// Write the rows that were refused here, each with its line, field, reason and what would be right
    #[arg(long, value_name = "FILE")]
    pub rejects: Option<PathBuf>,
    /// The force of every row that names none, such as `northmere`
    #[arg(long, value_name = "CODE")]
    pub force: Option<String>,
}
