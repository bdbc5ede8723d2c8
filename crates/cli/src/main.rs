//! The `candour` command: reads the command line, runs one subcommand, and turns what became of it into an exit code.

mod arguments;
mod demo;
mod docs;
mod exit;
mod link;
mod measure;
mod output;
mod progress;
mod session;
mod synth;

use std::process::ExitCode;

use clap::Parser;

use arguments::{Arguments, Command, Demo};
use session::Session;

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    exit::guarded(|| {
        let session = Session::begin(&arguments.common)?;
        match &arguments.command {
            Command::Link(stage) => link::run(stage, &session),
            Command::Demo(Demo::Linkage(arguments)) => demo::linkage(arguments, &session),
            Command::Synth(arguments) => synth::synth(arguments, &session),
            Command::Completions(arguments) => docs::completions(arguments),
            Command::Man(arguments) => docs::man(arguments, &session),
            Command::Docs(arguments) => docs::docs(arguments),
        }
    })
}
