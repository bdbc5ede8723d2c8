//! Evaluation: measures links and clusters against the truth, and chooses a threshold if the truth is not known.

use rustc_hash::{FxHashMap, FxHashSet};
use serde::Serialize;

use crate::comparison::ComparisonVector;
use crate::inference::Link;
use crate::linker::Linker;
use crate::settings::{BestLink, Side};
use crate::weights;

/// Precision, recall and F1 at one threshold.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Accuracy {
    /// The lowest match weight, in bits, at which a link counts as found.
    pub threshold_weight: f64,
    /// The same threshold as a probability.
    pub threshold_probability: f64,
    /// The number of found links that are true.
    pub true_positives: u64,
    /// The number of found links that are false.
    pub false_positives: u64,
    /// The number of true pairs that were not found.
    pub false_negatives: u64,
    /// The share of found links that are true.
    pub precision: f64,
    /// The share of true pairs that were found.
    pub recall: f64,
    /// The harmonic mean of precision and recall.
    pub f1: f64,
}

impl Accuracy {
    /// Computes the accuracy from counts.
    pub fn of(threshold_weight: f64, true_positives: u64, found: u64, all_true: u64) -> Accuracy {
        let share = |part: u64, whole: u64| if whole == 0 { 0.0 } else { part as f64 / whole as f64 };
        Accuracy {
            threshold_weight,
            threshold_probability: weights::probability(threshold_weight),
            true_positives,
            false_positives: found - true_positives,
            false_negatives: all_true - true_positives,
            precision: share(true_positives, found),
            recall: share(true_positives, all_true),
            // 2pr/(p+r), written in terms of the counts.
            f1: share(2 * true_positives, found + all_true),
        }
    }
}

/// Links measured against the truth at every threshold.
#[derive(Debug, Clone, Serialize)]
pub struct Evaluation {
    /// The number of true pairs.
    pub true_pairs: u64,
    /// The number of links.
    pub links: u64,
    /// Accuracy at the threshold with the best F1.
    pub best: Accuracy,
    /// Accuracy at about [`CURVE_POINTS`] thresholds, spread evenly over the distinct weights, in descending order of
    /// weight.
    pub curve: Vec<Accuracy>,
    /// The weight and truth of every link, in descending order of weight; the other figures are computed from this.
    #[serde(skip)]
    ranked: Vec<(f64, bool)>,
}

/// The approximate number of points on a precision-recall curve.
pub const CURVE_POINTS: usize = 200;

impl Evaluation {
    /// Evaluates links, each given as its weight and whether it is true. `true_pairs` also counts true pairs that are
    /// not among the links.
    pub fn new(links: impl IntoIterator<Item = (f64, bool)>, true_pairs: u64) -> Evaluation {
        let mut ranked: Vec<(f64, bool)> = links.into_iter().collect();
        ranked.sort_unstable_by(|a, b| b.0.total_cmp(&a.0).then(b.1.cmp(&a.1)));
        let all = ranked.len();
        let mut best = Accuracy::of(f64::INFINITY, 0, 0, true_pairs);
        let mut curve = Vec::new();
        let mut hits = 0;
        for (at, (weight, is_true)) in ranked.iter().enumerate() {
            hits += u64::from(*is_true);
            // Links of equal weight are found at the same threshold.
            if ranked.get(at + 1).is_some_and(|next| next.0 == *weight) {
                continue;
            }
            let accuracy = Accuracy::of(*weight, hits, at as u64 + 1, true_pairs);
            if accuracy.f1 > best.f1 {
                best = accuracy;
            }
            curve.push(accuracy);
        }
        let every = curve.len().div_ceil(CURVE_POINTS).max(1);
        let last = curve.len().saturating_sub(1);
        let curve =
            curve.into_iter().enumerate().filter(|(at, _)| at % every == 0 || *at == last).map(|(_, point)| point);
        let curve = curve.collect();
        Evaluation { true_pairs, links: all as u64, best, curve, ranked }
    }

    /// The accuracy at a threshold: links with at least this weight count as found.
    pub fn at(&self, threshold_weight: f64) -> Accuracy {
        let found = self.ranked.partition_point(|(weight, _)| *weight >= threshold_weight);
        let hits = self.ranked.iter().take(found).filter(|(_, is_true)| *is_true).count();
        Accuracy::of(threshold_weight, hits as u64, found as u64, self.true_pairs)
    }
}

/// Measures clusters against the true clusters: any two records in one cluster count as a found pair.
pub fn clusters<'a>(
    found: impl IntoIterator<Item = (&'a str, &'a str)>,
    truth: &FxHashMap<String, String>,
) -> Accuracy {
    let mut by_both: FxHashMap<(&str, &str), u64> = FxHashMap::default();
    let mut by_found: FxHashMap<&str, u64> = FxHashMap::default();
    for (id, cluster) in found {
        // A record that is absent from the truth is alone in its true cluster.
        let true_cluster = truth.get(id).map_or(id, String::as_str);
        *by_both.entry((cluster, true_cluster)).or_default() += 1;
        *by_found.entry(cluster).or_default() += 1;
    }
    let mut by_truth: FxHashMap<&str, u64> = FxHashMap::default();
    truth.values().for_each(|cluster| *by_truth.entry(cluster).or_default() += 1);
    let pairs = |counts: &mut dyn Iterator<Item = u64>| counts.map(|n| n * n.saturating_sub(1) / 2).sum::<u64>();
    Accuracy::of(
        f64::NAN,
        pairs(&mut by_both.values().copied()),
        pairs(&mut by_found.values().copied()),
        pairs(&mut by_truth.values().copied()),
    )
}

/// The threshold that maximises F1 as the model itself expects it, chosen without labels.
///
/// With links sorted by descending weight, the expected number of matches among the first k is the sum of their
/// probabilities; the expected number of all matches is that sum over every compared pair. Returns a weight in bits, or
/// infinity if there is nothing to link.
pub fn expected_best_threshold(weights: &[f64], expected_matches: f64) -> f64 {
    let mut ranked = weights.to_vec();
    ranked.sort_unstable_by(|a, b| b.total_cmp(a));
    let (mut best, mut threshold, mut hits) = (0.0, f64::INFINITY, 0.0);
    for (at, weight) in ranked.iter().enumerate() {
        hits += weights::probability(*weight);
        let f1 = 2.0 * hits / (at as f64 + 1.0 + expected_matches);
        if f1 > best {
            (best, threshold) = (f1, *weight);
        }
    }
    threshold
}

/// True pairs that were not found, by cause.
#[derive(Debug, Clone, Default, Serialize)]
pub struct MissedPairs {
    /// The number of pairs that no blocking rule brings together, or whose blocks were too large.
    pub lost_at_blocking: u64,
    /// The number of pairs that scored below the threshold.
    pub scored_low: u64,
    /// The number of pairs above the threshold that lost to a better link of the same record.
    pub not_the_best: u64,
    /// The number of true pairs with an id that does not exist in the files.
    pub unknown: u64,
    /// The comparison patterns of the missed pairs, most frequent first: the level of each comparison, in model order,
    /// and the number of pairs.
    pub patterns: Vec<(Vec<String>, u64)>,
    /// A sample of the missed pairs for inspection: both ids and the cause.
    pub examples: Vec<(String, String, &'static str)>,
}

/// Finds out where each true pair that is not among the found links was lost. Only links of `found` at or above the
/// threshold count as found; `truth` holds pairs of a left and a right id. Returns `None` if the model is not trained.
pub fn missed(
    linker: &Linker,
    found: &[Link],
    truth: &[(String, String)],
    threshold_weight: f64,
) -> Option<MissedPairs> {
    const EXAMPLES: usize = 20;
    let pair = |l: u32, r: u32| (l.min(r), l.max(r));
    let found: FxHashSet<(u32, u32)> =
        found.iter().filter(|link| link.weight >= threshold_weight).map(|link| pair(link.left, link.right)).collect();
    let weights = weights::Weights::new(linker.model.trained.as_ref()?);
    let ids = linker.ids();
    let mut memory = linker.memory();
    let lookup = linker.lookup();
    let mut missed = MissedPairs::default();
    let mut patterns: FxHashMap<ComparisonVector, u64> = FxHashMap::default();
    for (left, right) in truth {
        let (Some(l), Some(r)) = (ids.find(left, Side::Left), ids.find(right, Side::Right)) else {
            missed.unknown += 1;
            continue;
        };
        if found.contains(&pair(l, r)) {
            continue;
        }
        let (left_row, right_row) = (linker.records.row(l), linker.records.row(r));
        let vector = linker.comparisons.compare(left_row, right_row, &mut memory);
        *patterns.entry(vector).or_default() += 1;
        let why = if !linker.is_candidate(l, r) {
            missed.lost_at_blocking += 1;
            "lost at blocking"
        } else if weights.weight(&lookup, left_row, right_row, vector) < threshold_weight {
            missed.scored_low += 1;
            "scored low"
        } else if linker.model.output.best_link == BestLink::Off {
            // Every link is kept here, so this pair was never compared: its blocks were too large.
            missed.lost_at_blocking += 1;
            "lost at blocking"
        } else {
            missed.not_the_best += 1;
            "not the best link"
        };
        if missed.examples.len() < EXAMPLES {
            missed.examples.push((left.clone(), right.clone(), why));
        }
    }
    let mut patterns: Vec<(ComparisonVector, u64)> = patterns.into_iter().collect();
    patterns.sort_unstable_by_key(|(vector, count)| (std::cmp::Reverse(*count), *vector));
    let names = |vector: ComparisonVector| {
        let comparisons = linker.model.comparisons.iter().enumerate();
        comparisons
            .map(|(at, comparison)| crate::explain::level_name(comparison, vector.level(at)).to_owned())
            .collect()
    };
    missed.patterns = patterns.into_iter().take(EXAMPLES).map(|(vector, count)| (names(vector), count)).collect();
    Some(missed)
}

/// Counts links by comparison vector: for each pattern of levels, the number of true links and of false ones.
pub fn by_pattern(linker: &Linker, links: &[(Link, bool)]) -> Vec<(Vec<String>, u64, u64)> {
    let mut counts: FxHashMap<ComparisonVector, (u64, u64)> = FxHashMap::default();
    for (link, is_true) in links {
        let count = counts.entry(link.vector).or_default();
        *(if *is_true { &mut count.0 } else { &mut count.1 }) += 1;
    }
    let mut counts: Vec<_> = counts.into_iter().collect();
    counts.sort_unstable_by_key(|(vector, (right, wrong))| (std::cmp::Reverse(right + wrong), *vector));
    let name = |vector: ComparisonVector| {
        let comparisons = linker.model.comparisons.iter().enumerate();
        comparisons
            .map(|(at, comparison)| crate::explain::level_name(comparison, vector.level(at)).to_owned())
            .collect()
    };
    counts.into_iter().map(|(vector, (right, wrong))| (name(vector), right, wrong)).collect()
}
