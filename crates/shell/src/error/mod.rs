//! Errors as people and programs see them: kind, code, the data that was kept, the next step.
//!
//! A handler returns a [`ShellError`]; [`show`] turns it into a page in the language of the path, or into
//! `application/problem+json` (RFC 9457), with the reference of the request. No error page says anything about an officer.
//! A service turns the errors of its own use cases into this one.

mod kinds;
mod rejection;
mod show;

use std::borrow::Cow;

use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};

pub use kinds::Case;
pub use rejection::{Form, Path, Query};
pub use show::show;

use crate::limits::{RepeatableRequest, WorkChallenge};

/// A field that is missing from a request, or wrong.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct FaultyField {
    /// The name in the request.
    pub name: String,
    /// The words that say what would be right.
    pub text: String,
}

/// An error of a request.
#[derive(Clone, Debug)]
pub struct ShellError {
    pub case: Case,
    /// The stable code: `page.missing`.
    pub code: Cow<'static, str>,
    /// Words for the person beyond those of the kind. They hold no personal data.
    pub detail: Option<String>,
    /// Words for the operator alone.
    pub cause: Option<Box<str>>,
    /// The fields that need changing.
    pub fields: Vec<FaultyField>,
    /// Seconds after which to try again.
    pub retry_after_seconds: Option<u64>,
    /// The request to send again, with its challenge.
    pub(crate) again: Option<Box<(Option<WorkChallenge>, RepeatableRequest)>>,
}

impl ShellError {
    pub fn new(case: Case, code: impl Into<Cow<'static, str>>) -> Self {
        Self {
            case,
            code: code.into(),
            detail: None,
            cause: None,
            fields: Vec::new(),
            retry_after_seconds: None,
            again: None,
        }
    }

    pub fn missing() -> Self {
        Self::new(Case::Missing, "page.missing")
    }

    /// A bug of ours. The words are for the operator.
    pub fn bug(cause: impl Into<String>) -> Self {
        let mut error = Self::new(Case::Bug, "candour.bug");
        error.cause = Some(cause.into().into_boxed_str());
        error
    }

    /// Too many requests: try again after `seconds`.
    pub fn too_many(seconds: u64) -> Self {
        let mut error = Self::new(Case::TooMany, "request.too-many");
        error.retry_after_seconds = Some(seconds.max(1));
        error
    }

    /// Adds words for the person.
    #[must_use]
    pub fn saying(mut self, detail: impl Into<String>) -> Self {
        self.detail = Some(detail.into());
        self
    }

    /// Adds a field that needs changing.
    #[must_use]
    pub fn field(mut self, name: impl Into<String>, text: impl Into<String>) -> Self {
        self.fields.push(FaultyField { name: name.into(), text: text.into() });
        self
    }

    pub const fn status(&self) -> StatusCode {
        self.case.status()
    }
}

impl IntoResponse for ShellError {
    /// A bare answer that carries the error. [`show`] writes the page, since it knows the language and the accepted types.
    fn into_response(self) -> Response {
        let mut response = self.status().into_response();
        response.extensions_mut().insert(self);
        response
    }
}
