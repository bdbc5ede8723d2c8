//! Counts of the operations asked of the record, and of its refusals.

use std::collections::BTreeMap;

use app::AppError;
use cli::exit::Failure;
use domain::ErrorKind;

/// Counts of what was done and of what was refused.
#[derive(Debug, Default)]
pub struct Tally {
    /// Operations that were performed, by the name of the happening.
    pub done: BTreeMap<&'static str, u64>,
    /// Refusals, by the happening and the code of the refusal.
    pub refused: BTreeMap<(&'static str, &'static str), u64>,
}

impl Tally {
    /// Counts the result of an operation. A refusal is a result; any other error ends the run.
    ///
    /// # Errors
    /// When the database failed, or candour is at fault.
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

    /// Counts something that has no place in the record.
    pub fn left_out(&mut self, what: &'static str, why: &'static str) {
        *self.refused.entry((what, why)).or_default() += 1;
    }

    /// The number of operations that were performed.
    pub fn done_count(&self) -> u64 {
        self.done.values().sum()
    }
}

/// The failure for an error that ends the run.
pub fn failed(what: &str, error: impl std::error::Error + Send + Sync + 'static) -> Failure {
    Failure::system(format!("the record could not take `{what}`"), error)
}
