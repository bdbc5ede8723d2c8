//! The agreement curve: at each depth, the share of links that agree in a column that the model does not use.
//!
//! Even if the truth is unknown, a nearly independent column (a badge number, say) can rank linkers: the better one
//! finds more verifiable links at the same share of agreement.

use linkage::probability;
use linkage::settings::Model;
use linkage::table::{Column, Table};
use rustc_hash::FxHashMap;
use serde::Serialize;

use super::evaluate::id_columns;
use super::load;
use super::truth::{Links, column};
use crate::arguments::EvaluateArguments;
use crate::exit::Failure;
use crate::output::{Align, TextTable, thousands};
use crate::session::Session;

/// The number of depths on the curve, spread evenly over the comparable links.
const DEPTHS: usize = 20;
/// The probabilities from which people choose thresholds.
const PROBABILITIES: [f64; 8] = [0.9999, 0.999, 0.99, 0.95, 0.9, 0.8, 0.7, 0.5];

/// The agreement of the links.
#[derive(Serialize)]
pub struct Agreement {
    left_column: String,
    right_column: String,
    /// Links whose two records both have a value in the column.
    comparable: u64,
    /// The share of agreement over all of them.
    share: f64,
    /// The greatest depth at which the share of agreement is at least `least_share`.
    deepest: Option<Point>,
    least_share: f64,
    by_depth: Vec<Point>,
    by_probability: Vec<ProbabilityAgreement>,
}

/// The agreement of the links with at least this weight.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
struct Point {
    weight: f64,
    probability: f64,
    comparable: u64,
    agree: u64,
    share: f64,
}

/// The agreement of the links with at least this probability.
#[derive(Serialize)]
struct ProbabilityAgreement {
    least_probability: f64,
    comparable: u64,
    agree: u64,
    share: f64,
}

pub fn measure(
    arguments: &EvaluateArguments,
    columns: &[String],
    links: &Links,
    model: Option<&Model>,
    session: &Session,
) -> Result<Agreement, Failure> {
    let (Some(left), [left_column, right_column]) = (&arguments.left, columns) else {
        return Err(Failure::usage(
            "`--agreement` needs two columns, and the files with `--left` and `--right`".to_owned(),
        ));
    };
    let (left_id, right_id) = id_columns(model);
    let left = load::table(left, &arguments.reading, session)?;
    let right = arguments.right.as_ref().map(|path| load::table(path, &arguments.reading, session)).transpose()?;
    let left_values = Values::of(&left, arguments.left_id.as_deref().or(left_id), left_column)?;
    let right_values = match &right {
        Some(right) => Values::of(right, arguments.right_id.as_deref().or(right_id), right_column)?,
        None => Values::of(&left, arguments.left_id.as_deref().or(left_id), right_column)?,
    };
    let mut ranked: Vec<(f64, bool)> = Vec::new();
    for (left, right, weight) in links.rows() {
        if let (Some(one), Some(other)) = (left_values.of_id(left)?, right_values.of_id(right)?) {
            ranked.push((weight, shares(one, other)));
        }
    }
    ranked.sort_unstable_by(|a, b| b.0.total_cmp(&a.0));
    Ok(curve(&ranked, left_column, right_column, arguments.least_agreement))
}

/// The values of one column, by record id.
struct Values<'t> {
    table: &'t str,
    column: &'t Column,
    rows: FxHashMap<String, usize>,
}

impl<'t> Values<'t> {
    fn of(table: &'t Table, id: Option<&str>, name: &str) -> Result<Values<'t>, Failure> {
        let values = column(table, name)?;
        let id = match id {
            Some(id) => Some(column(table, id)?),
            None => guessed_id(table),
        };
        let rows =
            (0..table.rows()).map(|row| (id.map_or_else(|| (row + 1).to_string(), |id| id.value(row).to_owned()), row));
        Ok(Values { table: table.name(), column: values, rows: rows.collect() })
    }

    /// The value of a record, if it has one.
    fn of_id(&self, id: &str) -> Result<Option<&str>, Failure> {
        let Some(row) = self.rows.get(id) else {
            return Err(Failure::bad_data(format!(
                "a link names the record `{id}`, which is not in `{}`: name its column of ids with `--left-id` or `--right-id`",
                self.table
            )));
        };
        Ok(Some(self.column.value(*row).trim()).filter(|value| !value.is_empty()))
    }
}

/// The first column whose name ends in `id` and whose values are unique.
fn guessed_id(table: &Table) -> Option<&Column> {
    table.columns().iter().filter(|column| column.name().to_lowercase().ends_with("id")).find(|column| {
        let mut seen = rustc_hash::FxHashSet::default();
        (0..table.rows()).all(|row| !column.value(row).is_empty() && seen.insert(column.value(row)))
    })
}

/// True if the two values have a word in common.
fn shares(one: &str, other: &str) -> bool {
    one.split_whitespace().any(|word| other.split_whitespace().any(|other| word == other))
}

fn curve(ranked: &[(f64, bool)], left_column: &str, right_column: &str, least_share: f64) -> Agreement {
    // Links of equal weight form a single point.
    let mut points = Vec::new();
    let mut agree = 0;
    for (at, (weight, agrees)) in ranked.iter().enumerate() {
        agree += u64::from(*agrees);
        if ranked.get(at + 1).is_none_or(|next| next.0 != *weight) {
            let comparable = at as u64 + 1;
            let share = agree as f64 / comparable as f64;
            points.push(Point { weight: *weight, probability: probability(*weight), comparable, agree, share });
        }
    }
    let all = ranked.len() as u64;
    let at_depth = |depth: u64| points.get(points.partition_point(|point| point.comparable < depth)).copied();
    let mut by_depth: Vec<Point> =
        (1..=DEPTHS as u64).filter_map(|step| at_depth((all * step).div_ceil(DEPTHS as u64))).collect();
    by_depth.dedup();
    let at_least = |least: f64| {
        let point = points[..points.partition_point(|point| point.probability >= least)].last()?;
        let Point { comparable, agree, share, .. } = *point;
        Some(ProbabilityAgreement { least_probability: least, comparable, agree, share })
    };
    Agreement {
        left_column: left_column.to_owned(),
        right_column: right_column.to_owned(),
        comparable: all,
        share: points.last().map_or(0.0, |point| point.share),
        deepest: points.iter().rev().find(|point| point.share >= least_share).copied(),
        least_share,
        by_depth,
        by_probability: PROBABILITIES.into_iter().filter_map(at_least).collect(),
    }
}

/// The curve, as text tables.
pub fn text(agreement: &Agreement) -> String {
    let heads = ["comparable links", "agree", "share", "weight", "probability"];
    let mut by_depth = TextTable::new(&heads.map(|head| (head, Align::Right)));
    for point in &agreement.by_depth {
        by_depth.row([
            thousands(point.comparable),
            thousands(point.agree),
            format!("{:.2} %", 100.0 * point.share),
            format!("{:.2}", point.weight),
            format!("{:.4}", point.probability),
        ]);
    }
    let heads = ["probability of at least", "comparable links", "agree", "share"];
    let mut by_probability = TextTable::new(&heads.map(|head| (head, Align::Right)));
    for point in &agreement.by_probability {
        by_probability.row([
            point.least_probability.to_string(),
            thousands(point.comparable),
            thousands(point.agree),
            format!("{:.2} %", 100.0 * point.share),
        ]);
    }
    let least = 100.0 * agreement.least_share;
    let deepest = match &agreement.deepest {
        Some(point) => format!(
            "at least {least:.1} % agree down to {} comparable links (weight {:.2}): {:.2} %",
            thousands(point.comparable),
            point.weight,
            100.0 * point.share
        ),
        None => format!("at no depth do {least:.1} % agree"),
    };
    format!(
        "agreement of `{}` with `{}` over links by falling weight\n{}\n{}\n{deepest}\n",
        agreement.left_column,
        agreement.right_column,
        by_depth.text(),
        by_probability.text(),
    )
}
