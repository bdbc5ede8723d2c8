//! Reasons why training fails.

use crate::blocking::BlockingError;
use crate::linker::Linker;

/// Reasons why training fails. The model is left unchanged.
#[derive(Debug, thiserror::Error)]
pub enum TrainingError {
    /// The candidate pairs could not be found.
    #[error(transparent)]
    Blocking(#[from] BlockingError),
    /// There is nothing to learn from.
    #[error(
        "there are no pairs to learn from: the files have {left} and {right} records and the blocking rules find {pairs} pairs"
    )]
    NoPairs {
        /// The number of left records.
        left: usize,
        /// The number of right records.
        right: usize,
        /// The number of pairs found.
        pairs: u64,
    },
    /// The deterministic rules find more pairs than the stated recall allows.
    #[error(
        "recall is too low for the deterministic rules: they find {pairs} pairs of {possible:.0}; needs at least {least:.3}"
    )]
    Recall {
        /// The number of pairs found.
        pairs: u64,
        /// The number of possible pairs.
        possible: f64,
        /// The lowest recall that would be consistent with the rules.
        least: f64,
    },
    /// A label names a record that does not exist.
    #[error("label {number} names the record `{id}`, which is in neither file")]
    Label {
        /// The number of the label, counted from 1.
        number: usize,
        /// The unknown id.
        id: String,
    },
}

pub(super) fn no_pairs(linker: &Linker, pairs: u64) -> TrainingError {
    TrainingError::NoPairs { left: linker.left_count(), right: linker.count() - linker.left_count(), pairs }
}
