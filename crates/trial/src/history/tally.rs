//! Counts the operations that the record performed, and those that it refused.

use std::collections::BTreeMap;

use app::AppError;
use cli::exit::Failure;
use domain::ErrorKind;

#[derive(Debug, Default)]
pub struct Tally {
    /// Number of operations performed, by the name of the happening.
    pub done: BTreeMap<&'static str, u64>,
    /// Number of refusals, by the name of the happening and the refusal's code.
    pub refused: BTreeMap<(&'static str, &'static str), u64>,
}

impl Tally {
    /// Counts the result of an operation. A refusal is a result too; any other error ends the run.
    ///
    /// # Errors
    /// If the database failed, or candour is at fault.
    pub fn note<T>(
        &mut self,
        what: &'static str,
        result: Result<T, AppError>,
    ) -> Result<Result<T, &'static str>, Failure> {
        match result {
            Ok(value) => {
                *self.done.entry(what).or_default() += 1;
                Ok(Ok(value))
            }
            Err(error) => match error.kind() {
                ErrorKind::Invalid | ErrorKind::Forbidden | ErrorKind::Missing | ErrorKind::Conflict
                    if !matches!(error, AppError::Store(_)) =>
                {
                    *self.refused.entry((what, error.code())).or_default() += 1;
                    Ok(Err(error.code()))
                }
                _ => Err(failed(what, error)),
            },
        }
    }

    /// Counts a happening for which the record has no place.
    pub fn left_out(&mut self, what: &'static str, why: &'static str) {
        *self.refused.entry((what, why)).or_default() += 1;
    }

    pub fn done_count(&self) -> u64 {
        self.done.values().sum()
    }
}

/// Turns an error that ends the run into a failure of the command.
pub fn failed(what: &str, error: impl std::error::Error + Send + Sync + 'static) -> Failure {
    Failure::system(format!("the record could not take `{what}`"), error)
}
