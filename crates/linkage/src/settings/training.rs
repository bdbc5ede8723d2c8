//! Settings for learning m, u and the prior.

use serde::{Deserialize, Serialize};

/// Settings for learning m, u and the prior.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Training {
    /// Rules so strict that nearly all pairs that fit them are matches; they determine the prior.
    pub deterministic_rules: Vec<String>,
    /// The share of all matches that the deterministic rules find, from 0 to 1.
    pub recall: f64,
    /// True if expectation-maximisation may also change the prior.
    pub update_prior: bool,
    /// The number of random pairs from which u is measured.
    pub random_pairs: u64,
    /// The number of blocked pairs used in expectation-maximisation. If blocking finds more, about this many are drawn.
    pub blocked_pairs: u64,
    /// The maximum number of rounds of expectation-maximisation.
    pub rounds: u32,
    /// The seed that determines which records are drawn; it is stored with the result.
    pub seed: u64,
}

impl Default for Training {
    fn default() -> Self {
        Training {
            deterministic_rules: Vec::new(),
            recall: 0.6,
            update_prior: true,
            random_pairs: 1_000_000,
            blocked_pairs: 1_000_000,
            rounds: 50,
            seed: 1,
        }
    }
}
