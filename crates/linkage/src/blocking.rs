//! Candidate pairs: which records are worth comparing. No scoring here.
//!
//! Both sides of a rule are sorted by the rule's key and merged; a block is a run of one key. A pair that several rules
//! find belongs to the first of them, which is decided on the codes of the two records, so that no set of pairs is kept.

use rayon::prelude::*;

use crate::dictionary::{self, MISSING, Transform, Values};
use crate::expression::{self, Operand};
use crate::measure;
use crate::progress::Progress;
use crate::records::{Records, SlotId, Slots};
use crate::settings::{Kind, LinkType, Model, ModelError};

/// A rule ready to run: slots that must be equal, and at most one key of which a record may have several. The two
/// records of a pair have roles, left and right.
pub(crate) struct CompiledRule {
    /// The rule's place in the model.
    pub source: usize,
    /// Left slot and right slot.
    terms: Vec<(SlotId, SlotId)>,
    many: Option<Many>,
    /// Whether exchanging the roles changes the rule.
    one_way: bool,
}

/// A key of which a record may have several.
#[derive(Debug, Clone, Copy)]
struct Many {
    transform: Transform,
    left: SlotId,
    right: SlotId,
    /// For [`Transform::Seen`]: which plates play which role. Two whole plates are never a pair.
    plates: (Plates, Plates),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Plates {
    Any,
    Partial,
    Whole,
}

/// Compiles rules. Where the files differ and a rule's sides differ, it becomes two, one each way round; what only one
/// side's columns allow finds nothing and costs nothing.
pub(crate) fn compile(
    rules: &[String],
    place: &str,
    model: &Model,
    slots: &mut Slots,
) -> Result<Vec<CompiledRule>, ModelError> {
    let mut compiled = Vec::new();
    for (source, text) in rules.iter().enumerate() {
        let problem = |problem: String| ModelError::Syntax {
            place: format!("{place}, rule {}", source + 1),
            text: text.clone(),
            problem,
        };
        let mut rule = CompiledRule { source, terms: Vec::new(), many: None, one_way: false };
        for term in expression::rule(text).map_err(|e| problem(e.to_string()))? {
            let mut slot = |operand: &Operand| {
                let kind = model.fields.get(&operand.field).map(|field| field.kind);
                let kind = kind.ok_or_else(|| problem(format!("there is no field `{}`", operand.field)))?;
                let transform = Transform::parse(&operand.word, operand.argument, kind).map_err(&problem)?;
                Ok::<_, ModelError>((kind, transform, slots.slot(&operand.field, transform)))
            };
            let (kind, transform, left) = slot(&term.operand)?;
            let (other_kind, other_transform, right) = term.other.as_ref().map_or(Ok((kind, transform, left)), slot)?;
            if kind != other_kind || transform != other_transform {
                return Err(problem("both sides of `=` must be fields of one kind, taken the same way".into()));
            }
            rule.one_way |= left != right || transform == Transform::Seen;
            if !transform.is_many() {
                rule.terms.push((left, right));
                continue;
            }
            let plates = match transform {
                Transform::Seen => (Plates::Partial, Plates::Any),
                _ => (Plates::Any, Plates::Any),
            };
            if rule.many.replace(Many { transform, left, right, plates }).is_some() {
                return Err(problem("only one `any` or `seen` fits a rule".into()));
            }
        }
        // Between two files the roles are fixed, so the other way round is a rule of its own. Within one file a pair is
        // met whichever way round it fits.
        let mirror = (rule.one_way && model.link_type == LinkType::LinkOnly).then(|| rule.mirrored());
        compiled.push(rule);
        compiled.extend(mirror);
    }
    Ok(compiled)
}

/// Which role a record plays.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Role {
    Left,
    Right,
}

impl CompiledRule {
    fn mirrored(&self) -> CompiledRule {
        let plates = |many: Many| match many.transform {
            // Invariant: the two rules share no pair: here the left plate is whole.
            Transform::Seen if many.left == many.right => (Plates::Whole, Plates::Partial),
            _ => (many.plates.1, many.plates.0),
        };
        CompiledRule {
            source: self.source,
            terms: self.terms.iter().map(|(left, right)| (*right, *left)).collect(),
            many: self.many.map(|many| Many { left: many.right, right: many.left, plates: plates(many), ..many }),
            one_way: true,
        }
    }

    /// Whether a pair fits, in these roles.
    #[inline]
    fn fits(&self, records: &Records, left: u32, right: u32) -> bool {
        let (l, r) = (records.row(left), records.row(right));
        self.terms.iter().all(|(a, b)| l[*a as usize] == r[*b as usize] && l[*a as usize] != MISSING)
            && self.many.is_none_or(|many| many.first_common(records, l, r).is_some())
    }

    /// The keys of a record in a role, from its row; none when a part is missing. `text` gives a value's text and tokens.
    pub fn keys<'v>(&self, row: &[u32], role: Role, values: &dyn Fn(Kind) -> Values<'v>, keys: &mut Vec<u64>) {
        keys.clear();
        let mut key = 0;
        for (left, right) in &self.terms {
            let code = row[*(if role == Role::Left { left } else { right }) as usize];
            if code == MISSING {
                return;
            }
            key = mix(key, u64::from(code));
        }
        match self.many {
            None => keys.push(key),
            Some(many) => {
                many.own_keys(row, role, values, keys);
                keys.iter_mut().for_each(|own| *own = mix(key, *own));
            }
        }
    }
}

/// Folds a code into a key. Two keys of 64 bits are taken for equal only until the pair itself is looked at.
#[inline]
fn mix(key: u64, code: u64) -> u64 {
    (key.rotate_left(26) ^ code).wrapping_add(1).wrapping_mul(0x9E37_79B9_7F4A_7C15)
}

impl Many {
    fn own_keys<'v>(&self, row: &[u32], role: Role, values: &dyn Fn(Kind) -> Values<'v>, keys: &mut Vec<u64>) {
        let (slot, plates) = if role == Role::Left { (self.left, self.plates.0) } else { (self.right, self.plates.1) };
        let code = row[slot as usize];
        if code == MISSING {
            return;
        }
        if self.transform == Transform::AnyToken {
            let (dictionary, code) = values(Kind::Tokens).resolve(code);
            keys.extend(dictionary.tokens(code).iter().map(|token| u64::from(*token)));
            return;
        }
        let partial = dictionary::seen_keys(values(Kind::Plate).text(code), keys);
        if plates == Plates::Partial && !partial || plates == Plates::Whole && partial {
            keys.clear();
        }
    }

    /// The least key that two records share: the pair belongs to that block alone.
    fn first_common(&self, records: &Records, left: &[u32], right: &[u32]) -> Option<u64> {
        if self.transform == Transform::AnyToken {
            let values = records.values(Kind::Tokens);
            let (left, right) = (left[self.left as usize], right[self.right as usize]);
            return measure::shared(values, left, right).next().map(u64::from);
        }
        let values = |kind| records.values(kind);
        let (mut one, mut other) = (Vec::new(), Vec::new());
        self.own_keys(left, Role::Left, &values, &mut one);
        self.own_keys(right, Role::Right, &values, &mut other);
        one.into_iter().filter(|key| other.contains(key)).min()
    }
}

/// One record under one key of a rule. Sorted by key, then record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Entry {
    pub key: u64,
    pub record: u32,
}

/// All records of some range under their keys in a role, sorted.
pub(crate) fn entries(records: &Records, rule: &CompiledRule, role: Role, range: std::ops::Range<usize>) -> Vec<Entry> {
    let mut entries = Vec::with_capacity(range.len());
    let mut keys = Vec::new();
    let values = |kind| records.values(kind);
    for record in range {
        rule.keys(records.row(record as u32), role, &values, &mut keys);
        entries.extend(keys.iter().map(|key| Entry { key: *key, record: record as u32 }));
    }
    entries.sort_unstable();
    entries
}

/// Records of one key, both sides, as ranges of the sorted entries.
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

/// One rule's blocks, in order of key.
#[derive(Default)]
struct RuleBlocks {
    left: Vec<Entry>,
    /// `None` when both roles have the same entries: a rule without direction within one file.
    right: Option<Vec<Entry>>,
    blocks: Vec<Block>,
    /// Blocks left out because they are too large: their number, their pairs, and the records of the largest.
    capped: Capped,
    largest: u64,
    pairs: u64,
}

impl RuleBlocks {
    fn right(&self) -> &[Entry] {
        self.right.as_deref().unwrap_or(&self.left)
    }

    fn find(model: &Model, records: &Records, slots: &Slots, rule: &CompiledRule, one_side: bool) -> RuleBlocks {
        let (all, split) = (records.count(), records.left_count());
        let left = entries(records, rule, Role::Left, 0..if one_side { all } else { split });
        let right = match (one_side, rule.one_way) {
            (true, false) => None,
            (true, true) => Some(entries(records, rule, Role::Right, 0..all)),
            (false, _) => Some(entries(records, rule, Role::Right, split..all)),
        };
        let mut found = RuleBlocks { left, right, ..RuleBlocks::default() };
        let (mut blocks, mut capped, mut largest_capped) = (Vec::new(), Capped::default(), 0);
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

impl CompiledRule {
    /// The values that make a record's block, for a person.
    fn describe(&self, records: &Records, slots: &Slots, record: u32) -> String {
        let row = records.row(record);
        let parts: Vec<String> = self
            .terms
            .iter()
            .map(|(left, _)| *left)
            .chain(self.many.map(|many| many.left))
            .map(|slot| format!("{} `{}`", slots.field(slot), records.text(slots, slot, row[slot as usize])))
            .collect();
        parts.join(", ")
    }
}

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

/// Candidate pairs of all rules: blocks to be compared, in an order that does not depend on threads.
pub(crate) struct Blocks<'r> {
    records: &'r Records,
    rules: &'r [CompiledRule],
    by_rule: Vec<RuleBlocks>,
    one_side: bool,
}

/// Part of one rule's blocks, of about equal cost.
#[derive(Clone)]
pub(crate) struct Chunk {
    rule: usize,
    blocks: std::ops::Range<usize>,
    /// Left records of the block, where one block alone makes several chunks.
    within: Option<std::ops::Range<usize>>,
    pub pairs: u64,
}

/// Pairs in a chunk: enough that handing out chunks costs nothing, few enough that a chunk's links are small.
const CHUNK_PAIRS: u64 = 200_000;

impl<'r> Blocks<'r> {
    /// Sorts and merges both sides of every rule.
    pub fn find(
        model: &Model,
        records: &'r Records,
        slots: &Slots,
        rules: &'r [CompiledRule],
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
                    RuleBlocks::find(model, records, slots, rule, one_side)
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

    /// What the rules do, without comparing.
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
                capped: Capped::default(),
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

    /// Puts counted pairs by compiled rule into an analysis.
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

    /// Pairs of all rules, a pair that several find counted as often.
    pub fn pairs_with_repeats(&self) -> u64 {
        self.by_rule.iter().map(|rule| rule.pairs).sum()
    }

    /// The work, cut into chunks of similar cost.
    pub fn chunks(&self) -> Vec<Chunk> {
        let mut chunks = Vec::new();
        for (rule, blocks) in self.by_rule.iter().enumerate() {
            let mut chunk = Chunk { rule, blocks: 0..0, within: None, pairs: 0 };
            for (at, block) in blocks.blocks.iter().enumerate() {
                let pairs = block.pairs(blocks.right.is_none());
                if pairs > CHUNK_PAIRS {
                    // A block too large for a chunk is cut by its left records.
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

    /// Calls `visit(left, right)` for each pair of a chunk that is `wanted` and that no earlier rule finds. Returns the
    /// compiled rule and the number of pairs visited. Within one file the record that stands first in it is left.
    #[inline]
    pub fn visit(
        &self,
        chunk: &Chunk,
        wanted: impl Fn(u32, u32) -> bool,
        mut visit: impl FnMut(u32, u32),
    ) -> (usize, u64) {
        let (records, one_side) = (self.records, self.one_side);
        let rule = &self.rules[chunk.rule];
        let earlier = &self.rules[..chunk.rule];
        let blocks = &self.by_rule[chunk.rule];
        let mut count = 0;
        for block in &blocks.blocks[chunk.blocks.clone()] {
            for at in chunk.within.clone().unwrap_or_else(|| block.left.clone()) {
                let one = blocks.left[at];
                let right = if blocks.right.is_none() { at + 1..block.left.end } else { block.right.clone() };
                for other in &blocks.right()[right] {
                    let (l, r) = (one.record, other.record);
                    if l == r || !wanted(l, r) || !self.belongs(rule, one, *other) {
                        continue;
                    }
                    let found = |earlier: &CompiledRule| {
                        earlier.fits(records, l, r) || one_side && earlier.one_way && earlier.fits(records, r, l)
                    };
                    if earlier.iter().any(found) {
                        continue;
                    }
                    count += 1;
                    if one_side && l > r { visit(r, l) } else { visit(l, r) }
                }
            }
        }
        (chunk.rule, count)
    }

    /// Whether a pair that shares a key belongs to this block: its values really are equal, this is the least of its
    /// keys, and where it fits both ways round this is the one with the first record left.
    #[inline]
    fn belongs(&self, rule: &CompiledRule, one: Entry, other: Entry) -> bool {
        let (l, r) = (self.records.row(one.record), self.records.row(other.record));
        let equal = rule.terms.iter().all(|(a, b)| l[*a as usize] == r[*b as usize]);
        let least = |many: Many| {
            let terms = rule.terms.iter().fold(0, |key, (a, _)| mix(key, u64::from(l[*a as usize])));
            many.first_common(self.records, l, r).is_some_and(|common| mix(terms, common) == one.key)
        };
        equal
            && rule.many.is_none_or(least)
            && !(self.one_side
                && rule.one_way
                && one.record > other.record
                && rule.fits(self.records, other.record, one.record))
    }
}

impl Chunk {
    /// The compiled rule that the chunk belongs to.
    pub fn rule(&self) -> usize {
        self.rule
    }
}

/// Whether any of the rules brings two records together; within one file whichever way round.
pub(crate) fn is_candidate(records: &Records, rules: &[CompiledRule], one_side: bool, left: u32, right: u32) -> bool {
    rules.iter().any(|rule| rule.fits(records, left, right) || one_side && rule.fits(records, right, left))
}
