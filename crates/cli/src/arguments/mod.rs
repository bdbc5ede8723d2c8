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
pub use log::{Audit, Load, Prove, Sequence, Witness};
pub use record::{Backup, Policy, Rebuild, RecordOptions, Replay, Restore};
pub use serve::{ConfigOptions, Doctor, Serve};
pub use staff::{Devices, Invite, RemoveDevice, Staff};

use crate::bench::{MeasureCheck, MeasureRecord};
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

/// What is measured.
#[derive(Subcommand)]
pub enum Measure {
    /// The record: appends, checkpoints, proofs, replay, rebuilding
    #[command(subcommand)]
    Record(MeasureRecord),
    /// The public check: its rate, its refusals, how fast a suspension reaches it, its weight
    #[command(subcommand)]
    Check(MeasureCheck),
}

#[derive(Subcommand)]
pub enum Command {
    /// Record linkage: which records of two files, or of one, are about the same person
    #[command(subcommand, after_help = exit::CODES)]
    Link(Box<Stage>),
    /// Shows Candour on made-up people: the record and what it notices, the service, record linkage
    #[command(after_help = exit::CODES)]
    Demo(Demo),
    /// Makes a national workforce and dirty records about it, with the truth known; nobody in it is real
    Synth(Synth),
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
    /// Appends made-up events, for trials of crashes
    #[command(hide = true)]
    Load(Load),
    /// Measures what something costs, for the benchmarks
    #[command(subcommand, hide = true)]
    Measure(Measure),
    /// Prints the completions for a shell
    Completions(Completions),
    /// Writes the manual pages
    Man(Man),
    /// Writes the command reference of the documentation, or checks that it is up to date
    #[command(hide = true)]
    Docs(Docs),
}

#[derive(Args)]
#[command(args_conflicts_with_subcommands = true)]
pub struct Demo {
    /// The service, the engine alone, or the record, which is also what is shown without a name
    #[command(subcommand)]
    pub which: Option<DemoOf>,
    #[command(flatten)]
    pub record: DemoRecord,
}

#[derive(Subcommand)]
pub enum DemoOf {
    /// Puts a made-up police service through the record, with its planted stories and the innocent who look like them
    Record(DemoRecord),
    /// Links a made-up national data set, measures the result, and writes the report
    Linkage(DemoLinkage),
    /// Serves a small record of made-up people, to play officer, member of the public and control room
    Street(DemoStreet),
}

#[derive(Args)]
pub struct DemoStreet {
    /// The folder of the record; an earlier demo in it is removed, anything else is left alone and refused
    #[arg(long, value_name = "FOLDER", default_value = "candour-demo")]
    pub data: PathBuf,
    /// Where to listen on this machine; 127.0.0.1 at the first free port from 8080 on unless given
    #[arg(long, value_name = "ADDRESS")]
    pub address: Option<std::net::SocketAddr>,
    /// Where chance starts with `--deterministic`
    #[arg(long, value_name = "N", default_value_t = 1, hide = true)]
    pub seed: u64,
    /// Ids and codes out of a seed: whoever knows it knows every code. For trials
    #[arg(long, hide = true)]
    pub deterministic: bool,
}

#[derive(Args)]
pub struct DemoRecord {
    /// The folder to fill; an earlier demo in it is removed, anything else is left alone and refused
    #[arg(long, value_name = "FOLDER", default_value = "candour-demo")]
    pub data: PathBuf,
    /// How much of it
    #[arg(long, value_name = "SCALE", default_value = "small")]
    pub scale: DemoScale,
    /// Where chance starts: equal seeds give equal histories
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub seed: u64,
    /// Ends when everything is told, as it does anyway while there is nothing to stay up for
    #[arg(long)]
    pub once: bool,
}

/// How much of a made-up police service.
#[derive(Clone, Copy, ValueEnum)]
pub enum DemoScale {
    /// Four forces with 1,900 people: under a minute
    Small,
    /// Forty-six forces with 236,000 people: a quarter of an hour, and 4 GB
    National,
}

#[derive(Args)]
pub struct DemoLinkage {
    /// People employed by a force
    #[arg(long, value_name = "N", default_value_t = 20_000)]
    pub workforce: usize,
    /// Records about them, their relatives and the public
    #[arg(long, value_name = "N", default_value_t = 60_000)]
    pub records: usize,
    /// Where chance starts: equal seeds give equal data
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub seed: u64,
    /// The folder to write to
    #[arg(long, value_name = "FOLDER", default_value = "candour-demo")]
    pub out: PathBuf,
}

#[derive(Args)]
pub struct Synth {
    /// The folder to write to; it is made if it is not there
    #[arg(long, value_name = "FOLDER")]
    pub out: PathBuf,
    /// People employed by a force
    #[arg(long, value_name = "N", default_value_t = 20_000)]
    pub workforce: usize,
    /// Records about them, their relatives and the public
    #[arg(long, value_name = "N", default_value_t = 60_000)]
    pub records: usize,
    /// Where chance starts: equal seeds give equal data
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub seed: u64,
    /// Phones from the ranges kept for drama, and collar numbers that begin with TEST, as fits a screen; otherwise values
    /// as many and as varied as real ones, which fits a measurement
    #[arg(long)]
    pub screen: bool,
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
