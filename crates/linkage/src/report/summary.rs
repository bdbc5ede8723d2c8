//! A summary for readers in a hurry: the headline and the key figures.

use askama::Template;

use super::clean::quoted;
use super::number::{about, bits, count, counted, in_hundred, one_in, set_percent};
use super::{InputFile, LinkageReport};
use crate::settings::BestLink;
use crate::training::TrainingSummary;
use crate::weights::weight_of;

/// The opening sentences: which files were linked, how many links were found, and how certain they are.
pub(super) struct Headline {
    pub linked: String,
    pub found: String,
    pub sure: String,
}

pub(super) fn headline(report: &LinkageReport<'_>) -> Headline {
    let file = |file: &InputFile| format!("{} ({})", quoted(&file.name), counted(file.rows, "record", "records"));
    let linked = match &report.right {
        Some(right) => format!("{} was compared with {}.", file(&report.left), file(right)),
        None => format!("{} was compared with itself.", file(&report.left)),
    };
    let links = &report.links;
    let found = if links.show == 0 {
        "No pair of records is worth showing to a person.".to_owned()
    } else {
        let are = if links.show == 1 { "is" } else { "are" };
        let first = match links.show_first {
            0 => "none stands out".to_owned(),
            n if n == links.show => "all of them strong enough to look at first".to_owned(),
            n => format!("{} of them strong enough to look at first", count(n)),
        };
        format!(
            "{} {are} worth showing to a person, {first}.",
            counted(links.show, "pair of records", "pairs of records")
        )
    };
    let sure = match (&report.labels, links.show) {
        (_, 0) => "There is no link to be sure of.".to_owned(),
        (Some(labels), show) => {
            let at = labels.evaluation.at(weight_of(report.thresholds.show));
            format!(
                "How sure: checked against {}, {} of the links shown are right, and among them are {} of all true pairs.{}",
                quoted(&labels.source),
                in_hundred(at.precision),
                in_hundred(at.recall),
                too_sure(links.expected_right / show as f64, at.precision)
            )
        }
        (None, show) => format!(
            "How sure: the model expects {} of them to be right. Nobody has checked that here: there are no labels, \
             so have a sample of links looked at before relying on it.",
            in_hundred(links.expected_right / show as f64)
        ),
    };
    Headline { linked, found, sure }
}

/// A warning for when the labels contradict what the model expected; empty if the two shares differ by at most 0.05.
fn too_sure(expected: f64, precision: f64) -> String {
    let expected_in_hundred = in_hundred(expected);
    match expected - precision {
        over if over > 0.05 => format!(
            " The model expected {expected_in_hundred} to be right. Unless labels are missing, it is too sure of itself: \
             take its probabilities as an order, not as odds."
        ),
        under if under < -0.05 => {
            format!(
                " The model expected only {expected_in_hundred} to be right: here it is more careful than it need be."
            )
        }
        _ => String::new(),
    }
}

/// A figure with its explanation.
struct Fact {
    name: &'static str,
    value: String,
    note: String,
}

#[derive(Template)]
#[template(path = "report/summary.html")]
pub(super) struct Figures {
    facts: Vec<Fact>,
    set_aside: Option<String>,
    best_link: Option<&'static str>,
}

pub(super) fn figures(report: &LinkageReport<'_>) -> Figures {
    let (analysis, links, thresholds) = (&report.inference.blocking, &report.links, &report.thresholds);
    let threshold = |probability: f64| {
        format!("probability of {} or more ({} bits)", set_percent(probability), bits(weight_of(probability)))
    };
    let fact = |name, value, note| Fact { name, value, note };
    let mut facts = vec![
        fact("Pairs compared", count(analysis.pairs), {
            let share = analysis.pairs as f64 / analysis.possible_pairs;
            format!("{} of the {} that there are", one_in(share), about(analysis.possible_pairs))
        }),
        fact("Links to show", count(links.show), threshold(thresholds.show)),
        fact("Links to show first", count(links.show_first), threshold(thresholds.show_first)),
        fact(
            "Expected to be right",
            about(links.expected_right),
            "of the links to show, by the model's own figures".into(),
        ),
    ];
    if links.written > links.show {
        let written = bits(report.model.output.least_weight);
        facts.push(fact("Links written", count(links.written), format!("weaker ones among them, from {written} bits")));
    }
    if let Some(clusters) = &report.clusters {
        let grouped = clusters.sizes.iter().filter(|(size, _)| *size > 1);
        let (groups, records) = grouped.fold((0u64, 0u64), |(groups, records), (size, count)| {
            (groups.saturating_add(*count), records.saturating_add((*size as u64).saturating_mul(*count)))
        });
        facts.push(fact(
            "Groups of records",
            count(groups),
            format!("with {} in them", counted(records, "record", "records")),
        ));
    }
    let files = std::iter::once(&report.left).chain(&report.right);
    let set_aside: Vec<String> = files
        .filter(|file| file.rows_set_aside > 0)
        .map(|file| format!("{} of {}", counted(file.rows_set_aside, "row", "rows"), quoted(&file.name)))
        .collect();
    Figures {
        facts,
        set_aside: (!set_aside.is_empty()).then(|| set_aside.join(" and ")),
        best_link: match report.model.output.best_link {
            BestLink::Off => None,
            BestLink::Left => Some("Each record of the left file keeps only its best link."),
            BestLink::Right => Some("Each record of the right file keeps only its best link."),
            BestLink::Both => Some("Each record of either file keeps only its best link."),
        },
    }
}

/// The summary of training, as formatted figures.
pub(super) struct TrainingFigures {
    pub random_pairs: String,
    pub deterministic_pairs: String,
    pub blocked_pairs: String,
    pub vectors: String,
    pub rounds: u32,
    pub expected_matches: String,
}

impl TrainingFigures {
    pub fn of(summary: &TrainingSummary) -> TrainingFigures {
        TrainingFigures {
            random_pairs: count(summary.random_pairs),
            deterministic_pairs: count(summary.deterministic_pairs),
            blocked_pairs: count(summary.blocked_pairs),
            vectors: count(summary.vectors as u64),
            rounds: summary.rounds,
            expected_matches: about(summary.expected_matches),
        }
    }
}
