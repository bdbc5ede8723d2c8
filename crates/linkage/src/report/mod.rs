//! The report of a run: one HTML file for an analyst to show to a chief officer. No network, no script, no clock.
//!
//! Each part of the page has a module here and a template of the same name in `templates/report`. The page is
//! well-formed XML, so that a test can parse it. Text from outside is escaped in the templates and cleaned in `clean`.

mod accuracy;
mod blocking;
mod chart;
mod clean;
mod clusters;
mod comparisons;
mod examples;
mod lost;
mod number;
mod page;
mod summary;
mod table;
mod waterfall;
mod weights;
mod words;

use crate::clustering::Suspicion;
use crate::evaluation::{Accuracy, Evaluation, MissedPairs};
use crate::inference::InferenceSummary;
use crate::settings::{Model, Output};
use crate::training::TrainingSummary;

pub use clusters::suspicious_clusters;
pub use examples::{Example, ExampleReason, pick_examples};

/// The content of a report. Fill it in after a run, then call [`LinkageReport::to_html`].
#[derive(Debug, Clone)]
pub struct LinkageReport<'r> {
    /// The title of the page, such as `Complaints and the roster, March 2026`.
    pub title: String,
    /// The left file.
    pub left: InputFile,
    /// The right file; absent if one file was compared with itself.
    pub right: Option<InputFile>,
    /// The model, trained.
    pub model: &'r Model,
    /// The thresholds at which links count.
    pub thresholds: Thresholds,
    /// The number of links at each threshold.
    pub links: LinkCounts,
    /// A summary of inference.
    pub inference: &'r InferenceSummary,
    /// A summary of training; absent if the model was already trained.
    pub training: Option<&'r TrainingSummary>,
    /// The labels and the results measured against them; absent if there are no labels.
    pub labels: Option<Labels<'r>>,
    /// The clusters; absent if there are none.
    pub clusters: Option<ClusterReport>,
    /// The pairs to explain; see [`pick_examples`].
    pub examples: Vec<Example>,
    /// The program that produced the result, and the date.
    pub run: RunRecord,
    /// If true, all values in records are left out, and waterfalls show only levels. The ids of records are still
    /// shown.
    pub hide_values: bool,
}

/// One of the input files.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct InputFile {
    /// A name to show to the reader; a path would reveal more about the machine than about the data.
    pub name: String,
    /// The number of rows that were linked.
    pub rows: u64,
    /// The number of rows that could not be read and were set aside.
    pub rows_set_aside: u64,
}

/// The thresholds at which links count.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Thresholds {
    /// A link with at least this probability is worth showing to a user.
    pub show: f64,
    /// A link with at least this probability is worth showing first.
    pub show_first: f64,
    /// The threshold for joining clusters; absent if there are no clusters.
    pub cluster: Option<ClusterThreshold>,
}

impl Thresholds {
    /// The thresholds that the model sets for links. The caller sets the one for clusters, because it may have been
    /// chosen from the results.
    pub fn of(output: &Output) -> Thresholds {
        Thresholds { show: output.show, show_first: output.show_first, cluster: None }
    }
}

/// The threshold at which links join clusters.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ClusterThreshold {
    /// The lowest match weight, in bits; infinite if no link is strong enough.
    pub weight: f64,
    /// The method by which the threshold was chosen.
    pub chosen: ThresholdChoice,
}

/// Ways of choosing a threshold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ThresholdChoice {
    /// A user set it, in the model or on the command line.
    Set,
    /// It was chosen without labels; see [`crate::evaluation::expected_best_threshold`].
    Expected,
    /// It has the best F1 when measured against labels.
    Labels,
}

/// The number of links at each threshold.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct LinkCounts {
    /// The number of links written, however weak.
    pub written: u64,
    /// The number of links worth showing, including those to show first.
    pub show: u64,
    /// The number of links worth showing first.
    pub show_first: u64,
    /// The number of links worth showing that the model itself expects to be right: the sum of their probabilities.
    pub expected_right: f64,
}

impl LinkCounts {
    /// Counts one more link, given its match probability.
    pub fn add(&mut self, probability: f64, thresholds: &Thresholds) {
        self.written += 1;
        if probability >= thresholds.show {
            self.show += 1;
            self.expected_right += probability;
        }
        self.show_first += u64::from(probability >= thresholds.show.max(thresholds.show_first));
    }

    /// Counts links, given their match probabilities.
    pub fn of(probabilities: impl IntoIterator<Item = f64>, thresholds: &Thresholds) -> LinkCounts {
        let mut counts = LinkCounts::default();
        probabilities.into_iter().for_each(|probability| counts.add(probability, thresholds));
        counts
    }
}

/// The labels, and the results measured against them.
#[derive(Debug, Clone)]
pub struct Labels<'r> {
    /// The source of the labels, such as the name of a file.
    pub source: String,
    /// The links measured against the labels.
    pub evaluation: &'r Evaluation,
    /// True pairs that were not found at the threshold for showing links; see [`crate::evaluation::missed`].
    pub missed: Option<&'r MissedPairs>,
    /// Clusters measured against the labels; see [`crate::evaluation::clusters`].
    pub clusters: Option<Accuracy>,
}

/// The result of clustering.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct ClusterReport {
    /// The number of clusters of each size, as size and count; see [`crate::clustering::Clusters::sizes`].
    pub sizes: Vec<(usize, u64)>,
    /// Clusters that should be checked; see [`suspicious_clusters`].
    pub suspicious: Vec<SuspiciousCluster>,
}

/// A cluster that should be reviewed before anyone relies on it.
#[derive(Debug, Clone, PartialEq)]
pub struct SuspiciousCluster {
    /// The id of the cluster in the output.
    pub id: String,
    /// The number of records in it.
    pub size: usize,
    /// The reason for the suspicion.
    pub reason: Suspicion,
    /// The ids of its records, or of some of them.
    pub members: Vec<String>,
}

/// The program and date of a run, so that it can be repeated. The seed is part of the model.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RunRecord {
    /// The name and version of the program, such as `candour 0.1.0`.
    pub program: String,
    /// The date of the run, as it should be shown, such as `3 March 2026`; absent if the output must not depend on the
    /// date.
    pub date: Option<String>,
}

/// Reasons why a report cannot be produced.
#[derive(Debug, thiserror::Error)]
pub enum ReportError {
    /// The model is not trained, so there are no weights to report.
    #[error("the model is not trained: a report needs what training learnt, under `[trained]`")]
    Untrained,
    /// The model cannot be written as TOML.
    #[error("the model cannot be written as TOML")]
    Model(#[from] toml::ser::Error),
    /// The page cannot be rendered.
    #[error("the report could not be rendered")]
    Render(#[from] askama::Error),
}

impl LinkageReport<'_> {
    /// Renders the page as one HTML file in UTF-8.
    ///
    /// # Errors
    /// If the model is not trained.
    pub fn to_html(&self) -> Result<String, ReportError> {
        page::render(self)
    }
}
