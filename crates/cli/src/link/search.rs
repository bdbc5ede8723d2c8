//! `candour link search`: looks up one record among all of them and explains the candidates, or times many look-ups.

use std::collections::BTreeMap;
use std::path::Path;

use linkage::Linker;
use linkage::search::{Index, SearchQuery, SearchResult};
use linkage::settings::{Columns, LinkType, Model, Side};
use linkage::table::Table;
use serde::Serialize;
use serde_json::Value;

use super::{load, train};
use crate::arguments::{FileOptions, SearchArguments};
use crate::exit::Failure;
use crate::measure::Moment;
use crate::output::{counted, thousands};
use crate::session::{Session, is_dash};

/// The number of candidates that a person looks through.
const CANDIDATES: usize = 10;
/// Enough look-ups for a 99th percentile with a hundred values above it.
const REPEATS: usize = 10_000;

pub fn search(arguments: &SearchArguments, session: &Session) -> Result<(), Failure> {
    let linker = linker(arguments, session)?;
    let began = Moment::now();
    let index = Index::new(&linker)?;
    let index_s = began.elapsed().as_secs_f64();
    if let Some(path) = &arguments.repeat_from {
        return repeat(&index, &linker, path, arguments, index_s, session);
    }
    let query = SearchQuery::new(linker.model(), &named(arguments, session)?)?;
    let limit = arguments.limit.unwrap_or(CANDIDATES);
    let began = Moment::now();
    let found = index.search(&query, limit, arguments.least_weight.unwrap_or(LEAST_WEIGHT));
    let told = LookupResult { search_ms: began.elapsed().as_secs_f64() * 1e3, found };
    session.print(|| text(&told, linker.left_count()), &told)
}

#[derive(Serialize)]
struct LookupResult {
    search_ms: f64,
    #[serde(flatten)]
    found: SearchResult,
}

/// Makes the linker. A trained model needs only the left file; an untrained one learns from both.
fn linker(arguments: &SearchArguments, session: &Session) -> Result<Linker, Failure> {
    let model = load::model(&arguments.model)?;
    let trained = model.model.trained.is_some();
    if !trained && model.model.link_type != LinkType::DedupeOnly && arguments.files.right.is_none() {
        return Err(Failure::usage(format!(
            "the model `{}` is not trained: train it first with `candour link train`, or give `--right` to train it on \
             both files",
            arguments.model.display()
        )));
    }
    let files = FileOptions { right: arguments.files.right.clone().filter(|_| !trained), ..arguments.files.clone() };
    let tables = load::tables(&model.model, &files, session)?;
    if trained {
        return Ok(load::linker_of_left(&model, &arguments.model, tables, session)?.linker);
    }
    let mut linker = load::linker(&model, &arguments.model, tables, session)?.linker;
    train::train_if_needed(&mut linker, session)?;
    Ok(linker)
}

/// The least weight to show. A person who asks about one report also wants weak leads, such as all cars that match half
/// a number plate. Such a lead may be a thousand times less likely to be a match than a coincidence.
const LEAST_WEIGHT: f64 = -10.0;

/// The record as pairs of name and value.
fn named(arguments: &SearchArguments, session: &Session) -> Result<Vec<(String, String)>, Failure> {
    let text = match (&arguments.json_record, &arguments.record) {
        (Some(text), _) => text.clone(),
        (None, Some(path)) => read(path, session)?,
        (None, None) if arguments.fields.is_empty() => {
            let advice = "say what is known of the record: `--field NAME=VALUE`, `--json-record` or `--record`";
            return Err(Failure::usage(advice.to_owned()));
        }
        (None, None) => return Ok(arguments.fields.clone()),
    };
    let record: BTreeMap<String, Value> = serde_json::from_str(&text)
        .map_err(|error| Failure::bad_data(format!("the record is not one JSON object: {}", without_values(&error))))?;
    record
        .into_iter()
        .map(|(name, value)| match text_of(&value) {
            Some(text) => Ok((name, text)),
            None => Err(Failure::bad_data(format!(
                "`{name}` of the record is an object: needs text, a number, true, false, null, or an array of them"
            ))),
        })
        .collect()
}

fn read(path: &Path, session: &Session) -> Result<String, Failure> {
    let name = if is_dash(path) { "standard input".to_owned() } else { path.display().to_string() };
    let text = if is_dash(path) {
        session.interrupt.at_once(|| std::io::read_to_string(std::io::stdin()))
    } else {
        std::fs::read_to_string(path)
    };
    text.map_err(|source| match source.kind() {
        std::io::ErrorKind::NotFound => linkage::read::ReadError::Missing { file: name.clone() }.into(),
        std::io::ErrorKind::InvalidData => Failure::bad_data(format!("`{name}` is not text: save it as UTF-8")),
        _ => linkage::read::ReadError::Io { file: name.clone(), source }.into(),
    })
}

/// The place of a fault, without the value, which is personal data.
fn without_values(error: &serde_json::Error) -> String {
    format!("it breaks off or goes wrong at line {}, column {}", error.line(), error.column())
}

fn text_of(value: &Value) -> Option<String> {
    match value {
        Value::Null => Some(String::new()),
        Value::String(text) => Some(text.clone()),
        Value::Array(values) => {
            let texts: Option<Vec<String>> = values.iter().map(text_of).collect();
            Some(texts?.join(" "))
        }
        Value::Object(_) => None,
        Value::Bool(_) | Value::Number(_) => Some(value.to_string()),
    }
}

fn text(told: &LookupResult, records: usize) -> String {
    let found = &told.found;
    let mut text = String::new();
    for field in &found.invalid_fields {
        text.push_str(&format!("the value of `{field}` is not of its kind: it counts only as it was typed\n"));
    }
    if found.skipped_keys > 0 {
        let keys = counted(found.skipped_keys as u64, "key", "keys");
        text.push_str(&format!("{keys} skipped, because too many records share them: say more about the record\n"));
    }
    for candidate in &found.candidates {
        text.push_str(&format!("{candidate}\n\n"));
    }
    text.push_str(&format!(
        "{} of {}, {} compared, in {:.2} ms",
        counted(found.candidates.len() as u64, "candidate", "candidates"),
        counted(records as u64, "record", "records"),
        thousands(found.compared as u64),
        told.search_ms
    ));
    text
}

/// The times that the look-ups took.
#[derive(Serialize)]
struct SearchTimes {
    searches: usize,
    records: usize,
    index_s: f64,
    p50_ms: f64,
    p99_ms: f64,
    most_ms: f64,
    mean_ms: f64,
    candidates: u64,
    compared: u64,
}

fn repeat(
    index: &Index<'_>,
    linker: &Linker,
    path: &Path,
    arguments: &SearchArguments,
    index_s: f64,
    session: &Session,
) -> Result<(), Failure> {
    let table = load::table(path, &arguments.files.reading, session)?;
    let model = linker.model();
    let least = arguments.least_weight.unwrap_or(LEAST_WEIGHT);
    let (mut times_ms, mut candidates, mut compared) = (Vec::new(), 0, 0);
    for row in 0..table.rows().min(arguments.limit.unwrap_or(REPEATS)) {
        session.go_on()?;
        let query = query_of_row(model, &table, row)?;
        let began = Moment::now();
        let found = index.search(&query, CANDIDATES, least);
        times_ms.push(began.elapsed().as_secs_f64() * 1e3);
        candidates += found.candidates.len() as u64;
        compared += found.compared as u64;
    }
    times_ms.sort_unstable_by(f64::total_cmp);
    let at = |share: f64| times_ms.get((times_ms.len() as f64 * share) as usize).copied().unwrap_or(0.0);
    let timed = SearchTimes {
        searches: times_ms.len(),
        records: linker.left_count(),
        index_s,
        p50_ms: at(0.5),
        p99_ms: at(0.99),
        most_ms: times_ms.last().copied().unwrap_or(0.0),
        mean_ms: times_ms.iter().sum::<f64>() / times_ms.len().max(1) as f64,
        candidates,
        compared,
    };
    let text = || {
        format!(
            "{} searches among {}: half within {:.3} ms, 99 of 100 within {:.3} ms, all within {:.3} ms; {} pairs compared; the index took {:.2} s",
            thousands(timed.searches as u64),
            counted(timed.records as u64, "record", "records"),
            timed.p50_ms,
            timed.p99_ms,
            timed.most_ms,
            thousands(timed.compared),
            timed.index_s
        )
    };
    session.print(text, &timed)
}

/// Turns a row into a query: each field is read from its columns, as in linking.
fn query_of_row(model: &Model, table: &Table, row: usize) -> Result<SearchQuery, Failure> {
    let mut query = SearchQuery::default();
    let side = if model.link_type == LinkType::DedupeOnly { Side::Left } else { Side::Right };
    for (name, field) in &model.fields {
        let values: Vec<&str> = field
            .columns(side)
            .map_or(&[][..], Columns::names)
            .iter()
            .map(|column| super::truth::column(table, column).map(|column| column.value(row)))
            .collect::<Result<_, _>>()?;
        query.values.insert(name.clone(), values.join(" ").trim().to_owned());
    }
    Ok(query)
}
