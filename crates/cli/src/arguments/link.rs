//! Options of the stages of linkage.

use std::path::PathBuf;

use clap::{Args, Subcommand};

#[derive(Subcommand)]
pub enum LinkCommand {
    /// Shows how many pairs a model's blocking rules would produce, before anything is compared
    Plan(PlanArguments),
    /// Learns a model's weights from one or two files, and writes the trained model
    Train(TrainArguments),
    /// Links two files, or finds duplicates within one
    Run(RunArguments),
    /// Explains the weight of one pair, field by field
    Explain(ExplainArguments),
    /// Looks up one record in the left file, and explains each candidate
    Search(SearchArguments),
    /// Measures links against the truth, or against a column that the model does not use
    Evaluate(EvaluateArguments),
    /// Writes a report about existing links
    Report(ReportArguments),
    /// Guesses a model from the files, and writes it as a draft with comments
    Init(InitArguments),
    /// Adds new records to existing clusters
    Add(AddArguments),
}

#[derive(Args, Clone)]
pub struct FileOptions {
    /// The left file, or the only one: .csv, .tsv, .parquet, .jsonl, or `-` for standard input
    #[arg(long, value_name = "FILE")]
    pub left: PathBuf,
    /// The right file
    #[arg(long, value_name = "FILE")]
    pub right: Option<PathBuf>,
    #[command(flatten)]
    pub reading: ReadingOptions,
}

#[derive(Args, Clone, Default)]
pub struct ReadingOptions {
    /// The character that separates the fields of CSV files [default: a comma]
    #[arg(long, value_name = "CHARACTER")]
    pub delimiter: Option<char>,
    /// Writes unusable rows to this file, unchanged, and continues with the rest. Rows of the right file go to
    /// `NAME.right.EXTENSION` if the left file has unusable rows too
    #[arg(long, value_name = "FILE")]
    pub reject_to: Option<PathBuf>,
}

#[derive(Args)]
pub struct PlanArguments {
    /// The model
    #[arg(long, value_name = "FILE")]
    pub model: PathBuf,
    #[command(flatten)]
    pub files: FileOptions,
    /// Counts only the sizes of blocks, so that a pair found by several rules is counted several times
    #[arg(long)]
    pub quick: bool,
}

#[derive(Args)]
pub struct TrainArguments {
    /// The model
    #[arg(long, value_name = "FILE")]
    pub model: PathBuf,
    #[command(flatten)]
    pub files: FileOptions,
    /// Known matches to learn from: `left_id,right_id`, or `id,cluster_id`
    #[arg(long, value_name = "FILE")]
    pub labels: Option<PathBuf>,
    /// The file for the trained model; comments in the model are kept
    #[arg(long, value_name = "FILE")]
    pub out: PathBuf,
}

#[derive(Args)]
pub struct RunArguments {
    /// The model; an untrained model is trained on the files first
    #[arg(long, value_name = "FILE")]
    pub model: PathBuf,
    #[command(flatten)]
    pub files: FileOptions,
    /// The file for the links: .csv, .tsv, .parquet, .jsonl, or `-` for standard output
    #[arg(long, value_name = "FILE")]
    pub out: PathBuf,
    /// The file for each record's cluster
    #[arg(long, value_name = "FILE")]
    pub clusters: Option<PathBuf>,
    /// The file for the HTML report
    #[arg(long, value_name = "FILE")]
    pub report: Option<PathBuf>,
    /// The file for the trained model
    #[arg(long, value_name = "FILE")]
    pub trained_model: Option<PathBuf>,
    /// Links below this probability are neither written nor used for clusters
    #[arg(long, value_name = "P", value_parser = probability)]
    pub threshold: Option<f64>,
    /// Links below this match weight, in bits, are not written, whatever the model says
    #[arg(long, value_name = "BITS", allow_negative_numbers = true)]
    pub keep_weight: Option<f64>,
    /// Adds a column for each comparison, with the level that the pair reached
    #[arg(long)]
    pub levels: bool,
    /// The truth against which to measure the accuracy of the links: `left_id,right_id`, or `id,cluster_id`
    #[arg(long, value_name = "FILE")]
    pub labels: Option<PathBuf>,
}

#[derive(Args)]
pub struct ExplainArguments {
    /// The model; an untrained model is trained on the files first
    #[arg(long, value_name = "FILE")]
    pub model: PathBuf,
    #[command(flatten)]
    pub files: FileOptions,
    /// The ids of the two records
    #[arg(long, num_args = 2, required = true, value_names = ["LEFT_ID", "RIGHT_ID"], allow_hyphen_values = true)]
    pub pair: Vec<String>,
}

#[derive(Args)]
pub struct SearchArguments {
    /// The model; an untrained model is trained on the files first
    #[arg(long, value_name = "FILE")]
    pub model: PathBuf,
    #[command(flatten)]
    pub files: FileOptions,
    /// A known value of the record: a field of the model or a column of its right file, and the value. Can be repeated
    #[arg(long = "field", value_name = "NAME=VALUE", group = "what", value_parser = named)]
    pub fields: Vec<(String, String)>,
    /// The record as a JSON object
    #[arg(long, value_name = "JSON", group = "what")]
    pub json_record: Option<String>,
    /// A file that contains the record as a JSON object, or `-` for standard input
    #[arg(long, value_name = "FILE", group = "what")]
    pub record: Option<PathBuf>,
    /// Looks up the first records of this file one after the other, and reports how long each took
    #[arg(long, value_name = "FILE", group = "what")]
    pub repeat_from: Option<PathBuf>,
    /// The number of candidates to show [default: 10] or, with --repeat-from, of records to look up [default: 10,000]
    #[arg(long, value_name = "N")]
    pub limit: Option<usize>,
    /// Candidates below this match weight, in bits, are not shown [default: -10]
    #[arg(long, value_name = "BITS", allow_negative_numbers = true)]
    pub least_weight: Option<f64>,
}

#[derive(Args)]
pub struct ReportArguments {
    /// The model; an untrained model is trained on the files first
    #[arg(long, value_name = "FILE")]
    pub model: PathBuf,
    #[command(flatten)]
    pub files: FileOptions,
    /// The links to report on [default: the files are linked again]
    #[arg(long, value_name = "FILE")]
    pub links: Option<PathBuf>,
    /// The truth against which to measure the accuracy of the links: `left_id,right_id`, or `id,cluster_id`
    #[arg(long, value_name = "FILE")]
    pub labels: Option<PathBuf>,
    /// Links below this probability are not used for clusters
    #[arg(long, value_name = "P", value_parser = probability)]
    pub threshold: Option<f64>,
    /// The file for the HTML report
    #[arg(long, value_name = "FILE")]
    pub out: PathBuf,
}

#[derive(Args)]
pub struct InitArguments {
    #[command(flatten)]
    pub files: FileOptions,
    /// The file for the model, or `-` for standard output
    #[arg(long, value_name = "FILE")]
    pub out: PathBuf,
}

#[derive(Args)]
pub struct AddArguments {
    /// The trained model with which the clusters were made
    #[arg(long, value_name = "FILE")]
    pub model: PathBuf,
    /// The file whose records are in the clusters
    #[arg(long, value_name = "FILE")]
    pub left: PathBuf,
    /// The new records, with the same columns
    #[arg(long, value_name = "FILE")]
    pub new: PathBuf,
    /// The existing clusters: `id,cluster_id`
    #[arg(long, value_name = "FILE")]
    pub clusters: PathBuf,
    /// The file for the clusters including the new records; existing records stay in their clusters
    #[arg(long, value_name = "FILE")]
    pub out_clusters: PathBuf,
    /// The least probability at which a link adds a new record to a cluster [default: the model's `cluster_threshold`,
    /// or 0.5]
    #[arg(long, value_name = "P", value_parser = probability)]
    pub threshold: Option<f64>,
    #[command(flatten)]
    pub reading: ReadingOptions,
}

#[derive(Args)]
pub struct EvaluateArguments {
    /// The links to measure: `left_id,right_id` and `match_weight` or `match_probability`
    #[arg(long, value_name = "FILE")]
    pub links: PathBuf,
    /// The truth: true pairs as `left_id,right_id`, or the cluster of each record as `id,cluster_id`
    #[arg(long, value_name = "FILE", required_unless_present = "agreement")]
    pub truth: Option<PathBuf>,
    /// The column of the truth that identifies a record
    #[arg(long, value_name = "COLUMN", requires = "truth")]
    pub id: Option<String>,
    /// The column of the truth that identifies a record's cluster
    #[arg(long, value_name = "COLUMN", requires = "truth")]
    pub cluster: Option<String>,
    /// Clusters to measure as well: `id,cluster_id`
    #[arg(long, value_name = "FILE", requires = "truth")]
    pub clusters: Option<PathBuf>,
    /// A threshold at which to measure, as a probability
    #[arg(long, value_name = "P", value_parser = probability, conflicts_with = "threshold_weight")]
    pub threshold: Option<f64>,
    /// A threshold at which to measure, as a match weight in bits
    #[arg(long, value_name = "BITS", allow_negative_numbers = true)]
    pub threshold_weight: Option<f64>,
    /// Treats the two id columns as those of two files, even if the ids look the same (such as row numbers): a pair in
    /// reverse order is a different pair
    #[arg(long)]
    pub two_files: bool,
    /// The trained model with which the links were made, to cluster them and, given its files, to find where missed
    /// pairs were lost
    #[arg(long, value_name = "FILE")]
    pub model: Option<PathBuf>,
    /// The left file, or the only one
    #[arg(long, value_name = "FILE")]
    pub left: Option<PathBuf>,
    /// The right file
    #[arg(long, value_name = "FILE", requires = "left")]
    pub right: Option<PathBuf>,
    #[command(flatten)]
    pub reading: ReadingOptions,
    /// Measures how often links agree in a column that the model does not use. Values may have several words; one word
    /// in common is enough
    #[arg(long, num_args = 2, value_names = ["LEFT_COLUMN", "RIGHT_COLUMN"], requires = "left")]
    pub agreement: Option<Vec<String>>,
    /// The share of agreement for which to find the greatest depth
    #[arg(long, value_name = "SHARE", default_value_t = 0.96, value_parser = probability, requires = "agreement")]
    pub least_agreement: f64,
    /// The column of the left file that identifies a record, if no model is given
    #[arg(long, value_name = "COLUMN", requires = "left")]
    pub left_id: Option<String>,
    /// The column of the right file that identifies a record
    #[arg(long, value_name = "COLUMN", requires = "right")]
    pub right_id: Option<String>,
    /// Exits with 1 if the best F1 (or, with a threshold, the F1 at it) is below this
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
