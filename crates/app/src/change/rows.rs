//! Rows that a reconciler handles one by one. A row that fails holds up none of the others.

use std::fmt::Display;

use domain::ErrorKind;

use crate::AppError;

/// The failures in one run of a reconciler. Each is logged; the first is returned at the end of the run.
#[derive(Debug, Default)]
pub(crate) struct RowFaults {
    first: Option<AppError>,
}

impl RowFaults {
    /// Returns the result for a row, or `None` if it failed. A conflict is not a failure of the run: another writer has
    /// changed the row in the meantime, and the next run looks at it again.
    pub(crate) fn done<T>(&mut self, kind: &'static str, row: impl Display, done: Result<T, AppError>) -> Option<T> {
        match done {
            Ok(done) => Some(done),
            Err(error) if error.kind() == ErrorKind::Conflict => {
                tracing::debug!(kind, row = %row, code = error.code(), "another writer changed this row first");
                None
            }
            Err(error) => {
                tracing::error!(kind, row = %row, code = error.code(), error = %error, "this row failed and is tried again");
                self.first.get_or_insert(error);
                None
            }
        }
    }

    /// Ends the run.
    ///
    /// # Errors
    /// The first failure, if any row failed.
    pub(crate) fn end<T>(self, done: T) -> Result<T, AppError> {
        self.first.map_or(Ok(done), Err)
    }
}
