//! Options of the subcommands that work on a record.

use std::path::PathBuf;

use clap::{Args, Subcommand};

/// The location of the record.
#[derive(Args, Clone)]
pub struct RecordOptions {
    /// The folder of the record: its database `candour.db`, `keys/` and `log/`
    #[arg(long, value_name = "FOLDER", default_value = "candour-data")]
    pub data: PathBuf,
    /// A database other than the one in the folder: `sqlite:PATH` or `postgres://USER@HOST/NAME?schema=NAME`
    #[arg(long, value_name = "URL")]
    pub database: Option<String>,
}

#[derive(Subcommand)]
pub enum PolicyCommand {
    /// Checks policy packs and reports every fault with its file, rule and field
    Check(PacksArguments),
    /// Runs the cases of policy packs: facts in, duties and citations out
    Cases(PacksArguments),
    /// Explains a rule, or the consequences of a set of facts
    Explain(PolicyExplainArguments),
    /// Compares two sets of packs: their rules and the results of their cases
    Diff(PolicyDiffArguments),
}

#[derive(Args)]
pub struct PacksArguments {
    /// Folders of packs, with the law first [default: the built-in packs]
    #[arg(value_name = "FOLDER")]
    pub folders: Vec<PathBuf>,
}

#[derive(Args)]
pub struct PolicyExplainArguments {
    /// The id of a rule, such as `PCR-11B`
    #[arg(value_name = "RULE", required_unless_present = "facts")]
    pub rule: Option<String>,
    /// A TOML file of facts, in the format of a pack's cases
    #[arg(long, value_name = "FILE", conflicts_with = "rule")]
    pub facts: Option<PathBuf>,
    /// Folders of packs [default: the built-in packs]
    #[arg(long = "pack", value_name = "FOLDER")]
    pub folders: Vec<PathBuf>,
}

#[derive(Args)]
pub struct PolicyDiffArguments {
    /// A folder of the earlier packs; repeat the option to stack several
    #[arg(long, value_name = "FOLDER", required = true)]
    pub before: Vec<PathBuf>,
    /// A folder of the later packs [default: the built-in packs]
    #[arg(long, value_name = "FOLDER")]
    pub after: Vec<PathBuf>,
}

#[derive(Args)]
pub struct RebuildArguments {
    #[command(flatten)]
    pub record: RecordOptions,
    /// Only compares: changes nothing, and exits with 1 if there are differences
    #[arg(long)]
    pub check: bool,
}

#[derive(Args)]
pub struct BackupArguments {
    #[command(flatten)]
    pub record: RecordOptions,
    /// The file to write; it must not exist yet
    #[arg(long, value_name = "FILE")]
    pub to: PathBuf,
    /// An `age1…` key that can open the file; can be repeated
    #[arg(long, value_name = "AGE-KEY", required_unless_present = "passphrase_file")]
    pub recipient: Vec<String>,
    /// A file whose first line is a passphrase that can open the backup
    #[arg(long, value_name = "FILE", conflicts_with = "recipient")]
    pub passphrase_file: Option<PathBuf>,
}

#[derive(Args)]
pub struct RestoreArguments {
    #[command(flatten)]
    pub record: RecordOptions,
    /// The backup file
    #[arg(long, value_name = "FILE")]
    pub from: PathBuf,
    /// A file whose first line is the `AGE-SECRET-KEY-1…` that opens the backup
    #[arg(long, value_name = "FILE", required_unless_present = "passphrase_file")]
    pub identity_file: Option<PathBuf>,
    /// A file whose first line is the passphrase
    #[arg(long, value_name = "FILE", conflicts_with = "identity_file")]
    pub passphrase_file: Option<PathBuf>,
}

#[derive(Args)]
pub struct ReplayArguments {
    #[command(flatten)]
    pub record: RecordOptions,
    /// The stream, such as `officer/0195…` or `matter/0195…`; with `--decision`, the id of an event
    #[arg(value_name = "STREAM")]
    pub stream: String,
    /// The time, such as `2026-09-07T12:00Z` [default: now]
    #[arg(long, value_name = "TIME", conflicts_with = "decision")]
    pub at: Option<jiff::Timestamp>,
    /// Shows what the maker of a decision saw, and whether the record proves it; the argument is the id of the
    /// decision's event
    #[arg(long)]
    pub decision: bool,
}
