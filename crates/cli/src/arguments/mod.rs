//! The command line: subcommands, options and their help. The handlers define their meaning.

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

pub use check::CheckArguments;
pub use import::{ImportArguments, ImportCommand};
pub use link::{
    AddArguments, EvaluateArguments, ExplainArguments, FileOptions, InitArguments, LinkCommand, PlanArguments,
    ReadingOptions, ReportArguments, RunArguments, SearchArguments, TrainArguments,
};
pub use log::{AuditArguments, ProveArguments, SequenceArguments, WitnessArguments};
pub use record::{BackupArguments, PolicyCommand, RebuildArguments, RecordOptions, ReplayArguments, RestoreArguments};
pub use serve::{ConfigOptions, DoctorArguments, ServeArguments};
pub use staff::{DeviceRemovalArguments, DevicesArguments, InviteArguments, StaffCommand};

use crate::exit;

/// Makes warnings about officers findable, links them with earlier ones, and shows why.
#[derive(Parser)]
#[command(name = "candour", version, about, after_help = exit::CODES, max_term_width = 110)]
#[command(disable_help_subcommand = true)]
pub struct CandourArguments {
    #[command(flatten)]
    pub common: CommonOptions,
    #[command(subcommand)]
    pub command: CandourCommand,
}

/// The options that all subcommands share.
#[derive(Args)]
#[command(next_help_heading = "Options of all subcommands")]
pub struct CommonOptions {
    /// Prints one JSON object on standard output instead of text; messages stay on standard error
    #[arg(long, global = true)]
    pub json: bool,
    /// Prints only results and errors: no progress bars, no summary
    #[arg(long, global = true)]
    pub quiet: bool,
    /// The number of threads [default: the number of processors]. It does not change the output
    #[arg(long, global = true, value_name = "N")]
    pub threads: Option<NonZeroUsize>,
    /// The format of standard input and output, for files given as `-` [default: csv]
    #[arg(long, global = true, value_name = "FORMAT")]
    pub format: Option<FileFormat>,
}

/// The file formats, by their usual names.
#[derive(Clone, Copy, ValueEnum)]
pub enum FileFormat {
    /// Comma-separated values
    Csv,
    /// Tab-separated values
    Tsv,
    /// Apache Parquet
    Parquet,
    /// One JSON object per line
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
pub enum CandourCommand {
    /// Record linkage: finds the records in one or two files that are about the same person
    #[command(subcommand, after_help = exit::CODES)]
    Link(Box<LinkCommand>),
    /// Law as data: checks packs, runs their cases, explains a rule, compares packs
    #[command(subcommand, after_help = exit::CODES)]
    Policy(PolicyCommand),
    /// Imports a workforce or records from a file, and proposes links
    #[command(subcommand, after_help = exit::CODES)]
    Import(ImportCommand),
    /// Rebuilds the read models from the record, or checks that they match it
    Rebuild(RebuildArguments),
    /// Shows what was known at a given time, or what the maker of a decision saw
    Replay(ReplayArguments),
    /// Writes the whole record to one encrypted file
    Backup(BackupArguments),
    /// Restores a backup into an empty record
    Restore(RestoreArguments),
    /// Checks that everything ever recorded is still there, and reports the first position that is not
    #[command(after_help = exit::CODES)]
    Audit(AuditArguments),
    /// Writes a proof, which anyone can check, that an event is in the log
    Prove(ProveArguments),
    /// Cosigns checkpoints of logs that have only grown
    Witness(WitnessArguments),
    /// Assigns events their positions in the log, and signs the log
    Sequence(SequenceArguments),
    /// Runs the service: pages, reconcilers and the log's sequencer
    #[command(after_help = exit::CODES)]
    Serve(ServeArguments),
    /// Asks a service about an officer's code, as a telephone or text gateway does, and prints the words to say
    #[command(after_help = exit::CODES)]
    Check(CheckArguments),
    /// Reports what must be fixed before the service can be relied upon
    #[command(after_help = exit::CODES)]
    Doctor(DoctorArguments),
    /// Manages the devices of staff: invites a person to set one up, lists devices, removes one
    #[command(subcommand, after_help = exit::CODES)]
    Staff(StaffCommand),
    /// Prints a completion script for a shell
    Completions(CompletionsArguments),
    /// Writes the manual pages
    Man(ManArguments),
    /// Writes the command reference for the documentation, or checks that it is up to date
    #[command(hide = true)]
    Docs(DocsArguments),
}

#[derive(Args)]
pub struct CompletionsArguments {
    /// The shell for which to print completions
    pub shell: clap_complete::Shell,
}

#[derive(Args)]
pub struct ManArguments {
    /// The folder to write to; it is created if it is missing
    #[arg(long, value_name = "FOLDER")]
    pub out: PathBuf,
}

#[derive(Args)]
#[command(group = clap::ArgGroup::new("what").required(true))]
pub struct DocsArguments {
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
