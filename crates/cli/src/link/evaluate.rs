//! `candour link evaluate`: measures links and clusters against the truth.

use std::path::Path;

use linkage::clustering;
use linkage::evaluation::{self, Accuracy, Evaluation, MissedPairs};
use linkage::inference::{self, Link};
use linkage::settings::{ClusterMethod, LinkType, Model};
use linkage::{ComparisonVector, Linker, probability, weight_of};
use rustc_hash::FxHashMap;
use serde::Serialize;

use super::agreement::{self, Agreement};
use super::load;
use super::truth::{Judge, Links, Truth, column, ordered};
use crate::arguments::{EvaluateArguments, FileOptions};
use crate::exit::Failure;
use crate::output::{Align, TextTable, thousands};
use crate::session::Session;

/// The most patterns that are worth showing.
const PATTERNS: usize = 20;

/// All measurements. Those that were not requested, or cannot be known, are absent.
#[derive(Default, Serialize)]
struct EvaluationResult {
    #[serde(skip_serializing_if = "Option::is_none")]
    links: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    true_pairs: Option<u64>,
    /// The accuracy at the threshold with the best F1, which only the truth reveals.
    #[serde(skip_serializing_if = "Option::is_none")]
    best: Option<Accuracy>,
    /// The accuracy at the threshold that the weights alone suggest.
    #[serde(skip_serializing_if = "Option::is_none")]
    unlabelled: Option<Accuracy>,
    /// The accuracy at the given threshold.
    #[serde(skip_serializing_if = "Option::is_none")]
    stated: Option<Accuracy>,
    /// The accuracy of the given clusters.
    #[serde(skip_serializing_if = "Option::is_none")]
    clusters: Option<Accuracy>,
    /// The accuracy of the links, clustered again.
    #[serde(skip_serializing_if = "Option::is_none")]
    clustered: Option<ClusterAccuracy>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    curve: Vec<Accuracy>,
    #[serde(skip_serializing_if = "Option::is_none")]
    missed: Option<MissedPairs>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    patterns: Vec<Pattern>,
    #[serde(skip_serializing_if = "Option::is_none")]
    agreement: Option<Agreement>,
}

/// The accuracy of clusters built from the links at different thresholds.
#[derive(Serialize)]
struct ClusterAccuracy {
    method: ClusterMethod,
    best: Accuracy,
    unlabelled: Accuracy,
    #[serde(skip_serializing_if = "Option::is_none")]
    stated: Option<Accuracy>,
}

/// The links that share one comparison pattern.
#[derive(Serialize)]
struct Pattern {
    levels: Vec<String>,
    right: u64,
    wrong: u64,
}

pub fn evaluate(arguments: &EvaluateArguments, session: &Session) -> Result<(), Failure> {
    let links = Links::read(&arguments.links, &arguments.reading, session)?;
    let model = arguments.model.as_deref().map(load::model).transpose()?.map(|file| file.model);
    let mut measured = EvaluationResult::default();
    if let Some(path) = &arguments.truth {
        against_truth(arguments, path, &links, model.as_ref(), &mut measured, session)?;
    }
    if let Some(columns) = &arguments.agreement {
        measured.agreement = Some(agreement::measure(arguments, columns, &links, model.as_ref(), session)?);
    }
    session.go_on()?;
    session.print(|| text(&measured, model.as_ref()), &measured)?;
    let reached = measured.stated.or(measured.best).map(|accuracy| accuracy.f1);
    match (reached, arguments.require_f1) {
        (Some(f1), Some(required)) if f1 < required => {
            Err(Failure::wrong(format!("F1 is {f1:.4}: at least {required:.4} was required")))
        }
        _ => Ok(()),
    }
}

fn against_truth(
    arguments: &EvaluateArguments,
    path: &Path,
    links: &Links,
    model: Option<&Model>,
    measured: &mut EvaluationResult,
    session: &Session,
) -> Result<(), Failure> {
    let truth = Truth::read(path, arguments.id.as_deref(), arguments.cluster.as_deref(), &arguments.reading, session)?;
    let either_way = truth.either_way(links, model, arguments.two_files);
    let judge = truth.judge(either_way);
    let ranked = links.ranked(either_way);
    let judged = ranked.iter().map(|(left, right, weight)| (*weight, judge.is_true(left, right)));
    let evaluation = Evaluation::new(judged, judge.true_pairs);
    let stated = arguments.threshold_weight.or(arguments.threshold.map(weight_of));
    let weights: Vec<f64> = ranked.iter().map(|link| link.2).collect();
    let expected_matches: f64 = weights.iter().map(|weight| probability(*weight)).sum();
    let unlabelled = evaluation::expected_best_threshold(&weights, expected_matches);
    let thresholds = Thresholds { unlabelled, stated };
    measured.links = Some(evaluation.links);
    measured.true_pairs = Some(evaluation.true_pairs);
    measured.best = Some(evaluation.best);
    measured.unlabelled = Some(evaluation.at(unlabelled));
    measured.stated = stated.map(|weight| evaluation.at(weight));
    measured.curve.clone_from(&evaluation.curve);
    if let Truth::Clusters(of) = &truth {
        measured.clustered = Some(clustered(&ranked, of, model, &thresholds));
        if let Some(path) = &arguments.clusters {
            measured.clusters = Some(given_clusters(path, of, arguments, session)?);
        }
    } else if arguments.clusters.is_some() {
        return Err(Failure::usage("clusters are measured against clusters: the truth has pairs"));
    }
    if let (Some(path), Some(left)) = (&arguments.model, &arguments.left) {
        let files =
            FileOptions { left: left.clone(), right: arguments.right.clone(), reading: arguments.reading.clone() };
        let threshold = stated.unwrap_or(evaluation.best.threshold_weight);
        let linker = trained_linker(path, &files, session)?;
        let found = MeasuredLinks { ranked: &ranked, judge: &judge, either_way };
        let truth =
            if linker.model().link_type == LinkType::LinkOnly { across(&linker, &truth)? } else { truth.pairs()? };
        where_lost(&linker, &found, &truth, threshold, measured, session)?;
    }
    Ok(())
}

struct Thresholds {
    unlabelled: f64,
    stated: Option<f64>,
}

fn trained_linker(path: &Path, files: &FileOptions, session: &Session) -> Result<Linker, Failure> {
    let (_, ready) = load::ready(path, files, session)?;
    if ready.linker.model().trained.is_none() {
        return Err(Failure::untrained());
    }
    Ok(ready.linker)
}

/// True pairs between the two files. Pairs within one file cannot be found, and are left out.
fn across(linker: &Linker, truth: &Truth) -> Result<Vec<(String, String)>, Failure> {
    use linkage::settings::Side;
    let ids = linker.ids();
    let found =
        |left: &str, right: &str| ids.find(left, Side::Left).is_some() && ids.find(right, Side::Right).is_some();
    let pairs = truth.pairs()?.into_iter();
    Ok(match truth {
        Truth::Pairs(_) => pairs.collect(),
        Truth::Clusters(_) => pairs
            .filter_map(|(one, other)| {
                if found(&one, &other) { Some((one, other)) } else { found(&other, &one).then_some((other, one)) }
            })
            .collect(),
    })
}

fn given_clusters(
    path: &Path,
    truth: &FxHashMap<String, String>,
    arguments: &EvaluateArguments,
    session: &Session,
) -> Result<Accuracy, Failure> {
    let table = load::table(path, &arguments.reading, session)?;
    let (id, cluster) = (column(&table, "id")?, column(&table, "cluster_id")?);
    Ok(evaluation::clusters((0..table.rows()).map(|row| (id.value(row), cluster.value(row))), truth))
}

/// Clusters the links again at thresholds over their whole range, to find the best possible clusters.
fn clustered(
    ranked: &[(&str, &str, f64)],
    truth: &FxHashMap<String, String>,
    model: Option<&Model>,
    thresholds: &Thresholds,
) -> ClusterAccuracy {
    /// The number of thresholds at which all links are clustered: enough to find the best F1 to within a hundredth.
    const THRESHOLDS: usize = 40;
    let mut numbers: FxHashMap<&str, u32> = FxHashMap::default();
    let mut ids: Vec<&str> = truth.keys().map(String::as_str).collect();
    ids.sort_unstable();
    ids.iter().zip(0..).for_each(|(id, number)| {
        numbers.insert(id, number);
    });
    let mut number = |id| {
        *numbers.entry(id).or_insert_with(|| {
            ids.push(id);
            ids.len() as u32 - 1
        })
    };
    let links: Vec<Link> = ranked
        .iter()
        .map(|(left, right, weight)| {
            let (left, right) = (number(left), number(right));
            Link { left, right, weight: *weight, vector: ComparisonVector(0), rule: 0 }
        })
        .collect();
    let method = model.map_or(ClusterMethod::Connected, |model| model.output.clusters);
    let least = links.last().map_or(0.0, |link| link.weight);
    let absent = model.map_or(least, |model| model.output.least_weight);
    let names: Vec<String> = (0..ids.len()).map(|number| number.to_string()).collect();
    let at = |threshold: f64| {
        let clusters = clustering::cluster(ids.len(), &links, threshold, absent, method);
        let found = ids.iter().zip(&clusters.of).map(|(id, cluster)| (*id, names[*cluster as usize].as_str()));
        let accuracy = evaluation::clusters(found, truth);
        Accuracy { threshold_weight: threshold, threshold_probability: probability(threshold), ..accuracy }
    };
    let steps = (0..THRESHOLDS).filter_map(|step| links.get(links.len() * step / THRESHOLDS)).map(|link| link.weight);
    let best = steps.chain([least]).map(at).max_by(|a, b| a.f1.total_cmp(&b.f1));
    let unlabelled = at(thresholds.unlabelled);
    let best = best.filter(|best| best.f1 > unlabelled.f1).unwrap_or(unlabelled);
    ClusterAccuracy { method, best, unlabelled, stated: thresholds.stated.map(at) }
}

/// The links to measure, with the judge of their truth.
struct MeasuredLinks<'f> {
    ranked: &'f [(&'f str, &'f str, f64)],
    judge: &'f Judge<'f>,
    either_way: bool,
}

/// Runs the comparison again, to find where true pairs were lost and which patterns are right.
fn where_lost(
    linker: &Linker,
    found: &MeasuredLinks<'_>,
    truth: &[(String, String)],
    threshold: f64,
    measured: &mut EvaluationResult,
    session: &Session,
) -> Result<(), Failure> {
    let written: FxHashMap<(&str, &str), f64> =
        found.ranked.iter().map(|(left, right, weight)| ((*left, *right), *weight)).collect();
    let mut links = Vec::new();
    inference::predict(linker, &session.progress, |batch| -> Result<(), linkage::write::WriteError> {
        let kept = batch.iter().filter_map(|link| {
            let weight = written.get(&ordered(linker.id(link.left), linker.id(link.right), found.either_way))?;
            (*weight >= threshold).then_some(Link { weight: *weight, ..*link })
        });
        links.extend(kept);
        Ok(())
    })?;
    measured.missed = evaluation::missed(linker, &links, truth, threshold);
    let judged: Vec<(Link, bool)> =
        links.iter().map(|link| (*link, found.judge.is_true(linker.id(link.left), linker.id(link.right)))).collect();
    let patterns = evaluation::by_pattern(linker, &judged).into_iter().take(PATTERNS);
    measured.patterns = patterns.map(|(levels, right, wrong)| Pattern { levels, right, wrong }).collect();
    Ok(())
}

fn text(measured: &EvaluationResult, model: Option<&Model>) -> String {
    let mut text = String::new();
    if let (Some(links), Some(pairs)) = (measured.links, measured.true_pairs) {
        text.push_str(&format!("{} links against {} true pairs\n\n", thousands(links), thousands(pairs)));
        text.push_str(&accuracies(measured));
    }
    if let Some(missed) = &measured.missed {
        text.push_str(&format!(
            "\nmissed pairs: {} lost at blocking, {} scored low, {} not the best link of a record, {} of unknown records\n",
            thousands(missed.lost_at_blocking),
            thousands(missed.scored_low),
            thousands(missed.not_the_best),
            thousands(missed.unknown)
        ));
        if let Some(model) = model {
            let missed = missed.patterns.iter().map(|(levels, count)| (levels, vec![thousands(*count)]));
            text.push_str(&patterns("missed pairs by pattern", &["missed"], missed, model));
            let found = measured.patterns.iter();
            let found =
                found.map(|pattern| (&pattern.levels, vec![thousands(pattern.right), thousands(pattern.wrong)]));
            text.push_str(&patterns("found pairs by pattern", &["right", "wrong"], found, model));
        }
    }
    if let Some(agreement) = &measured.agreement {
        if !text.is_empty() {
            text.push('\n');
        }
        text.push_str(&agreement::text(agreement));
    }
    text
}

fn accuracies(measured: &EvaluationResult) -> String {
    let number = Align::Right;
    let mut table = TextTable::new(&[
        ("what", Align::Left),
        ("threshold", number),
        ("probability", number),
        ("precision", number),
        ("recall", number),
        ("F1", number),
        ("right", number),
        ("wrong", number),
        ("missed", number),
    ]);
    let clustered = measured.clustered.as_ref();
    let rows = [
        ("links, best F1", measured.best),
        ("links, threshold chosen without the truth", measured.unlabelled),
        ("links, stated threshold", measured.stated),
        ("links clustered, best F1", clustered.map(|clustered| clustered.best)),
        ("links clustered, threshold chosen without the truth", clustered.map(|clustered| clustered.unlabelled)),
        ("links clustered, stated threshold", clustered.and_then(|clustered| clustered.stated)),
        ("clusters as given", measured.clusters),
    ];
    for (what, accuracy) in rows {
        let Some(accuracy) = accuracy else { continue };
        let threshold = accuracy.threshold_weight;
        table.row([
            what.to_owned(),
            if threshold.is_nan() { String::new() } else { format!("{threshold:.2}") },
            if threshold.is_nan() { String::new() } else { format!("{:.4}", accuracy.threshold_probability) },
            format!("{:.4}", accuracy.precision),
            format!("{:.4}", accuracy.recall),
            format!("{:.4}", accuracy.f1),
            thousands(accuracy.true_positives),
            thousands(accuracy.false_positives),
            thousands(accuracy.false_negatives),
        ]);
    }
    table.text()
}

fn patterns<'p>(
    title: &str,
    counts: &[&str],
    rows: impl Iterator<Item = (&'p Vec<String>, Vec<String>)>,
    model: &Model,
) -> String {
    let heads: Vec<(&str, Align)> = counts
        .iter()
        .map(|count| (*count, Align::Right))
        .chain(model.comparisons.iter().map(|comparison| (comparison.name.as_str(), Align::Left)))
        .collect();
    let mut table = TextTable::new(&heads);
    rows.for_each(|(levels, counts)| table.row(counts.into_iter().chain(levels.iter().cloned())));
    format!("\n{title}\n{}", table.text())
}

/// The names of a model's id columns.
pub fn id_columns(model: Option<&Model>) -> (Option<&str>, Option<&str>) {
    let id = model.map(|model| &model.id);
    (id.and_then(|id| id.left.as_deref()), id.and_then(|id| id.right.as_deref()))
}
