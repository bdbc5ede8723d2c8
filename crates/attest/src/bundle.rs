//! Entry bundles: entries in sequence, each preceded by its length as a big-endian 16-bit number (tlog-tiles, "Log
//! entries").

use thiserror::Error;

/// The longest entry that a bundle can hold: its length is stored in 16 bits.
pub const MAX_ENTRY_BYTES: usize = u16::MAX as usize;

/// Reasons for refusing an entry or a bundle.
#[derive(Debug, Error, PartialEq, Eq, Clone, Copy)]
pub enum BundleError {
    /// The entry is too long to be written to a bundle.
    #[error("an entry of {bytes} bytes does not fit: needs at most 65535")]
    EntryTooLong {
        /// The length of the entry.
        bytes: usize,
    },
    /// The bundle ends inside an entry.
    #[error("the bundle ends inside entry {entry}: needs all its bytes")]
    Truncated {
        /// The number of the entry in the bundle, counted from 0.
        entry: usize,
    },
    /// The bundle has more or fewer entries than its position in the tree requires.
    #[error("the bundle holds {found} entries: needs {expected}")]
    WrongCount {
        /// The number of entries found.
        found: usize,
        /// The number of entries that the width requires.
        expected: usize,
    },
}

/// Appends one entry to a bundle.
///
/// # Errors
/// [`BundleError::EntryTooLong`]; nothing is appended.
pub fn push_entry(bundle: &mut Vec<u8>, entry: &[u8]) -> Result<(), BundleError> {
    let length = u16::try_from(entry.len()).map_err(|_| BundleError::EntryTooLong { bytes: entry.len() })?;
    bundle.extend_from_slice(&length.to_be_bytes());
    bundle.extend_from_slice(entry);
    Ok(())
}

/// Splits a bundle into entries. It must hold exactly `width` of them and nothing else.
///
/// # Errors
/// [`BundleError::Truncated`], [`BundleError::WrongCount`].
pub fn entries(bundle: &[u8], width: u16) -> Result<Vec<&[u8]>, BundleError> {
    let found = all_entries(bundle)?;
    let expected = usize::from(width);
    if found.len() == expected { Ok(found) } else { Err(BundleError::WrongCount { found: found.len(), expected }) }
}

/// Splits a bundle into entries, however many it holds.
///
/// # Errors
/// [`BundleError::Truncated`].
pub fn all_entries(mut bundle: &[u8]) -> Result<Vec<&[u8]>, BundleError> {
    let mut found = Vec::new();
    while !bundle.is_empty() {
        let truncated = BundleError::Truncated { entry: found.len() };
        let (length, rest) = bundle.split_first_chunk::<2>().ok_or(truncated)?;
        let (entry, rest) = rest.split_at_checked(usize::from(u16::from_be_bytes(*length))).ok_or(truncated)?;
        found.push(entry);
        bundle = rest;
    }
    Ok(found)
}
