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

use super::{Failed, unmeasured};

pub use codes::Issuing;
pub use refusals::Refusing;
pub use revoke::Revoking;
pub use stage::Staging;
pub use stored::Telling;
pub use visitor::Weighing;

#[derive(Subcommand)]
pub enum BenchCheck {
    /// Makes a record of officers with open stops, and of stops that a check refuses
    Prepare(Staging),
    /// Gives out live codes, and draws some that are given to nobody
    Codes(Issuing),
    /// Checks that each answered check is recorded exactly once
    Stored(Telling),
    /// Measures the time of each kind of refusal, and whether any two can be told apart
    Refusals(Refusing),
    /// Measures the time from the commit of a suspension until a page of another replica refuses
    Revoke(Revoking),
    /// Measures the bytes of a first visit
    Weigh(Weighing),
}

///
/// # Errors
/// When the record or the service fails, or what is found contradicts what was done.
pub fn check(what: &BenchCheck, session: &Session) -> Result<(), Failure> {
    let found = match what {
        BenchCheck::Prepare(arguments) => stage::prepare(arguments),
        BenchCheck::Codes(arguments) => codes::give_out(arguments),
        BenchCheck::Stored(arguments) => stored::tell(arguments),
        BenchCheck::Refusals(arguments) => refusals::measure(arguments),
        BenchCheck::Revoke(arguments) => revoke::measure(arguments),
        BenchCheck::Weigh(arguments) => visitor::weigh(arguments),
    };
    let found = found.map_err(unmeasured)?;
    session.print(|| found.to_string(), &found)
}
