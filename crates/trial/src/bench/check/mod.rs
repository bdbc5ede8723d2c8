//! `candour-trial bench check`: what the public check costs, for `cargo xtask bench check`. One object on standard output. The
//! service itself is the real one, `candour serve`, on a record that is made here; here too are its visitors, but for the load.

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

/// What is prepared, visited or counted.
#[derive(Subcommand)]
pub enum BenchCheck {
    /// Makes a record of officers with open stops, and of those that a check refuses
    Prepare(Staging),
    /// Gives out live codes, and draws some that nobody gave out
    Codes(Issuing),
    /// Whether each check that was answered is recorded exactly once
    Stored(Telling),
    /// How long each kind of refusal takes, and whether any two can be told apart
    Refusals(Refusing),
    /// From the commit of a suspension until the page of another replica refuses
    Revoke(Revoking),
    /// The bytes of a first visit
    Weigh(Weighing),
}

/// Does one of them.
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
