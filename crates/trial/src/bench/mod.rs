//! `candour-trial bench`: measurements of the record for `cargo xtask bench record`, and of the check for
//! `cargo xtask bench check`. Each measurement runs alone, on databases that contain nothing else, and prints one JSON
//! object.
#![expect(clippy::disallowed_methods, reason = "the edge: a measurement reads the clock and keeps a schedule")]

mod append;
mod check;
mod events;
mod figures;
mod load;
mod proof;
mod rebuild;
mod replay;

use std::error::Error;
use std::sync::Arc;

use clap::Subcommand;
use cli::exit::{Ending, Failure};
use cli::session::Session;
use store::{Database, FileKey, Store};

pub use append::AppendBenchArguments;
pub use check::{BenchCheckCommand, check};
pub use load::LoadBenchArguments;
pub use rebuild::RebuildBenchArguments;
pub use replay::ReplayBenchArguments;

/// Any error. A measurement has one reader and one exit code, so errors need not be told apart.
pub type BenchError = Box<dyn Error + Send + Sync>;

#[derive(Subcommand)]
pub enum BenchRecordCommand {
    /// Measures events per second through the store, compared with bare inserts of the same rows
    Append(AppendBenchArguments),
    /// Measures the time from the moment an event is due until a signed checkpoint covers it
    Load(LoadBenchArguments),
    /// Measures the size of an inclusion proof and the time to verify it
    Proof,
    /// Measures the time to read and fold the history of an officer with many events
    Replay(ReplayBenchArguments),
    /// Measures the time to rebuild the read models
    Rebuild(RebuildBenchArguments),
}

/// Takes one measurement and prints the result.
///
/// # Errors
/// If a database or a file fails, or does not contain what was written.
pub fn record(what: &BenchRecordCommand, session: &Session) -> Result<(), Failure> {
    let measured = cli::open::runtime()?.block_on(async {
        match what {
            BenchRecordCommand::Append(arguments) => append::measure(arguments).await,
            BenchRecordCommand::Load(arguments) => load::measure(arguments).await,
            BenchRecordCommand::Proof => proof::measure(),
            BenchRecordCommand::Replay(arguments) => replay::measure(arguments).await,
            BenchRecordCommand::Rebuild(arguments) => rebuild::measure(arguments).await,
        }
    });
    let measured = measured.map_err(unmeasured)?;
    session.print(|| measured.to_string(), &measured)
}

fn unmeasured(error: BenchError) -> Failure {
    Failure::new(Ending::BrokenOff, format!("it could not be measured: {error}")).because(error)
}

/// Opens a database under a key that is lost when the process ends.
async fn open(database: &str) -> Result<Store, BenchError> {
    let database = Database::parse(database)?;
    Ok(Store::open(&database, Arc::new(FileKey::random()?)).await?)
}
