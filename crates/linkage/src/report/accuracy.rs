//! The accuracy of the links, measured against labels: precision, recall and F1 by threshold.

use askama::Template;

use super::chart::{Anchor, Figure, LINE, Scale, WIDTH};
use super::clean::quoted;
use super::number::{bits, chance, count, percent};
use super::table::{Cell, Table, numbers, words};
use super::{Labels, LinkageReport, ReportError};
use crate::evaluation::Accuracy;
use crate::weights::weight_of;

/// The approximate number of rows in the table; they are spread evenly over the points of the curve.
const ROWS: usize = 30;

#[derive(Template)]
#[template(path = "report/accuracy.html")]
struct Part {
    source: String,
    true_pairs: String,
    at: Table,
    curve: Option<Curve>,
}

struct Curve {
    precision_recall: Figure,
    by_threshold: Figure,
    table: Table,
}

pub(super) fn part(report: &LinkageReport<'_>, labels: &Labels<'_>) -> Result<String, ReportError> {
    let evaluation = labels.evaluation;
    let show = evaluation.at(weight_of(report.thresholds.show));
    let first = evaluation.at(weight_of(report.thresholds.show_first));
    let columns = [
        words("Threshold"),
        numbers("Right"),
        numbers("Wrong"),
        numbers("Missed"),
        numbers("Precision"),
        numbers("Recall"),
        numbers("F1"),
    ];
    let mut at = Table::new("Links and groups against the labels", columns);
    let mut row = |name: String, accuracy: &Accuracy| {
        at.row([
            Cell::plain(name),
            Cell::plain(count(accuracy.true_positives)),
            Cell::plain(count(accuracy.false_positives)),
            Cell::plain(count(accuracy.false_negatives)),
            Cell::plain(percent(accuracy.precision)),
            Cell::plain(percent(accuracy.recall)),
            Cell::plain(format!("{:.3}", accuracy.f1)),
        ]);
    };
    let weight = |accuracy: &Accuracy| format!("{} bits", bits(accuracy.threshold_weight));
    row(format!("Show, {}", weight(&show)), &show);
    row(format!("Show first, {}", weight(&first)), &first);
    if evaluation.best.threshold_weight.is_finite() {
        row(format!("Best F1, known only with labels, {}", weight(&evaluation.best)), &evaluation.best);
    }
    if let Some(clusters) = &labels.clusters {
        row("Groups: pairs within one group".into(), clusters);
    }
    let curve = (evaluation.curve.len() > 1).then(|| Curve {
        precision_recall: precision_recall(&evaluation.curve, &[("show", show), ("best F1", evaluation.best)]),
        by_threshold: by_threshold(&evaluation.curve, &[("show", show), ("best F1", evaluation.best)]),
        table: table(&evaluation.curve),
    });
    let part = Part { source: quoted(&labels.source), true_pairs: count(evaluation.true_pairs), at, curve };
    Ok(part.render()?)
}

/// The start of an axis of shares: the smallest share, rounded down to a tenth.
fn from(shares: impl Iterator<Item = f64>) -> f64 {
    ((shares.fold(1.0, f64::min) * 10.0).floor() / 10.0).clamp(0.0, 0.9)
}

const LEFT: f64 = 60.0;

fn grid(figure: &mut Figure, up: Scale, foot: f64) {
    for tick in up.ticks(6) {
        figure.line("grid", (LEFT, up.at(tick)), (WIDTH - 20.0, up.at(tick)));
        figure.text("tick", Anchor::End, (LEFT - 6.0, up.at(tick) + 5.0), format!("{:.0}%", tick * 100.0));
    }
    figure.line("axis", (LEFT, foot), (WIDTH - 20.0, foot));
}

fn precision_recall(curve: &[Accuracy], marks: &[(&str, Accuracy)]) -> Figure {
    let (top, foot) = (30.0, 360.0);
    let mut figure = Figure::new("precision-recall", "Precision against recall", foot + LINE * 2.0 + 10.0);
    let up = Scale::new((from(curve.iter().map(|point| point.precision)), 1.0), (foot, top));
    let across = Scale::new((from(curve.iter().map(|point| point.recall)), 1.0), (LEFT, WIDTH - 20.0));
    grid(&mut figure, up, foot);
    for tick in across.ticks(6) {
        figure.text("tick", Anchor::Middle, (across.at(tick), foot + LINE + 2.0), format!("{:.0}%", tick * 100.0));
    }
    figure.text("tick", Anchor::Start, (0.0, 14.0), "Precision: of the links shown, how many are right");
    figure.text(
        "tick",
        Anchor::End,
        (WIDTH - 20.0, foot + LINE * 2.0 + 4.0),
        "Recall: of the true pairs, how many are shown",
    );
    figure.path("curve", curve.iter().map(|point| (across.at(point.recall), up.at(point.precision))));
    for (at, (name, point)) in marks.iter().filter(|mark| mark.1.true_positives > 0).enumerate() {
        let (x, y) = (across.at(point.recall), up.at(point.precision));
        figure.dot("dot", (x, y));
        // Both marks may be at the same point, so one name is placed above it and the other below.
        figure.label("value halo", (x + 4.0, if at == 0 { y + LINE + 4.0 } else { y - 8.0 }), name);
    }
    figure.description = sentence(marks);
    figure.caption = "Each point is a threshold: further right finds more, higher up errs less. The axes may begin \
         above zero."
        .into();
    figure
}

fn sentence(marks: &[(&str, Accuracy)]) -> String {
    let parts = marks.iter().map(|(name, point)| {
        format!(
            "At the threshold “{name}” precision is {} and recall {}.",
            percent(point.precision),
            percent(point.recall)
        )
    });
    parts.collect::<Vec<_>>().join(" ")
}

fn by_threshold(curve: &[Accuracy], marks: &[(&str, Accuracy)]) -> Figure {
    let (top, foot) = (LINE * 4.0, 360.0);
    let mut figure = Figure::new("f1-by-threshold", "Precision, recall and F1 by threshold", foot + LINE * 2.0 + 10.0);
    let all = curve.iter().flat_map(|point| [point.precision, point.recall, point.f1]);
    let up = Scale::new((from(all), 1.0), (foot, top));
    let weights = || curve.iter().map(|point| point.threshold_weight);
    let range = (weights().fold(f64::INFINITY, f64::min), weights().fold(f64::NEG_INFINITY, f64::max));
    let across = Scale::new(range, (LEFT, WIDTH - 20.0));
    grid(&mut figure, up, foot);
    for tick in across.ticks(10) {
        let text = format!("{tick:+}").replace('-', "−").replace("+0", "0");
        figure.text("tick", Anchor::Middle, (across.at(tick), foot + LINE + 2.0), text);
    }
    figure.text(
        "tick",
        Anchor::Middle,
        ((LEFT + WIDTH) / 2.0, foot + LINE * 2.0 + 4.0),
        "Threshold: match weight in bits",
    );
    type Measure = fn(&Accuracy) -> f64;
    let lines: [(&str, &str, Measure); 3] = [
        ("curve", "F1", |point| point.f1),
        ("curve dashes", "Precision", |point| point.precision),
        ("curve dots", "Recall", |point| point.recall),
    ];
    for (at, (class, name, measure)) in lines.into_iter().enumerate() {
        figure.path(class, curve.iter().map(|point| (across.at(point.threshold_weight), up.at(measure(point)))));
        let x = LEFT + at as f64 * 170.0;
        figure.path(class, [(x, 12.0), (x + 44.0, 12.0)]);
        figure.text("value", Anchor::Start, (x + 52.0, 17.0), name);
    }
    for (at, (name, point)) in marks.iter().filter(|mark| mark.1.threshold_weight.is_finite()).enumerate() {
        let (x, y) = (across.at(point.threshold_weight), LINE * (1.6 + at as f64));
        figure.line("threshold", (x, y), (x, foot));
        figure.label("value halo", (x, y + 12.0), name);
    }
    figure.description = sentence(marks);
    figure.caption = "A higher threshold errs less and finds less; F1 is highest where the two balance.".into();
    figure
}

fn table(curve: &[Accuracy]) -> Table {
    let columns =
        [numbers("Threshold in bits"), numbers("Probability"), numbers("Precision"), numbers("Recall"), numbers("F1")];
    let mut table = Table::new("Precision, recall and F1 by threshold", columns);
    let (every, last) = (curve.len().div_ceil(ROWS).max(1), curve.len().saturating_sub(1));
    for (_, point) in curve.iter().enumerate().filter(|(at, _)| at % every == 0 || *at == last) {
        table.row([
            Cell::plain(bits(point.threshold_weight)),
            Cell::plain(chance(point.threshold_probability)),
            Cell::plain(percent(point.precision)),
            Cell::plain(percent(point.recall)),
            Cell::plain(format!("{:.3}", point.f1)),
        ]);
    }
    table
}
