//! Match weights: what a comparison vector is worth in bits, log2(m/u), with rare values worth more than common ones.

use crate::comparison::{ComparisonVector, Comparisons, Frequency};
use crate::dictionary::{MISSING, Values};
use crate::measure;
use crate::records::{Records, SlotId};
use crate::settings::{MOST_COMPARISONS, TrainedParameters};

/// The lowest frequency that is used, about one in 130,000. A rarer value is just as likely to be a typing error.
const RAREST_LOG2: f32 = -17.0;

/// The weights of a trained model, in look-up tables.
pub(crate) struct Weights {
    /// log2 of the prior odds.
    prior: f64,
    /// The odds that two people belong to one family and, for each comparison, the probability that they share the
    /// value.
    family: Option<(f64, Vec<f64>)>,
    /// log2(m/u) by comparison and level, used without a frequency.
    plain: Vec<Vec<f32>>,
    /// log2(m/scale) by comparison and level, to be combined with log2 of the frequency; NaN if there is no scale.
    scaled: Vec<Vec<f32>>,
}

/// The sources for looking up the frequency at a level.
#[derive(Clone, Copy)]
pub(crate) struct Lookup<'a> {
    pub comparisons: &'a Comparisons,
    pub records: &'a Records,
    /// Token sets, including those of a record that is being looked up.
    pub tokens: Values<'a>,
}

/// The contribution of one comparison to a weight.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Part {
    /// log2(m/u).
    pub level: f32,
    /// The adjustment for the frequency of the value.
    pub frequency: f32,
}

impl Weights {
    pub fn new(trained: &TrainedParameters) -> Weights {
        let table = |log: fn(f64, f64, f64) -> f64| {
            trained
                .comparisons
                .iter()
                .map(|c| (0..c.m.len()).map(|at| log(c.m[at], c.u[at], c.term_frequency[at]) as f32).collect())
                .collect()
        };
        Weights {
            prior: (trained.prior / (1.0 - trained.prior)).log2(),
            family: (trained.family_prior > 0.0).then(|| {
                let shared = trained.comparisons.iter().map(|comparison| comparison.family).collect();
                (trained.family_prior / (1.0 - trained.prior - trained.family_prior), shared)
            }),
            plain: table(|m, u, _| (m / u).log2()),
            scaled: table(|m, _, scale| if scale > 0.0 { (m / scale).log2() } else { f64::NAN }),
        }
    }

    pub fn prior(&self) -> f64 {
        self.prior
    }

    /// The match weight of a pair in bits, including the prior.
    #[inline]
    pub fn weight(&self, lookup: &Lookup<'_>, left: &[u32], right: &[u32], vector: ComparisonVector) -> f64 {
        let mut parts = [0.0; MOST_COMPARISONS];
        let mut total = self.prior;
        for (comparison, bits) in parts.iter_mut().enumerate().take(self.plain.len()) {
            let part = self.part(lookup, left, right, comparison, vector.level(comparison));
            *bits = f64::from(part.level + part.frequency);
            total += *bits;
        }
        total + self.family_bits(total, &parts)
    }

    /// The bits lost because the two records may describe two members of one family. `total` is the weight without this
    /// adjustment, and `parts` holds the contribution of each comparison.
    ///
    /// Each comparison has its own probability a that two members of a family agree just as two records of one person
    /// would; otherwise they are like any two people. The likelihood ratio of a family is therefore the product of
    /// a 2^part + (1 - a). The odds of a match are then taken against strangers and families together.
    pub fn family_bits(&self, total: f64, parts: &[f64]) -> f64 {
        // A pair this unlikely is no lead in any case, so it does not matter whether it is a family.
        const LEAST: f64 = -10.0;
        match &self.family {
            Some((odds, shared)) if total > LEAST => {
                let ratio: f64 = shared.iter().zip(parts).map(|(a, bits)| a * bits.exp2() + (1.0 - a)).product();
                -(odds * ratio).ln_1p() / std::f64::consts::LN_2
            }
            _ => 0.0,
        }
    }

    /// The contribution of one comparison.
    #[inline]
    pub fn part(&self, lookup: &Lookup<'_>, left: &[u32], right: &[u32], comparison: usize, level: usize) -> Part {
        let plain = self.plain[comparison][level];
        let scaled = self.scaled[comparison][level];
        if scaled.is_nan() {
            return Part { level: plain, frequency: 0.0 };
        }
        match log2_frequency(lookup, left, right, comparison, level) {
            Some(frequency) => Part { level: plain, frequency: scaled - frequency - plain },
            None => Part { level: plain, frequency: 0.0 },
        }
    }
}

/// log2 of the frequency of what a pair agrees on at a level: that of the more frequent value, or of all shared tokens
/// together.
#[inline]
pub(crate) fn log2_frequency(
    lookup: &Lookup<'_>,
    left: &[u32],
    right: &[u32],
    comparison: usize,
    level: usize,
) -> Option<f32> {
    let level = lookup.comparisons.list[comparison].levels.get(level.wrapping_sub(1))?;
    match level.frequency {
        Frequency::None => None,
        Frequency::Value(a, b) => {
            let way = |a: SlotId, b: SlotId| {
                let (l, r) = (left[a as usize], right[b as usize]);
                let bits = || lookup.records.log2_frequency(a, l).max(lookup.records.log2_frequency(b, r));
                (l != MISSING && r != MISSING).then(|| (l == r, bits()))
            };
            // Uses the order in which the values agree. If both do, uses the more frequent value, because the order of
            // a pair must not matter.
            let ways = [way(a, b), if a == b { None } else { way(b, a) }];
            let (_, bits) = ways.into_iter().flatten().max_by(|x, y| x.0.cmp(&y.0).then(x.1.total_cmp(&y.1)))?;
            Some(bits.max(RAREST_LOG2))
        }
        Frequency::SharedTokens(slot) => {
            let (l, r) = (left[slot as usize], right[slot as usize]);
            if l == MISSING || r == MISSING {
                return None;
            }
            let bits: f32 = measure::shared(lookup.tokens, l, r)
                .map(|token| lookup.records.log2_token_frequency(slot, token))
                .sum();
            Some(bits.max(2.0 * RAREST_LOG2))
        }
    }
}

/// The probability that corresponds to a match weight.
pub fn probability(weight: f64) -> f64 {
    1.0 / (1.0 + (-weight).exp2())
}

/// The match weight that corresponds to a probability; infinite at 0 and 1.
pub fn weight_of(probability: f64) -> f64 {
    (probability / (1.0 - probability)).log2()
}
