//! The report of a run, as the engine makes it from what a run made.

use super::run::Outcome;
use super::truth::Truth;
use crate::arguments::Files;
use crate::exit::Failure;

/// The page of a run.
pub fn page(_outcome: &mut Outcome<'_>, _files: &Files, _truth: Option<&Truth>) -> Result<String, Failure> {
    Err(Failure::Usage("the report cannot be made yet: leave `--report` out".to_owned()))
}
