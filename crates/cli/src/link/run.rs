//! `candour link run`: turns one or two files into links, clusters and a report.

use std::path::Path;

use linkage::clustering::{self, Clusters};
use linkage::evaluation::{self, Accuracy, Evaluation};
use linkage::inference::{self, InferenceSummary, Link};
use linkage::settings::{BestLink, LinkType, Model};
use linkage::training::TrainingSummary;
use linkage::write::WriteError;
use linkage::{Linker, probability, weight_of};
use serde::Serialize;

use super::load::{self, ModelFile, SetAsideCounts};
use super::rows::{self, ClusterRows, LinkRows};
use super::truth::Truth;
use super::{plan, report, train};
use crate::arguments::RunArguments;
use crate::exit::Failure;
use crate::measure::{self, StageCost, Stages};
use crate::output::{counted, many, percent, thousands};
use crate::session::{self, Session, is_dash};

/// The result of a run as JSON.
#[derive(Serialize)]
struct RunSummary<'r> {
    stages: &'r [StageCost],
    wall_s: f64,
    peak_mib: Option<f64>,
    left_records: usize,
    right_records: usize,
    set_aside: u64,
    pairs: u64,
    possible_pairs: f64,
    links: u64,
    shown: u64,
    shown_first: u64,
    clusters: Option<u64>,
    expected_matches: f64,
    threshold: Option<Threshold>,
    accuracy: Option<&'r RunAccuracy>,
    model_version: &'r str,
    out: String,
}

/// The threshold at or above which links join clusters.
#[derive(Debug, Clone, Copy, Serialize)]
pub struct Threshold {
    /// The threshold in bits; null if no link is strong enough.
    #[serde(serialize_with = "finite")]
    pub weight: f64,
    /// The same threshold as a probability.
    pub probability: f64,
    pub chosen: ThresholdSource,
    /// The F1 that the model expects at this threshold.
    pub expected_f1: f64,
}

/// The source of a threshold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ThresholdSource {
    /// Given as `--threshold`.
    Stated,
    /// The model's `output.cluster_threshold`.
    Model,
    /// The threshold with the best F1 that the model expects.
    Expected,
}

fn finite<S: serde::Serializer>(weight: &f64, serializer: S) -> Result<S::Ok, S::Error> {
    if weight.is_finite() { serializer.serialize_f64(*weight) } else { serializer.serialize_none() }
}

/// The accuracy of the links, if the truth is known.
#[derive(Debug, Serialize)]
pub struct RunAccuracy {
    #[serde(flatten)]
    pub evaluation: Evaluation,
    /// The accuracy of the clusters, if there are any.
    pub clusters: Option<Accuracy>,
}

/// The results of a run, for the summary and the report.
pub struct RunResult {
    /// The linker, with its records and the trained model.
    pub linker: Linker,
    /// The version of the model in its file, without this run's own settings.
    pub model_version: String,
    /// A summary of the training, if the model was untrained.
    pub training: Option<TrainingSummary>,
    pub inference: InferenceSummary,
    /// The links; empty if they were written straight to the file.
    pub links: Vec<Link>,
    pub counts: Counts,
    /// The threshold at or above which links join clusters.
    pub threshold: Threshold,
    pub clusters: Option<Clusters>,
    pub measured: Option<RunAccuracy>,
    pub set_aside: SetAsideCounts,
}

/// The number of links, by their use.
#[derive(Debug, Clone, Copy, Default)]
pub struct Counts {
    /// Links that were written.
    pub links: u64,
    /// Links worth showing to a person, including those to show first.
    pub shown: u64,
    /// Links worth showing first.
    pub shown_first: u64,
}

impl Counts {
    pub fn add(&mut self, shown: &str) {
        self.links += 1;
        self.shown += u64::from(!shown.is_empty());
        self.shown_first += u64::from(shown == "first");
    }
}

/// Links the files and prints a summary.
pub fn run(arguments: &RunArguments, session: &Session) -> Result<(), Failure> {
    let mut stages = Stages::begin();
    let outcome = link(arguments, &mut stages, session)?;
    tell(arguments, &outcome, &stages, session)
}

/// Links the files and writes all outputs.
pub fn link(arguments: &RunArguments, stages: &mut Stages, session: &Session) -> Result<RunResult, Failure> {
    check(arguments, session)?;
    let truth = match &arguments.labels {
        Some(path) => Some(Truth::read(path, None, None, &arguments.files.reading, session)?),
        None => None,
    };
    let mut model = load::model(&arguments.model)?;
    let as_written = model.model.clone();
    model.model.output.least_weight = least_weight(arguments, &model.model);
    let tables = load::tables(&model.model, &arguments.files, session)?;
    stages.end("read");
    let ready = load::linker(&model, &arguments.model, tables, session)?;
    let mut linker = ready.linker;
    stages.end("normalise");
    let training = train::train_if_needed(&mut linker, session)?;
    stages.end("train");

    // The version of the model in its file, without this run's own settings.
    let model_version = Model { trained: linker.model().trained.clone(), ..as_written }.version();
    let wanted = RunNeeds::of(arguments, &linker);
    let mut link_rows = LinkRows::create(&session.output(&arguments.out), &linker, &model_version, arguments.levels)?;
    let cluster_rows = match &arguments.clusters {
        Some(path) => Some(ClusterRows::create(&session.output(path), &linker)?),
        None => None,
    };
    let found = find(&linker, arguments, &wanted, &mut link_rows, session)?;
    stages.end("predict");
    session.go_on()?;
    let threshold = threshold(arguments.threshold, linker.model(), &found);
    let clusters = wanted.clusters.then(|| cluster(&linker, &found.links, threshold.weight));
    stages.end("cluster");

    let measured = truth.as_ref().map(|truth| measured(&linker, truth, &found.links, clusters.as_ref()));
    if !wanted.streams {
        link_rows.write(&linker, &found.links)?;
    }
    let outcome = RunResult {
        linker,
        model_version,
        training,
        inference: found.summary,
        links: found.links,
        counts: link_rows.counts(),
        threshold,
        clusters,
        measured,
        set_aside: ready.set_aside,
    };
    let page = match &arguments.report {
        Some(_) => Some(report::page(&outcome, &arguments.files, truth.as_ref().zip(arguments.labels.as_deref()))?),
        None => None,
    };
    session.go_on()?;
    write(arguments, &model, &outcome, link_rows, cluster_rows, page)?;
    stages.end("write");
    Ok(outcome)
}

/// Refuses impossible outputs before anything is read.
fn check(arguments: &RunArguments, session: &Session) -> Result<(), Failure> {
    let outputs = [&arguments.clusters, &arguments.report, &arguments.trained_model];
    let outputs: Vec<Option<&Path>> =
        outputs.into_iter().map(Option::as_deref).chain([Some(arguments.out.as_path())]).collect();
    load::refuse_overwriting(&arguments.files, None, &outputs)?;
    if session.json && outputs.iter().flatten().any(|path| is_dash(path)) {
        return Err(Failure::usage("`--json` takes standard output: write to files beside it"));
    }
    Ok(())
}

/// The intermediate results that the options require.
struct RunNeeds {
    clusters: bool,
    /// Links are written straight to the file, because nothing else needs them.
    streams: bool,
}

impl RunNeeds {
    fn of(arguments: &RunArguments, linker: &Linker) -> RunNeeds {
        let clusters = arguments.clusters.is_some() || linker.model().link_type != LinkType::LinkOnly;
        let looks_back = linker.model().output.best_link != BestLink::Off
            || arguments.report.is_some()
            || arguments.labels.is_some();
        RunNeeds { clusters, streams: !clusters && !looks_back }
    }
}

fn least_weight(arguments: &RunArguments, model: &Model) -> f64 {
    let stated = arguments.keep_weight.unwrap_or(model.output.least_weight);
    arguments.threshold.map_or(stated, |threshold| stated.min(weight_of(threshold)))
}

/// The result of inference.
pub struct InferenceResult {
    pub summary: InferenceSummary,
    /// The links; empty if they were written straight to the file.
    pub links: Vec<Link>,
    /// The weights of all links.
    pub weights: Vec<f64>,
}

fn find(
    linker: &Linker,
    arguments: &RunArguments,
    wanted: &RunNeeds,
    rows: &mut LinkRows,
    session: &Session,
) -> Result<InferenceResult, Failure> {
    let stated = arguments.threshold.map_or(f64::NEG_INFINITY, weight_of);
    let (mut links, mut weights) = (Vec::new(), Vec::new());
    let summary = inference::predict(linker, &session.progress, |batch| -> Result<(), WriteError> {
        if wanted.streams {
            weights.extend(batch.iter().map(|link| link.weight));
            return batch.iter().filter(|link| link.weight >= stated).try_for_each(|link| rows.write_one(linker, link));
        }
        links.extend_from_slice(batch);
        Ok(())
    })?;
    if !wanted.streams {
        links = inference::best_links(linker, links, linker.model().output.best_link);
        weights = links.iter().map(|link| link.weight).collect();
        // With average linkage, weaker links also count in clustering; they are only left out of the output.
        if linker.model().output.clusters != linkage::settings::ClusterMethod::Average {
            links.retain(|link| link.weight >= stated);
        }
    }
    rows.leave_out_below(stated);
    Ok(InferenceResult { summary, links, weights })
}

/// Finds all links of a trained model, or only each record's best link if the model says so.
pub fn find_all(linker: &Linker, session: &Session) -> Result<InferenceResult, Failure> {
    let mut links = Vec::new();
    let summary = inference::predict(linker, &session.progress, |batch| -> Result<(), WriteError> {
        links.extend_from_slice(batch);
        Ok(())
    })?;
    let links = inference::best_links(linker, links, linker.model().output.best_link);
    let weights = links.iter().map(|link| link.weight).collect();
    Ok(InferenceResult { summary, links, weights })
}

/// The threshold for clusters: the given one, the model's, or the one with the best expected F1.
pub fn threshold(stated: Option<f64>, model: &Model, found: &InferenceResult) -> Threshold {
    let (weight, chosen) = match (stated, model.output.cluster_threshold) {
        (Some(stated), _) => (weight_of(stated), ThresholdSource::Stated),
        (None, Some(set)) => (weight_of(set), ThresholdSource::Model),
        (None, None) => {
            let best = evaluation::expected_best_threshold(&found.weights, found.summary.expected_matches);
            (best, ThresholdSource::Expected)
        }
    };
    let expected_f1 = expected_f1(&found.weights, found.summary.expected_matches, weight);
    Threshold { weight, probability: probability(weight), chosen, expected_f1 }
}

/// The F1 that the model expects if the links with at least this weight are kept.
fn expected_f1(weights: &[f64], expected_matches: f64, threshold: f64) -> f64 {
    let (found, right) = weights
        .iter()
        .filter(|weight| **weight >= threshold)
        .fold((0.0, 0.0), |(found, right), weight| (found + 1.0, right + probability(*weight)));
    if found + expected_matches > 0.0 { 2.0 * right / (found + expected_matches) } else { 0.0 }
}

pub fn cluster(linker: &Linker, links: &[Link], threshold_weight: f64) -> Clusters {
    let output = &linker.model().output;
    clustering::cluster(linker.count(), links, threshold_weight, output.least_weight, output.clusters)
}

/// Measures the accuracy of links and clusters.
pub fn measured(linker: &Linker, truth: &Truth, links: &[Link], clusters: Option<&Clusters>) -> RunAccuracy {
    let judge = truth.judge(linker.model().link_type != LinkType::LinkOnly);
    let judged = links.iter().map(|link| (link.weight, judge.is_true(linker.id(link.left), linker.id(link.right))));
    let evaluation = Evaluation::new(judged, judge.true_pairs);
    let clusters = match (truth, clusters) {
        (Truth::Clusters(truth), Some(clusters)) if linker.model().link_type == LinkType::DedupeOnly => {
            let names = rows::cluster_names(linker, clusters);
            let found = (0..linker.count() as u32).map(|record| (linker.id(record), names[record as usize].as_str()));
            Some(evaluation::clusters(found, truth))
        }
        _ => None,
    };
    RunAccuracy { evaluation, clusters }
}

/// Moves every output into place, the links first: if they do not fit on the disk, nothing is left behind.
fn write(
    arguments: &RunArguments,
    model: &ModelFile,
    outcome: &RunResult,
    link_rows: LinkRows,
    cluster_rows: Option<ClusterRows>,
    page: Option<String>,
) -> Result<(), Failure> {
    let cluster_rows = match (cluster_rows, &outcome.clusters) {
        (Some(mut rows), Some(clusters)) => {
            rows.write(&outcome.linker, clusters)?;
            Some(rows)
        }
        _ => None,
    };
    link_rows.finish()?;
    if let Some(rows) = cluster_rows {
        rows.finish()?;
    }
    if let (Some(path), Some(trained)) = (&arguments.trained_model, &outcome.linker.model().trained) {
        train::write_model(model, &arguments.model, trained, path)?;
    }
    if let (Some(path), Some(page)) = (&arguments.report, page) {
        write_text(path, &page)?;
    }
    Ok(())
}

/// Writes a text file atomically.
pub fn write_text(path: &Path, text: &str) -> Result<(), Failure> {
    if is_dash(path) { session::print(text) } else { Ok(linkage::write::whole_file(path, text.as_bytes())?) }
}

fn tell(arguments: &RunArguments, outcome: &RunResult, stages: &Stages, session: &Session) -> Result<(), Failure> {
    let linker = &outcome.linker;
    if session.json {
        let told = RunSummary {
            stages: stages.list(),
            wall_s: stages.wall_s(),
            peak_mib: measure::peak_mib(),
            left_records: linker.left_count(),
            right_records: linker.count() - linker.left_count(),
            set_aside: outcome.set_aside.left + outcome.set_aside.right,
            pairs: outcome.inference.blocking.pairs,
            possible_pairs: outcome.inference.blocking.possible_pairs,
            links: outcome.counts.links,
            shown: outcome.counts.shown,
            shown_first: outcome.counts.shown_first,
            clusters: outcome.clusters.as_ref().map(cluster_count),
            expected_matches: outcome.inference.expected_matches,
            threshold: Some(outcome.threshold),
            accuracy: outcome.measured.as_ref(),
            model_version: &outcome.model_version,
            out: arguments.out.display().to_string(),
        };
        return session.print(String::new, &told);
    }
    let text = summary(arguments, outcome, stages);
    if session.quiet {
        Ok(())
    } else if [Some(&arguments.out), arguments.clusters.as_ref()].into_iter().flatten().any(|path| is_dash(path)) {
        session.tell(&text);
        Ok(())
    } else {
        session::print(&text)
    }
}

/// The number of clusters with at least two records.
pub fn cluster_count(clusters: &Clusters) -> u64 {
    clusters.sizes().filter(|(size, _)| *size > 1).map(|(_, count)| count).sum()
}

fn summary(arguments: &RunArguments, outcome: &RunResult, stages: &Stages) -> String {
    let linker = &outcome.linker;
    let blocking = &outcome.inference.blocking;
    let output = &linker.model().output;
    let mut lines = vec![plan::records(linker)];
    let set_aside = outcome.set_aside.left + outcome.set_aside.right;
    if set_aside > 0 {
        lines.push(format!("{} set aside", counted(set_aside, "bad row", "bad rows")));
    }
    lines.push(format!(
        "{} pairs compared, {} of {} possible",
        thousands(blocking.pairs),
        percent(blocking.pairs as f64, blocking.possible_pairs),
        many(blocking.possible_pairs)
    ));
    for rule in blocking.rules.iter().filter(|rule| rule.capped.blocks > 0) {
        lines.push(format!(
            "not compared: {} of rule `{}`, {} pairs, too large; see `candour link plan`",
            counted(rule.capped.blocks, "block", "blocks"),
            rule.rule,
            thousands(rule.capped.pairs)
        ));
    }
    lines.push(format!(
        "{}: {} to show first (probability of at least {}), {} more to show (at least {})",
        counted(outcome.counts.links, "link", "links"),
        thousands(outcome.counts.shown_first),
        output.show_first,
        thousands(outcome.counts.shown - outcome.counts.shown_first),
        output.show
    ));
    if outcome.clusters.is_some() && outcome.threshold.weight == f64::INFINITY {
        lines.push("every record is a cluster of its own: no link is strong enough to join any".to_owned());
    } else if let Some(clusters) = &outcome.clusters {
        lines.push(format!(
            "{} of two records or more, by links of at least {:.2} bits (probability {:.3}, {})",
            counted(cluster_count(clusters), "cluster", "clusters"),
            outcome.threshold.weight,
            outcome.threshold.probability,
            match outcome.threshold.chosen {
                ThresholdSource::Stated => "as stated",
                ThresholdSource::Model => "from the model",
                ThresholdSource::Expected => "where the model expects the best F1",
            }
        ));
    }
    if let Some(measured) = &outcome.measured {
        let best = &measured.evaluation.best;
        lines.push(format!(
            "against the labels, at best: precision {:.4}, recall {:.4}, F1 {:.4} (links of at least {:.2} bits)",
            best.precision, best.recall, best.f1, best.threshold_weight
        ));
        if let Some(clusters) = &measured.clusters {
            lines.push(format!(
                "clusters against the labels: precision {:.4}, recall {:.4}, F1 {:.4}",
                clusters.precision, clusters.recall, clusters.f1
            ));
        }
    }
    let mut places = vec![format!("links in `{}`", arguments.out.display())];
    let named =
        [("clusters", &arguments.clusters), ("report", &arguments.report), ("trained model", &arguments.trained_model)];
    for (what, path) in named {
        places.extend(path.as_ref().map(|path| format!("{what} in `{}`", path.display())));
    }
    lines.push(places.join(", "));
    lines.push(format!(
        "{:.1} s{}, model {}",
        stages.wall_s(),
        measure::peak_mib().map_or_else(String::new, |mib| format!(", {mib:.0} MiB")),
        outcome.model_version
    ));
    lines.join("\n")
}
