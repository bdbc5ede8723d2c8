//! The model as a value: which columns, which pairs to consider, how to compare, what was learnt. Reads and writes TOML.

use std::collections::BTreeMap;
use std::hash::Hasher;

use serde::{Deserialize, Serialize};

use crate::expression;

/// A linkage model: the three questions of every linkage (which records, which pairs, how to compare) and, once
/// trained, what the data answered.
///
/// It is read from TOML; the examples of the repository are commented.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Model {
    /// What this model is for, in a line.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub description: String,
    /// Which records may be linked with which.
    pub link_type: LinkType,
    /// The columns that name a record; without them a record is named by its row number.
    #[serde(default, skip_serializing_if = "Id::is_empty")]
    pub id: Id,
    /// The fields that rules and levels speak of, by name.
    pub fields: BTreeMap<String, Field>,
    /// Which pairs are worth comparing.
    pub blocking: Blocking,
    /// How two records are compared, field by field.
    pub comparisons: Vec<Comparison>,
    /// How m and u are learnt.
    #[serde(default)]
    pub training: Training,
    /// What is written.
    #[serde(default)]
    pub output: Output,
    /// What was learnt: absent until trained.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub trained: Option<Trained>,
}

/// Which records may be linked with which (Splink's `link_type`).
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
    /// In the left file.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub left: Option<String>,
    /// In the right file.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub right: Option<String>,
}

impl Id {
    fn is_empty(&self) -> bool {
        self == &Id::default()
    }
}

/// A field: what it holds, and the columns that it is read from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Field {
    /// What the values are, which decides how they are normalised.
    pub kind: Kind,
    /// The columns, where both files use the same names. Several are joined by a space.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub column: Option<Columns>,
    /// The columns of the left file.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub left: Option<Columns>,
    /// The columns of the right file.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub right: Option<Columns>,
    /// Whether a file may lack the columns: then the field is missing from all its records.
    #[serde(default, skip_serializing_if = "is_no")]
    pub optional: bool,
    /// What to do with a value that cannot be one of this kind (only dates, numbers and locations can fail).
    #[serde(default, skip_serializing_if = "Invalid::is_default")]
    pub invalid: Invalid,
}

/// One column name, or several whose values are joined by a space.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Columns {
    /// One column.
    One(String),
    /// Several columns, joined.
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

/// What the values of a field are. Each kind has a normaliser, see [`crate::normalise`].
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
    /// A vehicle's number plate; `?` is a character that nobody saw.
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

/// What to do with a value that is not of its kind.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Invalid {
    /// The row is bad: it is reported, and the run stops unless bad rows are set aside.
    #[default]
    Reject,
    /// The value is kept as it was typed: it can still agree exactly or nearly, but has no year, month or distance.
    Keep,
}

impl Invalid {
    fn is_default(&self) -> bool {
        *self == Invalid::Reject
    }
}

/// Which pairs are worth comparing.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Blocking {
    /// Rules; a pair that fits any of them is compared once. Terms are joined by commas:
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
    /// These rules with the default limits.
    pub fn new(rules: impl IntoIterator<Item = impl Into<String>>) -> Self {
        Blocking {
            rules: rules.into_iter().map(Into::into).collect(),
            largest_block_pairs: Self::default_largest_block(),
            most_pairs: Self::default_most_pairs(),
        }
    }
}

/// One comparison: levels from the best agreement to the least; the first that holds counts. Below the written
/// levels come two that are always there: *else*, and *missing* when a value is absent.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Comparison {
    /// What is compared, in the words of the people who read the report.
    pub name: String,
    /// The levels, best first: `"exact(surname)"`, `"jaro_winkler(surname) >= 0.9"`.
    pub levels: Vec<String>,
    /// Whether a rare value counts for more than a common one.
    #[serde(default = "yes", skip_serializing_if = "is_yes")]
    pub term_frequency: bool,
    /// Whether relatives and people at one address share it: a surname, an address, a telephone, a car. Where any
    /// comparison says so, a pair that agrees on such things alone is weighed against *two of one family* as well.
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

/// How m, u and the prior are learnt.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Training {
    /// Rules so strict that the pairs which fit them are nearly all matches; they set the prior.
    pub deterministic_rules: Vec<String>,
    /// The share of all matches that the deterministic rules find, from 0 to 1.
    pub recall: f64,
    /// Whether expectation-maximisation may move the prior as well.
    pub update_prior: bool,
    /// Random pairs that u is measured on.
    pub random_pairs: u64,
    /// Pairs from blocking that expectation-maximisation sees; records are drawn until about this many.
    pub blocked_pairs: u64,
    /// The most rounds of expectation-maximisation.
    pub rounds: u32,
    /// Decides which records are drawn; stored with the result.
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

/// What is written.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Output {
    /// Links below this match weight (bits) are not written.
    pub least_weight: f64,
    /// A link at or above this probability is worth showing to a person.
    pub show: f64,
    /// A link at or above this probability is worth showing first.
    pub show_first: f64,
    /// Where one record can only be about one other: keep only the best link of each.
    pub best_link: BestLink,
    /// How links become clusters.
    pub clusters: ClusterMethod,
    /// Links at or above this probability join clusters; absent: chosen from the model without labels, see
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

/// Which record keeps only its best link.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BestLink {
    /// Every link is kept.
    #[default]
    Off,
    /// A right record has one link at most: a record is about one officer.
    Right,
    /// A left record has one link at most.
    Left,
    /// Both.
    Both,
}

/// How links become clusters.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ClusterMethod {
    /// Everything that is connected.
    #[default]
    Connected,
    /// Two clusters join while the links between them are, on average over all their pairs, strong enough.
    Average,
    /// A record joins the strongest unclaimed centre that it is linked to.
    Star,
}

/// What training learnt.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Trained {
    /// The probability that two records drawn at random are of the same entity (lambda).
    pub prior: f64,
    /// The probability that two records drawn at random are of two different people of one family; 0 where no
    /// comparison is marked `family`.
    #[serde(default)]
    pub family_prior: f64,
    /// By comparison, in the order of the model.
    pub comparisons: Vec<TrainedComparison>,
}

/// m and u of one comparison. Level 0 is *missing*, then the written levels, then *else*.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TrainedComparison {
    /// The name of the comparison.
    pub name: String,
    /// The probability of each level among matches whose values are both present; sums to 1 without level 0, which
    /// holds 1 (a missing value is evidence of nothing).
    pub m: Vec<f64>,
    /// The same among non-matches.
    pub u: Vec<f64>,
    /// The probability that two of one family share this for the same reason as one person would.
    #[serde(default)]
    pub family: f64,
    /// The scale of the term-frequency adjustment by level (see [`crate::training`]); 0 where there is none.
    pub term_frequency: Vec<f64>,
}

/// A model that cannot be used. Nothing was read or written.
#[derive(Debug, thiserror::Error)]
pub enum ModelError {
    /// The text is not TOML, or not the TOML of a model.
    #[error("the model is not valid: {0}")]
    Toml(#[from] toml::de::Error),
    /// A rule or level that cannot be read.
    #[error("{place} `{text}`: {problem}")]
    Syntax {
        /// Which rule or level.
        place: String,
        /// What was written.
        text: String,
        /// What is wrong and what would be right.
        problem: String,
    },
    /// Anything else that is wrong with one setting.
    #[error("{place}: {problem}")]
    Setting {
        /// Which setting.
        place: String,
        /// What is wrong and what would be right.
        problem: String,
    },
}

fn setting(place: impl Into<String>, problem: impl Into<String>) -> ModelError {
    ModelError::Setting { place: place.into(), problem: problem.into() }
}

/// More comparisons than this do not fit the 64 bits of a comparison vector, at 4 bits each.
pub const MOST_COMPARISONS: usize = 16;
/// More written levels than this do not fit 4 bits beside *missing* and *else*.
pub const MOST_LEVELS: usize = 14;

impl Model {
    /// Reads a model and checks all that can be checked without data.
    ///
    /// # Errors
    /// [`ModelError`] names the place and says what would be right.
    pub fn from_toml(text: &str) -> Result<Model, ModelError> {
        let model: Model = toml::from_str(text)?;
        model.check()?;
        Ok(model)
    }

    /// The model as TOML. Comments of a file that it was read from are not kept: see [`Model::write_trained`].
    ///
    /// # Errors
    /// Only if a value cannot be expressed in TOML.
    pub fn to_toml(&self) -> Result<String, toml::ser::Error> {
        toml::to_string(self)
    }

    /// The text of a model file with what was learnt put in (or replaced), its comments kept.
    ///
    /// # Errors
    /// When `text` is not TOML.
    pub fn write_trained(text: &str, trained: &Trained) -> Result<String, ModelError> {
        let mut document: toml_edit::DocumentMut =
            text.parse().map_err(|e: toml_edit::TomlError| setting("the model", e.to_string()))?;
        document.remove("trained");
        let learnt = BTreeMap::from([("trained", trained)]);
        let learnt = toml::to_string(&learnt).map_err(|e| setting("trained", e.to_string()))?;
        let settings = document.to_string();
        // Invariant: behind everything else, so that training again finds and replaces it whole.
        Ok(format!(
            "{}\n\n# What training learnt. Level 0 is a missing value, the last is else.\n{learnt}",
            settings.trim_end()
        ))
    }

    /// A short name of this very model (settings and what was learnt), to be carried by its output. Equal models have
    /// equal versions; it is no signature.
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
