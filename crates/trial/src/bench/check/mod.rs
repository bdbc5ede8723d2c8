//! `candour-trial bench check`: measurements of the public check for `cargo xtask bench check`. Each prints one JSON
//! object. The service is the real one, `candour serve`, on a record created here. The visitors are here too, except
//! those of the load test.

mod codes;
mod ranks;
mod refusals;
mod revoke;
mod screen;
mod stage;
mod stored;
mod visitor;

use clap::Subcommand;
use cli::exit::Failure;
use cli::session::Session;

use super::{BenchError, unmeasured};

pub use codes::CodesBenchArguments;
pub use refusals::RefusalsBenchArguments;
pub use revoke::RevokeBenchArguments;
pub use stage::StageBenchArguments;
pub use stored::StoredBenchArguments;
pub use visitor::WeightBenchArguments;

#[derive(Subcommand)]
pub enum BenchCheckCommand {
    /// Creates a record of officers with open stops, and of stops for which a check is refused
    Prepare(StageBenchArguments),
    /// Issues live codes, and draws some that are issued to nobody
    Codes(CodesBenchArguments),
    /// Checks that each answered check is recorded exactly once
    Stored(StoredBenchArguments),
    /// Measures how long each kind of refusal takes, and whether any two can be told apart
    Refusals(RefusalsBenchArguments),
    /// Measures the time from the commit of a suspension until the pages of another replica show a refusal
    Revoke(RevokeBenchArguments),
    /// Measures how many bytes a first visit loads
    Weigh(WeightBenchArguments),
}

/// Takes one measurement and prints the result.
///
/// # Errors
/// If the record or the service fails, or the results contradict what was done.
pub fn check(what: &BenchCheckCommand, session: &Session) -> Result<(), Failure> {
    let found = match what {
        BenchCheckCommand::Prepare(arguments) => stage::prepare(arguments),
        BenchCheckCommand::Codes(arguments) => codes::give_out(arguments),
        BenchCheckCommand::Stored(arguments) => stored::tell(arguments),
        BenchCheckCommand::Refusals(arguments) => refusals::measure(arguments),
        BenchCheckCommand::Revoke(arguments) => revoke::measure(arguments),
        BenchCheckCommand::Weigh(arguments) => visitor::weigh(arguments),
    };
    let found = found.map_err(unmeasured)?;
    session.print(|| found.to_string(), &found)
}
