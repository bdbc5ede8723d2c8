//! The model as a value: columns, blocking rules, comparisons, and the result of training. Read from and written to
//! TOML.

mod blocking;
mod check;
mod comparisons;
mod error;
mod fields;
mod output;
mod trained;
mod training;

use std::collections::BTreeMap;
use std::hash::Hasher;

use serde::{Deserialize, Serialize};

pub use blocking::Blocking;
pub use comparisons::{Comparison, MOST_COMPARISONS, MOST_LEVELS};
pub use error::ModelError;
use error::setting;
pub use fields::{Columns, Field, InvalidTreatment, Kind, Side};
pub use output::{BestLink, ClusterMethod, Output};
pub use trained::{TrainedComparison, TrainedParameters};
pub use training::Training;

/// A linkage model. It answers the three questions of every linkage (which records, which pairs, how to compare) and,
/// once trained, holds what was learnt from the data.
///
/// It is read from TOML; the examples in the repository are commented.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Model {
    /// One line that says what this model is for.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub description: String,
    /// The records that may be linked with each other.
    pub link_type: LinkType,
    /// The columns that identify a record. Without them, a record is identified by its row number.
    #[serde(default, skip_serializing_if = "Id::is_empty")]
    pub id: Id,
    /// The fields that rules and levels use, by name.
    pub fields: BTreeMap<String, Field>,
    /// The pairs that are worth comparing.
    pub blocking: Blocking,
    /// The comparisons of two records, field by field.
    pub comparisons: Vec<Comparison>,
    /// Settings for learning m and u.
    #[serde(default)]
    pub training: Training,
    /// Output settings.
    #[serde(default)]
    pub output: Output,
    /// The result of training; absent until trained.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub trained: Option<TrainedParameters>,
}

/// The records that may be linked with each other (Splink's `link_type`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LinkType {
    /// A record of the left file with a record of the right file.
    LinkOnly,
    /// Two records of the same file.
    DedupeOnly,
    /// Any two records from either file.
    LinkAndDedupe,
}

/// The columns that hold record ids.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Id {
    /// The id column of the left file.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub left: Option<String>,
    /// The id column of the right file.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub right: Option<String>,
}

impl Id {
    fn is_empty(&self) -> bool {
        self == &Id::default()
    }
}

impl Model {
    /// Reads a model and checks everything that can be checked without data.
    ///
    /// # Errors
    /// [`ModelError`] says where the problem is and what would be correct.
    pub fn from_toml(text: &str) -> Result<Model, ModelError> {
        let model: Model = toml::from_str(text)?;
        model.check()?;
        Ok(model)
    }

    /// Writes the model as TOML. Comments in its file are lost; to keep them, see [`Model::write_trained`].
    ///
    /// # Errors
    /// Only if a value cannot be expressed in TOML.
    pub fn to_toml(&self) -> Result<String, toml::ser::Error> {
        toml::to_string(self)
    }

    /// Inserts or replaces the result of training in the text of a model file. Comments outside that part are kept.
    ///
    /// # Errors
    /// If `text` is not TOML.
    pub fn write_trained(text: &str, trained: &TrainedParameters) -> Result<String, ModelError> {
        let mut document: toml_edit::DocumentMut =
            text.parse().map_err(|e: toml_edit::TomlError| setting("the model", e.to_string()))?;
        document.remove("trained");
        let learnt = BTreeMap::from([("trained", trained)]);
        let learnt = toml::to_string(&learnt).map_err(|e| setting("trained", e.to_string()))?;
        let settings = document.to_string();
        // Invariant: placed after everything else, so that the next training can find and replace the whole of it.
        Ok(format!(
            "{}\n\n# What training learnt. Level 0 is a missing value, the last is else.\n{learnt}",
            settings.trim_end()
        ))
    }

    /// A short hash of this exact model (settings and trained values), which its output carries. Equal models have
    /// equal versions. It is not a signature.
    pub fn version(&self) -> String {
        let mut hasher = rustc_hash::FxHasher::default();
        hasher.write(self.to_toml().unwrap_or_default().as_bytes());
        format!("{:016x}", hasher.finish())
    }
}
