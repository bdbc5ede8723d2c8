//! A sample of the pairs that blocking finds, as counted comparison vectors.

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use super::draw::hash_of;
use super::error::{TrainingError, no_pairs};
use crate::blocking::BlockingError;
use crate::comparison::ComparisonVector;
use crate::linker::Linker;
use crate::progress::Progress;
use crate::settings::LinkType;

/// The number of right records whose pairs expectation-maximisation uses: a hundred thousand determine m to the third
/// digit.
const DRAWN_RECORDS: f64 = 100_000.0;

/// The comparison vectors of a sample of the pairs that blocking finds.
pub(super) struct VectorSample {
    /// Vectors with their counts, in vector order.
    pub(super) counts: Vec<(ComparisonVector, u64)>,
    pub(super) pairs: u64,
    /// The probability with which each pair was drawn, which is the same for all of them.
    pub(super) share: f64,
}

pub(super) fn blocked_vectors(linker: &Linker, progress: &dyn Progress) -> Result<VectorSample, TrainingError> {
    let hashes: Vec<u32> =
        (0..linker.count() as u32).into_par_iter().map(|record| hash_of(linker, record) as u32).collect();
    let limit = |share: f64| (share * f64::from(u32::MAX)) as u32;
    // When two files are linked, a sample of right records is taken, with all their pairs. If these are still too many,
    // a sample of the pairs is used.
    let right = (linker.count() - linker.left_count()) as f64;
    let of_records = match linker.model.link_type {
        LinkType::LinkOnly => (DRAWN_RECORDS / right.max(1.0)).min(1.0),
        LinkType::DedupeOnly | LinkType::LinkAndDedupe => 1.0,
    };
    let record_limit = limit(of_records);
    let keep = |record: u32| of_records >= 1.0 || hashes[record as usize] <= record_limit;
    let blocks = linker.blocks_of(&linker.rules, &keep, progress)?;
    let repeats = blocks.pairs_with_repeats();
    if repeats == 0 {
        return Err(no_pairs(linker, 0));
    }
    let of_pairs = (linker.model.training.blocked_pairs.max(1) as f64 / repeats as f64).min(1.0);
    let pair_limit = limit(of_pairs);
    let drawn = |l: u32, r: u32| {
        // The order of the two records makes no difference.
        let (a, b) = (u64::from(hashes[l as usize]), u64::from(hashes[r as usize]));
        let pair = a.wrapping_mul(b | 1) ^ b.wrapping_mul(a | 1) ^ (a + b) << 32;
        of_pairs >= 1.0 || (pair.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 32) as u32 <= pair_limit
    };
    let share = of_records * of_pairs;
    progress.begin("train: blocked pairs", repeats);
    let parts: Vec<(u64, FxHashMap<ComparisonVector, u64>)> = blocks
        .chunks()
        .par_iter()
        .map_init(
            || linker.memory(),
            |memory, chunk| {
                let mut counts: FxHashMap<ComparisonVector, u64> = FxHashMap::default();
                if progress.stopped() {
                    return (0, counts);
                }
                let (_, pairs) = blocks.visit(chunk, drawn, |pair| {
                    let vector = linker.comparisons.compare(pair.left_row, pair.right_row, memory);
                    *counts.entry(vector).or_default() += 1;
                });
                progress.advance(chunk.pairs);
                (pairs, counts)
            },
        )
        .collect();
    progress.end();
    if progress.stopped() {
        return Err(BlockingError::Interrupted.into());
    }
    let mut counts: FxHashMap<ComparisonVector, u64> = FxHashMap::default();
    let mut pairs = 0;
    for (some, part) in parts {
        pairs += some;
        for (vector, count) in part {
            *counts.entry(vector).or_default() += count;
        }
    }
    let mut counts: Vec<_> = counts.into_iter().collect();
    counts.sort_unstable();
    Ok(VectorSample { counts, pairs, share })
}
