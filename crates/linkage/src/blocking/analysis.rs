//! What blocking does, in numbers, and why it may refuse.

/// Blocks that a rule left out because they are too large.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Serialize)]
pub struct Capped {
    /// How many blocks.
    pub blocks: u64,
    /// The pairs that they would have made.
    pub pairs: u64,
    /// The values of the largest, for a person who wants to mend the rule.
    pub largest: String,
}

/// What blocking does, rule by rule.
#[derive(Debug, Clone, serde::Serialize)]
pub struct Analysis {
    /// In the order of the model.
    pub rules: Vec<RuleAnalysis>,
    /// Pairs that will be compared: each once, whatever number of rules finds it. At most the sum over rules; exact when
    /// [`Analysis::counted`].
    pub pairs: u64,
    /// Whether `pairs` and the rules' `new_pairs` were counted pair by pair.
    pub counted: bool,
    /// All pairs that there are: what would be compared without blocking.
    pub possible_pairs: f64,
}

/// What one rule does.
#[derive(Debug, Clone, serde::Serialize)]
pub struct RuleAnalysis {
    /// The rule as written.
    pub rule: String,
    /// Blocks with at least one pair.
    pub blocks: u64,
    /// Pairs in its blocks.
    pub pairs: u64,
    /// Pairs that no earlier rule finds; 0 until counted.
    pub new_pairs: u64,
    /// Pairs of this rule and those before it, each once; 0 until counted.
    pub cumulative_pairs: u64,
    /// Pairs of its largest block that is kept.
    pub largest_block_pairs: u64,
    /// What was left out.
    pub capped: Capped,
}

/// A run that blocking refuses. Nothing was compared.
#[derive(Debug, thiserror::Error)]
pub enum BlockingError {
    /// The rules make too many pairs.
    #[error(
        "blocking rule {number} `{rule}` would make {pairs:.1e} pairs, all rules {total:.1e}: at most {most:.1e} are allowed. \
             Add a term to the rule, or raise `blocking.most_pairs`"
    )]
    TooManyPairs {
        /// The rule that makes most, from 1.
        number: usize,
        /// As written.
        rule: String,
        /// What it makes.
        pairs: f64,
        /// What all make.
        total: f64,
        /// The limit of the model.
        most: f64,
    },
    /// The caller asked to stop.
    #[error("stopped while looking for candidate pairs")]
    Interrupted,
}
