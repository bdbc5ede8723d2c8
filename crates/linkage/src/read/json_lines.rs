//! JSON Lines: one object on each line; the columns are the union of their keys.

use std::io;

use super::chunks::Watch;
use super::{Read, ReadError, ReadOptions};

/// Reads a table from JSON Lines.
pub(super) fn read(_: Box<dyn io::Read + '_>, _: &ReadOptions<'_>, watch: Watch<'_>) -> Result<Read, ReadError> {
    Err(ReadError::UnknownFormat { file: watch.file })
}
