//! Random pairs, nearly all of which are non-matches; u is measured from them.

use rayon::prelude::*;

use super::counts::{LevelCounts, empty_counts};
use super::draw::draw;
use super::error::{TrainingError, no_pairs};
use crate::blocking::BlockingError;
use crate::linker::Linker;
use crate::progress::Progress;
use crate::settings::LinkType;
use crate::weights;

/// Statistics from random pairs, nearly all of which are non-matches.
pub(super) struct RandomPairs {
    pub(super) pairs: u64,
    pub(super) counts: LevelCounts,
    /// The sum, for each comparison and level, of 1/frequency over the pairs at that level.
    pub(super) inverse_frequency: LevelCounts,
    /// The probability, for each comparison, that a random pair agrees exactly, computed from value frequencies; `None`
    /// if the first level is anything but plain equality.
    pub(super) exact: Vec<Option<f64>>,
}

pub(super) fn random_pairs(linker: &Linker, progress: &dyn Progress) -> Result<RandomPairs, TrainingError> {
    let wanted = linker.model.training.random_pairs.max(1) as f64;
    let (all, split) = (linker.count(), linker.left_count());
    let two_sides = linker.model.link_type == LinkType::LinkOnly;
    let (left, right) = if two_sides {
        let (n_left, n_right) = (split as f64, (all - split) as f64);
        let side = wanted.sqrt();
        // If a file is too small to provide its share, all of it is used.
        let take_left = n_left.min(side.max(wanted / n_right.max(1.0)));
        let take_right = n_right.min(wanted / take_left.max(1.0));
        (draw(linker, 0..split, take_left.ceil() as usize), draw(linker, split..all, take_right.ceil() as usize))
    } else {
        let records = draw(linker, 0..all, (2.0 * wanted).sqrt().ceil() as usize);
        (records.clone(), records)
    };
    progress.begin("train: random pairs", left.len() as u64);
    let lookup = linker.lookup();
    // Each task takes 32 records, whatever the number of threads, so that sums are always added in the same order.
    let parts: Vec<(u64, LevelCounts, LevelCounts)> = left
        .par_chunks(32)
        .enumerate()
        .map_init(
            || linker.memory(),
            |memory, (task, some)| {
                let (mut pairs, mut counts, mut inverse) = (0, empty_counts(linker), empty_counts(linker));
                for (at, l) in some.iter().enumerate() {
                    let from = if two_sides { 0 } else { task * 32 + at + 1 };
                    if progress.stopped() {
                        break;
                    }
                    for r in right.iter().skip(from) {
                        let (left, right) = (linker.records.row(*l), linker.records.row(*r));
                        let vector = linker.comparisons.compare(left, right, memory);
                        pairs += 1;
                        for comparison in 0..counts.len() {
                            let level = vector.level(comparison);
                            counts[comparison][level] += 1.0;
                            if let Some(bits) = weights::log2_frequency(&lookup, left, right, comparison, level) {
                                inverse[comparison][level] += f64::from(-bits).exp2();
                            }
                        }
                    }
                }
                progress.advance(some.len() as u64);
                (pairs, counts, inverse)
            },
        )
        .collect();
    progress.end();
    if progress.stopped() {
        return Err(BlockingError::Interrupted.into());
    }
    let mut random = RandomPairs {
        pairs: 0,
        counts: empty_counts(linker),
        inverse_frequency: empty_counts(linker),
        exact: linker.comparisons.list.iter().map(|comparison| exact_agreement(linker, comparison)).collect(),
    };
    for (pairs, counts, inverse) in parts {
        random.pairs += pairs;
        let sum = |total: &mut LevelCounts, part: LevelCounts| {
            total.iter_mut().flatten().zip(part.into_iter().flatten()).for_each(|(total, part)| *total += part);
        };
        sum(&mut random.counts, counts);
        sum(&mut random.inverse_frequency, inverse);
    }
    if random.pairs == 0 { Err(no_pairs(linker, 0)) } else { Ok(random) }
}

/// The probability that two random records agree exactly: the product of a value's shares on both sides, summed over
/// all values.
fn exact_agreement(linker: &Linker, comparison: &crate::comparison::CompiledComparison) -> Option<f64> {
    let slot = comparison.levels.first()?.plain_equality()? as usize;
    let split = linker.left_count();
    let two_sides = linker.model.link_type == LinkType::LinkOnly;
    let mut counts: Vec<[u32; 2]> = Vec::new();
    for record in 0..linker.count() {
        let code = linker.records.row(record as u32)[slot] as usize;
        if code >= counts.len() {
            counts.resize(code + 1, [0, 0]);
        }
        counts[code][usize::from(two_sides && record >= split)] += 1;
    }
    let sums = counts.iter().skip(1).fold((0.0, 0.0, 0.0), |(both, left, right), [l, r]| {
        let (l, r) = (f64::from(*l), f64::from(*r));
        (both + if two_sides { l * r } else { l * (l - 1.0) }, left + l, right + r)
    });
    let pairs = if two_sides { sums.1 * sums.2 } else { sums.1 * (sums.1 - 1.0) };
    (pairs > 0.0).then(|| sums.0 / pairs)
}
