//! The command line of `candour-trial`: subcommands, options and their help.

use std::net::SocketAddr;
use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};
use cli::arguments::{CommonOptions, DocsArguments, RecordOptions};

use crate::bench::{BenchCheckCommand, BenchRecordCommand};

/// The last section of `--help`.
pub const CODES: &str = "\
Exit codes:
    0  done
    1  the system did not do what it promises: the output says how
    2  the command line is wrong
   65  the data cannot be used
   66  a file to read is missing
   70  a bug in candour
   73  an output cannot be created
   74  reading, writing or measuring failed: a full disk, a database or service that went away
   75  another process is using it: try again later
   77  this is not allowed
   78  a model, policy pack, key or configuration is wrong
  130  interrupted";

/// Runs Candour on made-up people: demonstrations, benchmarks and load tests.
#[derive(Parser)]
#[command(name = "candour-trial", version, about, after_help = CODES, max_term_width = 110)]
#[command(disable_help_subcommand = true)]
pub struct TrialArguments {
    #[command(flatten)]
    pub common: CommonOptions,
    #[command(subcommand)]
    pub command: TrialCommand,
}

#[derive(Subcommand)]
pub enum TrialCommand {
    /// Serves a small record of made-up people,
    /// in which to play the officer, the member of the public and the control room
    #[command(after_help = CODES)]
    Serve(TrialServeArguments),
    /// Fills a record with the history of a made-up police service,
    /// with planted stories and innocent people who look like the culprits
    #[command(after_help = CODES)]
    History(HistoryArguments),
    /// Links a made-up national data set, measures the result and writes a report
    #[command(after_help = CODES)]
    Linkage(LinkageArguments),
    /// Generates a national workforce and dirty records about it, with the truth known; nobody in it is real
    Synth(SynthArguments),
    /// Appends made-up events until it is stopped, and prints which ones were committed, for crash tests
    Load(LoadArguments),
    /// Takes one measurement, for `cargo xtask bench`
    #[command(subcommand)]
    Bench(BenchCommand),
    /// Writes the command reference in the documentation, or checks that it is up to date
    #[command(hide = true)]
    Docs(DocsArguments),
}

#[derive(Args)]
pub struct TrialServeArguments {
    /// The folder for the record; an earlier trial in it is removed;
    /// a folder with anything else in it is refused and left alone
    #[arg(long, value_name = "FOLDER", default_value = "candour-trial")]
    pub data: PathBuf,
    /// The address on this machine to listen on [default: 127.0.0.1 with the first free port from 8080]
    #[arg(long, value_name = "ADDRESS")]
    pub address: Option<SocketAddr>,
    /// The seed for `--deterministic`
    #[arg(long, value_name = "N", default_value_t = 1, hide = true)]
    pub seed: u64,
    /// Draws ids and codes from the seed: anyone who knows the seed knows every code
    #[arg(long, hide = true)]
    pub deterministic: bool,
}

#[derive(Args)]
pub struct HistoryArguments {
    /// The folder to fill; an earlier trial in it is removed;
    /// a folder with anything else in it is refused and left alone
    #[arg(long, value_name = "FOLDER", default_value = "candour-trial")]
    pub data: PathBuf,
    /// The size of the history
    #[arg(long, value_name = "SCALE", default_value = "small")]
    pub scale: ScaleArgument,
    /// The seed: the same seed gives the same history
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub seed: u64,
}

/// The size of a made-up police service.
#[derive(Clone, Copy, ValueEnum)]
pub enum ScaleArgument {
    /// Four forces with 1,900 people; takes less than a minute
    Small,
    /// Forty-six forces with 236,000 people; takes a quarter of an hour, and 4 GB
    National,
}

#[derive(Args)]
pub struct LinkageArguments {
    /// Number of people employed by the forces
    #[arg(long, value_name = "N", default_value_t = 20_000)]
    pub workforce: usize,
    /// Number of records about them, their relatives and the public
    #[arg(long, value_name = "N", default_value_t = 60_000)]
    pub records: usize,
    /// The seed: the same seed gives the same data
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub seed: u64,
    /// The folder to write to
    #[arg(long, value_name = "FOLDER", default_value = "candour-trial")]
    pub out: PathBuf,
}

#[derive(Args)]
pub struct SynthArguments {
    /// The folder to write to; it is created if it is missing
    #[arg(long, value_name = "FOLDER")]
    pub out: PathBuf,
    /// Number of people employed by the forces
    #[arg(long, value_name = "N", default_value_t = 20_000)]
    pub workforce: usize,
    /// Number of records about them, their relatives and the public
    #[arg(long, value_name = "N", default_value_t = 60_000)]
    pub records: usize,
    /// The seed: the same seed gives the same data
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub seed: u64,
    /// Uses phone numbers from the ranges reserved for drama and collar numbers that begin with TEST, for showing on a
    /// screen; otherwise the values are as many and as varied as real ones, for measuring
    #[arg(long)]
    pub screen: bool,
}

#[derive(Args)]
pub struct LoadArguments {
    #[command(flatten)]
    pub record: RecordOptions,
    /// The seed
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub seed: u64,
    /// Concurrent writers
    #[arg(long, value_name = "N", default_value_t = 4)]
    pub writers: u64,
    /// Events per unit of work, on average
    #[arg(long, value_name = "N", default_value_t = 3)]
    pub events: u64,
    /// Units of work per second for all writers together; no limit unless given
    #[arg(long, value_name = "N")]
    pub rate: Option<f64>,
    /// Stops after this time and prints the measurements; without it, runs until it is stopped
    #[arg(long, value_name = "SECONDS")]
    pub seconds: Option<f64>,
    /// Leaves the log alone: appends events without running its sequencer
    #[arg(long)]
    pub no_log: bool,
    /// Appends nothing: reads what an earlier run printed, and says how much of it is lost, duplicated or contradicted
    #[arg(long, value_name = "FILE")]
    pub check: Option<PathBuf>,
}

#[derive(Subcommand)]
pub enum BenchCommand {
    /// Measures the record: appends, checkpoints, proofs, replay and rebuilding
    #[command(subcommand)]
    Record(BenchRecordCommand),
    /// Measures the public check: its rate, its refusals, how fast a suspension reaches it, and the weight of a visit
    #[command(subcommand)]
    Check(BenchCheckCommand),
}
