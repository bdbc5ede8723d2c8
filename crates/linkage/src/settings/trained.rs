//! The result of training, as it is stored in the model.

use serde::{Deserialize, Serialize};

/// The result of training.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TrainedParameters {
    /// The probability that two records drawn at random describe the same entity (lambda).
    pub prior: f64,
    /// The probability that two records drawn at random describe two different members of one family; 0 if no
    /// comparison is marked `family`.
    #[serde(default)]
    pub family_prior: f64,
    /// The parameters of each comparison, in model order.
    pub comparisons: Vec<TrainedComparison>,
}

/// The m and u of one comparison. Level 0 is *missing*, the levels written in the model follow, and *else* is last.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TrainedComparison {
    /// The name of the comparison.
    pub name: String,
    /// The probability of each level among matches with both values present. The values sum to 1, not counting level 0,
    /// which holds 1 because a missing value is evidence of nothing.
    pub m: Vec<f64>,
    /// The probability of each level among non-matches.
    pub u: Vec<f64>,
    /// The probability that two members of a family share this value for the same reason as one person would.
    #[serde(default)]
    pub family: f64,
    /// The scale of the term-frequency adjustment, by level (see [`crate::training`]); 0 if there is none.
    pub term_frequency: Vec<f64>,
}
