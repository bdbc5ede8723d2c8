//! `candour-trial bench`: measurements of the record for `cargo xtask bench record`, and of the check for `cargo xtask
//! bench check`. Each part runs alone, on databases that hold nothing else, and prints one object.
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

pub use append::Appending;
pub use check::{BenchCheck, check};
pub use load::Loading;
pub use rebuild::Rebuilding;
pub use replay::Replaying;

/// Any error: a measurement has one reader and one exit code.
pub type Failed = Box<dyn Error + Send + Sync>;

#[derive(Subcommand)]
pub enum BenchRecord {
    /// Measures events a second through the store, compared with bare inserts of the same rows
    Append(Appending),
    /// Measures the time from the moment an event is due until a signed checkpoint covers it
    Load(Loading),
    /// Measures the size of an inclusion proof, and the time to verify it
    Proof,
    /// Measures the time to read and fold an officer with many events
    Replay(Replaying),
    /// Measures the time to rebuild the read models
    Rebuild(Rebuilding),
}

///
/// # Errors
/// When a database or file fails, or does not hold what was written.
pub fn record(what: &BenchRecord, session: &Session) -> Result<(), Failure> {
    let measured = cli::open::runtime()?.block_on(async {
        match what {
            BenchRecord::Append(arguments) => append::measure(arguments).await,
            BenchRecord::Load(arguments) => load::measure(arguments).await,
            BenchRecord::Proof => proof::measure(),
            BenchRecord::Replay(arguments) => replay::measure(arguments).await,
            BenchRecord::Rebuild(arguments) => rebuild::measure(arguments).await,
        }
    });
    let measured = measured.map_err(unmeasured)?;
    session.print(|| measured.to_string(), &measured)
}

fn unmeasured(error: Failed) -> Failure {
    Failure::new(Ending::BrokenOff, format!("it could not be measured: {error}")).because(error)
}

/// Opens a database under a key that ends with the process.
async fn open(database: &str) -> Result<Store, Failed> {
    let database = Database::parse(database)?;
    Ok(Store::open(&database, Arc::new(FileKey::random()?)).await?)
}
