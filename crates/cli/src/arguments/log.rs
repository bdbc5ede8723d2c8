//! Options of `audit`, `prove`, `witness` and `sequence`.

use std::net::SocketAddr;
use std::path::PathBuf;

use clap::Args;

use super::RecordOptions;

#[derive(Args)]
pub struct SequenceArguments {
    #[command(flatten)]
    pub record: RecordOptions,
    /// The name of the log, such as `log.avonvale.example/record`; required at the first start, which creates its key
    #[arg(long, value_name = "NAME")]
    pub origin: Option<String>,
    /// A witness to ask for cosignatures, and its public key
    #[arg(long = "witness", value_name = "URL=KEY")]
    pub witnesses: Vec<String>,
    /// The number of witnesses that must cosign a checkpoint before it is published; required if there are witnesses
    #[arg(long, value_name = "N")]
    pub quorum: Option<usize>,
    /// Integrates the waiting events, signs and publishes once, and exits
    #[arg(long)]
    pub once: bool,
    /// Aborts the process at this stage, to test recovery from crashes
    #[arg(long, value_name = "STAGE", hide = true)]
    pub stop_after: Option<String>,
}

#[derive(Args)]
pub struct WitnessArguments {
    /// The folder for the witness's key and the checkpoints that it has cosigned
    #[arg(long, value_name = "FOLDER")]
    pub data: PathBuf,
    /// The address on which to listen
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:8046")]
    pub listen: SocketAddr,
    /// The public key of a log to watch, or a file that contains it
    #[arg(long = "log-key", value_name = "KEY", required = true)]
    pub log_keys: Vec<String>,
    /// The name of the witness, usually its address without the scheme; required at the first start, which creates its
    /// key
    #[arg(long, value_name = "NAME")]
    pub name: Option<String>,
}

#[derive(Args)]
pub struct AuditArguments {
    /// The log to audit: its folder, or the address where it is served [default: `log` in the folder of `--data`]
    #[arg(value_name = "TARGET", required_unless_present_any = ["proof", "data"])]
    pub target: Option<String>,
    /// The public key of the log, or a file that contains it. Get it from a source other than the log
    #[arg(long, value_name = "KEY", required_unless_present = "data")]
    pub key: Option<String>,
    /// The public key of a witness, or a file that contains it
    #[arg(long = "witness", value_name = "KEY")]
    pub witnesses: Vec<String>,
    /// The number of witnesses that must have cosigned the checkpoint [default: all of them]
    #[arg(long, value_name = "N")]
    pub quorum: Option<usize>,
    /// Keeps the checkpoint in this file; the next audit checks that the log is a continuation of it
    #[arg(long, value_name = "FILE", conflicts_with = "proof")]
    pub remember: Option<PathBuf>,
    /// Checks one proof written by `candour prove` instead of a log
    #[arg(long, value_name = "FILE", conflicts_with_all = ["target", "database"])]
    pub proof: Option<PathBuf>,
    /// Audits the database too: every event, every entry, every read model
    #[arg(long, value_name = "URL", requires = "data", conflicts_with = "proof")]
    pub database: Option<String>,
    /// The folder of the installation, whose keys open the database
    #[arg(long, value_name = "FOLDER")]
    pub data: Option<PathBuf>,
    /// The longest time that an event may wait for the log
    #[arg(long, value_name = "SECONDS", default_value_t = 10, requires = "database")]
    pub waits_at_most: u64,
    /// Reports an event as backdated if it was recorded more than this long before an event that precedes it in the
    /// log. Do not use this on a database into which an older one was imported
    #[arg(long, value_name = "SECONDS", requires = "database")]
    pub backdated_by: Option<u64>,
}

#[derive(Args)]
pub struct ProveArguments {
    /// The id of the event
    #[arg(value_name = "EVENT")]
    pub event: String,
    #[command(flatten)]
    pub record: RecordOptions,
    /// The file for the proof [default: `EVENT.tlog-proof`]
    #[arg(long, value_name = "FILE")]
    pub out: Option<PathBuf>,
}
