//! The report of a run: one HTML file for an analyst to show to a chief officer. No network, no script, no clock.
//!
//! Each part of the page has a module here and a template of the same name in `templates/report`. The page is
//! well-formed XML, so that a test can parse it. Text from outside is escaped in the
//! templates and cleaned in `clean`.

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

/// The content of a report. Fill it from a run, then call [`LinkageReport::to_html`].
#[derive(Debug, Clone)]
pub struct LinkageReport<'r> {
    /// The title of the page, such as `Complaints and the roster, March 2026`.
    pub title: String,
    /// The left file.
    pub left: InputFile,
    /// The right file; absent when one file was compared with itself.
    pub right: Option<InputFile>,
    /// The model, trained.
    pub model: &'r Model,
    /// The thresholds from which links count.
    pub thresholds: Thresholds,
    /// Numbers of links by threshold.
    pub links: LinkCounts,
    /// The summary of inference.
    pub inference: &'r InferenceSummary,
    /// The summary of training; absent if the model was already trained.
    pub training: Option<&'r TrainingSummary>,
    /// Knowledge of the truth; absent without labels.
    pub labels: Option<Labels<'r>>,
    /// The clusters; absent if none were made.
    pub clusters: Option<ClusterReport>,
    /// The pairs to explain, see [`pick_examples`].
    pub examples: Vec<Example>,
    /// The program and the date that produced the result.
    pub run: RunRecord,
    /// True to leave out every value of a record: waterfalls then show levels only. Ids of records stay.
    pub hide_values: bool,
}

/// One of the input files.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct InputFile {
    /// Its name for a reader; a path would say more about the machine than about the data.
    pub name: String,
    /// Rows that took part.
    pub rows: u64,
    /// Rows that could not be read and were set aside.
    pub rows_set_aside: u64,
}

/// Thresholds from which links count.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Thresholds {
    /// A link of at least this probability is worth showing to a person.
    pub show: f64,
    /// A link of at least this probability is worth showing first.
    pub show_first: f64,
    /// The threshold for joining clusters; absent if there are no clusters.
    pub cluster: Option<ClusterThreshold>,
}

impl Thresholds {
    /// The thresholds that the model sets for links. The one for clusters is left to the
    /// caller, who may have chosen it.
    pub fn of(output: &Output) -> Thresholds {
        Thresholds { show: output.show, show_first: output.show_first, cluster: None }
    }
}

/// The threshold from which links join clusters.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ClusterThreshold {
    /// The smallest match weight in bits; infinite when no link is strong enough.
    pub weight: f64,
    /// The way in which it was chosen.
    pub chosen: ThresholdChoice,
}

/// Ways of choosing a threshold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ThresholdChoice {
    /// A person set it, in the model or on the command line.
    Set,
    /// It was chosen without labels, see [`crate::evaluation::expected_best_threshold`].
    Expected,
    /// It has the best F1 against labels.
    Labels,
}

/// Numbers of links by threshold.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct LinkCounts {
    /// Links written, however weak.
    pub written: u64,
    /// Links worth showing, including those to show first.
    pub show: u64,
    /// Links worth showing first.
    pub show_first: u64,
    /// Number of links worth showing that the model itself expects to be right: the sum of their probabilities.
    pub expected_right: f64,
}

impl LinkCounts {
    /// Counts one more link, by its match probability.
    pub fn add(&mut self, probability: f64, thresholds: &Thresholds) {
        self.written += 1;
        if probability >= thresholds.show {
            self.show += 1;
            self.expected_right += probability;
        }
        self.show_first += u64::from(probability >= thresholds.show.max(thresholds.show_first));
    }

    /// Counts links by their match probabilities.
    pub fn of(probabilities: impl IntoIterator<Item = f64>, thresholds: &Thresholds) -> LinkCounts {
        let mut counts = LinkCounts::default();
        probabilities.into_iter().for_each(|probability| counts.add(probability, thresholds));
        counts
    }
}

/// Knowledge of the truth.
#[derive(Debug, Clone)]
pub struct Labels<'r> {
    /// The source of the labels, such as the name of a file.
    pub source: String,
    /// Links measured against the labels.
    pub evaluation: &'r Evaluation,
    /// True pairs that were not found at the threshold for showing, see [`crate::evaluation::missed`].
    pub missed: Option<&'r MissedPairs>,
    /// Clusters measured against the labels, see [`crate::evaluation::clusters`].
    pub clusters: Option<Accuracy>,
}

/// The result of clustering.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct ClusterReport {
    /// Number of clusters of each size, as size and count; see [`crate::clustering::Clusters::sizes`].
    pub sizes: Vec<(usize, u64)>,
    /// Clusters that a person should check, see [`suspicious_clusters`].
    pub suspicious: Vec<SuspiciousCluster>,
}

/// A cluster that a person should look at before believing it.
#[derive(Debug, Clone, PartialEq)]
pub struct SuspiciousCluster {
    /// The name of the cluster in the output.
    pub id: String,
    /// Number of its records.
    pub size: usize,
    /// The reason for the suspicion.
    pub reason: Suspicion,
    /// The ids of its records, or of some of them.
    pub members: Vec<String>,
}

/// The program and the date of a run, so that it can be repeated. The seed and the model are taken from the model.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RunRecord {
    /// The program and its version, such as `candour 0.1.0`.
    pub program: String,
    /// The date of the run as it should be read, such as `3 March 2026`; absent if the
    /// output must not depend on the day.
    pub date: Option<String>,
}

/// Reasons why a report cannot be made.
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
    /// Renders the page as the text of one HTML file in UTF-8.
    ///
    /// # Errors
    /// If the model is not trained.
    pub fn to_html(&self) -> Result<String, ReportError> {
        page::render(self)
    }
}
