//! `candour link report`, and the report page of a run: fills in the engine's report.

use std::path::Path;

use linkage::inference;
use linkage::report::{self, ClusterReport, ClusterThreshold, InputFile, Labels, LinkCounts, RunRecord, Thresholds};
use linkage::settings::LinkType;
use linkage::{clustering, evaluation, weight_of};
use rustc_hash::FxHashSet;
use serde::Serialize;

use super::run::{self, Counts, InferenceResult, RunResult, ThresholdSource};
use super::truth::{Links, Truth, ordered};
use super::{load, rows, train};
use crate::arguments::{FileOptions, ReportArguments};
use crate::exit::Failure;
use crate::measure;
use crate::session::{Session, is_dash};

/// Writes a report on existing links, or on links that are found for it.
pub fn report(arguments: &ReportArguments, session: &Session) -> Result<(), Failure> {
    load::refuse_overwriting(&arguments.files, Some(&arguments.model), &[Some(&arguments.out)])?;
    let truth = match &arguments.labels {
        Some(path) => Some(Truth::read(path, None, None, &arguments.files.reading, session)?),
        None => None,
    };
    let written =
        arguments.links.as_ref().map(|path| Links::read(path, &arguments.files.reading, session)).transpose()?;
    let (_, ready) = load::ready(&arguments.model, &arguments.files, session)?;
    let mut linker = ready.linker;
    let training = train::train_if_needed(&mut linker, session)?;
    let mut found = run::find_all(&linker, session)?;
    if let Some(written) = &written {
        only(&linker, &mut found, written);
    }
    let threshold = run::threshold(arguments.threshold, linker.model(), &found);
    let dedupes = linker.model().link_type != LinkType::LinkOnly;
    let clusters = dedupes.then(|| run::cluster(&linker, &found.links, threshold.weight));
    let measured = truth.as_ref().map(|truth| run::measured(&linker, truth, &found.links, clusters.as_ref()));
    let outcome = RunResult {
        model_version: linker.model().version(),
        training,
        inference: found.summary,
        links: found.links,
        counts: Counts::default(),
        threshold,
        clusters,
        measured,
        set_aside: ready.set_aside,
        linker,
    };
    let page = page(&outcome, &arguments.files, truth.as_ref().zip(arguments.labels.as_deref()))?;
    session.go_on()?;
    run::write_text(&arguments.out, &page)?;
    if is_dash(&arguments.out) || session.quiet {
        return Ok(());
    }
    let told = ReportSummary { out: arguments.out.display().to_string(), links: outcome.links.len() as u64 };
    session.print(|| format!("the report is in `{}`", told.out), &told)
}

#[derive(Serialize)]
struct ReportSummary {
    out: String,
    links: u64,
}

/// Keeps only the links that are in the file of links.
fn only(linker: &linkage::Linker, found: &mut InferenceResult, written: &Links) {
    let either_way = linker.model().link_type != LinkType::LinkOnly;
    let written: FxHashSet<(&str, &str)> =
        written.rows().map(|(left, right, _)| ordered(left, right, either_way)).collect();
    found.links.retain(|link| written.contains(&ordered(linker.id(link.left), linker.id(link.right), either_way)));
    found.weights = found.links.iter().map(|link| link.weight).collect();
}

/// The report page of a run.
pub fn page(outcome: &RunResult, files: &FileOptions, truth: Option<(&Truth, &Path)>) -> Result<String, Failure> {
    let linker = &outcome.linker;
    let model = linker.model();
    let thresholds =
        Thresholds { cluster: outcome.clusters.as_ref().map(|_| threshold(outcome)), ..Thresholds::of(&model.output) };
    let show = thresholds.show;
    let missed = match truth {
        Some((truth, _)) => evaluation::missed(linker, &outcome.links, &truth.pairs()?, weight_of(show)),
        None => None,
    };
    let labels = truth.zip(outcome.measured.as_ref()).map(|((_, path), measured)| Labels {
        source: name(path),
        evaluation: &measured.evaluation,
        missed: missed.as_ref(),
        clusters: measured.clusters,
    });
    let (left, right) = (linker.left_count() as u64, (linker.count() - linker.left_count()) as u64);
    let left = InputFile { name: name(&files.left), rows: left, rows_set_aside: outcome.set_aside.left };
    let right = files.right.as_ref().map(|path| InputFile {
        name: name(path),
        rows: right,
        rows_set_aside: outcome.set_aside.right,
    });
    let report = report::LinkageReport {
        title: title(model, &left, right.as_ref()),
        left,
        right,
        model,
        thresholds,
        links: LinkCounts::of(outcome.links.iter().map(inference::Link::probability), &thresholds),
        inference: &outcome.inference,
        training: outcome.training.as_ref(),
        labels,
        clusters: clusters(outcome),
        examples: report::pick_examples(linker, &outcome.links, show),
        run: RunRecord { program: format!("candour {}", env!("CARGO_PKG_VERSION")), date: Some(measure::today()) },
        hide_values: false,
    };
    Ok(report.to_html()?)
}

fn title(model: &linkage::settings::Model, left: &InputFile, right: Option<&InputFile>) -> String {
    match (model.description.is_empty(), right) {
        (false, _) => model.description.clone(),
        (true, Some(right)) => format!("Links between {} and {}", left.name, right.name),
        (true, None) => format!("Duplicates in {}", left.name),
    }
}

fn name(path: &Path) -> String {
    if is_dash(path) {
        return "standard input".to_owned();
    }
    path.file_name().map_or_else(|| path.display().to_string(), |name| name.to_string_lossy().into_owned())
}

fn threshold(outcome: &RunResult) -> ClusterThreshold {
    let chosen = match outcome.threshold.chosen {
        ThresholdSource::Stated | ThresholdSource::Model => report::ThresholdChoice::Set,
        ThresholdSource::Expected => report::ThresholdChoice::Expected,
    };
    ClusterThreshold { weight: outcome.threshold.weight, chosen }
}

/// The clusters, under the names that they have in the output.
fn clusters(outcome: &RunResult) -> Option<ClusterReport> {
    let (linker, clusters) = (&outcome.linker, outcome.clusters.as_ref()?);
    let names = rows::cluster_names(linker, clusters);
    let found = clustering::suspicious(clusters, &outcome.links, outcome.threshold.weight);
    let mut suspicious = report::suspicious_clusters(linker, clusters, &found);
    for (named, found) in suspicious.iter_mut().zip(&found) {
        named.id.clone_from(&names[found.cluster as usize]);
    }
    Some(ClusterReport { sizes: clusters.sizes().collect(), suspicious })
}
