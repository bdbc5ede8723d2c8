//! The command line: subcommands, options and their help. What they mean is decided in their handlers.

mod check;
mod import;
mod link;
mod log;
mod record;
mod serve;
mod staff;

use std::num::NonZeroUsize;
use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};
use linkage::table::Format;

pub use check::Check;
pub use import::{Import, ImportFile};
pub use link::{Add, Evaluate, Explain, Files, Init, Plan, Reading, Report, Run, Search, Stage, Train};
pub use log::{Audit, Prove, Sequence, Witness};
pub use record::{Backup, Policy, Rebuild, RecordOptions, Replay, Restore};
pub use serve::{ConfigOptions, Doctor, Serve};
pub use staff::{Devices, Invite, RemoveDevice, Staff};

use crate::exit;

/// Makes warnings findable, joins them with what was known before, and shows why.
#[derive(Parser)]
#[command(name = "candour", version, about, after_help = exit::CODES, max_term_width = 110)]
#[command(disable_help_subcommand = true)]
pub struct Arguments {
    #[command(flatten)]
    pub common: Common,
    #[command(subcommand)]
    pub command: Command,
}

/// What all subcommands understand.
#[derive(Args)]
#[command(next_help_heading = "Options of all subcommands")]
pub struct Common {
    /// One JSON object on standard output instead of text; messages stay on standard error
    #[arg(long, global = true)]
    pub json: bool,
    /// No bars and no summary: only results and errors
    #[arg(long, global = true)]
    pub quiet: bool,
    /// Threads to use; as many as there are processors unless given. The output is the same with any number
    #[arg(long, global = true, value_name = "N")]
    pub threads: Option<NonZeroUsize>,
    /// The format of standard input and output, where a file is given as `-`; CSV unless given
    #[arg(long, global = true, value_name = "FORMAT")]
    pub format: Option<FileFormat>,
}

/// Formats by the names that people give them.
#[derive(Clone, Copy, ValueEnum)]
pub enum FileFormat {
    /// Comma-separated values
    Csv,
    /// Tab-separated values
    Tsv,
    /// Apache Parquet
    Parquet,
    /// One JSON object on each line
    #[value(alias = "ndjson", alias = "json-lines")]
    Jsonl,
}

impl From<FileFormat> for Format {
    fn from(format: FileFormat) -> Format {
        match format {
            FileFormat::Csv => Format::Csv,
            FileFormat::Tsv => Format::Tsv,
            FileFormat::Parquet => Format::Parquet,
            FileFormat::Jsonl => Format::JsonLines,
        }
    }
}

#[derive(Subcommand)]
pub enum Command {
    /// Record linkage: which records of two files, or of one, are about the same person
    #[command(subcommand, after_help = exit::CODES)]
    Link(Box<Stage>),
    /// Law as data: checks packs, runs their cases, explains a rule, compares packs
    #[command(subcommand, after_help = exit::CODES)]
    Policy(Policy),
    /// Takes a workforce or records out of a file into the record, and proposes links
    #[command(subcommand, after_help = exit::CODES)]
    Import(Import),
    /// Makes the read models again from the record, or checks that they are what it says
    Rebuild(Rebuild),
    /// Shows what was known at a time, or what the maker of a decision saw
    Replay(Replay),
    /// Writes the whole record to one encrypted file
    Backup(Backup),
    /// Opens an empty record with what a backup holds
    Restore(Restore),
    /// Says whether everything that was ever recorded is still there, and which position is not
    #[command(after_help = exit::CODES)]
    Audit(Audit),
    /// Writes the proof that one event is in the log, to hand to anyone
    Prove(Prove),
    /// Cosigns the checkpoints of logs that only ever grew
    Witness(Witness),
    /// Gives events their positions in the log, and signs it
    Sequence(Sequence),
    /// Runs the service: pages, reconcilers, and the log's sequencer
    #[command(after_help = exit::CODES)]
    Serve(Serve),
    /// Checks an officer's code at a service, as a telephone or text gateway does, and prints the words to say
    #[command(after_help = exit::CODES)]
    Check(Check),
    /// Says what must be mended before the service can be relied upon
    #[command(after_help = exit::CODES)]
    Doctor(Doctor),
    /// Devices of the force: invites somebody to set one up, lists them, takes one away
    #[command(subcommand, after_help = exit::CODES)]
    Staff(Staff),
    /// Prints the completions for a shell
    Completions(Completions),
    /// Writes the manual pages
    Man(Man),
    /// Writes the command reference of the documentation, or checks that it is up to date
    #[command(hide = true)]
    Docs(Docs),
}

#[derive(Args)]
pub struct Completions {
    /// The shell
    pub shell: clap_complete::Shell,
}

#[derive(Args)]
pub struct Man {
    /// The folder to write to; it is made if it is not there
    #[arg(long, value_name = "FOLDER")]
    pub out: PathBuf,
}

#[derive(Args)]
#[command(group = clap::ArgGroup::new("what").required(true))]
pub struct Docs {
    /// Writes the reference
    #[arg(long, group = "what")]
    pub write: bool,
    /// Fails if the reference is not what would be written
    #[arg(long, group = "what")]
    pub check: bool,
    /// The folder that the reference is kept in
    #[arg(value_name = "FOLDER", default_value = "docs/reference")]
    pub folder: PathBuf,
}
