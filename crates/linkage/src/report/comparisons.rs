//! The comparisons of the model: m, u and the weight of each level.

use askama::Template;

use super::chart::{Anchor, Figure, LINE, Scale, TEXT_FITS, WIDTH};
use super::clean::{clean, short};
use super::number::{bits, in_hundred, probability, times};
use super::table::{Cell, Table, numbers, words};
use super::words::{heading, level, name};
use super::{LinkageReport, ReportError};
use crate::explain::level_name;
use crate::settings::{Comparison, TrainedComparison, TrainedParameters};

#[derive(Template)]
#[template(path = "report/comparisons.html")]
struct Part {
    comparisons: Vec<ComparisonView>,
}

struct ComparisonView {
    name: String,
    short_name: String,
    has_rarity: bool,
    /// The share of pairs from one family that agree on it; absent if the comparison does not take families into
    /// account.
    family: Option<String>,
    chart: Figure,
    table: Table,
}

/// A level that can occur if both values are present.
struct Level<'m> {
    written: &'m str,
    m: f64,
    u: f64,
}

impl Level<'_> {
    fn weight(&self) -> f64 {
        (self.m / self.u).log2()
    }
}

pub(super) fn part(report: &LinkageReport<'_>, trained: &TrainedParameters) -> Result<String, ReportError> {
    let all: Vec<(&Comparison, &TrainedComparison)> =
        report.model.comparisons.iter().zip(&trained.comparisons).collect();
    // All comparisons share one scale, so that a long bar means strong evidence in each of them.
    let weights = all.iter().flat_map(|(comparison, learnt)| levels(comparison, learnt)).map(|level| level.weight());
    let (least, most) =
        weights.fold((0.0, 0.0), |(least, most): (f64, f64), weight| (least.min(weight), most.max(weight)));
    let comparisons = all.iter().enumerate().map(|(at, (comparison, learnt))| {
        let levels = levels(comparison, learnt);
        ComparisonView {
            name: clean(&heading(&comparison.name)),
            short_name: clean(&name(&comparison.name)),
            has_rarity: learnt.term_frequency.iter().any(|scale| *scale > 0.0),
            family: (trained.family_prior > 0.0 && comparison.family).then(|| in_hundred(learnt.family)),
            chart: chart(at, comparison, &levels, (least, most)),
            table: table(comparison, &levels),
        }
    });
    Ok(Part { comparisons: comparisons.collect() }.render()?)
}

fn levels<'m>(comparison: &'m Comparison, learnt: &TrainedComparison) -> Vec<Level<'m>> {
    let both = learnt.m.iter().zip(&learnt.u).enumerate().skip(1);
    both.map(|(at, (m, u))| Level { written: level_name(comparison, at), m: *m, u: *u }).collect()
}

fn chart(at: usize, comparison: &Comparison, levels: &[Level<'_>], range: (f64, f64)) -> Figure {
    const ROW: f64 = LINE * 2.0 + 12.0;
    let title = format!("Weight of each level of {}", name(&comparison.name));
    let foot = levels.len() as f64 * ROW + 4.0;
    let mut figure = Figure::new(format!("comparison-{}", at + 1), title, foot + LINE + 8.0);
    // Leaves room for values after the bars, on either side.
    let scale = Scale::new(range, (70.0, WIDTH - 70.0));
    for tick in scale.ticks(8) {
        figure.line(if tick == 0.0 { "axis" } else { "grid" }, (scale.at(tick), 0.0), (scale.at(tick), foot));
        figure.text(
            "tick",
            Anchor::Middle,
            (scale.at(tick), foot + LINE),
            format!("{tick:+}").replace('-', "−").replace("+0", "0"),
        );
    }
    for (row, one) in levels.iter().enumerate() {
        let (top, weight) = (row as f64 * ROW, one.weight());
        figure.text(
            "label halo",
            Anchor::Start,
            (0.0, top + LINE - 4.0),
            short(&level(&comparison.name, one.written), TEXT_FITS),
        );
        let class = if weight < 0.0 { "against" } else { "for" };
        let end = scale.at(weight);
        figure.bar(class, (scale.at(0.0), top + LINE + 2.0), (end, top + LINE * 2.0 + 2.0));
        let (anchor, x) = if weight < 0.0 { (Anchor::End, end - 6.0) } else { (Anchor::Start, end + 6.0) };
        figure.text("value", anchor, (x, top + LINE * 2.0 - 2.0), bits(weight));
    }
    let strongest = levels.iter().max_by(|a, b| a.weight().total_cmp(&b.weight()));
    figure.description = strongest.map_or_else(String::new, |one| {
        clean(&format!(
            "One bar a level, from the middle to the right where it speaks for a match and to the left where it speaks \
             against. The strongest for a match is “{}” with {} bits.",
            level(&comparison.name, one.written),
            bits(one.weight())
        ))
    });
    figure.caption =
        "Weight in bits. Solid bars to the right speak for a match, outlined bars to the left against.".into();
    figure
}

fn table(comparison: &Comparison, levels: &[Level<'_>]) -> Table {
    let mut table = Table::new(
        format!("What was learnt of {}", name(&comparison.name)),
        [
            words("Level"),
            words("As written"),
            numbers("Among matches (m)"),
            numbers("Among non-matches (u)"),
            numbers("Weight in bits"),
            words("In words"),
        ],
    );
    for one in levels {
        table.row([
            Cell::plain(level(&comparison.name, one.written)),
            Cell::code(one.written),
            Cell::plain(probability(one.m)),
            Cell::plain(probability(one.u)),
            Cell::plain(bits(one.weight())),
            Cell::plain(times(one.weight())),
        ]);
    }
    table
}
