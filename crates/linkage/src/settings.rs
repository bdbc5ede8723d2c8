//! The model as a value: columns, blocking rules, comparisons, and the result of training. Reads and writes TOML.

use std::collections::BTreeMap;
use std::hash::Hasher;

use serde::{Deserialize, Serialize};

use crate::expression;

/// A linkage model. It answers the three questions of every linkage (which records, which pairs, how to compare) and,
/// once trained, holds what the data taught.
///
/// It is read from TOML; the examples of the repository are commented.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Model {
    /// The purpose of this model in one line.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub description: String,
    /// The records that may be linked with each other.
    pub link_type: LinkType,
    /// The columns that identify a record; without them a record is identified by its row number.
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
    /// Settings for the output.
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
    /// A record of the left file with one of the right file.
    LinkOnly,
    /// Two records of one file.
    DedupeOnly,
    /// Any two records of both files.
    LinkAndDedupe,
}

/// The id columns.
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

/// A field: its kind, and the columns from which it is read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Field {
    /// The kind of its values, which decides how they are normalised.
    pub kind: Kind,
    /// The columns, if both files use the same names. Several are joined by a space.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub column: Option<Columns>,
    /// The columns of the left file.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub left: Option<Columns>,
    /// The columns of the right file.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub right: Option<Columns>,
    /// True if a file may lack the columns: the field is then missing from all its records.
    #[serde(default, skip_serializing_if = "is_no")]
    pub optional: bool,
    /// The treatment of a value that cannot be of this kind (only dates, numbers and locations can fail).
    #[serde(default, skip_serializing_if = "InvalidTreatment::is_default")]
    pub invalid: InvalidTreatment,
}

/// One column name, or several whose values are joined by a space.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Columns {
    /// One column.
    One(String),
    /// Several columns, joined by a space.
    Several(Vec<String>),
}

impl Columns {
    /// The names in order.
    pub fn names(&self) -> &[String] {
        match self {
            Columns::One(name) => std::slice::from_ref(name),
            Columns::Several(names) => names,
        }
    }
}

/// One of the two files.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Side {
    /// The first file; the only one when deduplicating.
    Left,
    /// The second file.
    Right,
}

impl Field {
    /// The columns on one side, if the field exists there.
    pub fn columns(&self, side: Side) -> Option<&Columns> {
        let own = match side {
            Side::Left => self.left.as_ref(),
            Side::Right => self.right.as_ref(),
        };
        own.or(self.column.as_ref())
    }
}

/// The kind of a field's values. Each kind has a normaliser, see [`crate::normalise`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Words in any form: lower case, ASCII, single spaces.
    Text,
    /// A person's name or part of one.
    Name,
    /// A calendar date; a year alone or a year and month are dates too.
    Date,
    /// A UK postcode, whole or only its district.
    Postcode,
    /// A vehicle's number plate; `?` is an unknown character.
    Plate,
    /// A telephone number.
    Phone,
    /// A number.
    Number,
    /// A set of words: several badge numbers, phones or plates, or a full name in any order.
    Tokens,
    /// Latitude and longitude in degrees, as two columns or `lat,lon`.
    Location,
}

/// The treatment of a value that is not of its kind.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum InvalidTreatment {
    /// The row is bad: it is reported, and the run stops unless bad rows are set aside.
    #[default]
    Reject,
    /// The value is kept as it was typed: it can still agree exactly or nearly, but has no year, month or distance.
    Keep,
}

impl InvalidTreatment {
    fn is_default(&self) -> bool {
        *self == InvalidTreatment::Reject
    }
}

/// The pairs that are worth comparing.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Blocking {
    /// The rules; a pair that fits any of them is compared once. Terms are joined by commas:
    /// `"surname, nickname(first_name)"`, `"previous_surname = surname, year(dob)"`.
    pub rules: Vec<String>,
    /// A block that would make more pairs than this is left out and reported.
    #[serde(default = "Blocking::default_largest_block")]
    pub largest_block_pairs: u64,
    /// A run that would make more pairs than this is refused before it begins.
    #[serde(default = "Blocking::default_most_pairs")]
    pub most_pairs: u64,
}

impl Blocking {
    fn default_largest_block() -> u64 {
        20_000_000
    }
    fn default_most_pairs() -> u64 {
        5_000_000_000
    }
    /// Makes settings of these rules, with the default limits.
    pub fn new(rules: impl IntoIterator<Item = impl Into<String>>) -> Self {
        Blocking {
            rules: rules.into_iter().map(Into::into).collect(),
            largest_block_pairs: Self::default_largest_block(),
            most_pairs: Self::default_most_pairs(),
        }
    }
}

/// One comparison: levels from the best agreement to the weakest; the first that holds counts. Two more levels always
/// exist after the written ones: *else*, and *missing* for an absent value.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Comparison {
    /// The name of the comparison, in the words of the people who read the report.
    pub name: String,
    /// The levels, best first: `"exact(surname)"`, `"jaro_winkler(surname) >= 0.9"`.
    pub levels: Vec<String>,
    /// True if agreement on a rare value counts for more than on a common one.
    #[serde(default = "yes", skip_serializing_if = "is_yes")]
    pub term_frequency: bool,
    /// True if relatives and people at one address share it: a surname, an address, a telephone, a car. If any
    /// comparison says so, a pair that agrees on such things alone is also weighed against *two of one family*.
    #[serde(default, skip_serializing_if = "is_no")]
    pub family: bool,
}

fn yes() -> bool {
    true
}
#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks for a reference")]
fn is_no(value: &bool) -> bool {
    !*value
}
#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks for a reference")]
fn is_yes(value: &bool) -> bool {
    *value
}

/// Settings for learning m, u and the prior.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Training {
    /// Rules so strict that nearly all pairs which fit them are matches; they set the prior.
    pub deterministic_rules: Vec<String>,
    /// The share of all matches that the deterministic rules find, from 0 to 1.
    pub recall: f64,
    /// True if expectation-maximisation may also change the prior.
    pub update_prior: bool,
    /// Number of random pairs on which u is measured.
    pub random_pairs: u64,
    /// Number of blocked pairs for expectation-maximisation; records are drawn until about this many are found.
    pub blocked_pairs: u64,
    /// The largest number of rounds of expectation-maximisation.
    pub rounds: u32,
    /// The seed that decides which records are drawn; stored with the result.
    pub seed: u64,
}

impl Default for Training {
    fn default() -> Self {
        Training {
            deterministic_rules: Vec::new(),
            recall: 0.6,
            update_prior: true,
            random_pairs: 1_000_000,
            blocked_pairs: 1_000_000,
            rounds: 50,
            seed: 1,
        }
    }
}

/// Settings for the output.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Output {
    /// The smallest match weight, in bits, of a link that is written.
    pub least_weight: f64,
    /// A link at or above this probability is worth showing to a person.
    pub show: f64,
    /// A link at or above this probability is worth showing first.
    pub show_first: f64,
    /// The side on which each record keeps only its best link, for records that can be about one other only.
    pub best_link: BestLink,
    /// The method that turns links into clusters.
    pub clusters: ClusterMethod,
    /// The probability from which links join clusters. If absent, it is chosen from the model without labels, see
    /// [`crate::evaluation::expected_best_threshold`].
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cluster_threshold: Option<f64>,
}

impl Default for Output {
    fn default() -> Self {
        Output {
            least_weight: -2.0,
            show: 0.5,
            show_first: 0.95,
            best_link: BestLink::Off,
            clusters: ClusterMethod::Connected,
            cluster_threshold: None,
        }
    }
}

/// The side on which each record keeps only its best link.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BestLink {
    /// Every link is kept.
    #[default]
    Off,
    /// A right record keeps one link at most: a record is about one officer.
    Right,
    /// A left record keeps one link at most.
    Left,
    /// Records of both sides keep one link at most.
    Both,
}

/// Methods of turning links into clusters.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ClusterMethod {
    /// A cluster is everything that is connected.
    #[default]
    Connected,
    /// Two clusters join while the links between them are strong enough on average over all pairs of their records.
    Average,
    /// A record joins the strongest unclaimed centre to which it is linked.
    Star,
}

/// The result of training.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TrainedParameters {
    /// The probability that two records drawn at random describe the same entity (lambda).
    pub prior: f64,
    /// The probability that two records drawn at random describe two different people of one family; 0 if no
    /// comparison is marked `family`.
    #[serde(default)]
    pub family_prior: f64,
    /// Parameters of each comparison, in the order of the model.
    pub comparisons: Vec<TrainedComparison>,
}

/// m and u of one comparison. Level 0 is *missing*; the written levels follow, and *else* is last.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TrainedComparison {
    /// The name of the comparison.
    pub name: String,
    /// The probability of each level among matches whose values are both present. Sums to 1 without level 0, which
    /// holds 1 because a missing value is evidence of nothing.
    pub m: Vec<f64>,
    /// The probability of each level among non-matches.
    pub u: Vec<f64>,
    /// The probability that two members of a family share this for the same reason as one person would.
    #[serde(default)]
    pub family: f64,
    /// The scale of the term-frequency adjustment by level (see [`crate::training`]); 0 where there is none.
    pub term_frequency: Vec<f64>,
}

/// Reasons why a model cannot be used. Nothing was read or written.
#[derive(Debug, thiserror::Error)]
pub enum ModelError {
    /// The text is not TOML, or not the TOML of a model.
    #[error("the model is not valid: {0}")]
    Toml(#[from] toml::de::Error),
    /// A rule or level that cannot be read.
    #[error("{place} `{text}`: {problem}")]
    Syntax {
        /// The rule or level.
        place: String,
        /// The text as written.
        text: String,
        /// The problem, and a correct form.
        problem: String,
    },
    /// Any other fault in a single setting.
    #[error("{place}: {problem}")]
    Setting {
        /// The setting.
        place: String,
        /// The problem, and a correct form.
        problem: String,
    },
}

fn setting(place: impl Into<String>, problem: impl Into<String>) -> ModelError {
    ModelError::Setting { place: place.into(), problem: problem.into() }
}

/// The largest number of comparisons: at 4 bits each, 16 fill the 64 bits of a comparison vector.
pub const MOST_COMPARISONS: usize = 16;
/// The largest number of written levels: 4 bits hold 16, two of which are *missing* and *else*.
pub const MOST_LEVELS: usize = 14;

impl Model {
    /// Reads a model and checks everything that can be checked without data.
    ///
    /// # Errors
    /// [`ModelError`] names the place and says what would be right.
    pub fn from_toml(text: &str) -> Result<Model, ModelError> {
        let model: Model = toml::from_str(text)?;
        model.check()?;
        Ok(model)
    }

    /// Writes the model as TOML. Comments of its file are lost: see [`Model::write_trained`].
    ///
    /// # Errors
    /// Only if a value cannot be expressed in TOML.
    pub fn to_toml(&self) -> Result<String, toml::ser::Error> {
        toml::to_string(self)
    }

    /// Inserts or replaces the result of training in the text of a model file, and keeps its comments.
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
        // Invariant: placed after everything else, so that the next training finds and replaces it whole.
        Ok(format!(
            "{}\n\n# What training learnt. Level 0 is a missing value, the last is else.\n{learnt}",
            settings.trim_end()
        ))
    }

    /// A short hash of this exact model (settings and trained values), carried by its output. Equal models have equal
    /// versions; it is not a signature.
    pub fn version(&self) -> String {
        let mut hasher = rustc_hash::FxHasher::default();
        hasher.write(self.to_toml().unwrap_or_default().as_bytes());
        format!("{:016x}", hasher.finish())
    }

    fn check(&self) -> Result<(), ModelError> {
        self.check_fields()?;
        if self.blocking.rules.is_empty() {
            return Err(setting(
                "blocking.rules",
                "needs at least one rule, such as `\"surname, year(date_of_birth)\"`",
            ));
        }
        for (place, rules) in [
            ("blocking.rules", &self.blocking.rules),
            ("training.deterministic_rules", &self.training.deterministic_rules),
        ] {
            for (index, text) in rules.iter().enumerate() {
                self.check_rule(&format!("{place}, rule {}", index + 1), text)?;
            }
        }
        self.check_comparisons()?;
        for (place, value) in [
            ("training.recall", Some(self.training.recall)),
            ("output.show", Some(self.output.show)),
            ("output.show_first", Some(self.output.show_first)),
            ("output.cluster_threshold", self.output.cluster_threshold),
        ] {
            if value.is_some_and(|value| !(0.0..=1.0).contains(&value)) {
                return Err(setting(place, "must lie between 0 and 1"));
            }
        }
        if self.training.recall <= 0.0 {
            return Err(setting(
                "training.recall",
                "must be more than 0: the share of matches the deterministic rules find",
            ));
        }
        self.check_trained()
    }

    fn check_fields(&self) -> Result<(), ModelError> {
        for (name, field) in &self.fields {
            let place = format!("fields.{name}");
            if !name.chars().all(|c| c.is_alphanumeric() || c == '_') || name.starts_with(|c: char| c.is_ascii_digit())
            {
                return Err(setting(place, "a field's name is letters, digits and `_`, and begins with a letter"));
            }
            if field.column.is_some() && (field.left.is_some() || field.right.is_some()) {
                return Err(setting(place, "give either `column`, or `left` and `right`"));
            }
            if field.columns(Side::Left).is_none() && field.columns(Side::Right).is_none() {
                return Err(setting(place, "needs `column`, or `left` or `right`"));
            }
            if [Side::Left, Side::Right].iter().filter_map(|side| field.columns(*side)).any(|c| c.names().is_empty()) {
                return Err(setting(place, "needs at least one column"));
            }
        }
        Ok(())
    }

    fn check_rule(&self, place: &str, text: &str) -> Result<(), ModelError> {
        let terms = expression::rule(text).map_err(|e| syntax(place, text, e.to_string()))?;
        for term in &terms {
            for operand in std::iter::once(&term.operand).chain(&term.other) {
                let field = self.field(place, text, &operand.field)?;
                crate::dictionary::Transform::parse(&operand.word, operand.argument, field.kind)
                    .map_err(|problem| syntax(place, text, problem))?;
            }
        }
        Ok(())
    }

    fn check_comparisons(&self) -> Result<(), ModelError> {
        if self.comparisons.is_empty() {
            return Err(setting("comparisons", "needs at least one comparison"));
        }
        if self.comparisons.len() > MOST_COMPARISONS {
            return Err(setting(
                "comparisons",
                format!("has {}; at most {MOST_COMPARISONS} fit", self.comparisons.len()),
            ));
        }
        for (index, comparison) in self.comparisons.iter().enumerate() {
            let place = format!("comparisons, `{}`", comparison.name);
            if self.comparisons.iter().take(index).any(|earlier| earlier.name == comparison.name) {
                return Err(setting(place, "two comparisons have this name"));
            }
            if comparison.levels.is_empty() || comparison.levels.len() > MOST_LEVELS {
                return Err(setting(place, format!("needs between 1 and {MOST_LEVELS} levels")));
            }
            for text in &comparison.levels {
                let calls = expression::level(text).map_err(|e| syntax(&place, text, e.to_string()))?;
                for call in &calls {
                    let kind = self.field(&place, text, &call.field)?.kind;
                    if let Some(other) = &call.other {
                        let other_kind = self.field(&place, text, other)?.kind;
                        if kind != other_kind {
                            return Err(syntax(
                                &place,
                                text,
                                format!("`{}` and `{other}` are of different kinds", call.field),
                            ));
                        }
                    }
                }
            }
        }
        Ok(())
    }

    fn check_trained(&self) -> Result<(), ModelError> {
        let Some(trained) = &self.trained else { return Ok(()) };
        let advice = "train again: the settings have changed since";
        if !(0.0..1.0).contains(&trained.family_prior)
            || trained.comparisons.iter().any(|learnt| !(0.0..=1.0).contains(&learnt.family))
        {
            return Err(setting("trained", "what is learnt of families lies between 0 and 1"));
        }
        if !(trained.prior > 0.0 && trained.prior < 1.0) {
            return Err(setting("trained.prior", "must lie between 0 and 1"));
        }
        if trained.comparisons.len() != self.comparisons.len() {
            return Err(setting("trained", advice));
        }
        for (learnt, comparison) in trained.comparisons.iter().zip(&self.comparisons) {
            let levels = comparison.levels.len() + 2;
            let place = format!("trained, `{}`", learnt.name);
            if learnt.name != comparison.name
                || [&learnt.m, &learnt.u, &learnt.term_frequency].iter().any(|values| values.len() != levels)
            {
                return Err(setting(place, advice));
            }
            if learnt.m.iter().chain(&learnt.u).any(|p| !(*p > 0.0 && *p <= 1.0))
                || learnt.term_frequency.iter().any(|k| !(*k >= 0.0 && k.is_finite()))
            {
                return Err(setting(place, "m and u are probabilities above 0, and a scale is not negative"));
            }
        }
        Ok(())
    }

    fn field(&self, place: &str, text: &str, name: &str) -> Result<&Field, ModelError> {
        self.fields.get(name).ok_or_else(|| {
            let known = self.fields.keys().map(|k| format!("`{k}`")).collect::<Vec<_>>().join(", ");
            syntax(place, text, format!("there is no field `{name}`; the model has {known}"))
        })
    }
}

fn syntax(place: &str, text: &str, problem: String) -> ModelError {
    ModelError::Syntax { place: place.to_owned(), text: text.to_owned(), problem }
}
