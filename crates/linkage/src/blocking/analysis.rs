//! Analysis of blocking: its counts rule by rule, and the reasons why it may refuse a run.

/// Blocks that a rule left out because they are too large.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Serialize)]
pub struct CappedBlocks {
    /// Number of blocks.
    pub blocks: u64,
    /// Pairs that these blocks would have made.
    pub pairs: u64,
    /// Values of the largest block, shown to a person who wants to correct the rule.
    pub largest: String,
}

/// Results of blocking, rule by rule.
#[derive(Debug, Clone, serde::Serialize)]
pub struct Analysis {
    /// The rules, in the order of the model.
    pub rules: Vec<RuleAnalysis>,
    /// Pairs that will be compared, each counted once however many rules find it. Exact when [`Analysis::counted`] is
    /// true; otherwise an upper bound, the sum over the rules.
    pub pairs: u64,
    /// True if `pairs` and the rules' `new_pairs` were counted pair by pair.
    pub counted: bool,
    /// All possible pairs: the number that would be compared without blocking.
    pub possible_pairs: f64,
}

/// Results of one rule.
#[derive(Debug, Clone, serde::Serialize)]
pub struct RuleAnalysis {
    /// The rule as written in the model.
    pub rule: String,
    /// Blocks with at least one pair.
    pub blocks: u64,
    /// Pairs in the rule's blocks.
    pub pairs: u64,
    /// Pairs that no earlier rule finds; 0 until counted.
    pub new_pairs: u64,
    /// Pairs of this rule and all earlier rules, each counted once; 0 until counted.
    pub cumulative_pairs: u64,
    /// Pairs of the largest block that was kept.
    pub largest_block_pairs: u64,
    /// Blocks that were left out.
    pub capped: CappedBlocks,
}

/// Reasons why blocking refuses a run. Nothing was compared.
#[derive(Debug, thiserror::Error)]
pub enum BlockingError {
    /// The rules make too many pairs.
    #[error(
        "blocking rule {number} `{rule}` would make {pairs:.1e} pairs, all rules {total:.1e}: at most {most:.1e} are allowed. \
             Add a term to the rule, or raise `blocking.most_pairs`"
    )]
    TooManyPairs {
        /// Number of the rule that makes most pairs, counted from 1.
        number: usize,
        /// That rule, as written in the model.
        rule: String,
        /// Pairs that this rule would make.
        pairs: f64,
        /// Pairs that all rules together would make.
        total: f64,
        /// The limit that the model sets.
        most: f64,
    },
    /// The caller asked to stop.
    #[error("stopped while looking for candidate pairs")]
    Interrupted,
}
