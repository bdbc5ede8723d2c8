//! Records in the form in which they are compared: fixed-width rows of codes, with one slot for each field, or part of
//! a field, that a rule or a level uses.

mod columns;
mod derived;
mod error;
mod fields;
mod ids;
mod slots;

use std::collections::BTreeMap;

use crate::dictionary::{Dictionary, MISSING, Transform, Values, intern_extra};
use crate::normalise::{self, NormalisationOutcome};
use crate::progress::Progress;
use crate::settings::{Kind, LinkType, Model, Side};
use crate::table::Table;
use columns::check_columns;
use derived::{DerivedCodes, derive};
pub use error::{BadValue, PrepareError};
use fields::{CodedField, code_fields};
use ids::Ids;
pub(crate) use slots::{SlotId, Slots};

/// The records of a run: both sides in one array, the left side first. When deduplicating, there is only one side.
pub(crate) struct Records {
    width: usize,
    rows: Vec<u32>,
    left_count: usize,
    ids: Ids,
    dictionaries: Vec<Dictionary>,
    derived: Vec<DerivedCodes>,
    /// log2 of the relative frequency of each code, by slot; empty for slots that no level adjusts.
    frequencies: Vec<Vec<f32>>,
    /// For token slots: log2 of the frequency of each token over all records.
    token_frequencies: Vec<Vec<f32>>,
}

impl Records {
    /// Normalises the tables and encodes them as rows with the slots listed in `slots`.
    pub fn prepare(
        model: &Model,
        slots: &Slots,
        adjusted: &[SlotId],
        left: &Table,
        right: Option<&Table>,
        progress: &dyn Progress,
    ) -> Result<Records, PrepareError> {
        match (model.link_type, right) {
            (LinkType::DedupeOnly, Some(_)) => {
                return Err(PrepareError::Files("the model deduplicates one file and was given two; set `link_type = \"link_only\"` or `\"link_and_dedupe\"` to use both".into()));
            }
            (LinkType::LinkOnly | LinkType::LinkAndDedupe, None) => {
                return Err(PrepareError::Files("the model links two files and was given one; set `link_type = \"dedupe_only\"` to find duplicates within one".into()));
            }
            _ => {}
        }
        let sides: Vec<(Side, &Table)> =
            std::iter::once((Side::Left, left)).chain(right.map(|right| (Side::Right, right))).collect();
        let total: usize = sides.iter().map(|(_, table)| table.rows()).sum();
        if total >= u32::MAX as usize {
            return Err(PrepareError::TooMany(total));
        }
        check_columns(model, &sides)?;
        let ids = Ids::read(model, &sides)?;
        progress.begin("normalise", (model.fields.len() * total) as u64);
        let (dictionaries, coded) = code_fields(model, slots, &sides, progress)?;
        for (side, table) in &sides {
            let mut faults: Vec<BadValue> = coded
                .iter()
                .filter(|coded| coded.side == *side)
                .flat_map(|coded| coded.faults.iter().cloned())
                .collect();
            if !faults.is_empty() {
                faults.sort_by_key(|fault| fault.row);
                return Err(PrepareError::Rows { side: *side, file: table.name().to_owned(), faults });
            }
        }
        let derived = derive(slots, &dictionaries);
        let left_count = left.rows();
        let mut records = Records {
            width: slots.len(),
            rows: Vec::new(),
            left_count,
            ids,
            dictionaries,
            derived,
            frequencies: Vec::new(),
            token_frequencies: Vec::new(),
        };
        records.lay_rows(slots, &coded, total);
        drop(coded);
        records.count_frequencies(slots, adjusted);
        progress.end();
        Ok(records)
    }

    fn lay_rows(&mut self, slots: &Slots, coded: &[CodedField], total: usize) {
        let width = self.width.max(1);
        self.width = width;
        let mut rows = vec![MISSING; total * width];
        for (place, slot) in slots.list.iter().enumerate() {
            let derived = self.derived_of(slot.kind, slot.transform);
            for coded in coded.iter().filter(|coded| coded.field == slot.field) {
                let first = if coded.side == Side::Left { 0 } else { self.left_count };
                let target = rows.chunks_exact_mut(width).skip(first);
                for (row, code) in target.zip(&coded.codes) {
                    row[place] = derived.map_or(*code, |derived| derived.codes[*code as usize]);
                }
            }
        }
        self.rows = rows;
    }

    fn derived_of(&self, kind: Kind, transform: Transform) -> Option<&DerivedCodes> {
        self.derived.iter().find(|derived| derived.kind == kind && derived.transform == transform)
    }

    fn count_frequencies(&mut self, slots: &Slots, adjusted: &[SlotId]) {
        self.frequencies = vec![Vec::new(); slots.len()];
        self.token_frequencies = vec![Vec::new(); slots.len()];
        for slot in adjusted {
            let place = *slot as usize;
            let codes = match self.derived_of(slots.kind(*slot), slots.transform(*slot)) {
                Some(derived) => derived.dictionary.len(),
                None => self.dictionary(slots.kind(*slot)).len(),
            };
            let mut counts = vec![0u32; codes as usize];
            for row in self.rows.chunks_exact(self.width) {
                counts[row[place] as usize] += 1;
            }
            let present = f64::from(counts.iter().skip(1).sum::<u32>()).max(1.0);
            if slots.kind(*slot) == Kind::Tokens {
                let dictionary = self.dictionary(Kind::Tokens);
                let mut tokens = vec![0u32; dictionary.words().map_or(0, |words| words.len() as usize)];
                for (code, count) in counts.iter().enumerate().skip(1) {
                    for token in dictionary.tokens(code as u32) {
                        tokens[*token as usize] += count;
                    }
                }
                self.token_frequencies[place] = log2_frequencies(&tokens, present);
            }
            self.frequencies[place] = log2_frequencies(&counts, present);
        }
    }

    /// The total number of records.
    pub fn count(&self) -> usize {
        self.rows.len() / self.width
    }

    /// The number of left records; all others are right records.
    pub fn left_count(&self) -> usize {
        self.left_count
    }

    /// The number of codes in a row.
    pub fn width(&self) -> usize {
        self.width
    }

    #[inline]
    pub fn row(&self, record: u32) -> &[u32] {
        let start = record as usize * self.width;
        &self.rows[start..start + self.width]
    }

    pub fn id(&self, record: u32) -> &str {
        self.ids.get(record as usize)
    }

    pub fn dictionary(&self, kind: Kind) -> &Dictionary {
        &self.dictionaries[kind as usize]
    }

    pub fn values(&self, kind: Kind) -> Values<'_> {
        Values { base: self.dictionary(kind), extra: None }
    }

    /// log2 of the relative frequency of a code in a slot; a code without a known frequency counts as seen once.
    #[inline]
    pub fn log2_frequency(&self, slot: SlotId, code: u32) -> f32 {
        self.frequencies[slot as usize].get(code as usize).copied().unwrap_or_else(|| self.rarest())
    }

    #[inline]
    pub fn log2_token_frequency(&self, slot: SlotId, token: u32) -> f32 {
        self.token_frequencies[slot as usize].get(token as usize).copied().unwrap_or_else(|| self.rarest())
    }

    fn rarest(&self) -> f32 {
        -((self.count().max(2)) as f32).log2()
    }

    /// The text of a slot's value in the form that is compared.
    pub fn text(&self, slots: &Slots, slot: SlotId, code: u32) -> &str {
        match self.derived_of(slots.kind(slot), slots.transform(slot)) {
            Some(derived) => derived.dictionary.text(code),
            None => self.dictionary(slots.kind(slot)).text(code),
        }
    }

    /// Encodes one record that is not among these. `values` holds the values, unnormalised, by field.
    pub fn row_of(&self, slots: &Slots, values: &BTreeMap<String, String>) -> NewRow {
        let mut extra: Vec<Dictionary> =
            self.dictionaries.iter().map(|dictionary| Dictionary::new(dictionary.kind)).collect();
        let mut codes = vec![MISSING; self.width];
        let mut invalid = Vec::new();
        let (mut normal, mut part) = (String::new(), String::new());
        for (code, slot) in codes.iter_mut().zip(&slots.list) {
            let Some(raw) = values.get(&slot.field) else { continue };
            if normalise::normalise(slot.kind, raw, &mut normal) == NormalisationOutcome::Invalid
                && !invalid.contains(&slot.field)
            {
                invalid.push(slot.field.clone());
            }
            let base = self.dictionary(slot.kind);
            let whole = intern_extra(base, &mut extra[slot.kind as usize], &normal);
            *code = match self.derived_of(slot.kind, slot.transform) {
                None => whole,
                Some(derived) => {
                    if let Some(digest) = slot.transform.digest(slot.kind, &normal) {
                        *code = digest;
                        continue;
                    }
                    let values = Values { base, extra: Some(&extra[slot.kind as usize]) };
                    let (dictionary, whole) = values.resolve(whole);
                    slot.transform.apply(dictionary, whole, &mut part);
                    // A part that no record has is equal to none of theirs, so any unused number will do.
                    derived.dictionary.find(&part).unwrap_or(u32::MAX)
                }
            };
        }
        NewRow { codes, extra, invalid }
    }

    /// The values of a kind, extended by those of a new row.
    pub fn values_with<'a>(&'a self, kind: Kind, new: &'a NewRow) -> Values<'a> {
        Values { base: self.dictionary(kind), extra: Some(&new.extra[kind as usize]) }
    }

    /// The text of a value in a new row, in the form that is compared.
    pub fn text_of_new<'a>(&'a self, slots: &Slots, slot: SlotId, new: &'a NewRow) -> &'a str {
        self.values_with(slots.kind(slot), new).text(new.codes[slot as usize])
    }
}

/// A record that is looked up without being added.
pub(crate) struct NewRow {
    pub codes: Vec<u32>,
    /// Values that the dictionaries of the records do not contain, by kind.
    extra: Vec<Dictionary>,
    /// Fields whose value is not valid for their kind.
    pub invalid: Vec<String>,
}

fn log2_frequencies(counts: &[u32], present: f64) -> Vec<f32> {
    counts.iter().map(|count| (f64::from((*count).max(1)) / present).log2() as f32).collect()
}
