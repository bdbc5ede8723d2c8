//! Reasons why a model cannot be used, worded so that the user knows what would be correct.

/// Reasons why a model cannot be used. Nothing has been read or written.
#[derive(Debug, thiserror::Error)]
pub enum ModelError {
    /// The text is not TOML, or not the TOML of a model.
    #[error("the model is not valid: {0}")]
    Toml(#[from] toml::de::Error),
    /// A rule or level cannot be parsed.
    #[error("{place} `{text}`: {problem}")]
    Syntax {
        /// The place of the rule or level in the model.
        place: String,
        /// The text as written.
        text: String,
        /// The problem, and what would be correct.
        problem: String,
    },
    /// There is a problem with a single setting.
    #[error("{place}: {problem}")]
    Setting {
        /// The name of the setting.
        place: String,
        /// The problem, and what would be correct.
        problem: String,
    },
}

pub(super) fn setting(place: impl Into<String>, problem: impl Into<String>) -> ModelError {
    ModelError::Setting { place: place.into(), problem: problem.into() }
}

pub(super) fn syntax(place: &str, text: &str, problem: String) -> ModelError {
    ModelError::Syntax { place: place.to_owned(), text: text.to_owned(), problem }
}
