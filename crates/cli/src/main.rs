//! The `candour` command: reads the command line, runs one subcommand, and turns what became of it into an exit code.

mod arguments;
mod exit;
mod link;
mod measure;
mod output;
mod progress;
mod session;

use std::process::ExitCode;

use clap::Parser;

use arguments::{Arguments, Command};
use session::Session;

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    exit::guarded(|| {
        let session = Session::begin(&arguments.common)?;
        match &arguments.command {
            Command::Link(stage) => link::run(stage, &session),
        }
    })
}
