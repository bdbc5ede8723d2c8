//! Comparisons: turns two records into a comparison vector, which packs the levels of all comparisons into one machine
//! word. No weights here.

use std::sync::Arc;

use crate::dictionary::{MISSING, Transform, Values};
use crate::expression::{self, Call};
use crate::measure::{BoundedMeasure, Measure};
use crate::records::{SlotId, Slots};
use crate::settings::{Kind, LinkType, Model, ModelError, Side};

/// The number of bits that one comparison takes up in the vector.
const BITS: u32 = 4;

/// The levels of all comparisons of one pair, 4 bits each, with the first comparison in the lowest bits. Level 0 is
/// *missing*, the levels written in the model start at 1, and *else* is last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub struct ComparisonVector(pub u64);

impl ComparisonVector {
    /// The level of a comparison, given the comparison's position in the model.
    #[inline]
    pub fn level(self, comparison: usize) -> usize {
        (self.0 >> (comparison as u32 * BITS)) as usize & 15
    }

    #[inline]
    fn push(&mut self, comparison: usize, level: usize) {
        self.0 |= (level as u64) << (comparison as u32 * BITS);
    }
}

/// One condition of a level.
enum Condition {
    /// The codes are present and equal.
    Same(SlotId, SlotId),
    /// Like `Same`, but in either order.
    SameEither(SlotId, SlotId),
    /// Each record's first value equals the other's second value.
    Swapped(SlotId, SlotId),
    /// One of the measures of a site holds.
    Near { site: u16, bit: u8 },
    /// Like `Near`, but in either order (two sites).
    NearEither { sites: [u16; 2], bits: [u8; 2] },
}

impl Condition {
    /// Returns true if the condition cannot hold when the field of a slot is missing on either side.
    fn needs(&self, main: SlotId, slots: &Slots, sites: &[Site]) -> bool {
        let field = slots.field(main);
        match self {
            Condition::Same(a, b) => slots.field(*a) == field && slots.field(*b) == field,
            Condition::Near { site, .. } => {
                sites.get(*site as usize).is_some_and(|site| (site.left, site.right) == (main, main))
            }
            Condition::SameEither(..) | Condition::Swapped(..) | Condition::NearEither { .. } => false,
        }
    }
}

/// Two slots whose values are measured against each other, with every measure that any level needs. All measures are
/// taken together, because the same two values are likely to be compared again.
struct Site {
    left: SlotId,
    right: SlotId,
    kind: Kind,
    /// The slots of the signatures, if signatures can rule out the checks. Such checks never share a site with others.
    signatures: Option<(SlotId, SlotId)>,
    checks: Vec<BoundedMeasure>,
}

impl Site {
    /// Returns true if the signatures rule out every check.
    #[inline]
    fn ruled_out(&self, left: &[u32], right: &[u32]) -> bool {
        let Some((a, b)) = self.signatures else { return false };
        let (a, b) = (left[a as usize], right[b as usize]);
        !self.checks.iter().any(|check| check.may_hold(self.kind, a, b))
    }
}

/// The source of the frequency of the value on which a pair agrees.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Frequency {
    /// No adjustment.
    None,
    /// The frequency of the more frequent of the two values in these slots.
    Value(SlotId, SlotId),
    /// The product of the frequencies of the shared tokens.
    SharedTokens(SlotId),
}

pub(crate) struct Level {
    conditions: Vec<Condition>,
    pub frequency: Frequency,
}

pub(crate) struct CompiledComparison {
    /// The slot that decides whether the comparison is *missing*: that of the first field of the first level.
    main: SlotId,
    /// True if no level can hold while the main value is missing on either side; nothing else is then examined.
    needs_main: bool,
    /// The whole-value slots of all fields that the levels name, starting with the main one.
    fields: Vec<SlotId>,
    pub levels: Vec<Level>,
}

/// All comparisons of a model, ready to run.
pub(crate) struct Comparisons {
    pub list: Vec<CompiledComparison>,
    sites: Vec<Site>,
}

impl Comparisons {
    pub fn compile(model: &Model, slots: &mut Slots, own: &[Arc<dyn Measure>]) -> Result<Comparisons, ModelError> {
        let mut sites: Vec<Site> = Vec::new();
        let mut list = Vec::new();
        for comparison in &model.comparisons {
            let mut levels = Vec::new();
            let mut fields = Vec::new();
            for text in &comparison.levels {
                let problem = |problem: String| ModelError::Syntax {
                    place: format!("comparisons, `{}`", comparison.name),
                    text: text.clone(),
                    problem,
                };
                let calls = expression::level(text).map_err(|e| problem(e.to_string()))?;
                let mut conditions = Vec::new();
                let mut frequency = Frequency::None;
                for call in &calls {
                    let (condition, of) = condition(call, model, slots, &mut sites, own).map_err(problem)?;
                    conditions.push(condition);
                    if frequency == Frequency::None && comparison.term_frequency {
                        frequency = of;
                    }
                    for field in std::iter::once(&call.field).chain(&call.other) {
                        let slot = slots.slot(field, Transform::Whole);
                        if !fields.contains(&slot) {
                            fields.push(slot);
                        }
                    }
                }
                levels.push(Level { conditions, frequency });
            }
            let main = *fields.first().ok_or_else(|| ModelError::Setting {
                place: format!("comparisons, `{}`", comparison.name),
                problem: "needs at least one level".into(),
            })?;
            let needs_main = levels.iter().all(|level| level.conditions.iter().any(|c| c.needs(main, slots, &sites)));
            list.push(CompiledComparison { main, needs_main, fields, levels });
        }
        Ok(Comparisons { list, sites })
    }

    /// The whole-value slots of the fields that a comparison uses, for display, starting with the main one.
    pub fn fields(&self, comparison: usize) -> &[SlotId] {
        &self.list[comparison].fields
    }

    /// The number of levels of a comparison, including *missing* and *else*.
    pub fn level_count(&self, comparison: usize) -> usize {
        self.list[comparison].levels.len() + 2
    }

    /// Compares two records, given as rows of codes.
    #[inline]
    pub fn compare(&self, left: &[u32], right: &[u32], memory: &mut Memory<'_>) -> ComparisonVector {
        memory.taken = 0;
        let mut vector = ComparisonVector::default();
        for (index, comparison) in self.list.iter().enumerate() {
            let missing = left[comparison.main as usize] == MISSING || right[comparison.main as usize] == MISSING;
            if missing && comparison.needs_main {
                continue;
            }
            let held = comparison
                .levels
                .iter()
                .position(|level| level.conditions.iter().all(|condition| self.holds(condition, left, right, memory)));
            let level = match held {
                Some(level) => level + 1,
                None if missing => 0,
                None => comparison.levels.len() + 1,
            };
            vector.push(index, level);
        }
        vector
    }

    #[inline]
    fn holds(&self, condition: &Condition, left: &[u32], right: &[u32], memory: &mut Memory<'_>) -> bool {
        let same = |a: SlotId, b: SlotId| left[a as usize] == right[b as usize] && left[a as usize] != MISSING;
        match condition {
            Condition::Same(a, b) => same(*a, *b),
            Condition::SameEither(a, b) => same(*a, *b) || same(*b, *a),
            Condition::Swapped(a, b) => same(*a, *b) && same(*b, *a),
            Condition::Near { site, bit } => self.near(*site, left, right, memory) & bit != 0,
            Condition::NearEither { sites, bits } => {
                sites.iter().zip(bits).any(|(site, bit)| self.near(*site, left, right, memory) & bit != 0)
            }
        }
    }

    /// The measures of a site that hold, as bits. Equal values satisfy every measure.
    #[inline]
    fn near(&self, index: u16, left: &[u32], right: &[u32], memory: &mut Memory<'_>) -> u8 {
        let index = index as usize;
        if memory.taken & (1 << index) != 0 {
            return memory.bits[index];
        }
        let site = &self.sites[index];
        let (a, b) = (left[site.left as usize], right[site.right as usize]);
        let bits = if a == MISSING || b == MISSING {
            0
        } else if a == b {
            u8::MAX
        } else if site.ruled_out(left, right) {
            0
        } else {
            memory.recall(index, a, b, |values| {
                site.checks
                    .iter()
                    .enumerate()
                    .fold(0, |bits, (at, check)| bits | u8::from(check.holds(values, a, b)) << at)
            })
        };
        memory.taken |= 1 << index;
        memory.bits[index] = bits;
        bits
    }

    /// Allocates a cache of measurements; each thread needs its own.
    pub fn memory<'a>(&self, slots: &Slots, values: impl Fn(Kind) -> Values<'a>) -> Memory<'a> {
        Memory {
            sites: self.sites.iter().map(|site| (values(slots.kind(site.left)), vec![(0, 0); REMEMBERED])).collect(),
            bits: vec![0; self.sites.len()],
            taken: 0,
        }
    }

    /// Like [`Comparisons::memory`], but without a cache, for the few pairs of a single look-up.
    pub fn forgetful<'a>(&self, slots: &Slots, values: impl Fn(Kind) -> Values<'a>) -> Memory<'a> {
        Memory {
            sites: self.sites.iter().map(|site| (values(slots.kind(site.left)), Vec::new())).collect(),
            bits: vec![0; self.sites.len()],
            taken: 0,
        }
    }
}

/// The cache of one thread: 2^12 entries per site, each holding the latest result that hashed to it.
pub(crate) struct Memory<'a> {
    sites: Vec<(Values<'a>, Vec<(u64, u8)>)>,
    /// The bits of the current pair by site, valid where `taken` is set.
    bits: Vec<u8>,
    taken: u64,
}

/// 4,096 entries of 16 bytes are 64 KiB per site, so the sites of a model fit in the second-level cache.
const REMEMBERED: usize = 1 << 12;

impl Memory<'_> {
    #[inline]
    fn recall(&mut self, site: usize, a: u32, b: u32, take: impl Fn(Values<'_>) -> u8) -> u8 {
        let (values, entries) = &mut self.sites[site];
        if entries.is_empty() {
            return take(*values);
        }
        // Invariant: key 0 is never looked up, because a missing value is not measured.
        let key = u64::from(a) << 32 | u64::from(b);
        let place = (key.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> (64 - REMEMBERED.trailing_zeros())) as usize;
        let entry = &mut entries[place];
        if entry.0 != key {
            *entry = (key, take(*values));
        }
        entry.1
    }
}

/// Compiles one call in a level.
fn condition(
    call: &Call,
    model: &Model,
    slots: &mut Slots,
    sites: &mut Vec<Site>,
    own: &[Arc<dyn Measure>],
) -> Result<(Condition, Frequency), String> {
    let two_files = model.link_type == LinkType::LinkOnly;
    let kind = model.fields.get(&call.field).map(|field| field.kind).ok_or("there is no such field")?;
    if call.word == "swapped" {
        let other =
            call.other.as_deref().ok_or("`swapped` needs two fields, such as `swapped(first_name, surname)`")?;
        let (a, b) = (slots.slot(&call.field, Transform::Whole), slots.slot(other, Transform::Whole));
        return Ok((Condition::Swapped(a, b), Frequency::Value(b, a)));
    }
    let other = call.other.as_deref().unwrap_or(&call.field);
    let (a, b) = (slots.slot(&call.field, Transform::Whole), slots.slot(other, Transform::Whole));
    let Some(check) = BoundedMeasure::parse(call, kind, own)? else {
        let transform = Transform::parse(&call.word, call.argument, kind).map_err(|_| unknown(call, own))?;
        if transform.is_many() {
            return Err(format!("`{}` is for blocking rules; in a level use `shares` or `fits`", call.word));
        }
        if call.bound.is_some() {
            return Err(format!("`{}` takes no `>=` or `<=`", call.word));
        }
        let (a, b) = (slots.slot(&call.field, transform), slots.slot(other, transform));
        let condition = match ways(slots, two_files, a, b) {
            Ways::One(a, b) => Condition::Same(a, b),
            Ways::Either => Condition::SameEither(a, b),
        };
        return Ok((condition, Frequency::Value(a, b)));
    };
    let frequency = match check {
        BoundedMeasure::Shares(_) => Frequency::SharedTokens(a),
        // The two sets hold different words, so the frequency of a whole set means nothing here.
        BoundedMeasure::SharesNearly(_) => Frequency::None,
        _ => Frequency::Value(a, b),
    };
    let between = ways(slots, two_files, a, b);
    let mut site = |left: SlotId, right: SlotId, check: BoundedMeasure| {
        let mut digest = |slot: SlotId, transform: Transform| {
            let name = slots.field(slot).to_owned();
            slots.slot(&name, transform)
        };
        let signatures = check.signature().map(|transform| (digest(left, transform), digest(right, transform)));
        // Each measure needs one bit: when a site is full, another site on the same slots takes the next measure.
        let place = sites.iter().position(|site| {
            (site.left, site.right, site.signatures) == (left, right, signatures) && site.checks.len() < 8
        });
        let place = place.unwrap_or_else(|| {
            sites.push(Site { left, right, kind, signatures, checks: Vec::new() });
            sites.len() - 1
        });
        sites[place].checks.push(check);
        (place as u16, 1u8 << (sites[place].checks.len() - 1))
    };
    let condition = match between {
        Ways::One(a, b) => {
            let (site, bit) = site(a, b, check);
            Condition::Near { site, bit }
        }
        Ways::Either => {
            let (one, one_bit) = site(a, b, check.clone());
            let (other, other_bit) = site(b, a, check);
            Condition::NearEither { sites: [one, other], bits: [one_bit, other_bit] }
        }
    };
    if sites.len() > 64 {
        return Err("the model measures more than 64 different pairs of fields".into());
    }
    Ok((condition, frequency))
}

/// The orders in which two slots can agree.
enum Ways {
    One(SlotId, SlotId),
    Either,
}

/// The orders that are possible: if two files are linked and one of them lacks a field, there is only one.
fn ways(slots: &Slots, two_files: bool, a: SlotId, b: SlotId) -> Ways {
    let can =
        |left: SlotId, right: SlotId| !two_files || slots.exists(left, Side::Left) && slots.exists(right, Side::Right);
    match (can(a, b), can(b, a)) {
        _ if a == b => Ways::One(a, b),
        (true, false) => Ways::One(a, b),
        (false, true) => Ways::One(b, a),
        _ => Ways::Either,
    }
}

fn unknown(call: &Call, own: &[Arc<dyn Measure>]) -> String {
    let own: String = own.iter().map(|own| format!(", {}", own.word())).collect();
    format!(
        "there is no check `{}` for such a field; use exact, swapped, jaro_winkler, jaro, levenshtein, damerau, begins, prefix, \
         suffix, initial, nickname, sound, part, days, years, day_month_swapped, year_only, year, year_month, day_month, \
         sector, district, area, look_alike, fits, fits_look_alike, shares, shares_nearly, difference, kilometres{own}",
        call.word
    )
}

impl Level {
    /// Returns the slot if the level is nothing but equality of a single slot.
    pub fn plain_equality(&self) -> Option<SlotId> {
        match self.conditions.as_slice() {
            [Condition::Same(a, b)] if a == b => Some(*a),
            _ => None,
        }
    }

    /// Returns true if this level requires equal values rather than similar ones.
    pub fn is_equality(&self) -> bool {
        !self
            .conditions
            .iter()
            .any(|condition| matches!(condition, Condition::Near { .. } | Condition::NearEither { .. }))
    }
}
