//! Inference: compares and weighs every candidate pair, and emits those that are strong enough as links, in a fixed
//! order.

use rayon::prelude::*;

use crate::blocking::{Analysis, BlockingError, Candidate};
use crate::comparison::ComparisonVector;
use crate::linker::Linker;
use crate::progress::Progress;
use crate::settings::BestLink;
use crate::weights::{self, Weights};

/// Two records that may describe the same entity. A lead for a human to follow, never a finding.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Link {
    /// The number of the left record; within one file, the earlier one.
    pub left: u32,
    /// The number of the right record.
    pub right: u32,
    /// The match weight in bits, including the prior.
    pub weight: f64,
    /// The level of each comparison.
    pub vector: ComparisonVector,
    /// The first blocking rule that finds the pair, by its position in the model.
    pub rule: u16,
}

impl Link {
    /// The match probability.
    pub fn probability(&self) -> f64 {
        weights::probability(self.weight)
    }
}

/// The number of compared pairs by match weight, in bins of one bit.
#[derive(Debug, Clone, Default, PartialEq, serde::Serialize)]
pub struct Histogram {
    /// The lower edge of the first bin, in bits.
    pub from: i32,
    /// The number of pairs in each bin.
    pub counts: Vec<u64>,
}

impl Histogram {
    const FROM: i32 = -40;
    const BINS: usize = 120;

    fn new() -> Histogram {
        Histogram { from: Self::FROM, counts: vec![0; Self::BINS] }
    }

    fn add(&mut self, weight: f64) {
        let bin = (weight.floor() as i64 - i64::from(Self::FROM)).clamp(0, Self::BINS as i64 - 1);
        self.counts[bin as usize] += 1;
    }

    fn join(&mut self, other: &Histogram) {
        self.counts.iter_mut().zip(&other.counts).for_each(|(own, other)| *own += other);
    }
}

/// A summary of an inference run.
#[derive(Debug, Clone, serde::Serialize)]
pub struct InferenceSummary {
    /// The analysis of the blocking rules, with pairs counted.
    pub blocking: Analysis,
    /// All compared pairs by weight.
    pub histogram: Histogram,
    /// The sum of the match probabilities of all compared pairs, which is how many matches the model expects among
    /// them.
    pub expected_matches: f64,
    /// The number of links emitted.
    pub links: u64,
}

/// Reasons why inference fails.
#[derive(Debug, thiserror::Error)]
pub enum InferenceError<E> {
    /// The model has not been trained.
    #[error("the model is not trained: train it first, or put m and u under `[trained]`")]
    Untrained,
    /// The candidate pairs could not be found, or the caller asked to stop.
    #[error(transparent)]
    Blocking(#[from] BlockingError),
    /// The caller's sink failed.
    #[error(transparent)]
    Sink(E),
}

/// The number of chunks compared between two calls of the sink. This limits how many links are held in memory.
const WAVE: usize = 64;

/// Compares all candidate pairs and passes links that weigh at least `output.least_weight` to `sink` in batches, in an
/// order that depends on nothing but the records.
///
/// # Errors
/// See [`InferenceError`]; an error returned by the sink ends the run.
pub fn predict<E: Send>(
    linker: &Linker,
    progress: &dyn Progress,
    mut sink: impl FnMut(&[Link]) -> Result<(), E>,
) -> Result<InferenceSummary, InferenceError<E>> {
    let trained = linker.model.trained.as_ref().ok_or(InferenceError::Untrained)?;
    let weights = Weights::new(trained);
    let lookup = linker.lookup();
    let least = linker.model.output.least_weight;
    let blocks = linker.blocks(&linker.rules, progress)?;
    let chunks = blocks.chunks();
    let mut summary = InferenceSummary {
        blocking: blocks.analysis(&linker.model),
        histogram: Histogram::new(),
        expected_matches: 0.0,
        links: 0,
    };
    let mut new_pairs = vec![0; blocks.rule_count()];
    progress.begin("compare", blocks.pairs_with_repeats());
    for wave in chunks.chunks(WAVE) {
        let parts: Vec<(usize, u64, f64, Histogram, Vec<Link>)> = wave
            .par_iter()
            .map_init(
                || linker.memory(),
                |memory, chunk| {
                    let (mut histogram, mut expected, mut links) = (Histogram::new(), 0.0, Vec::new());
                    if progress.stopped() {
                        return (0, 0, expected, histogram, links);
                    }
                    let source = linker.rules[chunk.rule()].source as u16;
                    let (rule, pairs) = blocks.visit(
                        chunk,
                        |_, _| true,
                        |pair| {
                            let Candidate { left, right, left_row: l, right_row: r } = pair;
                            let vector = linker.comparisons.compare(l, r, memory);
                            let weight = weights.weight(&lookup, l, r, vector);
                            histogram.add(weight);
                            if weight >= least {
                                expected += weights::probability(weight);
                                links.push(Link { left, right, weight, vector, rule: source });
                            }
                        },
                    );
                    progress.advance(chunk.pairs);
                    (rule, pairs, expected, histogram, links)
                },
            )
            .collect();
        if progress.stopped() {
            return Err(BlockingError::Interrupted.into());
        }
        for (rule, pairs, expected, histogram, links) in parts {
            new_pairs[rule] += pairs;
            summary.expected_matches += expected;
            summary.histogram.join(&histogram);
            summary.links += links.len() as u64;
            sink(&links).map_err(InferenceError::Sink)?;
        }
    }
    progress.end();
    blocks.count_into(&mut summary.blocking, &new_pairs);
    Ok(summary)
}

/// Keeps only the best link of each record on a side; if weights are equal, the one with the smaller id.
pub fn best_links(linker: &Linker, mut links: Vec<Link>, which: BestLink) -> Vec<Link> {
    let keep_best = |links: &mut Vec<Link>, own: fn(&Link) -> u32, other: fn(&Link) -> u32| {
        let mut best: Vec<u32> = vec![u32::MAX; linker.count()];
        for (at, link) in links.iter().enumerate() {
            let place = &mut best[own(link) as usize];
            let better = match links.get(*place as usize) {
                None => true,
                Some(known) => {
                    link.weight > known.weight
                        || link.weight == known.weight && linker.id(other(link)) < linker.id(other(known))
                }
            };
            if better {
                *place = at as u32;
            }
        }
        let mut at = 0;
        links.retain(|link| {
            at += 1;
            best[own(link) as usize] == at - 1
        });
    };
    if matches!(which, BestLink::Right | BestLink::Both) {
        keep_best(&mut links, |link| link.right, |link| link.left);
    }
    if matches!(which, BestLink::Left | BestLink::Both) {
        keep_best(&mut links, |link| link.left, |link| link.right);
    }
    links
}
