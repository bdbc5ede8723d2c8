//! Candidate pairs: the pairs of records that are worth comparing. No scoring here.
//!
//! Both sides of a rule are sorted by the rule's key and merged; a block is a run of equal keys. A pair that several
//! rules find belongs to the first of them. This is decided from the codes of the two records alone, so no set of pairs
//! is kept in memory.

mod analysis;
mod rules;

use rayon::prelude::*;
use rustc_hash::FxHashSet;

use crate::progress::Progress;
use crate::records::{Records, Slots};
use crate::settings::{LinkType, Model};
pub use analysis::{Analysis, BlockingError, CappedBlocks, RuleAnalysis};
pub(crate) use rules::{CompiledRule, Entry, Role, compile, entries};
use rules::{MultiValueKey, Plates, mix};

/// The records that share one key, on both sides, as ranges of the sorted entries.
#[derive(Clone)]
struct Block {
    left: std::ops::Range<usize>,
    right: std::ops::Range<usize>,
}

impl Block {
    fn pairs(&self, one_side: bool) -> u64 {
        let (left, right) = (self.left.len() as u64, self.right.len() as u64);
        if one_side { left * left.saturating_sub(1) / 2 } else { left * right }
    }
}

/// The blocks of one rule, in key order.
#[derive(Default)]
struct RuleBlocks {
    left: Vec<Entry>,
    /// `None` if both roles have the same entries, as for a symmetric rule within one file.
    right: Option<Vec<Entry>>,
    blocks: Vec<Block>,
    /// Blocks left out because they are too large: how many, how many pairs they hold, and the values of the largest.
    capped: CappedBlocks,
    largest: u64,
    pairs: u64,
}

impl RuleBlocks {
    fn right(&self) -> &[Entry] {
        self.right.as_deref().unwrap_or(&self.left)
    }

    fn find(
        model: &Model,
        records: &Records,
        slots: &Slots,
        rule: &CompiledRule,
        one_side: bool,
        keep: &dyn Fn(u32) -> bool,
    ) -> RuleBlocks {
        let (all, split) = (records.count(), records.left_count());
        let left_range = 0..if one_side { all } else { split };
        let right_range = if one_side { 0 } else { split }..all;
        let left = |only: Option<&FxHashSet<u64>>| entries(records, rule, Role::Left, left_range, &|_| true, only);
        let right = |only: Option<&FxHashSet<u64>>| entries(records, rule, Role::Right, right_range, keep, only);
        let keys = |entries: &[Entry]| entries.iter().map(|entry| entry.key).collect::<FxHashSet<u64>>();
        let (left, right) = match rule.many.map(|many| many.plates) {
            // Partial plates are few and have at most two keys each. A whole plate has 35 keys, hardly any of which
            // match a partial one.
            Some((Plates::Partial, _)) => {
                let left = left(None);
                let right = right(Some(&keys(&left)));
                (left, Some(right))
            }
            Some((_, Plates::Partial)) => {
                let right = right(None);
                (left(Some(&keys(&right))), Some(right))
            }
            _ if one_side && !rule.one_way => (left(None), None),
            _ => (left(None), Some(right(None))),
        };
        let mut found = RuleBlocks { left, right, ..RuleBlocks::default() };
        let (mut blocks, mut capped, mut largest_capped) = (Vec::new(), CappedBlocks::default(), 0);
        let (mut l, mut r) = (0, 0);
        while let (Some(one), Some(other)) = (found.left.get(l), found.right().get(r)) {
            if one.key != other.key {
                *(if one.key < other.key { &mut l } else { &mut r }) += 1;
                continue;
            }
            let run = |entries: &[Entry], start: usize| {
                start + entries[start..].iter().take_while(|e| e.key == one.key).count()
            };
            let block = Block { left: l..run(&found.left, l), right: r..run(found.right(), r) };
            (l, r) = (block.left.end, block.right.end);
            let pairs = block.pairs(found.right.is_none());
            if pairs > model.blocking.largest_block_pairs {
                capped.blocks += 1;
                capped.pairs += pairs;
                if pairs > largest_capped {
                    largest_capped = pairs;
                    capped.largest = rule.describe(records, slots, one.record);
                }
            } else if pairs > 0 {
                found.pairs += pairs;
                found.largest = found.largest.max(pairs);
                blocks.push(block);
            }
        }
        found.blocks = blocks;
        found.capped = capped;
        found
    }
}

/// The candidate pairs of all rules, as blocks in an order that does not depend on the number of threads.
pub(crate) struct Blocks<'r> {
    records: &'r Records,
    rules: &'r [CompiledRule],
    by_rule: Vec<RuleBlocks>,
    one_side: bool,
}

/// Some of the blocks of one rule. All chunks cost about the same to process.
#[derive(Clone)]
pub(crate) struct Chunk {
    rule: usize,
    blocks: std::ops::Range<usize>,
    /// The range of left records, if a single block is split into several chunks.
    within: Option<std::ops::Range<usize>>,
    pub pairs: u64,
}

/// The number of pairs in a chunk: large enough that the cost of handing out chunks is negligible, small enough that a
/// chunk produces few links.
const CHUNK_PAIRS: u64 = 200_000;

impl<'r> Blocks<'r> {
    /// Sorts and merges both sides of every rule. When two files are linked, `keep` selects the right records that take
    /// part; within one file it must keep all of them.
    pub fn find(
        model: &Model,
        records: &'r Records,
        slots: &Slots,
        rules: &'r [CompiledRule],
        keep: &(dyn Fn(u32) -> bool + Sync),
        progress: &dyn Progress,
    ) -> Result<Blocks<'r>, BlockingError> {
        let one_side = model.link_type != LinkType::LinkOnly;
        progress.begin("block", rules.len() as u64);
        let by_rule: Vec<RuleBlocks> = rules
            .par_iter()
            .map(|rule| {
                let blocks = if progress.stopped() {
                    RuleBlocks::default()
                } else {
                    RuleBlocks::find(model, records, slots, rule, one_side, keep)
                };
                progress.advance(1);
                blocks
            })
            .collect();
        progress.end();
        if progress.stopped() {
            return Err(BlockingError::Interrupted);
        }
        let total: u64 = by_rule.iter().map(|rule| rule.pairs + rule.capped.pairs).sum();
        if total > model.blocking.most_pairs
            && let Some((at, worst)) = by_rule.iter().enumerate().max_by_key(|(_, rule)| rule.pairs + rule.capped.pairs)
        {
            return Err(BlockingError::TooManyPairs {
                number: rules[at].source + 1,
                rule: model.blocking.rules.get(rules[at].source).cloned().unwrap_or_default(),
                pairs: (worst.pairs + worst.capped.pairs) as f64,
                total: total as f64,
                most: model.blocking.most_pairs as f64,
            });
        }
        Ok(Blocks { records, rules, by_rule, one_side })
    }

    /// Analyses the rules without comparing any records.
    pub fn analysis(&self, model: &Model) -> Analysis {
        let mut rules: Vec<RuleAnalysis> = model
            .blocking
            .rules
            .iter()
            .map(|rule| RuleAnalysis {
                rule: rule.clone(),
                blocks: 0,
                pairs: 0,
                new_pairs: 0,
                cumulative_pairs: 0,
                largest_block_pairs: 0,
                capped: CappedBlocks::default(),
            })
            .collect();
        for (compiled, blocks) in self.rules.iter().zip(&self.by_rule) {
            let rule = &mut rules[compiled.source];
            rule.blocks += blocks.blocks.len() as u64;
            rule.pairs += blocks.pairs;
            rule.largest_block_pairs = rule.largest_block_pairs.max(blocks.largest);
            if blocks.capped.blocks > 0 {
                rule.capped.blocks += blocks.capped.blocks;
                rule.capped.pairs += blocks.capped.pairs;
                rule.capped.largest.clone_from(&blocks.capped.largest);
            }
        }
        let (left, right) =
            (self.records.left_count() as f64, (self.records.count() - self.records.left_count()) as f64);
        let all = self.records.count() as f64;
        let possible_pairs = if self.one_side { all * (all - 1.0) / 2.0 } else { left * right };
        Analysis { pairs: rules.iter().map(|rule| rule.pairs).sum(), rules, counted: false, possible_pairs }
    }

    /// Adds the number of pairs counted for each compiled rule to an analysis.
    pub fn count_into(&self, analysis: &mut Analysis, new_pairs: &[u64]) {
        for (compiled, new) in self.rules.iter().zip(new_pairs) {
            analysis.rules[compiled.source].new_pairs += new;
        }
        let mut cumulative = 0;
        for rule in &mut analysis.rules {
            cumulative += rule.new_pairs;
            rule.cumulative_pairs = cumulative;
        }
        analysis.pairs = cumulative;
        analysis.counted = true;
    }

    pub fn rule_count(&self) -> usize {
        self.rules.len()
    }

    /// The number of pairs over all rules; a pair that several rules find is counted once for each of them.
    pub fn pairs_with_repeats(&self) -> u64 {
        self.by_rule.iter().map(|rule| rule.pairs).sum()
    }

    /// Divides the work into chunks of similar cost.
    pub fn chunks(&self) -> Vec<Chunk> {
        let mut chunks = Vec::new();
        for (rule, blocks) in self.by_rule.iter().enumerate() {
            let mut chunk = Chunk { rule, blocks: 0..0, within: None, pairs: 0 };
            for (at, block) in blocks.blocks.iter().enumerate() {
                let pairs = block.pairs(blocks.right.is_none());
                if pairs > CHUNK_PAIRS {
                    // A block that is too large for one chunk is split along its left records.
                    let cuts = pairs.div_ceil(CHUNK_PAIRS);
                    let step = (block.left.len() as u64).div_ceil(cuts).max(1) as usize;
                    for start in block.left.clone().step_by(step) {
                        let within = start..(start + step).min(block.left.end);
                        chunks.push(Chunk { rule, blocks: at..at + 1, within: Some(within), pairs: pairs / cuts });
                    }
                    chunks.push(std::mem::replace(
                        &mut chunk,
                        Chunk { rule, blocks: at + 1..at + 1, within: None, pairs: 0 },
                    ));
                    continue;
                }
                chunk.blocks.end = at + 1;
                chunk.pairs += pairs;
                if chunk.pairs >= CHUNK_PAIRS {
                    chunks.push(std::mem::replace(
                        &mut chunk,
                        Chunk { rule, blocks: at + 1..at + 1, within: None, pairs: 0 },
                    ));
                }
            }
            chunks.push(chunk);
        }
        chunks.retain(|chunk| chunk.pairs > 0);
        chunks
    }

    /// Calls `visit` for each `wanted` pair of a chunk that no earlier rule finds. Returns the position of the compiled
    /// rule and the number of pairs visited. Within one file, the earlier record of a pair is passed as the left one.
    #[inline]
    pub fn visit(
        &self,
        chunk: &Chunk,
        wanted: impl Fn(u32, u32) -> bool,
        mut visit: impl FnMut(Candidate<'_>),
    ) -> (usize, u64) {
        let rule = &self.rules[chunk.rule];
        let earlier = &self.rules[..chunk.rule];
        let blocks = &self.by_rule[chunk.rule];
        let mut count = 0;
        let (mut left_rows, mut right_rows) = (Vec::new(), Vec::new());
        let mut blocks_left = &blocks.blocks[chunk.blocks.clone()];
        while !blocks_left.is_empty() {
            // The rows of a few blocks are copied together first, so that the loads from memory overlap. If they were
            // loaded between comparisons, each load would wait for the one before it.
            let mut rows = 0;
            let group = blocks_left.iter().take_while(|block| {
                let first = rows == 0;
                rows += block.left.len() + block.right.len();
                first || rows <= GATHERED_ROWS
            });
            let (group, rest) = blocks_left.split_at(group.count());
            blocks_left = rest;
            left_rows.clear();
            right_rows.clear();
            for block in group {
                let left = chunk.within.clone().unwrap_or_else(|| block.left.clone());
                self.gather(&blocks.left[left], &mut left_rows);
                self.gather(&blocks.right()[block.right.clone()], &mut right_rows);
            }
            let width = self.records.width();
            let (mut left_rows, mut right_start) = (left_rows.chunks_exact(width), 0);
            for block in group {
                let right_rows = &right_rows[right_start..right_start + block.right.len() * width];
                right_start += right_rows.len();
                let left = chunk.within.clone().unwrap_or_else(|| block.left.clone());
                for (at, left_row) in left.zip(&mut left_rows) {
                    let one = blocks.left[at];
                    // In a symmetric rule, each record of a block is compared only with the records after it.
                    let skip = if blocks.right.is_none() { at + 1 - block.left.start } else { 0 };
                    let others =
                        blocks.right()[block.right.clone()].iter().zip(right_rows.chunks_exact(width)).skip(skip);
                    for (other, right_row) in others {
                        let (left, right) = (one.record, other.record);
                        if left == right || !wanted(left, right) {
                            continue;
                        }
                        let pair = Candidate { left, right, left_row, right_row };
                        if self.belongs(rule, one.key, pair) && !earlier.iter().any(|earlier| self.finds(earlier, pair))
                        {
                            count += 1;
                            visit(if self.one_side && left > right { pair.exchanged() } else { pair });
                        }
                    }
                }
            }
        }
        (chunk.rule, count)
    }

    fn gather(&self, entries: &[Entry], rows: &mut Vec<u32>) {
        entries.iter().for_each(|entry| rows.extend_from_slice(self.records.row(entry.record)));
    }

    /// Returns true if a rule brings a pair together; within one file, either order will do.
    #[inline]
    fn finds(&self, rule: &CompiledRule, pair: Candidate<'_>) -> bool {
        rule.fits(self.records, pair) || self.one_side && rule.one_way && rule.fits(self.records, pair.exchanged())
    }

    /// Returns true if a pair that shares a key belongs to this block: its values really are equal, this is the
    /// smallest key that it shares, and, if the pair fits in both orders, the earlier record is on the left.
    #[inline]
    fn belongs(&self, rule: &CompiledRule, key: u64, pair: Candidate<'_>) -> bool {
        let (l, r) = (pair.left_row, pair.right_row);
        let least = |many: MultiValueKey| {
            let terms = rule.terms.iter().fold(0, |key, (a, _)| mix(key, u64::from(l[*a as usize])));
            many.first_common(self.records, l, r).is_some_and(|common| mix(terms, common) == key)
        };
        rule.terms.iter().all(|(a, b)| l[*a as usize] == r[*b as usize])
            && rule.many.is_none_or(least)
            && !(self.one_side && rule.one_way && pair.left > pair.right && rule.fits(self.records, pair.exchanged()))
    }
}

/// Two records to compare, with their rows.
#[derive(Clone, Copy)]
pub(crate) struct Candidate<'r> {
    pub left: u32,
    pub right: u32,
    pub left_row: &'r [u32],
    pub right_row: &'r [u32],
}

impl<'r> Candidate<'r> {
    /// The records with these numbers.
    pub fn of(records: &'r Records, left: u32, right: u32) -> Candidate<'r> {
        Candidate { left, right, left_row: records.row(left), right_row: records.row(right) }
    }

    fn exchanged(self) -> Candidate<'r> {
        Candidate { left: self.right, right: self.left, left_row: self.right_row, right_row: self.left_row }
    }
}

/// The number of rows copied together: 256 rows of about 130 bytes are 33 KiB, the size of a first-level cache.
const GATHERED_ROWS: usize = 256;

impl Chunk {
    /// The compiled rule that the chunk belongs to.
    pub fn rule(&self) -> usize {
        self.rule
    }
}

/// Returns true if any rule brings two records together; within one file, either order will do.
pub(crate) fn is_candidate(records: &Records, rules: &[CompiledRule], one_side: bool, left: u32, right: u32) -> bool {
    let pair = Candidate::of(records, left, right);
    rules.iter().any(|rule| rule.fits(records, pair) || one_side && rule.fits(records, pair.exchanged()))
}
