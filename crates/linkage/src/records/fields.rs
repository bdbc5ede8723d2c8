//! Fields, normalised and encoded: the codes of each field on each side, and the dictionaries that they refer to.

use rayon::prelude::*;

use super::error::{BadValue, PrepareError, fault};
use super::slots::Slots;
use crate::dictionary::{Dictionary, MISSING};
use crate::normalise::{self, NormalisationOutcome};
use crate::progress::Progress;
use crate::settings::{Columns, Field, InvalidTreatment, Kind, Model, Side};
use crate::table::Table;

/// The codes of one field on one side.
pub(super) struct CodedField {
    pub(super) field: String,
    pub(super) side: Side,
    pub(super) codes: Vec<u32>,
    pub(super) faults: Vec<BadValue>,
}

/// Normalises and encodes every field that a slot needs. Kinds are processed in parallel, because each has its own
/// dictionary.
pub(super) fn code_fields(
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
    // Invariant: `dictionaries[kind as usize]` is for that kind; the list above is in the order of the enum.
    debug_assert!(dictionaries.iter().enumerate().all(|(at, dictionary)| dictionary.kind as usize == at));
    Ok((dictionaries, coded.into_iter().flatten().collect()))
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
