//! Explained pairs: how each comparison moves the weight of a pair, from the prior to the total.

use askama::Template;

use super::chart::{Anchor, Figure, LINE, Scale, WIDTH};
use super::clean::{clean, short};
use super::examples::{Example, ExampleReason};
use super::number::{bits, chance};
use super::table::{Cell, Table, numbers, words};
use super::words::{level, name};
use super::{LinkageReport, ReportError};
use crate::explain::Explanation;
use crate::weights::weight_of;

#[derive(Template)]
#[template(path = "report/waterfall.html")]
struct Part {
    groups: Vec<Group>,
    hide_values: bool,
}

/// Pairs that were chosen for the same reason.
struct Group {
    heading: &'static str,
    introduction: &'static str,
    pairs: Vec<Pair>,
}

struct Pair {
    left_id: String,
    right_id: String,
    weight: String,
    probability: String,
    chart: Figure,
    table: Table,
}

pub(super) fn part(report: &LinkageReport<'_>) -> Result<String, ReportError> {
    let of = |why: ExampleReason| {
        let chosen = report.examples.iter().enumerate().filter(move |(_, example)| example.why == why);
        chosen.map(|(at, example)| pair(report, at + 1, example)).collect()
    };
    let groups = ExampleReason::ALL.map(|why| {
        let (heading, introduction) = texts(why);
        Group { heading, introduction, pairs: of(why) }
    });
    let groups = groups.into_iter().filter(|group: &Group| !group.pairs.is_empty()).collect();
    Ok(Part { groups, hide_values: report.hide_values }.render()?)
}

fn texts(why: ExampleReason) -> (&'static str, &'static str) {
    match why {
        ExampleReason::Strongest => (
            "The strongest that are not the same throughout",
            "Not every value agrees, and still little doubt is left.",
        ),
        ExampleReason::JustShown => (
            "Only just shown",
            "A little less evidence, and these would not be shown. This is where most mistakes are.",
        ),
        ExampleReason::JustNotShown => (
            "Only just not shown",
            "A little more evidence, and these would be shown. If they look right, the threshold is too high.",
        ),
        ExampleReason::Disagreement => (
            "Strong, with a disagreement",
            "Something differs altogether, but the rest outweighs it: the same person after a change, or another person much alike.",
        ),
        ExampleReason::Rarity => {
            ("A rare value in common", "Agreeing on something that few records have is what counts most here.")
        }
        ExampleReason::Asked => ("Pairs asked for", "Somebody wanted to see these."),
    }
}

fn pair(report: &LinkageReport<'_>, number: usize, example: &Example) -> Pair {
    let explanation = &example.explanation;
    Pair {
        left_id: clean(&explanation.left_id),
        right_id: clean(&explanation.right_id),
        weight: bits(explanation.match_weight),
        probability: chance(explanation.match_probability),
        chart: chart(explanation, number, weight_of(report.thresholds.show)),
        table: table(explanation, number, report.hide_values),
    }
}

/// One bar: its name, and the weight before and after it.
struct Move {
    class: &'static str,
    label: String,
    from: f64,
    to: f64,
}

fn moves(explanation: &Explanation) -> Vec<Move> {
    let class = |weight: f64| if weight < 0.0 { "against" } else { "for" };
    let mut total = explanation.prior_weight;
    let mut moves = vec![Move { class: class(total), label: "before comparing".into(), from: 0.0, to: total }];
    for step in &explanation.steps {
        let mut by = |label: String, weight: f64| {
            moves.push(Move { class: class(weight), label, from: total, to: total + weight });
            total += weight;
        };
        by(name(&step.comparison), step.level_weight);
        if step.frequency_weight.abs() >= 0.005 {
            by(format!("rarity of {}", name(&step.comparison)), step.frequency_weight);
        }
    }
    moves.push(Move { class: "total", label: "match weight".into(), from: 0.0, to: explanation.match_weight });
    moves
}

fn chart(explanation: &Explanation, number: usize, show: f64) -> Figure {
    const ROW: f64 = LINE + 8.0;
    const LEFT: f64 = 230.0;
    let moves = moves(explanation);
    let (top, foot) = (LINE + 4.0, LINE + 4.0 + moves.len() as f64 * ROW);
    let mut figure = Figure::new(
        format!("pair-{number}"),
        format!("How the weight of pair {number} adds up"),
        foot + LINE * 2.0 + 6.0,
    );
    let all = || moves.iter().flat_map(|one| [one.from, one.to]).chain(Some(show).filter(|show| show.is_finite()));
    // Leaves room for a value after the longest bar.
    let scale = Scale::new((all().fold(0.0, f64::min), all().fold(0.0, f64::max)), (LEFT + 10.0, WIDTH - 70.0));
    for tick in scale.ticks(8) {
        figure.line(if tick == 0.0 { "axis" } else { "grid" }, (scale.at(tick), top), (scale.at(tick), foot));
        let text = format!("{tick:+}").replace('-', "−").replace("+0", "0");
        figure.text("tick", Anchor::Middle, (scale.at(tick), foot + LINE), text);
    }
    figure.text(
        "tick",
        Anchor::Middle,
        ((LEFT + WIDTH) / 2.0, foot + LINE * 2.0 + 2.0),
        "Weight in bits, added up from top to bottom",
    );
    if show.is_finite() {
        figure.line("threshold", (scale.at(show), 4.0), (scale.at(show), foot));
        figure.label("value halo", (scale.at(show), LINE - 4.0), "show from here");
    }
    for (at, one) in moves.iter().enumerate() {
        let y = top + at as f64 * ROW + 4.0;
        figure.text("label", Anchor::End, (LEFT, y + LINE - 4.0), short(&one.label, 28));
        figure.bar(one.class, (scale.at(one.from), y), (scale.at(one.to), y + LINE));
        if at + 2 < moves.len() {
            figure.line("step", (scale.at(one.to), y + LINE), (scale.at(one.to), y + ROW));
        }
        let end = scale.at(one.from.max(one.to));
        figure.text("value halo", Anchor::Start, (end + 6.0, y + LINE - 4.0), bits(one.to - one.from));
    }
    figure.description = format!(
        "Bars from top to bottom, each beginning where the one above ends: from {} bits before comparing to {} bits in the end.",
        bits(explanation.prior_weight),
        bits(explanation.match_weight)
    );
    figure.caption = "Solid bars speak for a match, outlined bars against. The last bar is the total.".into();
    figure
}

fn table(explanation: &Explanation, number: usize, hide_values: bool) -> Table {
    let mut columns = vec![words("Comparison")];
    if !hide_values {
        columns.extend([words("Left value"), words("Right value")]);
    }
    columns.extend([words("Level"), numbers("Weight"), numbers("Rarity"), numbers("Running total")]);
    let mut table = Table::new(format!("Pair {number}, comparison by comparison"), columns);
    let no_values = || if hide_values { 0 } else { 2 };
    let mut prior = vec![Cell::plain("before comparing")];
    prior.extend((0..no_values()).map(|_| Cell::plain("")));
    prior.extend([
        Cell::plain("the prior"),
        Cell::plain(bits(explanation.prior_weight)),
        Cell::plain(""),
        Cell::plain(bits(explanation.prior_weight)),
    ]);
    table.row(prior);
    for step in &explanation.steps {
        let mut cells = vec![Cell::plain(name(&step.comparison))];
        if !hide_values {
            // A step that considers the pair as a whole has no values, which is not the same as a missing value.
            let value = |text: &str| {
                if text.is_empty() && step.level != "missing" { Cell::plain("") } else { Cell::value(text) }
            };
            cells.extend([value(&step.left_value), value(&step.right_value)]);
        }
        cells.extend([
            Cell::plain(level(&step.comparison, &step.level)),
            Cell::plain(bits(step.level_weight)),
            Cell::plain(bits(step.frequency_weight)),
            Cell::plain(bits(step.running_total)),
        ]);
        table.row(cells);
    }
    table
}
