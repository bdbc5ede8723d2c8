//! The strength of the evidence: all compared pairs by match weight, with the thresholds marked.

use askama::Template;

use super::chart::{Anchor, Counts, Figure, LINE, Scale, WIDTH};
use super::number::{about, bits, chance, count, set_percent};
use super::table::{Cell, Table, numbers};
use super::{LinkageReport, ReportError};
use crate::inference::Histogram;
use crate::settings::BestLink;
use crate::weights::{probability, weight_of};

#[derive(Template)]
#[template(path = "report/weights.html")]
struct Part {
    expected: String,
    shown: Option<(Figure, Table)>,
    bins_at_edge: bool,
    best_only: bool,
}

/// The right edge of the bars, which leaves room for the name of a threshold.
const RIGHT: f64 = WIDTH - 110.0;

pub(super) fn part(report: &LinkageReport<'_>) -> Result<String, ReportError> {
    let histogram = &report.inference.histogram;
    let used = used(histogram);
    let part = Part {
        expected: about(report.inference.expected_matches),
        bins_at_edge: [histogram.counts.first(), histogram.counts.last()].iter().any(|n| n.is_some_and(|n| *n > 0)),
        best_only: report.model.output.best_link != BestLink::Off,
        shown: (!used.is_empty()).then(|| (chart(report, &used), table(&used))),
    };
    Ok(part.render()?)
}

/// The bins from the first to the last that contain any pairs: the lower edge and the number of pairs.
fn used(histogram: &Histogram) -> Vec<(f64, u64)> {
    let bins: Vec<(f64, u64)> = histogram
        .counts
        .iter()
        .enumerate()
        .map(|(at, pairs)| (f64::from(histogram.from) + at as f64, *pairs))
        .collect();
    let first = bins.iter().position(|bin| bin.1 > 0).unwrap_or(bins.len());
    let last = bins.iter().rposition(|bin| bin.1 > 0).map_or(first, |last| last + 1);
    bins[first..last].to_vec()
}

fn chart(report: &LinkageReport<'_>, bins: &[(f64, u64)]) -> Figure {
    let thresholds = thresholds(report);
    let edge = |weight: f64, from: fn(f64, f64) -> f64| thresholds.iter().map(|mark| mark.0).fold(weight, from);
    let from = edge(bins.first().map_or(0.0, |bin| bin.0), f64::min).floor();
    let to = edge(bins.last().map_or(1.0, |bin| bin.0 + 1.0), f64::max).ceil();
    let (top, foot) = (thresholds.len() as f64 * LINE + 10.0, 330.0);
    let mut figure = Figure::new("weights-chart", "Compared pairs by match weight", foot + LINE * 2.0 + 10.0);
    let across = Scale::new((from, to), (90.0, RIGHT));
    let up = Counts::new(bins.iter().map(|bin| bin.1).max().unwrap_or(1), foot, top);
    for tick in up.ticks() {
        figure.line("grid", (90.0, up.at(tick)), (RIGHT, up.at(tick)));
        figure.text("tick", Anchor::End, (84.0, up.at(tick) + 5.0), count(tick));
    }
    let show = weight_of(report.thresholds.show);
    for (weight, pairs) in bins.iter().filter(|bin| bin.1 > 0) {
        let class = if *weight >= show.floor() { "for" } else { "against" };
        figure.bar(class, (across.at(*weight) + 0.5, foot), (across.at(weight + 1.0) - 0.5, up.at(*pairs)));
    }
    figure.line("axis", (90.0, foot), (RIGHT, foot));
    for tick in across.ticks(10) {
        figure.line("axis", (across.at(tick), foot), (across.at(tick), foot + 5.0));
        let text = format!("{tick:+}").replace('-', "−").replace("+0", "0");
        figure.text("tick", Anchor::Middle, (across.at(tick), foot + LINE + 2.0), text);
    }
    figure.text("tick", Anchor::Middle, ((90.0 + RIGHT) / 2.0, foot + LINE * 2.0 + 4.0), "Match weight in bits");
    for (at, (weight, name)) in thresholds.iter().enumerate() {
        let y = at as f64 * LINE;
        figure.line("threshold", (across.at(*weight), y + 4.0), (across.at(*weight), foot));
        figure.label("value halo", (across.at(*weight), y + LINE - 2.0), name);
    }
    figure.description = format!(
        "One bar a bit of match weight from {} to {} bits; the higher, the more pairs, each line of the scale ten times \
         or more the one below. Bars from the threshold for showing upwards are solid, those below it outlined.",
        bits(from),
        bits(to)
    );
    figure.caption = "Pairs on a scale where equal steps are equal multiples. Solid bars are worth showing; dashed lines are \
                      thresholds. Two hills with a valley between them mean that matches and non-matches are easy to tell apart."
        .into();
    figure
}

/// The finite thresholds, lowest first.
fn thresholds(report: &LinkageReport<'_>) -> Vec<(f64, String)> {
    let thresholds = &report.thresholds;
    let named =
        |name: &str, probability: f64| (weight_of(probability), format!("{name}, {}", set_percent(probability)));
    let mut marks = vec![named("show", thresholds.show), named("show first", thresholds.show_first)];
    marks.extend(thresholds.cluster.map(|cluster| {
        (cluster.weight, format!("group, {}", chance(probability(cluster.weight)).replace(".0%", "%")))
    }));
    marks.retain(|mark| mark.0.is_finite());
    marks.sort_by(|a, b| a.0.total_cmp(&b.0));
    marks
}

fn table(bins: &[(f64, u64)]) -> Table {
    let mut table = Table::new(
        "Compared pairs by match weight",
        [numbers("From weight"), numbers("To below"), numbers("From probability"), numbers("Pairs")],
    );
    for (weight, pairs) in bins.iter().rev().filter(|bin| bin.1 > 0) {
        table.row([
            Cell::plain(bits(*weight)),
            Cell::plain(bits(weight + 1.0)),
            Cell::plain(chance(probability(*weight))),
            Cell::plain(count(*pairs)),
        ]);
    }
    table
}
