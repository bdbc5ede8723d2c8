//! Records in the form that is compared: fixed-width rows of codes, with one slot for each field, or part of a field,
//! that a rule or a level uses.

use std::collections::BTreeMap;

use rayon::prelude::*;

use crate::dictionary::{Dictionary, MISSING, Transform, Values, intern_extra};
use crate::normalise::{self, NormalisationOutcome};
use crate::progress::Progress;
use crate::settings::{Columns, Field, InvalidTreatment, Kind, LinkType, Model, Side};
use crate::table::Table;

/// The position of a code in a row.
pub(crate) type SlotId = u16;

/// One column of the rows.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Slot {
    field: String,
    kind: Kind,
    transform: Transform,
}

/// The slots that a model needs; filled while its rules and levels are compiled.
#[derive(Debug, Clone)]
pub(crate) struct Slots {
    fields: BTreeMap<String, Field>,
    list: Vec<Slot>,
}

impl Slots {
    pub fn new(model: &Model) -> Slots {
        Slots { fields: model.fields.clone(), list: Vec::new() }
    }

    /// The slot of a part of a field, created on first use. A field that the model does not have is a bug of the
    /// caller, because models are checked first.
    pub fn slot(&mut self, field: &str, transform: Transform) -> SlotId {
        // A slot holds one code: rules that need several keep the whole value and derive their keys from it.
        let transform = if transform.is_many() { Transform::Whole } else { transform };
        let kind = self.fields.get(field).map_or(Kind::Text, |field| field.kind);
        let slot = Slot { field: field.to_owned(), kind, transform };
        let place = self.list.iter().position(|known| *known == slot).unwrap_or_else(|| {
            self.list.push(slot);
            self.list.len() - 1
        });
        place as SlotId
    }

    pub fn kind(&self, slot: SlotId) -> Kind {
        self.list[slot as usize].kind
    }

    /// Returns true if a side has the field at all.
    pub fn exists(&self, slot: SlotId, side: Side) -> bool {
        self.fields.get(self.field(slot)).is_some_and(|field| field.columns(side).is_some())
    }

    pub fn transform(&self, slot: SlotId) -> Transform {
        self.list[slot as usize].transform
    }

    pub fn field(&self, slot: SlotId) -> &str {
        &self.list[slot as usize].field
    }

    pub fn len(&self) -> usize {
        self.list.len()
    }
}

/// Codes that one transform derives from a dictionary.
struct DerivedCodes {
    kind: Kind,
    transform: Transform,
    /// Derived codes, indexed by code of the dictionary.
    codes: Vec<u32>,
    /// The derived texts, always of [`Kind::Text`].
    dictionary: Dictionary,
}

/// The records of a run: both sides in one array, left first. When deduplicating there is only one side.
pub(crate) struct Records {
    width: usize,
    rows: Vec<u32>,
    left_count: usize,
    ids: Ids,
    dictionaries: Vec<Dictionary>,
    derived: Vec<DerivedCodes>,
    /// log2 of the relative frequency of each code, by slot; empty for slots that no level adjusts.
    frequencies: Vec<Vec<f32>>,
    /// For token slots: log2 of the frequency of each token among all records.
    token_frequencies: Vec<Vec<f32>>,
}

/// The ids of records.
struct Ids {
    ends: Vec<usize>,
    text: String,
}

impl Ids {
    fn get(&self, record: usize) -> &str {
        let start = if record == 0 { 0 } else { self.ends[record - 1] };
        &self.text[start..self.ends[record]]
    }
}

/// A value that cannot be used. Its display form states the position and the expected form but not the value, which
/// is about a person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BadValue {
    /// The row of the table, counted from 0; [`Table::without`] removes it.
    pub row: usize,
    /// The line of the file, counted from 1 with the header.
    pub line: u64,
    /// The column, or the columns that are read together.
    pub column: String,
    /// The problem that was found.
    pub problem: String,
    /// The value that was expected.
    pub wanted: &'static str,
}

impl std::fmt::Display for BadValue {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "line {}, column `{}`: {}; wanted {}", self.line, self.column, self.problem, self.wanted)
    }
}

/// Reasons why records cannot be used as they are. Nothing was linked.
#[derive(Debug, thiserror::Error)]
pub enum PrepareError {
    /// The model names a column that the file does not have.
    #[error(
        "the model's field `{field}` reads column `{column}`, which `{file}` does not have; its columns are {columns}"
    )]
    NoColumn {
        /// The model's field.
        field: String,
        /// The column that the field names.
        column: String,
        /// The file.
        file: String,
        /// The columns of the file.
        columns: String,
    },
    /// A model for two files was given one file, or the other way round.
    #[error("{0}")]
    Files(String),
    /// Some values are not of their kind, or ids are not unique. These rows can be set aside and the rest prepared.
    #[error("{} rows of `{file}` cannot be used", faults.len())]
    Rows {
        /// The side of the file.
        side: Side,
        /// The name of the file.
        file: String,
        /// The faults, one for each row, in order.
        faults: Vec<BadValue>,
    },
    /// More records, or more distinct text, than 32-bit codes can count.
    #[error("{0} records are too many for one run: at most {most} fit", most = u32::MAX - 1)]
    TooMany(usize),
    /// The caller asked to stop.
    #[error("stopped before the records were prepared")]
    Interrupted,
}

/// One field of one side, coded.
struct CodedField {
    field: String,
    side: Side,
    codes: Vec<u32>,
    faults: Vec<BadValue>,
}

impl Records {
    /// Normalises the tables and encodes them as rows with the slots that `slots` asks for.
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

    /// Number of all records.
    pub fn count(&self) -> usize {
        self.rows.len() / self.width
    }

    /// Number of records of the left file; the others belong to the right.
    pub fn left_count(&self) -> usize {
        self.left_count
    }

    /// Number of codes in a row.
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

    /// log2 of the relative frequency of a code in a slot; an unknown code counts as seen once.
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

    /// The text of a slot's value, as compared.
    pub fn text(&self, slots: &Slots, slot: SlotId, code: u32) -> &str {
        match self.derived_of(slots.kind(slot), slots.transform(slot)) {
            Some(derived) => derived.dictionary.text(code),
            None => self.dictionary(slots.kind(slot)).text(code),
        }
    }

    /// Encodes one record that is not among these; `values` holds the values as typed, by field.
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
                    // A part that no record has equals none of theirs, so any unused number will do.
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

    /// The text of a value of a new row, as compared.
    pub fn text_of_new<'a>(&'a self, slots: &Slots, slot: SlotId, new: &'a NewRow) -> &'a str {
        self.values_with(slots.kind(slot), new).text(new.codes[slot as usize])
    }
}

/// A record that is looked up without being added.
pub(crate) struct NewRow {
    pub codes: Vec<u32>,
    /// Values that the dictionaries of the records lack, by kind.
    extra: Vec<Dictionary>,
    /// Fields whose value is not of its kind.
    pub invalid: Vec<String>,
}

fn log2_frequencies(counts: &[u32], present: f64) -> Vec<f32> {
    counts.iter().map(|count| (f64::from((*count).max(1)) / present).log2() as f32).collect()
}

impl Ids {
    fn read(model: &Model, sides: &[(Side, &Table)]) -> Result<Ids, PrepareError> {
        let mut ids = Ids { ends: Vec::new(), text: String::new() };
        for (side, table) in sides {
            let name = match side {
                Side::Left => model.id.left.as_ref(),
                Side::Right => model.id.right.as_ref(),
            };
            let column = name.map(|name| column(table, "id", name)).transpose()?;
            let mut seen: hashbrown::HashMap<&str, usize, rustc_hash::FxBuildHasher> = hashbrown::HashMap::default();
            let mut faults = Vec::new();
            for row in 0..table.rows() {
                match column {
                    None => ids.text.push_str(&(row + 1).to_string()),
                    Some(at) => {
                        let id = table.value(row, at);
                        ids.text.push_str(id);
                        let problem = if id.is_empty() {
                            Some("the id is missing".to_owned())
                        } else {
                            seen.insert(id, row).map(|first| format!("the id is also on line {}", table.line(first)))
                        };
                        if let Some(problem) = problem {
                            faults.push(fault(
                                table,
                                row,
                                name.map_or("", |name| name),
                                problem,
                                "an id that no other row has",
                            ));
                        }
                    }
                }
                ids.ends.push(ids.text.len());
            }
            if !faults.is_empty() {
                return Err(PrepareError::Rows { side: *side, file: table.name().to_owned(), faults });
            }
        }
        Ok(ids)
    }
}

fn fault(table: &Table, row: usize, column: &str, problem: String, wanted: &'static str) -> BadValue {
    BadValue { row, line: table.line(row), column: column.to_owned(), problem, wanted }
}

fn column(table: &Table, field: &str, name: &str) -> Result<usize, PrepareError> {
    table.columns().iter().position(|column| column.name() == name).ok_or_else(|| PrepareError::NoColumn {
        field: field.to_owned(),
        column: name.to_owned(),
        file: table.name().to_owned(),
        columns: table.column_names().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", "),
    })
}

fn check_columns(model: &Model, sides: &[(Side, &Table)]) -> Result<(), PrepareError> {
    for (side, table) in sides {
        for (name, field) in &model.fields {
            for column_name in field.columns(*side).filter(|_| !field.optional).map_or(&[][..], Columns::names) {
                column(table, name, column_name)?;
            }
        }
    }
    Ok(())
}

/// Normalises and encodes every field that a slot needs. Kinds are processed in parallel, because
/// each has its own dictionary.
fn code_fields(
    model: &Model,
    slots: &Slots,
    sides: &[(Side, &Table)],
    progress: &dyn Progress,
) -> Result<(Vec<Dictionary>, Vec<CodedField>), PrepareError> {
    let kinds = [
        Kind::Text,
        Kind::Name,
        Kind::Date,
        Kind::Postcode,
        Kind::Plate,
        Kind::Phone,
        Kind::Number,
        Kind::Tokens,
        Kind::Location,
    ];
    let parts: Vec<(Dictionary, Vec<CodedField>)> = kinds
        .into_par_iter()
        .map(|kind| {
            let mut dictionary = Dictionary::new(kind);
            let mut coded = Vec::new();
            for (name, field) in
                model.fields.iter().filter(|(name, field)| field.kind == kind && slots.whole_or_part(name))
            {
                for (side, table) in sides {
                    let Some(columns) = field.columns(*side) else { continue };
                    if columns.names().iter().all(|name| table.column(name).is_none()) {
                        continue;
                    }
                    coded.push(code_field(name, field, *side, table, columns, &mut dictionary, progress));
                }
            }
            (dictionary, coded)
        })
        .collect();
    if progress.stopped() {
        return Err(PrepareError::Interrupted);
    }
    let (dictionaries, coded): (Vec<_>, Vec<_>) = parts.into_iter().unzip();
    // Invariant: `dictionaries[kind as usize]` is of that kind; the list above is in the order of the enum.
    debug_assert!(dictionaries.iter().enumerate().all(|(at, dictionary)| dictionary.kind as usize == at));
    Ok((dictionaries, coded.into_iter().flatten().collect()))
}

impl Slots {
    fn whole_or_part(&self, field: &str) -> bool {
        self.list.iter().any(|slot| slot.field == field)
    }
}

fn code_field(
    name: &str,
    field: &Field,
    side: Side,
    table: &Table,
    columns: &Columns,
    dictionary: &mut Dictionary,
    progress: &dyn Progress,
) -> CodedField {
    let places: Vec<usize> =
        columns.names().iter().filter_map(|name| table.column_names().position(|column| column == name)).collect();
    let mut coded =
        CodedField { field: name.to_owned(), side, codes: Vec::with_capacity(table.rows()), faults: Vec::new() };
    let (mut joined, mut normal) = (String::new(), String::new());
    for row in 0..table.rows() {
        if row % 8192 == 0 {
            progress.advance(row.min(8192) as u64);
            if progress.stopped() {
                return coded;
            }
        }
        let raw = match places.as_slice() {
            [one] => table.value(row, *one),
            several => {
                joined.clear();
                for place in several {
                    joined.push_str(table.value(row, *place));
                    joined.push(' ');
                }
                &joined
            }
        };
        if raw.is_empty() {
            coded.codes.push(MISSING);
            continue;
        }
        match normalise::normalise(field.kind, raw, &mut normal) {
            NormalisationOutcome::Missing => coded.codes.push(MISSING),
            NormalisationOutcome::Invalid if field.invalid == InvalidTreatment::Reject => {
                coded.codes.push(MISSING);
                let problem = format!("the value is not a {}", crate::dictionary::kind_name(field.kind));
                coded.faults.push(fault(
                    table,
                    row,
                    &columns.names().join(", "),
                    problem,
                    normalise::wanted(field.kind),
                ));
            }
            NormalisationOutcome::Valid | NormalisationOutcome::Invalid => coded.codes.push(dictionary.intern(&normal)),
        }
    }
    coded
}

fn derive(slots: &Slots, dictionaries: &[Dictionary]) -> Vec<DerivedCodes> {
    let mut wanted: Vec<(Kind, Transform)> = slots
        .list
        .iter()
        .filter(|slot| slot.transform != Transform::Whole)
        .map(|slot| (slot.kind, slot.transform))
        .collect();
    wanted.sort_unstable();
    wanted.dedup();
    wanted
        .into_par_iter()
        .map(|(kind, transform)| {
            let source = &dictionaries[kind as usize];
            let mut dictionary = Dictionary::new(Kind::Text);
            let mut part = String::new();
            if transform.digest(kind, "").is_some() {
                let codes = (0..source.len()).filter_map(|code| transform.digest(kind, source.text(code))).collect();
                return DerivedCodes { kind, transform, codes, dictionary };
            }
            let codes = (0..source.len())
                .map(|code| {
                    transform.apply(source, code, &mut part);
                    dictionary.intern(&part)
                })
                .collect();
            DerivedCodes { kind, transform, codes, dictionary }
        })
        .collect()
}
