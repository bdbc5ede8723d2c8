//! The blocking rules one by one: the pairs that each rule found, and the pairs that were left out.

use askama::Template;

use super::chart::{Bars, Figure};
use super::clean::clean;
use super::number::{about, count, counted, one_in};
use super::table::{Cell, Table, numbers, words};
use super::words::rule;
use super::{LinkageReport, ReportError};

#[derive(Template)]
#[template(path = "report/blocking.html")]
struct Part {
    pairs: String,
    possible: String,
    share: String,
    capped: Vec<CappedRule>,
    chart: Option<Figure>,
    table: Table,
}

/// The blocks of one rule that were left out.
struct CappedRule {
    rule: String,
    blocks: String,
    pairs: String,
    largest: Option<String>,
}

pub(super) fn part(report: &LinkageReport<'_>) -> Result<String, ReportError> {
    let analysis = &report.inference.blocking;
    let mut table = Table::new(
        "Pairs by blocking rule",
        [
            words("Rule"),
            words("As written"),
            numbers("Pairs it finds"),
            numbers("New pairs"),
            numbers("Pairs so far"),
            numbers("Largest block"),
            numbers("Left out"),
        ],
    );
    for found in &analysis.rules {
        let when_counted = |n: u64| Cell::plain(if analysis.counted { count(n) } else { "not counted".into() });
        table.row([
            Cell::plain(rule(&found.rule)),
            Cell::code(&found.rule),
            Cell::plain(count(found.pairs)),
            when_counted(found.new_pairs),
            when_counted(found.cumulative_pairs),
            Cell::plain(count(found.largest_block_pairs)),
            Cell::plain(count(found.capped.pairs)),
        ]);
    }
    let capped = analysis.rules.iter().filter(|rule| rule.capped.blocks > 0).map(|found| CappedRule {
        rule: clean(&rule(&found.rule)),
        blocks: counted(found.capped.blocks, "block", "blocks"),
        pairs: count(found.capped.pairs),
        largest: (!report.hide_values).then(|| clean(&found.capped.largest)),
    });
    let chart = (analysis.counted && analysis.pairs > 0).then(|| {
        let mut bars = Bars::default();
        for found in &analysis.rules {
            bars.row(rule(&found.rule), count(found.new_pairs), found.new_pairs as f64);
        }
        let mut chart = bars.figure("blocking-chart", "New pairs by blocking rule");
        chart.description =
            "One bar a rule, in the order of the model: how many pairs it finds that no earlier rule finds.".into();
        chart.caption = "Pairs that each rule adds to those before it. The table beneath has the figures.".into();
        chart
    });
    let part = Part {
        pairs: count(analysis.pairs),
        possible: about(analysis.possible_pairs),
        share: one_in(analysis.pairs as f64 / analysis.possible_pairs),
        capped: capped.collect(),
        chart,
        table,
    };
    Ok(part.render()?)
}
