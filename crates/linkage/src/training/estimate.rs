//! The estimates of the prior, m and u, and their improvement by expectation-maximisation.

use super::counts::{LEAST, add, empty_counts, shares};
use super::random::RandomPairs;
use crate::comparison::{ComparisonVector, Frequency};
use crate::linker::Linker;
use crate::settings::{TrainedComparison, TrainedParameters};

/// The parameters while they are being learnt.
pub(super) struct Estimate {
    pub(super) prior: f64,
    pub(super) m: Vec<Vec<f64>>,
    u: Vec<Vec<f64>>,
    /// The probability that two records belong to members of one family; 0 if the model does not take families into
    /// account.
    family_prior: f64,
    /// The probability, for each comparison, that two members of a family share the value.
    shared: Vec<f64>,
}

/// Families seldom share personal details. If the share were higher than this, the "families" found would be something
/// else.
const MOST_PERSONAL: f64 = 0.1;

impl Estimate {
    pub(super) fn start(linker: &Linker, random: &RandomPairs, prior: f64) -> Estimate {
        let m = (0..linker.comparisons.list.len())
            .map(|at| {
                // Starting values: matches mostly agree, with 0.8 for the best level, half as much for each following
                // level, and 0.05 for *else*.
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

    /// u by comparison and level: the shares among random pairs, less what matches explain.
    fn non_matches(&self, random: &RandomPairs, prior: f64, family_prior: f64) -> Vec<Vec<f64>> {
        (0..self.m.len())
            .map(|comparison| {
                let mut u = shares(&random.counts[comparison], 0.5);
                if let Some(exact) = random.exact[comparison] {
                    // The other levels divide what remains in the observed proportions.
                    let rest = (1.0 - exact) / (1.0 - u[1]).max(LEAST);
                    u.iter_mut().skip(2).for_each(|value| *value *= rest);
                    u[1] = exact.max(LEAST);
                }
                for (value, m) in u.iter_mut().zip(&self.m[comparison]).skip(1) {
                    // Never less than a fiftieth of the observed share, because the prior is itself an estimate.
                    let explained = prior * m + family_prior * self.shared[comparison] * m;
                    *value =
                        ((*value - explained) / (1.0 - prior - family_prior)).clamp((*value / 50.0).max(LEAST), 1.0);
                }
                u
            })
            .collect()
    }

    pub(super) fn without_matches(&mut self, random: &RandomPairs) {
        self.u = self.non_matches(random, self.prior, self.family_prior);
    }

    /// Estimates m and the prior by expectation-maximisation. Returns the number of rounds.
    pub(super) fn maximise(&mut self, linker: &Linker, counts: &[(ComparisonVector, u64)], share: f64) -> u32 {
        let possible = linker.possible_pairs();
        for round in 1..=linker.model.training.rounds {
            let ratios: Vec<Vec<f64>> =
                self.m.iter().zip(&self.u).map(|(m, u)| m.iter().zip(u).map(|(m, u)| m / u).collect()).collect();
            let mut levels = empty_counts(linker);
            let (mut matches, mut families) = (0.0, 0.0);
            // For each comparison: the families with the value present, and how many of them share it.
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

    pub(super) fn into_trained(self, linker: &Linker, random: &RandomPairs) -> TrainedParameters {
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

/// The scale of the term-frequency adjustment, by level.
///
/// At level l, for values of frequency f, the likelihood ratio is m / (k f), where k is the mean of 1/f over random
/// pairs at that level, times the share of such pairs. The ratio then averages to m over non-matches, as it must. For
/// plain equality k is 1, because a value of frequency f agrees with probability f squared; for fuzzy levels k is
/// measured.
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
            // There are too few pairs to tell how frequent such values are.
            Frequency::Value(..) if counts[level_at] < 20.0 => 0.0,
            Frequency::Value(..) => random.inverse_frequency[comparison][level_at] / present,
        };
    }
    scales
}
