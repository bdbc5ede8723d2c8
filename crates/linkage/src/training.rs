//! Training: learns the prior, m and u. u comes from value frequencies and random pairs, m from
//! expectation-maximisation over counted comparison vectors, or both from labels.
//!
//! Fellegi and Sunter (1969) give the weights; Winkler (1988) the expectation-maximisation. Here it runs on the pairs
//! that blocking finds, drawn with equal probability; all other pairs are taken to be non-matches, and u keeps the
//! value that random pairs give. No rule need therefore be left out in turn, and the prior is the share of all pairs.

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use crate::blocking::BlockingError;
use crate::comparison::{ComparisonVector, Frequency};
use crate::linker::Linker;
use crate::progress::Progress;
use crate::settings::{LinkType, TrainedComparison, TrainedParameters};
use crate::weights;

/// The smallest probability of a level, given even to one that never occurred: evidence is never infinite.
const LEAST: f64 = 1e-9;

/// Figures from training, for the report.
#[derive(Debug, Clone, serde::Serialize)]
pub struct TrainingSummary {
    /// Number of pairs that fit a deterministic rule.
    pub deterministic_pairs: u64,
    /// Number of random pairs on which u was measured.
    pub random_pairs: u64,
    /// Number of pairs used by expectation-maximisation.
    pub blocked_pairs: u64,
    /// Number of different comparison vectors among them.
    pub vectors: usize,
    /// Number of rounds until the estimates settled.
    pub rounds: u32,
    /// Expected matches among the pairs that blocking finds.
    pub expected_matches: f64,
}

/// Reasons why training fails. The model is unchanged.
#[derive(Debug, thiserror::Error)]
pub enum TrainingError {
    /// Candidate pairs could not be found.
    #[error(transparent)]
    Blocking(#[from] BlockingError),
    /// There is nothing to learn from.
    #[error(
        "there are no pairs to learn from: the files have {left} and {right} records and the blocking rules find {pairs} pairs"
    )]
    NoPairs {
        /// Number of left records.
        left: usize,
        /// Number of right records.
        right: usize,
        /// Number of pairs found.
        pairs: u64,
    },
    /// The deterministic rules find more pairs than the stated recall allows.
    #[error(
        "recall is too low for the deterministic rules: they find {pairs} pairs of {possible:.0}; needs at least {least:.3}"
    )]
    Recall {
        /// Number of pairs found.
        pairs: u64,
        /// Number of possible pairs.
        possible: f64,
        /// The smallest recall that would be consistent.
        least: f64,
    },
    /// A label names a record that does not exist.
    #[error("label {number} names the record `{id}`, which is in neither file")]
    Label {
        /// The number of the label, counted from 1.
        number: usize,
        /// The id that it names.
        id: String,
    },
}

/// Counts by comparison and level.
type LevelCounts = Vec<Vec<f64>>;

/// Learns the prior, m and u without labels. The same records, model and seed give the same result at any number of
/// threads and in any order of the rows.
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
    // Random pairs include a few matches: their share of u, given m and the prior, is
    // subtracted, and m is learnt again.
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

/// Learns m from pairs that are known to match (ids left and right) and u from random pairs. The prior is the share
/// of labelled pairs among all pairs.
///
/// # Errors
/// See [`TrainingError`]; a label with an id that is not in the files is an error.
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

fn no_pairs(linker: &Linker, pairs: u64) -> TrainingError {
    TrainingError::NoPairs { left: linker.left_count(), right: linker.count() - linker.left_count(), pairs }
}

fn empty_counts(linker: &Linker) -> LevelCounts {
    (0..linker.comparisons.list.len()).map(|at| vec![0.0; linker.comparisons.level_count(at)]).collect()
}

fn add(counts: &mut LevelCounts, vector: ComparisonVector, weight: f64) {
    for (comparison, levels) in counts.iter_mut().enumerate() {
        levels[vector.level(comparison)] += weight;
    }
}

/// The shares of the levels among pairs with both values present; level 0 is 1.
fn shares(levels: &[f64], smoothing: f64) -> Vec<f64> {
    let present: f64 = levels.iter().skip(1).sum::<f64>() + smoothing * (levels.len() - 1) as f64;
    let mut shares: Vec<f64> = levels.iter().map(|count| ((count + smoothing) / present).max(LEAST)).collect();
    shares[0] = 1.0;
    shares
}

/// Statistics of random pairs, which are nearly all non-matches.
struct RandomPairs {
    pairs: u64,
    counts: LevelCounts,
    /// For each comparison and level, the sum of 1/frequency over the pairs at that level.
    inverse_frequency: LevelCounts,
    /// For each comparison, the probability that a random pair agrees exactly, from value frequencies, if the first
    /// level is equality and nothing else.
    exact: Vec<Option<f64>>,
}

/// A hash that a record keeps wherever it is in the file.
fn hash_of(linker: &Linker, record: u32) -> u64 {
    use std::hash::Hasher;
    let mut hasher = rustc_hash::FxHasher::default();
    hasher.write_u64(linker.model.training.seed);
    hasher.write(linker.records.id(record).as_bytes());
    hasher.write_u8(u8::from((record as usize) < linker.left_count()));
    // FxHash is weak in its low bits.
    let hash = hasher.finish().wrapping_mul(0xD6E8_FEB8_6659_FD93);
    hash ^ (hash >> 32)
}

fn draw(linker: &Linker, range: std::ops::Range<usize>, count: usize) -> Vec<u32> {
    let mut records: Vec<(u64, u32)> = range.map(|record| (hash_of(linker, record as u32), record as u32)).collect();
    if records.len() > count {
        records.select_nth_unstable(count);
        records.truncate(count);
    }
    records.sort_unstable();
    records.into_iter().map(|(_, record)| record).collect()
}

fn random_pairs(linker: &Linker, progress: &dyn Progress) -> Result<RandomPairs, TrainingError> {
    let wanted = linker.model.training.random_pairs.max(1) as f64;
    let (all, split) = (linker.count(), linker.left_count());
    let two_sides = linker.model.link_type == LinkType::LinkOnly;
    let (left, right) = if two_sides {
        let (n_left, n_right) = (split as f64, (all - split) as f64);
        let side = wanted.sqrt();
        // A smaller file with less than its share gives all it has.
        let take_left = n_left.min(side.max(wanted / n_right.max(1.0)));
        let take_right = n_right.min(wanted / take_left.max(1.0));
        (draw(linker, 0..split, take_left.ceil() as usize), draw(linker, split..all, take_right.ceil() as usize))
    } else {
        let records = draw(linker, 0..all, (2.0 * wanted).sqrt().ceil() as usize);
        (records.clone(), records)
    };
    progress.begin("train: random pairs", left.len() as u64);
    let lookup = linker.lookup();
    // 32 records a task at any number of threads, so that sums are always added in the same order.
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

/// The probability that two random records agree exactly: the sum, over all values, of the product
/// of their shares on both sides.
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

/// Number of right records whose pairs expectation-maximisation uses: a hundred thousand settle m to the third digit.
const DRAWN_RECORDS: f64 = 100_000.0;

/// Comparison vectors of a sample of the pairs that blocking finds.
struct VectorSample {
    /// Vectors with their counts, in order of vector.
    counts: Vec<(ComparisonVector, u64)>,
    pairs: u64,
    /// The probability with which each pair was drawn, the same for all.
    share: f64,
}

fn blocked_vectors(linker: &Linker, progress: &dyn Progress) -> Result<VectorSample, TrainingError> {
    let hashes: Vec<u32> =
        (0..linker.count() as u32).into_par_iter().map(|record| hash_of(linker, record) as u32).collect();
    let limit = |share: f64| (share * f64::from(u32::MAX)) as u32;
    // Between two files, a sample of right records with all their pairs; if these are still too
    // many, a sample of the pairs.
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

/// Number of pairs that fit a deterministic rule, and the prior that follows from the stated recall.
fn prior(linker: &Linker, progress: &dyn Progress) -> Result<(u64, f64), TrainingError> {
    let possible = linker.possible_pairs();
    if linker.deterministic.is_empty() {
        // Without rules, one match for each record of the smaller side. Expectation-maximisation then adjusts it.
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

/// The parameters during training.
struct Estimate {
    prior: f64,
    m: Vec<Vec<f64>>,
    u: Vec<Vec<f64>>,
    /// The probability that two records are of one family; 0 if the model has no families.
    family_prior: f64,
    /// For each comparison, the probability that two members of a family share it.
    shared: Vec<f64>,
}

/// Families seldom share personal details; above this share, the families found would really be something else.
const MOST_PERSONAL: f64 = 0.1;

impl Estimate {
    fn start(linker: &Linker, random: &RandomPairs, prior: f64) -> Estimate {
        let m = (0..linker.comparisons.list.len())
            .map(|at| {
                // Starting values: matches mostly agree, with 0.8 on the best level, half as much on each following
                // one, and 0.05 on else.
                let levels = linker.comparisons.level_count(at);
                let mut m: Vec<f64> = (0..levels).map(|level| 0.8 * 0.5f64.powi(level as i32 - 1)).collect();
                m[levels - 1] = 0.05;
                let sum: f64 = m.iter().skip(1).sum();
                m.iter_mut().for_each(|value| *value /= sum);
                m[0] = 1.0;
                m
            })
            .collect();
        let families = linker.model.comparisons.iter().any(|comparison| comparison.family);
        let mut estimate = Estimate {
            prior,
            m,
            u: Vec::new(),
            family_prior: if families { prior / 10.0 } else { 0.0 },
            shared: linker
                .model
                .comparisons
                .iter()
                .map(|comparison| if comparison.family { 0.9 } else { 0.01 })
                .collect(),
        };
        estimate.u = estimate.non_matches(random, 0.0, 0.0);
        estimate
    }

    /// u by comparison and level: the shares among random pairs, less the part that matches explain.
    fn non_matches(&self, random: &RandomPairs, prior: f64, family_prior: f64) -> Vec<Vec<f64>> {
        (0..self.m.len())
            .map(|comparison| {
                let mut u = shares(&random.counts[comparison], 0.5);
                if let Some(exact) = random.exact[comparison] {
                    // The other levels divide the remainder in the proportions that were observed.
                    let rest = (1.0 - exact) / (1.0 - u[1]).max(LEAST);
                    u.iter_mut().skip(2).for_each(|value| *value *= rest);
                    u[1] = exact.max(LEAST);
                }
                for (value, m) in u.iter_mut().zip(&self.m[comparison]).skip(1) {
                    // Never below a fiftieth of the observed share, because the prior is itself an estimate.
                    let explained = prior * m + family_prior * self.shared[comparison] * m;
                    *value =
                        ((*value - explained) / (1.0 - prior - family_prior)).clamp((*value / 50.0).max(LEAST), 1.0);
                }
                u
            })
            .collect()
    }

    fn without_matches(&mut self, random: &RandomPairs) {
        self.u = self.non_matches(random, self.prior, self.family_prior);
    }

    /// Estimates m and the prior by expectation-maximisation; returns the number of rounds.
    fn maximise(&mut self, linker: &Linker, counts: &[(ComparisonVector, u64)], share: f64) -> u32 {
        let possible = linker.possible_pairs();
        for round in 1..=linker.model.training.rounds {
            let ratios: Vec<Vec<f64>> =
                self.m.iter().zip(&self.u).map(|(m, u)| m.iter().zip(u).map(|(m, u)| m / u).collect()).collect();
            let mut levels = empty_counts(linker);
            let (mut matches, mut families) = (0.0, 0.0);
            // For each comparison: families with the value present, and those of them that share it.
            let mut sharing = vec![(0.0, 0.0); ratios.len()];
            for (vector, count) in counts {
                let (mut one, mut family) = (self.prior, self.family_prior);
                for (comparison, ratios) in ratios.iter().enumerate() {
                    let (ratio, shared) = (ratios[vector.level(comparison)], self.shared[comparison]);
                    one *= ratio;
                    family *= shared * ratio + (1.0 - shared);
                }
                let all = one + family + (1.0 - self.prior - self.family_prior);
                let posterior = *count as f64 * one / all;
                matches += posterior;
                add(&mut levels, *vector, posterior);
                if self.family_prior > 0.0 {
                    let posterior = *count as f64 * family / all;
                    families += posterior;
                    for (comparison, (present, sharing)) in sharing.iter_mut().enumerate() {
                        let level = vector.level(comparison);
                        if level > 0 {
                            let share = self.shared[comparison] * ratios[comparison][level];
                            *present += posterior;
                            *sharing += posterior * share / (share + 1.0 - self.shared[comparison]);
                        }
                    }
                }
            }
            let mut moved: f64 = 0.0;
            for (m, levels) in self.m.iter_mut().zip(&levels) {
                if levels.iter().skip(1).sum::<f64>() < 1.0 {
                    continue;
                }
                let new = shares(levels, 0.01);
                moved = new.iter().zip(m.iter()).map(|(new, old)| (new - old).abs()).fold(moved, f64::max);
                *m = new;
            }
            if families > 1.0 {
                let most = (self.prior * 10.0).min(0.1);
                self.family_prior = (families / share / possible).clamp(0.5 / possible, most);
                for (at, (present, sharing)) in sharing.iter().enumerate() {
                    let personal = !linker.model.comparisons[at].family;
                    let shared = (sharing + 0.01) / (present + 0.02);
                    self.shared[at] = if personal { shared.min(MOST_PERSONAL) } else { shared.min(0.999) };
                }
            }
            if linker.model.training.update_prior {
                let prior = (matches / share / possible).clamp(0.5 / possible, 0.5);
                moved = moved.max((prior / self.prior).ln().abs() * 0.1);
                self.prior = prior;
            }
            if moved < 1e-4 {
                return round;
            }
        }
        linker.model.training.rounds
    }

    fn into_trained(self, linker: &Linker, random: &RandomPairs) -> TrainedParameters {
        let comparisons = (0..self.m.len())
            .map(|at| TrainedComparison {
                name: linker.model.comparisons[at].name.clone(),
                m: self.m[at].clone(),
                u: self.u[at].clone(),
                term_frequency: frequency_scales(linker, random, at),
                family: if self.family_prior > 0.0 { self.shared[at] } else { 0.0 },
            })
            .collect();
        TrainedParameters { prior: self.prior, family_prior: self.family_prior, comparisons }
    }
}

/// The scale of the term-frequency adjustment by level.
///
/// At level l with values of frequency f the likelihood ratio is m / (k f), where k is the mean of 1/f over random
/// pairs at that level times their share: the ratio then averages to m over non-matches, as it must. For plain
/// equality k is 1, because a value of frequency f agrees with probability f squared; for
/// fuzzy levels it is measured.
fn frequency_scales(linker: &Linker, random: &RandomPairs, comparison: usize) -> Vec<f64> {
    let mut scales = vec![0.0; linker.comparisons.level_count(comparison)];
    let counts = &random.counts[comparison];
    let present: f64 = counts.iter().skip(1).sum();
    for (at, level) in linker.comparisons.list[comparison].levels.iter().enumerate() {
        let level_at = at + 1;
        scales[level_at] = match level.frequency {
            Frequency::None => 0.0,
            Frequency::SharedTokens(slot) => linker.mean_tokens(slot).max(1.0),
            Frequency::Value(..) if level.is_equality() => 1.0,
            // Too few pairs to know how frequent such values are.
            Frequency::Value(..) if counts[level_at] < 20.0 => 0.0,
            Frequency::Value(..) => random.inverse_frequency[comparison][level_at] / present,
        };
    }
    scales
}
