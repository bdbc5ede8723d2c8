//! Analysis of the blocking rules: how many pairs each rule contributes, and why blocking may refuse a run.

/// Blocks that were left out of a rule because they are too large.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Serialize)]
pub struct CappedBlocks {
    /// The number of blocks.
    pub blocks: u64,
    /// The number of pairs that these blocks would have produced.
    pub pairs: u64,
    /// The values that the records of the largest block share, shown so that the user can correct the rule.
    pub largest: String,
}

/// The results of blocking, rule by rule.
#[derive(Debug, Clone, serde::Serialize)]
pub struct Analysis {
    /// The rules, in model order.
    pub rules: Vec<RuleAnalysis>,
    /// The number of pairs to compare, each counted once no matter how many rules find it. Exact if
    /// [`Analysis::counted`] is true; otherwise an upper bound, the sum over all rules.
    pub pairs: u64,
    /// True if `pairs` and the `new_pairs` of each rule were counted pair by pair.
    pub counted: bool,
    /// The number of possible pairs, all of which would be compared without blocking.
    pub possible_pairs: f64,
}

/// The results of one rule.
#[derive(Debug, Clone, serde::Serialize)]
pub struct RuleAnalysis {
    /// The rule as written in the model.
    pub rule: String,
    /// The number of blocks with at least one pair.
    pub blocks: u64,
    /// The number of pairs in these blocks.
    pub pairs: u64,
    /// The number of pairs that no earlier rule finds; 0 until counted.
    pub new_pairs: u64,
    /// The number of different pairs that this rule and all earlier rules find together; 0 until counted.
    pub cumulative_pairs: u64,
    /// The number of pairs in the largest block that was kept.
    pub largest_block_pairs: u64,
    /// The blocks that were left out.
    pub capped: CappedBlocks,
}

/// Reasons why blocking refuses a run. No records have been compared yet.
#[derive(Debug, thiserror::Error)]
pub enum BlockingError {
    /// The rules produce too many pairs.
    #[error(
        "blocking rule {number} `{rule}` would make {pairs:.1e} pairs, all rules {total:.1e}: at most {most:.1e} are allowed. \
             Add a term to the rule, or raise `blocking.most_pairs`"
    )]
    TooManyPairs {
        /// The position, counted from 1, of the rule that produces the most pairs.
        number: usize,
        /// That rule, as written in the model.
        rule: String,
        /// The number of pairs that this rule would produce.
        pairs: f64,
        /// The number of pairs that all rules together would produce.
        total: f64,
        /// The limit set by the model.
        most: f64,
    },
    /// The caller asked to stop.
    #[error("stopped while looking for candidate pairs")]
    Interrupted,
}
