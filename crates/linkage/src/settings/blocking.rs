//! Blocking settings: the rules, and the limits on pairs.

use serde::{Deserialize, Serialize};

/// The pairs that are worth comparing.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Blocking {
    /// The rules. A pair that fits any of them is compared, and only once. Terms are separated by commas:
    /// `"surname, nickname(first_name)"`, `"previous_surname = surname, year(dob)"`.
    pub rules: Vec<String>,
    /// A block that would produce more pairs than this is left out and reported.
    #[serde(default = "Blocking::default_largest_block")]
    pub largest_block_pairs: u64,
    /// A run that would produce more pairs than this is refused before it starts.
    #[serde(default = "Blocking::default_most_pairs")]
    pub most_pairs: u64,
}

impl Blocking {
    fn default_largest_block() -> u64 {
        20_000_000
    }
    fn default_most_pairs() -> u64 {
        5_000_000_000
    }
    /// Creates blocking settings with these rules and the default limits.
    pub fn new(rules: impl IntoIterator<Item = impl Into<String>>) -> Self {
        Blocking {
            rules: rules.into_iter().map(Into::into).collect(),
            largest_block_pairs: Self::default_largest_block(),
            most_pairs: Self::default_most_pairs(),
        }
    }
}
