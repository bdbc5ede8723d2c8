//! Candour on made-up people: fills records, serves a street to play in, makes data and measures. The binary that a
//! force runs, `candour`, has none of it.

mod arguments;
mod bench;
pub mod demonstration;
mod enrolled;
mod folder;
mod history;
mod linkage;
mod load;
pub mod street;
mod synth;
pub mod texts;

use std::process::ExitCode;

use clap::{CommandFactory as _, Parser as _};
use cli::session::Session;
use cli::{docs, exit};

use arguments::{Arguments, Bench, Command};

/// Runs the command line of the process.
pub fn main() -> ExitCode {
    let arguments = Arguments::parse();
    exit::guarded(|| {
        let session = Session::begin(&arguments.common)?;
        match &arguments.command {
            Command::Serve(arguments) => street::serve(arguments, &session),
            Command::History(arguments) => history::history(arguments, &session),
            Command::Linkage(arguments) => linkage::linkage(arguments, &session),
            Command::Synth(arguments) => synth::synth(arguments, &session),
            Command::Load(arguments) => load::load(arguments, &session),
            Command::Bench(Bench::Record(what)) => bench::record(what, &session),
            Command::Bench(Bench::Check(what)) => bench::check(what, &session),
            Command::Docs(arguments) => docs::docs(arguments, Arguments::command(), arguments::CODES),
        }
    })
}
