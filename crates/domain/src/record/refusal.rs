//! Refusals: why a command was not carried out, with a code that stays the same and words that say what would make it work.

use std::fmt;

/// What a program can do about an error. One table each turns it into an HTTP status, an exit code, and retry or give up.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ErrorKind {
    /// There is no such thing, or the actor may not know that there is.
    Missing,
    /// What was asked cannot be: a field is wrong, a rule is not met.
    Invalid,
    /// Somebody else was faster, or the state has moved on: look again.
    Conflict,
    /// The actor may not.
    Forbidden,
    /// Nobody is signed in.
    Unauthenticated,
    /// Too often in too short a time.
    TooMany,
    /// Something that is needed does not answer: try again later.
    Unavailable,
    /// Our mistake.
    Bug,
}

/// Why a command was refused by a rule of the business.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// Of which kind.
    pub kind: ErrorKind,
    /// The stable code, `entity.reason`: `matter.already-closed`.
    pub code: &'static str,
    /// What is wrong and what would make it work; holds no personal data.
    pub message: String,
    /// The rule that refuses, where a rule of law or policy does: `PACE s.2(9)(b)`.
    pub citation: Option<String>,
}

impl Refusal {
    /// The command cannot be carried out as it was given.
    pub fn invalid(code: impl Into<&'static str>, message: impl Into<String>) -> Self {
        Self { kind: ErrorKind::Invalid, code: code.into(), message: message.into(), citation: None }
    }

    /// The state does not allow it, or no longer.
    pub fn conflict(code: impl Into<&'static str>, message: impl Into<String>) -> Self {
        Self { kind: ErrorKind::Conflict, code: code.into(), message: message.into(), citation: None }
    }

    /// The actor may not.
    pub fn forbidden(code: impl Into<&'static str>, message: impl Into<String>) -> Self {
        Self { kind: ErrorKind::Forbidden, code: code.into(), message: message.into(), citation: None }
    }

    /// Whether it is this one.
    pub fn is(&self, code: impl Into<&'static str>) -> bool {
        self.code == code.into()
    }

    /// Names the rule that refuses.
    #[must_use]
    pub fn citing(mut self, citation: impl Into<String>) -> Self {
        self.citation = Some(citation.into());
        self
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)?;
        match &self.citation {
            Some(citation) => write!(f, " ({citation})"),
            None => Ok(()),
        }
    }
}

impl std::error::Error for Refusal {}
