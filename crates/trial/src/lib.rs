//! Candour on made-up people: fills records, serves a street to play in, generates data and takes measurements. The
//! binary that a force runs, `candour`, contains none of this.

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

use arguments::{BenchCommand, TrialArguments, TrialCommand};

/// Runs the command with the arguments of this process.
pub fn main() -> ExitCode {
    let arguments = TrialArguments::parse();
    exit::guarded(|| {
        let session = Session::begin(&arguments.common)?;
        match &arguments.command {
            TrialCommand::Serve(arguments) => street::serve(arguments, &session),
            TrialCommand::History(arguments) => history::history(arguments, &session),
            TrialCommand::Linkage(arguments) => linkage::linkage(arguments, &session),
            TrialCommand::Synth(arguments) => synth::synth(arguments, &session),
            TrialCommand::Load(arguments) => load::load(arguments, &session),
            TrialCommand::Bench(BenchCommand::Record(what)) => bench::record(what, &session),
            TrialCommand::Bench(BenchCommand::Check(what)) => bench::check(what, &session),
            TrialCommand::Docs(arguments) => docs::docs(arguments, TrialArguments::command(), arguments::CODES),
        }
    })
}
