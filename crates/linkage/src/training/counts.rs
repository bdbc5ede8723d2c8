//! Counts of pairs by comparison and level, and the shares that follow from them.

use crate::comparison::ComparisonVector;
use crate::linker::Linker;

/// The lowest probability of a level, used even if the level never occurred, so that evidence is never infinite.
pub(super) const LEAST: f64 = 1e-9;

/// Counts by comparison and level.
pub(super) type LevelCounts = Vec<Vec<f64>>;

pub(super) fn empty_counts(linker: &Linker) -> LevelCounts {
    (0..linker.comparisons.list.len()).map(|at| vec![0.0; linker.comparisons.level_count(at)]).collect()
}

pub(super) fn add(counts: &mut LevelCounts, vector: ComparisonVector, weight: f64) {
    for (comparison, levels) in counts.iter_mut().enumerate() {
        levels[vector.level(comparison)] += weight;
    }
}

/// The share of each level among pairs with both values present; level 0 gets 1.
pub(super) fn shares(levels: &[f64], smoothing: f64) -> Vec<f64> {
    let present: f64 = levels.iter().skip(1).sum::<f64>() + smoothing * (levels.len() - 1) as f64;
    let mut shares: Vec<f64> = levels.iter().map(|count| ((count + smoothing) / present).max(LEAST)).collect();
    shares[0] = 1.0;
    shares
}
