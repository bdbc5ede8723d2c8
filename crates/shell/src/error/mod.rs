//! Errors as people and programs see them: the kind, the code, the data that was kept, and the next step.
//!
//! A handler returns a [`ShellError`]; [`show`] turns it into a page in the language of the path, or into
//! `application/problem+json` (RFC 9457), with the reference of the request. No error page reveals anything about an
//! officer. A service converts the errors of its own use cases into this type.

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

/// A field of a request that is missing or wrong.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct FaultyField {
    /// The name of the field in the request.
    pub name: String,
    /// The text that says what a valid value looks like.
    pub text: String,
}

/// An error in handling a request.
#[derive(Clone, Debug)]
pub struct ShellError {
    pub case: Case,
    /// The stable code, such as `page.missing`.
    pub code: Cow<'static, str>,
    /// Text for the person, in addition to the text of the kind. It contains no personal data.
    pub detail: Option<String>,
    /// Text for the operator only.
    pub cause: Option<Box<str>>,
    /// The fields that need to be changed.
    pub fields: Vec<FaultyField>,
    /// Number of seconds after which to try again.
    pub retry_after_seconds: Option<u64>,
    /// The request to send again, and the challenge to solve for it, if any.
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

    /// A bug in our code. The cause is for the operator.
    pub fn bug(cause: impl Into<String>) -> Self {
        let mut error = Self::new(Case::Bug, "candour.bug");
        error.cause = Some(cause.into().into_boxed_str());
        error
    }

    /// Too many requests were made: try again after `seconds`.
    pub fn too_many(seconds: u64) -> Self {
        let mut error = Self::new(Case::TooMany, "request.too-many");
        error.retry_after_seconds = Some(seconds.max(1));
        error
    }

    /// Adds text for the person.
    #[must_use]
    pub fn saying(mut self, detail: impl Into<String>) -> Self {
        self.detail = Some(detail.into());
        self
    }

    /// Adds a field that needs to be changed.
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
    /// Returns a bare response that carries the error. [`show`] writes the page, since it knows the language and the
    /// accepted types.
    fn into_response(self) -> Response {
        let mut response = self.status().into_response();
        response.extensions_mut().insert(self);
        response
    }
}
