//! One-record look-up: searches an index of records for the one described in a query, and explains each candidate.

use std::collections::BTreeMap;

use rayon::prelude::*;
use serde::Serialize;

use crate::blocking::{self, Entry, Role};
use crate::explain::{self, Explanation};
use crate::linker::Linker;
use crate::settings::{Columns, Field, Kind, Model, Side};
use crate::weights::{Lookup, Weights};

/// A key shared by more records than this carries too little information to be followed; it is skipped and counted.
const LARGEST_POSTING: usize = 20_000;

/// The records of a linker, ready to be searched. Building the index costs about as much as blocking the records once.
pub struct Index<'l> {
    linker: &'l Linker,
    weights: Weights,
    by_rule: Vec<Vec<Entry>>,
}

/// The result of a search.
#[derive(Debug, Clone, Serialize)]
pub struct SearchResult {
    /// Candidates, most likely first, each with its explanation.
    pub candidates: Vec<Explanation>,
    /// The number of records that were compared.
    pub compared: usize,
    /// The number of blocking keys that were skipped because too many records share them.
    pub skipped_keys: usize,
    /// Fields whose value is not valid for their kind; such a value is compared only as plain text.
    pub invalid_fields: Vec<String>,
}

/// Reasons why a search is not possible.
#[derive(Debug, thiserror::Error)]
pub enum SearchError {
    /// The model has not been trained.
    #[error("the model is not trained: train it first, or put m and u under `[trained]`")]
    Untrained,
    /// The query names a field or column that the model does not have.
    #[error("the model has no field or column `{name}`; it has {known}")]
    UnknownField {
        /// The unknown name.
        name: String,
        /// The names that the model has.
        known: String,
    },
    /// The query has no values.
    #[error("the query is empty: give at least one of {known}")]
    Empty {
        /// The names that the model has.
        known: String,
    },
}

/// A description of the record to search for: values as typed, by field of the model.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SearchQuery {
    /// Values by field.
    pub values: BTreeMap<String, String>,
}

impl SearchQuery {
    /// Builds a query from pairs of a name and a value. A name is a field of the model or a column of its right (or
    /// only) file.
    ///
    /// # Errors
    /// If a name is neither of these, or there are no values at all.
    pub fn new(model: &Model, named: &[(String, String)]) -> Result<SearchQuery, SearchError> {
        let known = || model.fields.keys().map(|field| format!("`{field}`")).collect::<Vec<_>>().join(", ");
        let mut query = SearchQuery::default();
        for (name, value) in named {
            let columns = |field: &Field| field.columns(Side::Right).or_else(|| field.columns(Side::Left)).cloned();
            let is_field = model.fields.contains_key(name);
            let takes = |field_name: &String, field: &Field| match columns(field) {
                _ if field_name == name => true,
                // A field that joins several columns also takes the value of a column that has a field of its own.
                Some(Columns::Several(names)) => names.contains(name),
                Some(Columns::One(column)) => !is_field && column == *name,
                None => false,
            };
            let fields: Vec<&String> =
                model.fields.iter().filter(|(name, field)| takes(name, field)).map(|(name, _)| name).collect();
            if fields.is_empty() {
                return Err(SearchError::UnknownField { name: name.clone(), known: known() });
            }
            for field in fields {
                // Several columns of one field are joined, as they are when a file is read.
                let joined = query.values.entry(field.clone()).or_default();
                if !joined.is_empty() {
                    joined.push(' ');
                }
                joined.push_str(value);
            }
        }
        if query.values.values().all(|value| value.trim().is_empty()) {
            return Err(SearchError::Empty { known: known() });
        }
        Ok(query)
    }
}

impl<'l> Index<'l> {
    /// Indexes the left records of a linker, which are all its records if there is only one file.
    ///
    /// # Errors
    /// [`SearchError::Untrained`].
    pub fn new(linker: &'l Linker) -> Result<Index<'l>, SearchError> {
        let trained = linker.model.trained.as_ref().ok_or(SearchError::Untrained)?;
        let range = 0..linker.left_count();
        let by_rule = linker
            .rules
            .par_iter()
            .map(|rule| blocking::entries(&linker.records, rule, Role::Left, range.clone(), &|_| true, None))
            .collect();
        Ok(Index { linker, weights: Weights::new(trained), by_rule })
    }

    /// Looks up one record. Returns at most `limit` candidates with a weight of at least `least_weight` bits, most
    /// likely first.
    pub fn search(&self, query: &SearchQuery, limit: usize, least_weight: f64) -> SearchResult {
        let linker = self.linker;
        let records = &linker.records;
        let new = records.row_of(&linker.slots, &query.values);
        let values = |kind| records.values_with(kind, &new);
        let (mut candidates, mut keys, mut skipped_keys) = (Vec::new(), Vec::new(), 0);
        for (rule, entries) in linker.rules.iter().zip(&self.by_rule) {
            rule.keys(&new.codes, Role::Right, &values, &mut keys);
            for key in &keys {
                let start = entries.partition_point(|entry| entry.key < *key);
                let count = entries[start..].partition_point(|entry| entry.key == *key);
                if count > LARGEST_POSTING {
                    skipped_keys += 1;
                } else {
                    candidates.extend(entries[start..start + count].iter().map(|entry| entry.record));
                }
            }
        }
        candidates.sort_unstable();
        candidates.dedup();
        let lookup = Lookup { tokens: values(Kind::Tokens), ..linker.lookup() };
        let mut memory = linker.comparisons.forgetful(&linker.slots, values);
        let mut weighed: Vec<_> = candidates
            .iter()
            .map(|record| {
                let row = records.row(*record);
                let vector = linker.comparisons.compare(row, &new.codes, &mut memory);
                let weight = self.weights.weight(&lookup, row, &new.codes, vector);
                (weight, *record, vector)
            })
            .filter(|(weight, ..)| *weight >= least_weight)
            .collect();
        weighed.sort_unstable_by(|a, b| b.0.total_cmp(&a.0).then_with(|| linker.id(a.1).cmp(linker.id(b.1))));
        weighed.truncate(limit);
        let explained = weighed.into_iter().map(|(_, record, vector)| {
            let row = records.row(record);
            let texts = |comparison: usize| {
                let fields = linker.comparisons.fields(comparison);
                let join = |texts: &mut dyn Iterator<Item = &str>| {
                    texts.filter(|text| !text.is_empty()).collect::<Vec<_>>().join(" / ")
                };
                let left = join(&mut fields.iter().map(|slot| records.text(&linker.slots, *slot, row[*slot as usize])));
                let right = join(&mut fields.iter().map(|slot| records.text_of_new(&linker.slots, *slot, &new)));
                (left, right)
            };
            let names = (linker.id(record).to_owned(), "query".to_owned());
            explain::waterfall(linker, &self.weights, &lookup, names, (row, &new.codes), vector, texts)
        });
        SearchResult {
            candidates: explained.collect(),
            compared: candidates.len(),
            skipped_keys,
            invalid_fields: new.invalid.clone(),
        }
    }
}
