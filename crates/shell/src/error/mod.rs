//! What a page or program is told when something is not done: kind, code, what was kept, what to do next.
//!
//! A handler returns a [`PageError`]; [`show`] turns it into a page in the language of the path, or into
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

use crate::limits::{Again, Challenge};

/// A field that a request lacked or filled wrongly.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Field {
    /// Its name in the request.
    pub name: String,
    /// What would be right.
    pub text: String,
}

/// Why a request was not done.
#[derive(Clone, Debug)]
pub struct PageError {
    /// Which row of the table.
    pub case: Case,
    /// The stable code.
    pub code: Cow<'static, str>,
    /// What the person is told beyond the row: a refusal's own words, which hold no personal data.
    pub detail: Option<String>,
    /// For the operator alone.
    pub cause: Option<Box<str>>,
    /// Fields that need changing.
    pub fields: Vec<Field>,
    /// Seconds after which to try again.
    pub retry_after_seconds: Option<u64>,
    /// What to send again, and what to prove with it.
    pub(crate) again: Option<Box<(Option<Challenge>, Again)>>,
}

impl PageError {
    /// An error of this row and code.
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

    /// There is no such page or thing.
    pub fn missing() -> Self {
        Self::new(Case::Missing, "page.missing")
    }

    /// Our mistake. The words are for the operator.
    pub fn bug(cause: impl Into<String>) -> Self {
        let mut error = Self::new(Case::Bug, "candour.bug");
        error.cause = Some(cause.into().into_boxed_str());
        error
    }

    /// Too often: try again after so many seconds.
    pub fn too_many(seconds: u64) -> Self {
        let mut error = Self::new(Case::TooMany, "request.too-many");
        error.retry_after_seconds = Some(seconds.max(1));
        error
    }

    /// With words for the person.
    #[must_use]
    pub fn saying(mut self, detail: impl Into<String>) -> Self {
        self.detail = Some(detail.into());
        self
    }

    /// With a field that needs changing.
    #[must_use]
    pub fn field(mut self, name: impl Into<String>, text: impl Into<String>) -> Self {
        self.fields.push(Field { name: name.into(), text: text.into() });
        self
    }

    /// The status of HTTP.
    pub const fn status(&self) -> StatusCode {
        self.case.status()
    }
}

impl IntoResponse for PageError {
    /// A bare answer that carries the error: [`show`] writes the page, when it knows the language and what is accepted.
    fn into_response(self) -> Response {
        let mut response = self.status().into_response();
        response.extensions_mut().insert(self);
        response
    }
}
