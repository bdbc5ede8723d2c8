//! The command line: subcommands, options and their help. The handlers decide their meaning.

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

/// Makes warnings about officers findable, links them with earlier ones, and shows why.
#[derive(Parser)]
#[command(name = "candour", version, about, after_help = exit::CODES, max_term_width = 110)]
#[command(disable_help_subcommand = true)]
pub struct Arguments {
    #[command(flatten)]
    pub common: Common,
    #[command(subcommand)]
    pub command: Command,
}

/// The options of all subcommands.
#[derive(Args)]
#[command(next_help_heading = "Options of all subcommands")]
pub struct Common {
    /// Prints one JSON object on standard output instead of text; messages stay on standard error
    #[arg(long, global = true)]
    pub json: bool,
    /// Prints only results and errors: no progress bars, no summary
    #[arg(long, global = true)]
    pub quiet: bool,
    /// The number of threads [default: the number of processors]. The output is the same with any number
    #[arg(long, global = true, value_name = "N")]
    pub threads: Option<NonZeroUsize>,
    /// The format of standard input and output, where a file is given as `-` [default: csv]
    #[arg(long, global = true, value_name = "FORMAT")]
    pub format: Option<FileFormat>,
}

/// File formats by their usual names.
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
    /// Record linkage: finds the records of one or two files that are about the same person
    #[command(subcommand, after_help = exit::CODES)]
    Link(Box<Stage>),
    /// Law as data: checks packs, runs their cases, explains a rule, compares packs
    #[command(subcommand, after_help = exit::CODES)]
    Policy(Policy),
    /// Imports a workforce or records from a file, and proposes links
    #[command(subcommand, after_help = exit::CODES)]
    Import(Import),
    /// Builds the read models again from the record, or checks that they match it
    Rebuild(Rebuild),
    /// Shows what was known at a given time, or what the maker of a decision saw
    Replay(Replay),
    /// Writes the whole record to one encrypted file
    Backup(Backup),
    /// Restores a backup into an empty record
    Restore(Restore),
    /// Checks that everything ever recorded is still there, and names the first position that is not
    #[command(after_help = exit::CODES)]
    Audit(Audit),
    /// Writes a proof that one event is in the log, which anyone can check
    Prove(Prove),
    /// Cosigns the checkpoints of logs that have only grown
    Witness(Witness),
    /// Gives events their positions in the log, and signs the log
    Sequence(Sequence),
    /// Runs the service: pages, reconcilers and the log's sequencer
    #[command(after_help = exit::CODES)]
    Serve(Serve),
    /// Checks an officer's code at a service, as a telephone or text gateway does, and prints the words to say
    #[command(after_help = exit::CODES)]
    Check(Check),
    /// Reports what must be mended before the service can be relied upon
    #[command(after_help = exit::CODES)]
    Doctor(Doctor),
    /// Manages the devices of staff: invites somebody to set one up, lists devices, removes one
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
    /// The shell to complete for
    pub shell: clap_complete::Shell,
}

#[derive(Args)]
pub struct Man {
    /// The folder to write to; it is created if it is missing
    #[arg(long, value_name = "FOLDER")]
    pub out: PathBuf,
}

#[derive(Args)]
#[command(group = clap::ArgGroup::new("what").required(true))]
pub struct Docs {
    /// Writes the reference
    #[arg(long, group = "what")]
    pub write: bool,
    /// Fails if the reference is out of date
    #[arg(long, group = "what")]
    pub check: bool,
    /// The folder of the reference
    #[arg(value_name = "FOLDER", default_value = "docs/reference")]
    pub folder: PathBuf,
}
