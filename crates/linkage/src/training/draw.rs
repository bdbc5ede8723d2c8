//! Drawing records by the hash of their ids, so that the order of the rows makes no difference.

use crate::linker::Linker;

/// A hash of a record that does not depend on its place in the file.
pub(super) fn hash_of(linker: &Linker, record: u32) -> u64 {
    use std::hash::Hasher;
    let mut hasher = rustc_hash::FxHasher::default();
    hasher.write_u64(linker.model.training.seed);
    hasher.write(linker.records.id(record).as_bytes());
    hasher.write_u8(u8::from((record as usize) < linker.left_count()));
    // The low bits of FxHash are weak.
    let hash = hasher.finish().wrapping_mul(0xD6E8_FEB8_6659_FD93);
    hash ^ (hash >> 32)
}

pub(super) fn draw(linker: &Linker, range: std::ops::Range<usize>, count: usize) -> Vec<u32> {
    let mut records: Vec<(u64, u32)> = range.map(|record| (hash_of(linker, record as u32), record as u32)).collect();
    if records.len() > count {
        records.select_nth_unstable(count);
        records.truncate(count);
    }
    records.sort_unstable();
    records.into_iter().map(|(_, record)| record).collect()
}
