//! Selects the pairs to explain: those that teach a reader most about the model.

use rustc_hash::FxHashSet;

use crate::explain::{Explanation, explain};
use crate::inference::Link;
use crate::linker::Linker;
use crate::weights::{Weights, weight_of};

/// A pair to explain.
#[derive(Debug, Clone, PartialEq)]
pub struct Example {
    /// The reason why the pair was chosen.
    pub why: ExampleReason,
    /// The waterfall of the pair.
    pub explanation: Explanation,
}

/// Reasons why a pair is explained.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ExampleReason {
    /// One of the strongest pairs that do not agree on everything.
    Strongest,
    /// A pair at the threshold for showing links, or just above it.
    JustShown,
    /// A pair just below that threshold.
    JustNotShown,
    /// A strong pair in which at least one comparison comes out as *else*.
    Disagreement,
    /// A pair that gains the most from how rare its shared values are.
    Rarity,
    /// A pair that a user asked for.
    Asked,
}

impl ExampleReason {
    pub(super) const ALL: [ExampleReason; 6] = [
        ExampleReason::Asked,
        ExampleReason::Strongest,
        ExampleReason::JustShown,
        ExampleReason::JustNotShown,
        ExampleReason::Disagreement,
        ExampleReason::Rarity,
    ];
}

/// Picks the most informative pairs: two or three for each reason, with no record twice, in an order that does not
/// depend on the order of the links. Empty if the model is not trained. A link is shown if its probability is at least
/// `show`.
pub fn pick_examples(linker: &Linker, links: &[Link], show: f64) -> Vec<Example> {
    let Some(trained) = linker.model.trained.as_ref() else { return Vec::new() };
    let weights = Weights::new(trained);
    let lookup = linker.lookup();
    let comparisons = linker.model.comparisons.len();
    let else_level = |at: usize| linker.comparisons.level_count(at) - 1;
    let any =
        |link: &Link, holds: &dyn Fn(usize, usize) -> bool| (0..comparisons).any(|at| holds(at, link.vector.level(at)));
    let rarity = |link: &Link| -> f64 {
        let (l, r) = (linker.records.row(link.left), linker.records.row(link.right));
        let part = |at| weights.part(&lookup, l, r, at, link.vector.level(at)).frequency;
        (0..comparisons).map(|at| f64::from(part(at))).sum()
    };
    let threshold = weight_of(show);
    let is_shown = |link: &Link| link.weight >= threshold;
    let mut seen: FxHashSet<u32> = FxHashSet::default();
    let mut examples = Vec::new();
    let mut pick = |why: ExampleReason, most: usize, score: &dyn Fn(&Link) -> Option<f64>| {
        let mut ranked: Vec<(f64, &Link)> =
            links.iter().filter_map(|link| Some((score(link)?, link))).filter(|(score, _)| !score.is_nan()).collect();
        let by_rank = |a: &(f64, &Link), b: &(f64, &Link)| {
            let ids = |link: &Link| (linker.id(link.left), linker.id(link.right));
            b.0.total_cmp(&a.0).then_with(|| ids(a.1).cmp(&ids(b.1)))
        };
        // A record or two in common among the best pairs is usual; thousands are not.
        let enough = (seen.len() + most) * 64;
        if ranked.len() > enough {
            ranked.select_nth_unstable_by(enough, by_rank);
            ranked.truncate(enough);
        }
        ranked.sort_unstable_by(by_rank);
        let mut left = most;
        for (_, link) in ranked {
            if left == 0 {
                break;
            }
            if seen.contains(&link.left) || seen.contains(&link.right) {
                continue;
            }
            if let Some(explanation) = explain(linker, link.left, link.right) {
                seen.extend([link.left, link.right]);
                examples.push(Example { why, explanation });
                left -= 1;
            }
        }
    };
    pick(ExampleReason::Strongest, 3, &|link| {
        (is_shown(link) && any(link, &|_, level| level > 1)).then_some(link.weight)
    });
    pick(ExampleReason::JustShown, 2, &|link| is_shown(link).then_some(-link.weight));
    pick(ExampleReason::JustNotShown, 2, &|link| (!is_shown(link)).then_some(link.weight));
    pick(ExampleReason::Disagreement, 3, &|link| {
        (is_shown(link) && any(link, &|at, level| level == else_level(at))).then_some(link.weight)
    });
    pick(ExampleReason::Rarity, 3, &|link| is_shown(link).then(|| rarity(link)).filter(|bits| *bits > 0.0));
    examples
}
