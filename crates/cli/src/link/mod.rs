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

use crate::arguments::Stage;
use crate::exit::Failure;
use crate::session::Session;

/// Runs one stage.
pub fn run(stage: &Stage, session: &Session) -> Result<(), Failure> {
    match stage {
        Stage::Plan(arguments) => plan::plan(arguments, session),
        Stage::Train(arguments) => train::train(arguments, session),
        Stage::Run(arguments) => run::run(arguments, session),
        Stage::Explain(arguments) => explain::explain(arguments, session),
        Stage::Search(arguments) => search::search(arguments, session),
        Stage::Report(arguments) => report::report(arguments, session),
        Stage::Init(arguments) => init::init(arguments, session),
        Stage::Add(arguments) => add::add(arguments, session),
        Stage::Evaluate(arguments) => evaluate::evaluate(arguments, session),
    }
}
