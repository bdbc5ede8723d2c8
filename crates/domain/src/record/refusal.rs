//! Refusals: the reasons why commands are not carried out, each with a stable code and a message that says what would
//! work.

use std::fmt;

/// The kinds of error that a program can react to. Three tables map them to an HTTP status, to an exit code, and to a
/// decision to retry or give up.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ErrorKind {
    /// The thing does not exist, or the actor may not know that it does.
    Missing,
    /// The request cannot be met: a field is wrong, or a rule is not satisfied.
    Invalid,
    /// The state has changed, perhaps because somebody else acted first: look again.
    Conflict,
    /// The actor is not allowed to do this.
    Forbidden,
    /// Nobody is signed in.
    Unauthenticated,
    /// Too many requests in too short a time.
    TooMany,
    /// A required service is not responding: try again later.
    Unavailable,
    /// A fault in this program.
    Bug,
}

/// The refusal of a command by a business rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    pub kind: ErrorKind,
    /// A stable code of the form `entity.reason`: `matter.already-closed`.
    pub code: &'static str,
    /// A message that says what is wrong and what would work. It contains no personal data.
    pub message: String,
    /// The rule of law or policy behind the refusal, if there is one: `PACE s.2(9)(b)`.
    pub citation: Option<String>,
}

impl Refusal {
    /// Refuses a command that cannot be carried out as it was given.
    pub fn invalid(code: impl Into<&'static str>, message: impl Into<String>) -> Self {
        Self { kind: ErrorKind::Invalid, code: code.into(), message: message.into(), citation: None }
    }

    /// Refuses a command that the current state does not allow, or no longer allows.
    pub fn conflict(code: impl Into<&'static str>, message: impl Into<String>) -> Self {
        Self { kind: ErrorKind::Conflict, code: code.into(), message: message.into(), citation: None }
    }

    /// The actor is not allowed to do this.
    pub fn forbidden(code: impl Into<&'static str>, message: impl Into<String>) -> Self {
        Self { kind: ErrorKind::Forbidden, code: code.into(), message: message.into(), citation: None }
    }

    /// Returns true if the refusal has the given code.
    pub fn is(&self, code: impl Into<&'static str>) -> bool {
        self.code == code.into()
    }

    /// Adds the rule behind the refusal.
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
