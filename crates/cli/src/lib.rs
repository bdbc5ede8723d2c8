//! The `candour` command as a library: the command line, opening a record, progress, output and exit codes. The binary
//! only calls [`main`]; `candour-trial` uses the parts.

pub mod arguments;
mod audit;
mod backup;
mod check;
pub mod docs;
mod doctor;
pub mod exit;
mod import;
pub mod link;
pub mod measure;
pub mod open;
pub mod output;
mod policy;
pub mod progress;
mod prove;
mod rebuild;
mod replay;
pub mod sequence;
pub mod serve;
pub mod session;
mod staff;
mod witness;

use std::process::ExitCode;

use clap::{CommandFactory as _, Parser as _};

use arguments::{CandourArguments, CandourCommand};
use session::Session;

/// Runs the process's command line.
pub fn main() -> ExitCode {
    let arguments = CandourArguments::parse();
    exit::guarded(|| {
        let session = Session::begin(&arguments.common)?;
        match &arguments.command {
            CandourCommand::Link(stage) => link::run(stage, &session),
            CandourCommand::Policy(command) => policy::run(command, &session),
            CandourCommand::Import(arguments) => import::import(arguments, &session),
            CandourCommand::Rebuild(arguments) => rebuild::rebuild(arguments, &session),
            CandourCommand::Replay(arguments) => replay::replay(arguments, &session),
            CandourCommand::Backup(arguments) => backup::backup(arguments, &session),
            CandourCommand::Restore(arguments) => backup::restore(arguments, &session),
            CandourCommand::Audit(arguments) => audit::audit(arguments, &session),
            CandourCommand::Prove(arguments) => prove::prove(arguments, &session),
            CandourCommand::Witness(arguments) => witness::witness(arguments, &session),
            CandourCommand::Sequence(arguments) => sequence::sequence(arguments, &session),
            CandourCommand::Serve(arguments) => serve::serve(arguments, &session),
            CandourCommand::Check(arguments) => check::check(arguments, &session),
            CandourCommand::Staff(command) => staff::run(command, &session),
            CandourCommand::Doctor(arguments) => doctor::doctor(arguments, &session),
            CandourCommand::Completions(arguments) => docs::completions(arguments),
            CandourCommand::Man(arguments) => docs::man(arguments, &session),
            CandourCommand::Docs(arguments) => docs::docs(arguments, CandourArguments::command(), exit::CODES),
        }
    })
}
