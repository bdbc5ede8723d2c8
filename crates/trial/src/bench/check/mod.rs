//! `candour-trial bench check`: measurements of the public check, for `cargo xtask bench check`. Each prints one
//! object. The service is the real one, `candour serve`, on a record made here. Its visitors are here too, except those
//! of the load.

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
    /// Makes a record of officers with open stops, and of stops that a check refuses
    Prepare(StageBenchArguments),
    /// Gives out live codes, and draws some that are given to nobody
    Codes(CodesBenchArguments),
    /// Checks that each answered check is recorded exactly once
    Stored(StoredBenchArguments),
    /// Measures the time of each kind of refusal, and whether any two can be told apart
    Refusals(RefusalsBenchArguments),
    /// Measures the time from the commit of a suspension until a page of another replica refuses
    Revoke(RevokeBenchArguments),
    /// Measures the bytes of a first visit
    Weigh(WeightBenchArguments),
}

///
/// # Errors
/// When the record or the service fails, or what is found contradicts what was done.
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
