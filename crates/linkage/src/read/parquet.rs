//! Parquet, every column cast to text.

use super::chunks::Watch;
use super::{Read, ReadError, ReadOptions, Source};

/// Reads a table from Parquet.
pub(super) fn read(_: &Source, _: &ReadOptions<'_>, watch: &Watch<'_>) -> Result<Read, ReadError> {
    Err(ReadError::UnknownFormat { file: watch.file.clone() })
}
