//! The command line: subcommands, options and their help. What they mean is decided in their handlers.

mod check;
mod import;
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

/// The stages of linkage.
#[derive(Subcommand)]
pub enum Stage {
    /// Shows what the blocking rules of a model would do, before anything is compared
    Plan(Plan),
    /// Learns the weights of a model from two files, or one, and writes the model with them
    Train(Train),
    /// Links two files, or finds the duplicates within one
    Run(Run),
    /// Explains why one pair has its weight, field by field
    Explain(Explain),
    /// Looks one record up among those of the left file, and explains each candidate
    Search(Search),
    /// Measures links against the truth, or against a column that was left out of the model
    Evaluate(Evaluate),
    /// Writes the report of links that were made before
    Report(Report),
    /// Guesses a model from the files, as a commented text to start from
    Init(Init),
    /// Adds new records to clusters that are there already
    Add(Add),
}

/// The files to link.
#[derive(Args, Clone)]
pub struct Files {
    /// The left file, or the only one: .csv, .tsv, .parquet, .jsonl, or `-` for standard input
    #[arg(long, value_name = "FILE")]
    pub left: PathBuf,
    /// The right file
    #[arg(long, value_name = "FILE")]
    pub right: Option<PathBuf>,
    #[command(flatten)]
    pub reading: Reading,
}

/// How files are read.
#[derive(Args, Clone, Default)]
pub struct Reading {
    /// What stands between the fields of CSV files, if not a comma
    #[arg(long, value_name = "CHARACTER")]
    pub delimiter: Option<char>,
    /// Sets rows that cannot be used aside in this file, as they stood, and goes on with the rest. Those of the right
    /// file go to `NAME.right.EXTENSION` where the left file has some as well
    #[arg(long, value_name = "FILE")]
    pub reject_to: Option<PathBuf>,
}

#[derive(Args)]
pub struct Plan {
    /// The model
    #[arg(long, value_name = "FILE")]
    pub model: PathBuf,
    #[command(flatten)]
    pub files: Files,
    /// Only the size of blocks: a pair that several rules find counts several times
    #[arg(long)]
    pub quick: bool,
}

#[derive(Args)]
pub struct Train {
    /// The model
    #[arg(long, value_name = "FILE")]
    pub model: PathBuf,
    #[command(flatten)]
    pub files: Files,
    /// Pairs that are known to match, to learn from them: `left_id,right_id`, or `id,cluster_id`
    #[arg(long, value_name = "FILE")]
    pub labels: Option<PathBuf>,
    /// Where to write the model with what was learnt; comments are kept
    #[arg(long, value_name = "FILE")]
    pub out: PathBuf,
}

#[derive(Args)]
pub struct Run {
    /// The model; it is trained on the files first if it is not trained yet
    #[arg(long, value_name = "FILE")]
    pub model: PathBuf,
    #[command(flatten)]
    pub files: Files,
    /// Where to write the links: .csv, .tsv, .parquet, .jsonl, or `-` for standard output
    #[arg(long, value_name = "FILE")]
    pub out: PathBuf,
    /// Where to write the cluster of each record
    #[arg(long, value_name = "FILE")]
    pub clusters: Option<PathBuf>,
    /// Where to write the report, one HTML file
    #[arg(long, value_name = "FILE")]
    pub report: Option<PathBuf>,
    /// Where to write the model with what was learnt
    #[arg(long, value_name = "FILE")]
    pub trained_model: Option<PathBuf>,
    /// Links below this probability are neither written nor joined to clusters
    #[arg(long, value_name = "P", value_parser = probability)]
    pub threshold: Option<f64>,
    /// Links below this match weight, in bits, are not written, whatever the model says
    #[arg(long, value_name = "BITS", allow_negative_numbers = true)]
    pub keep_weight: Option<f64>,
    /// Adds a column for each comparison with the level that the pair reached
    #[arg(long)]
    pub levels: bool,
    /// The truth, only to say how right the links are: `left_id,right_id`, or `id,cluster_id`
    #[arg(long, value_name = "FILE")]
    pub labels: Option<PathBuf>,
}

#[derive(Args)]
pub struct Explain {
    /// The model, trained; if it is not, it is trained on the files first
    #[arg(long, value_name = "FILE")]
    pub model: PathBuf,
    #[command(flatten)]
    pub files: Files,
    /// The ids of the two records
    #[arg(long, num_args = 2, required = true, value_names = ["LEFT_ID", "RIGHT_ID"], allow_hyphen_values = true)]
    pub pair: Vec<String>,
}

#[derive(Args)]
pub struct Search {
    /// The model, trained; if it is not, it is trained on the files first
    #[arg(long, value_name = "FILE")]
    pub model: PathBuf,
    #[command(flatten)]
    pub files: Files,
    /// What is known of the record: a field of the model or a column of its right file, and the value. Give it as often
    /// as needed
    #[arg(long = "field", value_name = "NAME=VALUE", group = "what", value_parser = named)]
    pub fields: Vec<(String, String)>,
    /// The record as a JSON object
    #[arg(long, value_name = "JSON", group = "what")]
    pub json_record: Option<String>,
    /// A file with the record as a JSON object, or `-` for standard input
    #[arg(long, value_name = "FILE", group = "what")]
    pub record: Option<PathBuf>,
    /// Looks up the first records of this file one after the other, and says how long it took
    #[arg(long, value_name = "FILE", group = "what")]
    pub repeat_from: Option<PathBuf>,
    /// Candidates to show, 10 unless given; with --repeat-from: records to look up, 10,000 unless given
    #[arg(long, value_name = "N")]
    pub limit: Option<usize>,
    /// Candidates below this match weight, in bits, are not shown; -10 unless given
    #[arg(long, value_name = "BITS", allow_negative_numbers = true)]
    pub least_weight: Option<f64>,
}

#[derive(Args)]
pub struct Report {
    /// The model, trained; if it is not, it is trained on the files first
    #[arg(long, value_name = "FILE")]
    pub model: PathBuf,
    #[command(flatten)]
    pub files: Files,
    /// The links to report; without them the files are linked anew
    #[arg(long, value_name = "FILE")]
    pub links: Option<PathBuf>,
    /// The truth, to say how right the links are: `left_id,right_id`, or `id,cluster_id`
    #[arg(long, value_name = "FILE")]
    pub labels: Option<PathBuf>,
    /// Links below this probability do not join clusters
    #[arg(long, value_name = "P", value_parser = probability)]
    pub threshold: Option<f64>,
    /// Where to write the report, one HTML file
    #[arg(long, value_name = "FILE")]
    pub out: PathBuf,
}

#[derive(Args)]
pub struct Init {
    #[command(flatten)]
    pub files: Files,
    /// Where to write the model, or `-` for standard output
    #[arg(long, value_name = "FILE")]
    pub out: PathBuf,
}

#[derive(Args)]
pub struct Add {
    /// The trained model that made the clusters
    #[arg(long, value_name = "FILE")]
    pub model: PathBuf,
    /// The file that was clustered
    #[arg(long, value_name = "FILE")]
    pub left: PathBuf,
    /// The new records, in the same columns
    #[arg(long, value_name = "FILE")]
    pub new: PathBuf,
    /// The clusters there are: `id,cluster_id`
    #[arg(long, value_name = "FILE")]
    pub clusters: PathBuf,
    /// Where to write the clusters with the new records; those that are there keep theirs
    #[arg(long, value_name = "FILE")]
    pub out_clusters: PathBuf,
    /// A new record joins a cluster by a link of at least this probability; the model's `cluster_threshold` unless given,
    /// and 0.5 without that
    #[arg(long, value_name = "P", value_parser = probability)]
    pub threshold: Option<f64>,
    #[command(flatten)]
    pub reading: Reading,
}

#[derive(Args)]
pub struct Evaluate {
    /// The links to measure: `left_id,right_id` and `match_weight` or `match_probability`
    #[arg(long, value_name = "FILE")]
    pub links: PathBuf,
    /// The truth: true pairs as `left_id,right_id`, or the cluster of each record as `id,cluster_id`
    #[arg(long, value_name = "FILE", required_unless_present = "agreement")]
    pub truth: Option<PathBuf>,
    /// The column of the truth that names a record
    #[arg(long, value_name = "COLUMN", requires = "truth")]
    pub id: Option<String>,
    /// The column of the truth that says which records belong together
    #[arg(long, value_name = "COLUMN", requires = "truth")]
    pub cluster: Option<String>,
    /// Clusters to measure as well: `id,cluster_id`
    #[arg(long, value_name = "FILE", requires = "truth")]
    pub clusters: Option<PathBuf>,
    /// A threshold to measure at, as a probability
    #[arg(long, value_name = "P", value_parser = probability, conflicts_with = "threshold_weight")]
    pub threshold: Option<f64>,
    /// A threshold to measure at, as a match weight in bits
    #[arg(long, value_name = "BITS", allow_negative_numbers = true)]
    pub threshold_weight: Option<f64>,
    /// The ids of the two columns are those of two files even where they look alike (row numbers): a pair the other way
    /// round is another pair
    #[arg(long)]
    pub two_files: bool,
    /// The trained model that made the links: how they are clustered and, with its files, where missed pairs were lost
    #[arg(long, value_name = "FILE")]
    pub model: Option<PathBuf>,
    /// The left file, or the only one
    #[arg(long, value_name = "FILE")]
    pub left: Option<PathBuf>,
    /// The right file
    #[arg(long, value_name = "FILE", requires = "left")]
    pub right: Option<PathBuf>,
    #[command(flatten)]
    pub reading: Reading,
    /// Measures how often links agree in a column that the model does not use. Values may be several words; one in
    /// common is enough
    #[arg(long, num_args = 2, value_names = ["LEFT_COLUMN", "RIGHT_COLUMN"], requires = "left")]
    pub agreement: Option<Vec<String>>,
    /// The share of agreement for which the greatest depth is looked for
    #[arg(long, value_name = "SHARE", default_value_t = 0.96, value_parser = probability, requires = "agreement")]
    pub least_agreement: f64,
    /// The column of the left file that names a record, where there is no model to say so
    #[arg(long, value_name = "COLUMN", requires = "left")]
    pub left_id: Option<String>,
    /// The column of the right file that names a record
    #[arg(long, value_name = "COLUMN", requires = "right")]
    pub right_id: Option<String>,
    /// Ends with exit code 1 if the best F1 (with a stated threshold: the F1 there) is below this
    #[arg(long, value_name = "F1", value_parser = probability)]
    pub require_f1: Option<f64>,
}

fn probability(text: &str) -> Result<f64, String> {
    text.parse()
        .ok()
        .filter(|number| (0.0..=1.0).contains(number))
        .ok_or_else(|| "needs a number from 0 to 1".to_owned())
}

fn named(text: &str) -> Result<(String, String), String> {
    match text.split_once('=') {
        Some((name, value)) if !name.trim().is_empty() => Ok((name.trim().to_owned(), value.to_owned())),
        _ => Err("needs a name, `=` and a value, such as `surname=smith`".to_owned()),
    }
}
