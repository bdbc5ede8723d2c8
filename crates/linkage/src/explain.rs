//! Explanations: the waterfall that leads from the prior to the weight of a pair.

use std::fmt;

use serde::Serialize;

use crate::comparison::ComparisonVector;
use crate::linker::Linker;
use crate::weights::{self, Lookup, Weights};

/// The weight of a pair, step by step. The parts add up: the prior plus the weights of all steps is the match weight.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Explanation {
    /// The id of the left record.
    pub left_id: String,
    /// The id of the right record.
    pub right_id: String,
    /// The starting point for every pair: log2 of the prior odds, in bits.
    pub prior_weight: f64,
    /// One step for each comparison, in model order. If the model takes families into account and this changes the
    /// weight, a last step named [`FAMILY`] follows.
    pub steps: Vec<Step>,
    /// The total, in bits.
    pub match_weight: f64,
    /// The match probability that corresponds to the total.
    pub match_probability: f64,
    /// The version of the model that was used; see [`crate::settings::Model::version`].
    pub model_version: String,
}

/// The name of the step that subtracts the evidence explained by a shared family.
pub const FAMILY: &str = "family";

/// The contribution of one comparison.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Step {
    /// The name of the comparison.
    pub comparison: String,
    /// The left value in normal form; empty if it is missing.
    pub left_value: String,
    /// The right value in normal form; empty if it is missing.
    pub right_value: String,
    /// The level as written in the model, or `missing` or `else`.
    pub level: String,
    /// The probability of this level among matches; absent if a value is missing.
    pub m: Option<f64>,
    /// The probability of this level among non-matches; absent if a value is missing.
    pub u: Option<f64>,
    /// log2(m/u), in bits.
    pub level_weight: f64,
    /// The adjustment for how rare the value is, in bits; negative if it is common.
    pub frequency_weight: f64,
    /// The sum of the prior and all steps up to this one, in bits.
    pub running_total: f64,
}

/// Explains the pair of records with these numbers (see [`Linker::id`]). Returns `None` if the model is not trained.
pub fn explain(linker: &Linker, left: u32, right: u32) -> Option<Explanation> {
    let mut memory = linker.comparisons.forgetful(&linker.slots, |kind| linker.records.values(kind));
    let (l, r) = (linker.records.row(left), linker.records.row(right));
    let vector = linker.comparisons.compare(l, r, &mut memory);
    let weights = Weights::new(linker.model.trained.as_ref()?);
    let text = |slot, row: &[u32]| linker.records.text(&linker.slots, slot, row[slot as usize]).to_owned();
    let values = |comparison: usize| {
        let fields = linker.comparisons.fields(comparison);
        let side = |row| {
            fields.iter().map(|slot| text(*slot, row)).filter(|text| !text.is_empty()).collect::<Vec<_>>().join(" / ")
        };
        (side(l), side(r))
    };
    let names = (linker.id(left).to_owned(), linker.id(right).to_owned());
    Some(waterfall(linker, &weights, &linker.lookup(), names, (l, r), vector, values))
}

pub(crate) fn waterfall(
    linker: &Linker,
    weights: &Weights,
    lookup: &Lookup<'_>,
    (left_id, right_id): (String, String),
    (left, right): (&[u32], &[u32]),
    vector: ComparisonVector,
    values: impl Fn(usize) -> (String, String),
) -> Explanation {
    let mut total = weights.prior();
    let trained = linker.model.trained.as_ref();
    let mut parts = Vec::new();
    let mut steps: Vec<Step> = linker
        .model
        .comparisons
        .iter()
        .enumerate()
        .map(|(at, comparison)| {
            let level = vector.level(at);
            let part = weights.part(lookup, left, right, at, level);
            total += f64::from(part.level + part.frequency);
            parts.push(f64::from(part.level + part.frequency));
            let (left_value, right_value) = values(at);
            let learnt = trained.and_then(|trained| trained.comparisons.get(at)).filter(|_| level > 0);
            Step {
                comparison: comparison.name.clone(),
                left_value,
                right_value,
                level: level_name(comparison, level).to_owned(),
                m: learnt.map(|learnt| learnt.m[level]),
                u: learnt.map(|learnt| learnt.u[level]),
                level_weight: f64::from(part.level),
                frequency_weight: f64::from(part.frequency),
                running_total: total,
            }
        })
        .collect();
    let family_weight = weights.family_bits(total, &parts);
    if family_weight < 0.0 {
        total += family_weight;
        steps.push(Step {
            comparison: FAMILY.to_owned(),
            left_value: String::new(),
            right_value: String::new(),
            level: "may be two of one family".to_owned(),
            m: None,
            u: None,
            level_weight: family_weight,
            frequency_weight: 0.0,
            running_total: total,
        });
    }
    Explanation {
        left_id,
        right_id,
        prior_weight: weights.prior(),
        steps,
        match_weight: total,
        match_probability: weights::probability(total),
        model_version: linker.model.version(),
    }
}

/// The name of a level: as written in the model, or `missing` or `else`.
pub fn level_name(comparison: &crate::settings::Comparison, level: usize) -> &str {
    match level {
        0 => "missing",
        level => comparison.levels.get(level - 1).map_or("else", String::as_str),
    }
}

impl fmt::Display for Explanation {
    /// Writes a table for the terminal: one line per step, with weights in bits.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{} and {}", self.left_id, self.right_id)?;
        let width = |of: fn(&Step) -> &str, head: &str, most: usize| {
            self.steps.iter().map(|step| of(step).chars().count()).chain([head.len()]).max().unwrap_or(0).min(most)
        };
        let name = width(|step| &step.comparison, "comparison", 24);
        let left = width(|step| &step.left_value, "left", 28);
        let right = width(|step| &step.right_value, "right", 28);
        let level = width(|step| &step.level, "level", 48);
        let cut = |text: &str, most: usize| -> String {
            if text.chars().count() <= most {
                text.to_owned()
            } else {
                text.chars().take(most - 1).chain(['…']).collect()
            }
        };
        writeln!(
            f,
            "  {:name$}  {:left$}  {:right$}  {:level$}  {:>7}  {:>7}  {:>7}",
            "comparison", "left", "right", "level", "level", "rarity", "total"
        )?;
        writeln!(
            f,
            "  {:name$}  {:left$}  {:right$}  {:level$}  {:>7}  {:>7}  {:>7.2}",
            "prior", "", "", "", "", "", self.prior_weight
        )?;
        for step in &self.steps {
            writeln!(
                f,
                "  {:name$}  {:left$}  {:right$}  {:level$}  {:>+7.2}  {:>+7.2}  {:>7.2}",
                cut(&step.comparison, name),
                cut(&step.left_value, left),
                cut(&step.right_value, right),
                cut(&step.level, level),
                step.level_weight,
                step.frequency_weight,
                step.running_total
            )?;
        }
        write!(
            f,
            "  match weight {:.2} bits, probability {:.4}, model {}",
            self.match_weight, self.match_probability, self.model_version
        )
    }
}
