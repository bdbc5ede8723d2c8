//! `candour link`: one handler for each stage of linkage.

mod agreement;
mod evaluate;
mod explain;
mod load;
mod plan;
mod rejects;
mod report;
mod rows;
mod run;
mod train;
mod truth;

use crate::arguments::Stage;
use crate::exit::Failure;
use crate::session::Session;

/// Runs the stage that was asked for.
pub fn run(stage: &Stage, session: &Session) -> Result<(), Failure> {
    match stage {
        Stage::Plan(arguments) => plan::plan(arguments, session),
        Stage::Train(arguments) => train::train(arguments, session),
        Stage::Run(arguments) => run::run(arguments, session),
        Stage::Explain(arguments) => explain::explain(arguments, session),
        Stage::Evaluate(arguments) => evaluate::evaluate(arguments, session),
    }
}
