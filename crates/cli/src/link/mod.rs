//! `candour link`: one handler for each stage of linkage.

mod add;
mod agreement;
mod evaluate;
mod explain;
mod init;
mod load;
mod plan;
mod rejects;
mod report;
mod rows;
pub mod run;
mod search;
mod train;
mod truth;

pub use load::table;
pub use truth::column;

use crate::arguments::LinkCommand;
use crate::exit::Failure;
use crate::session::Session;

/// Runs one stage.
pub fn run(stage: &LinkCommand, session: &Session) -> Result<(), Failure> {
    match stage {
        LinkCommand::Plan(arguments) => plan::plan(arguments, session),
        LinkCommand::Train(arguments) => train::train(arguments, session),
        LinkCommand::Run(arguments) => run::run(arguments, session),
        LinkCommand::Explain(arguments) => explain::explain(arguments, session),
        LinkCommand::Search(arguments) => search::search(arguments, session),
        LinkCommand::Report(arguments) => report::report(arguments, session),
        LinkCommand::Init(arguments) => init::init(arguments, session),
        LinkCommand::Add(arguments) => add::add(arguments, session),
        LinkCommand::Evaluate(arguments) => evaluate::evaluate(arguments, session),
    }
}
