//! The report of a run: one HTML file for an analyst to show to a chief officer. No network, no script, no clock.
//!
//! Each part of the page owns a module here and a template of the same name in `templates/report`. The page is
//! well-formed XML, so that a test can read it; what a person typed is escaped in the templates and cleaned in `clean`.

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
use crate::evaluation::{Accuracy, Evaluation, Missed};
use crate::inference::InferenceSummary;
use crate::settings::{Model, Output};
use crate::training::TrainingSummary;

pub use clusters::suspicious_clusters;
pub use examples::{Example, Why, pick_examples};

/// All that a report says. Fill it from a run, then [`Report::to_html`].
#[derive(Debug, Clone)]
pub struct Report<'r> {
    /// What the page is called, such as `Complaints and the roster, March 2026`.
    pub title: String,
    /// The left file.
    pub left: SourceFile,
    /// The right file; absent when one file was compared with itself.
    pub right: Option<SourceFile>,
    /// The model, trained.
    pub model: &'r Model,
    /// Which links count.
    pub thresholds: Thresholds,
    /// Links by threshold.
    pub links: LinkCounts,
    /// What inference did.
    pub inference: &'r InferenceSummary,
    /// What training saw; absent when the model came trained.
    pub training: Option<&'r TrainingSummary>,
    /// What is known of the truth; absent without labels.
    pub labels: Option<Labels<'r>>,
    /// Clusters; absent when none were made.
    pub clusters: Option<ClusterReport>,
    /// Pairs to explain, see [`pick_examples`].
    pub examples: Vec<Example>,
    /// What made the result.
    pub run: RunRecord,
    /// Leaves out every value that stood in a record: waterfalls show levels only. Ids of records stay.
    pub hide_values: bool,
}

/// One of the files, as it was read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SourceFile {
    /// Its name for a reader; a path says more of the machine than of the data.
    pub name: String,
    /// Rows that took part.
    pub rows: u64,
    /// Rows that could not be read and were set aside.
    pub rows_set_aside: u64,
}

/// Which links count.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Thresholds {
    /// A link of at least this probability is worth showing to a person.
    pub show: f64,
    /// A link of at least this probability is worth showing first.
    pub show_first: f64,
    /// Which links join clusters; absent when there are no clusters.
    pub cluster: Option<ClusterThreshold>,
}

impl Thresholds {
    /// What the model says of links; clusters are for the caller, who may have chosen their threshold.
    pub fn of(output: &Output) -> Thresholds {
        Thresholds { show: output.show, show_first: output.show_first, cluster: None }
    }
}

/// Which links join clusters.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ClusterThreshold {
    /// The least match weight in bits; infinite when no link is strong enough.
    pub weight: f64,
    /// How it was chosen.
    pub chosen: Chosen,
}

/// How a threshold was chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Chosen {
    /// A person set it, in the model or on the command line.
    Set,
    /// Without labels, see [`crate::evaluation::expected_best_threshold`].
    Expected,
    /// As the best F1 against labels.
    Labels,
}

/// Links by threshold.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct LinkCounts {
    /// Links written, however weak.
    pub written: u64,
    /// Links worth showing, those to show first among them.
    pub show: u64,
    /// Links worth showing first.
    pub show_first: u64,
    /// The links worth showing that the model itself expects to be right: the sum of their probabilities.
    pub expected_right: f64,
}

impl LinkCounts {
    /// Counts one more link by its match probability.
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

/// What is known of the truth.
#[derive(Debug, Clone)]
pub struct Labels<'r> {
    /// Where the labels came from, such as the name of a file.
    pub source: String,
    /// Links against the labels.
    pub evaluation: &'r Evaluation,
    /// True pairs that were not found at the threshold for showing, see [`crate::evaluation::missed`].
    pub missed: Option<&'r Missed>,
    /// Clusters against the labels, see [`crate::evaluation::clusters`].
    pub clusters: Option<Accuracy>,
}

/// What clustering made.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct ClusterReport {
    /// How many clusters have how many records: size and count, see [`crate::clustering::Clusters::sizes`].
    pub sizes: Vec<(usize, u64)>,
    /// Clusters that a person should look at, see [`suspicious_clusters`].
    pub suspicious: Vec<SuspiciousCluster>,
}

/// A cluster that a person should look at before believing it.
#[derive(Debug, Clone, PartialEq)]
pub struct SuspiciousCluster {
    /// What the cluster is called in the output.
    pub id: String,
    /// Its records.
    pub size: usize,
    /// Why.
    pub reason: Suspicion,
    /// The ids of its records; some of them will do.
    pub members: Vec<String>,
}

/// What made the result, so that it can be made again. The seed and the model are taken from the model.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RunRecord {
    /// The program and its version, such as `candour 0.1.0`.
    pub program: String,
    /// When it ran, as it should be read, such as `3 March 2026`; absent where the output must not depend on the day.
    pub date: Option<String>,
}

/// A report that could not be made.
#[derive(Debug, thiserror::Error)]
pub enum ReportError {
    /// There are no weights to tell of.
    #[error("the model is not trained: a report needs what training learnt, under `[trained]`")]
    Untrained,
    /// The model cannot be written out.
    #[error("the model cannot be written as TOML")]
    Model(#[from] toml::ser::Error),
    /// The page cannot be put together.
    #[error("the report could not be rendered")]
    Render(#[from] askama::Error),
}

impl Report<'_> {
    /// The page, as the text of one HTML file in UTF-8.
    ///
    /// # Errors
    /// When the model is not trained.
    pub fn to_html(&self) -> Result<String, ReportError> {
        page::render(self)
    }
}
