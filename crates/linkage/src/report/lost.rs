//! True pairs that were lost; without labels, the questions that cannot be answered.

use askama::Template;

use super::chart::{Bars, Figure};
use super::clean::quoted;
use super::number::{count, percent};
use super::table::{Cell, Table, numbers, words};
use super::words::{level, name};
use super::{Labels, LinkageReport, ReportError};
use crate::evaluation::MissedPairs;
use crate::settings::Model;
use crate::weights::weight_of;

#[derive(Template)]
#[template(path = "report/lost.html")]
struct Part {
    known: Option<LostPairs>,
}

struct LostPairs {
    source: String,
    chart: Figure,
    table: Table,
    patterns: Option<Table>,
    examples: Option<Table>,
}

pub(super) fn part(report: &LinkageReport<'_>) -> Result<String, ReportError> {
    let labels = report.labels.as_ref().and_then(|labels| Some((labels, labels.missed?)));
    let known = labels.map(|(labels, missed)| {
        let fates = fates(report, labels, missed);
        LostPairs {
            source: quoted(&labels.source),
            chart: chart(&fates),
            table: table(&fates),
            patterns: (!missed.patterns.is_empty()).then(|| patterns(report.model, missed)),
            examples: (!missed.examples.is_empty()).then(|| examples(missed)),
        }
    });
    Ok(Part { known }.render()?)
}

/// The outcomes for the true pairs, each with its name, a count and an explanation.
fn fates(
    report: &LinkageReport<'_>,
    labels: &Labels<'_>,
    missed: &MissedPairs,
) -> Vec<(&'static str, u64, &'static str)> {
    let found = labels.evaluation.at(weight_of(report.thresholds.show)).true_positives;
    vec![
        ("Found", found, "among the links to show"),
        ("Lost at blocking", missed.lost_at_blocking, "no rule brings the two together: add or loosen a blocking rule"),
        ("Scored low", missed.scored_low, "compared, but below the threshold: too little in the records agrees"),
        ("Not the best", missed.not_the_best, "strong enough, but another link of the same record was stronger"),
        ("Unknown record", missed.unknown, "the labels name a record that is in neither file"),
    ]
}

fn share(number: u64, fates: &[(&str, u64, &str)]) -> f64 {
    number as f64 / fates.iter().map(|fate| fate.1).sum::<u64>().max(1) as f64
}

fn chart(fates: &[(&str, u64, &str)]) -> Figure {
    let mut bars = Bars::default();
    for (what, number, _) in fates {
        bars.row(*what, format!("{} ({})", count(*number), percent(share(*number, fates))), *number as f64);
    }
    let mut chart = bars.figure("lost-chart", "What became of the true pairs");
    chart.description =
        "One bar for the true pairs that were found, and one for each place where others were lost.".into();
    chart.caption = "True pairs by what became of them at the threshold for showing.".into();
    chart
}

fn table(fates: &[(&'static str, u64, &'static str)]) -> Table {
    let columns = [words("What became of them"), numbers("True pairs"), numbers("Share"), words("What it means")];
    let mut table = Table::new("What became of the true pairs", columns);
    for (what, number, meaning) in fates {
        table.row([
            Cell::plain(*what),
            Cell::plain(count(*number)),
            Cell::plain(percent(share(*number, fates))),
            Cell::plain(*meaning),
        ]);
    }
    table
}

fn patterns(model: &Model, missed: &MissedPairs) -> Table {
    let columns = [words("What differs"), words("What is missing"), numbers("True pairs missed")];
    let mut table = Table::new("Missed pairs by how they differ, the most frequent first", columns);
    for (levels, number) in &missed.patterns {
        let named = || model.comparisons.iter().zip(levels);
        let list = |parts: Vec<String>| Cell::plain(if parts.is_empty() { "nothing".into() } else { parts.join("; ") });
        let differs = named().filter(|(comparison, at)| *at != "missing" && comparison.levels.first() != Some(at)).map(
            |(comparison, at)| match at.as_str() {
                "else" => format!("{} differs", name(&comparison.name)),
                at => format!("{}: {}", name(&comparison.name), level(&comparison.name, at)),
            },
        );
        let absent = named().filter(|(_, at)| *at == "missing").map(|(comparison, _)| name(&comparison.name));
        table.row([list(differs.collect()), list(absent.collect()), Cell::plain(count(*number))]);
    }
    table
}

fn examples(missed: &MissedPairs) -> Table {
    let columns = [words("Left record"), words("Right record"), words("Where it was lost")];
    let mut table = Table::new("Some of the missed pairs", columns);
    for (left, right, why) in &missed.examples {
        table.row([Cell::value(left), Cell::value(right), Cell::plain(*why)]);
    }
    table
}
