//! Training: learns the prior, m and u. u comes from value frequencies and random pairs, and m from
//! expectation-maximisation over counted comparison vectors; or m comes from labels.
//!
//! The weights are from Fellegi and Sunter (1969), and the expectation-maximisation from Winkler (1988). Here it runs
//! on the pairs that blocking finds, drawn with equal probability. All other pairs are taken to be non-matches, and u
//! keeps the value found in random pairs. So there is no need to leave out each rule in turn, and the prior is the
//! share of matches among all pairs.

mod blocked;
mod counts;
mod draw;
mod error;
mod estimate;
mod random;

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use crate::comparison::ComparisonVector;
use crate::linker::Linker;
use crate::progress::Progress;
use crate::settings::TrainedParameters;
use blocked::{VectorSample, blocked_vectors};
use counts::{add, empty_counts, shares};
pub use error::TrainingError;
use error::no_pairs;
use estimate::Estimate;
use random::random_pairs;

/// Figures from training, for the report.
#[derive(Debug, Clone, serde::Serialize)]
pub struct TrainingSummary {
    /// The number of pairs that fit a deterministic rule.
    pub deterministic_pairs: u64,
    /// The number of random pairs from which u was measured.
    pub random_pairs: u64,
    /// The number of pairs used in expectation-maximisation.
    pub blocked_pairs: u64,
    /// The number of different comparison vectors among them.
    pub vectors: usize,
    /// The number of rounds until the estimates settled.
    pub rounds: u32,
    /// The number of matches expected among the pairs that blocking finds.
    pub expected_matches: f64,
}

/// Learns the prior, m and u without labels. The same records, model and seed give the same result, whatever the number
/// of threads or the order of the rows.
///
/// # Errors
/// See [`TrainingError`].
pub fn train(linker: &Linker, progress: &dyn Progress) -> Result<(TrainedParameters, TrainingSummary), TrainingError> {
    let random = random_pairs(linker, progress)?;
    let VectorSample { counts, pairs: blocked_pairs, share } = blocked_vectors(linker, progress)?;
    let (deterministic_pairs, prior) = prior(linker, progress)?;
    if blocked_pairs == 0 {
        return Err(no_pairs(linker, 0));
    }
    let mut model = Estimate::start(linker, &random, prior);
    let mut rounds = 0;
    // Random pairs include a few matches. Their share of u, which follows from m and the prior, is subtracted, and m is
    // learnt again.
    for _ in 0..3 {
        rounds += model.maximise(linker, &counts, share);
        model.without_matches(&random);
    }
    rounds += model.maximise(linker, &counts, share);
    let expected_matches = model.prior * linker.possible_pairs();
    let summary = TrainingSummary {
        deterministic_pairs,
        random_pairs: random.pairs,
        blocked_pairs,
        vectors: counts.len(),
        rounds,
        expected_matches,
    };
    Ok((model.into_trained(linker, &random), summary))
}

/// Learns m from pairs that are known to match (left and right ids), and u from random pairs. The prior is the number
/// of labelled pairs as a share of all pairs.
///
/// # Errors
/// See [`TrainingError`]. A label with an id that is not in the files is an error.
pub fn train_from_labels(
    linker: &Linker,
    labels: &[(String, String)],
    progress: &dyn Progress,
) -> Result<(TrainedParameters, TrainingSummary), TrainingError> {
    let random = random_pairs(linker, progress)?;
    let ids = linker.ids();
    let mut counts: FxHashMap<ComparisonVector, u64> = FxHashMap::default();
    let mut memory = linker.memory();
    for (number, (left, right)) in labels.iter().enumerate() {
        let find = |id: &str, side| {
            ids.find(id, side).ok_or_else(|| TrainingError::Label { number: number + 1, id: id.to_owned() })
        };
        let (l, r) = (find(left, crate::settings::Side::Left)?, find(right, crate::settings::Side::Right)?);
        let vector = linker.comparisons.compare(linker.records.row(l), linker.records.row(r), &mut memory);
        *counts.entry(vector).or_default() += 1;
    }
    if labels.is_empty() {
        return Err(no_pairs(linker, 0));
    }
    let prior = (labels.len() as f64 / linker.possible_pairs()).min(0.5);
    let mut model = Estimate::start(linker, &random, prior);
    let mut levels = empty_counts(linker);
    for (vector, count) in &counts {
        add(&mut levels, *vector, *count as f64);
    }
    model.m = levels.iter().map(|levels| shares(levels, 0.5)).collect();
    model.without_matches(&random);
    let summary = TrainingSummary {
        deterministic_pairs: 0,
        random_pairs: random.pairs,
        blocked_pairs: labels.len() as u64,
        vectors: counts.len(),
        rounds: 0,
        expected_matches: labels.len() as f64,
    };
    Ok((model.into_trained(linker, &random), summary))
}

/// The number of pairs that fit a deterministic rule, and the prior that follows from the stated recall.
fn prior(linker: &Linker, progress: &dyn Progress) -> Result<(u64, f64), TrainingError> {
    let possible = linker.possible_pairs();
    if linker.deterministic.is_empty() {
        // Without rules, the prior assumes one match per record of the smaller side. Expectation-maximisation then
        // adjusts it.
        let records = linker.left_count().min(linker.count() - linker.left_count()).max(1) as f64;
        return Ok((0, (records / possible).min(0.5)));
    }
    let blocks = linker.blocks(&linker.deterministic, progress)?;
    let pairs: u64 = blocks.chunks().par_iter().map(|chunk| blocks.visit(chunk, |_, _| true, |_| {}).1).sum();
    let matches = pairs as f64 / linker.model.training.recall;
    if matches >= possible {
        return Err(TrainingError::Recall { pairs, possible, least: pairs as f64 / possible });
    }
    Ok((pairs, (matches / possible).max(0.5 / possible)))
}
