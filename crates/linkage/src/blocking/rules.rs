//! Compiled blocking rules: the codes that must be equal, and the keys by which records are grouped into blocks.

use rustc_hash::FxHashSet;

use super::Candidate;
use crate::dictionary::{self, MISSING, Transform, Values};
use crate::expression::{self, Operand};
use crate::measure;
use crate::records::{Records, SlotId, Slots};
use crate::settings::{Kind, LinkType, Model, ModelError};

/// A rule ready to run: pairs of slots that must be equal, and at most one key with several values per record. The two
/// records of a pair have roles, left and right.
pub(crate) struct CompiledRule {
    /// Position of the rule in the model.
    pub source: usize,
    /// Pairs of a left slot and a right slot that must be equal.
    pub(super) terms: Vec<(SlotId, SlotId)>,
    pub(super) many: Option<MultiValueKey>,
    /// True if swapping the roles changes the rule.
    pub one_way: bool,
}

/// A key that may have several values for one record.
#[derive(Debug, Clone, Copy)]
pub(crate) struct MultiValueKey {
    transform: Transform,
    left: SlotId,
    right: SlotId,
    /// For [`Transform::Seen`]: the kind of plate that is accepted in each role. Two whole plates never form a pair.
    pub(super) plates: (Plates, Plates),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Plates {
    Any,
    Partial,
    Whole,
}

/// Compiles the rules. When two files are linked, a rule whose sides differ becomes two rules, one for each order. A
/// rule whose columns exist on only one side finds nothing and costs nothing.
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
            if rule.many.replace(MultiValueKey { transform, left, right, plates }).is_some() {
                return Err(problem("only one `any` or `seen` fits a rule".into()));
            }
        }
        // Between two files the roles are fixed, so the opposite order needs a rule of its own. Within one file, a pair
        // is found in whichever order fits.
        let mirror = (rule.one_way && model.link_type == LinkType::LinkOnly).then(|| rule.mirrored());
        compiled.push(rule);
        compiled.extend(mirror);
    }
    Ok(compiled)
}

/// The role of a record in a pair.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Role {
    Left,
    Right,
}

impl CompiledRule {
    fn mirrored(&self) -> CompiledRule {
        let plates = |many: MultiValueKey| match many.transform {
            // Invariant: no pair fits both rules. In this one, the left plate is whole.
            Transform::Seen if many.left == many.right => (Plates::Whole, Plates::Partial),
            _ => (many.plates.1, many.plates.0),
        };
        CompiledRule {
            source: self.source,
            terms: self.terms.iter().map(|(left, right)| (*right, *left)).collect(),
            many: self.many.map(|many| MultiValueKey {
                left: many.right,
                right: many.left,
                plates: plates(many),
                ..many
            }),
            one_way: true,
        }
    }

    /// Returns true if a pair fits the rule in its current order.
    #[inline]
    pub(super) fn fits(&self, records: &Records, pair: Candidate<'_>) -> bool {
        let (l, r) = (pair.left_row, pair.right_row);
        self.terms.iter().all(|(a, b)| l[*a as usize] == r[*b as usize] && l[*a as usize] != MISSING)
            && self.many.is_none_or(|many| many.first_common(records, l, r).is_some())
    }

    /// Lists the keys of a record in a role, from its row; there are none if a part is missing. `values` provides the
    /// text and the tokens of a value.
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

/// Folds a code into a key. Equal 64-bit keys are only a preliminary match; the pair itself is checked later.
#[inline]
pub(super) fn mix(key: u64, code: u64) -> u64 {
    (key.rotate_left(26) ^ code).wrapping_add(1).wrapping_mul(0x9E37_79B9_7F4A_7C15)
}

impl MultiValueKey {
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
        let plate = values(Kind::Plate).text(code);
        let partial = dictionary::is_partial(plate);
        dictionary::seen_keys(plate, keys);
        if plates == Plates::Partial && !partial || plates == Plates::Whole && partial {
            keys.clear();
        }
    }

    /// The smallest key that two records share. The pair belongs to that block alone.
    pub(super) fn first_common(&self, records: &Records, left: &[u32], right: &[u32]) -> Option<u64> {
        if self.transform == Transform::AnyToken {
            let values = records.values(Kind::Tokens);
            let (left, right) = (left[self.left as usize], right[self.right as usize]);
            return measure::shared(values, left, right).next().map(u64::from);
        }
        let plates = records.dictionary(Kind::Plate);
        let (left, right) = (plates.text(left[self.left as usize]), plates.text(right[self.right as usize]));
        let plays = |plate: &str, role: Plates| match role {
            Plates::Any => true,
            Plates::Partial => dictionary::is_partial(plate),
            Plates::Whole => !dictionary::is_partial(plate),
        };
        let played = plays(left, self.plates.0) && plays(right, self.plates.1);
        played.then(|| dictionary::first_seen_key(left, right)).flatten()
    }
}

/// One record filed under one key of a rule. Entries are sorted by key, then by record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Entry {
    pub key: u64,
    pub record: u32,
}

/// The sorted entries, in one role, of those records in a range that `keep` selects. If `only` is given, entries under
/// other keys are left out.
pub(crate) fn entries(
    records: &Records,
    rule: &CompiledRule,
    role: Role,
    range: std::ops::Range<usize>,
    keep: &dyn Fn(u32) -> bool,
    only: Option<&FxHashSet<u64>>,
) -> Vec<Entry> {
    let mut entries = Vec::with_capacity(range.len());
    let mut keys = Vec::new();
    let values = |kind| records.values(kind);
    for record in range.filter(|record| keep(*record as u32)) {
        rule.keys(records.row(record as u32), role, &values, &mut keys);
        let wanted = keys.iter().filter(|key| only.is_none_or(|only| only.contains(*key)));
        entries.extend(wanted.map(|key| Entry { key: *key, record: record as u32 }));
    }
    entries.sort_unstable();
    entries
}

impl CompiledRule {
    /// Describes the values that put a record in its block, for display.
    pub(super) fn describe(&self, records: &Records, slots: &Slots, record: u32) -> String {
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
