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

use arguments::{Arguments, Command};
use session::Session;

/// Runs the command line of the process.
pub fn main() -> ExitCode {
    let arguments = Arguments::parse();
    exit::guarded(|| {
        let session = Session::begin(&arguments.common)?;
        match &arguments.command {
            Command::Link(stage) => link::run(stage, &session),
            Command::Policy(command) => policy::run(command, &session),
            Command::Import(arguments) => import::import(arguments, &session),
            Command::Rebuild(arguments) => rebuild::rebuild(arguments, &session),
            Command::Replay(arguments) => replay::replay(arguments, &session),
            Command::Backup(arguments) => backup::backup(arguments, &session),
            Command::Restore(arguments) => backup::restore(arguments, &session),
            Command::Audit(arguments) => audit::audit(arguments, &session),
            Command::Prove(arguments) => prove::prove(arguments, &session),
            Command::Witness(arguments) => witness::witness(arguments, &session),
            Command::Sequence(arguments) => sequence::sequence(arguments, &session),
            Command::Serve(arguments) => serve::serve(arguments, &session),
            Command::Check(arguments) => check::check(arguments, &session),
            Command::Staff(command) => staff::run(command, &session),
            Command::Doctor(arguments) => doctor::doctor(arguments, &session),
            Command::Completions(arguments) => docs::completions(arguments),
            Command::Man(arguments) => docs::man(arguments, &session),
            Command::Docs(arguments) => docs::docs(arguments, Arguments::command(), exit::CODES),
        }
    })
}
