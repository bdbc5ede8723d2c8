//! The errors of our pages: those that every service shares, and those from the use cases.

use std::borrow::Cow;
use std::error::Error;

use app::AppError;
use axum::response::{IntoResponse, Response};
use domain::{ErrorKind, Refusal};
use shell::error::Case;

/// An error that a handler returns. `shell` writes it as a page or as `application/problem+json`.
// A type of our own: `shell` knows no use cases, and conversions between two foreign types are not allowed.
#[derive(Clone, Debug)]
pub struct PageError(pub shell::ShellError);

impl PageError {
    pub fn new(case: Case, code: impl Into<Cow<'static, str>>) -> Self {
        Self(shell::ShellError::new(case, code))
    }

    pub fn missing() -> Self {
        Self(shell::ShellError::missing())
    }

    /// A bug in our code. The text is for the operator.
    pub fn bug(cause: impl Into<String>) -> Self {
        Self(shell::ShellError::bug(cause))
    }

    #[must_use]
    pub fn saying(self, detail: impl Into<String>) -> Self {
        Self(self.0.saying(detail))
    }

    #[must_use]
    pub fn field(self, name: impl Into<String>, text: impl Into<String>) -> Self {
        Self(self.0.field(name, text))
    }
}

impl From<shell::ShellError> for PageError {
    fn from(error: shell::ShellError) -> Self {
        Self(error)
    }
}

impl From<AppError> for PageError {
    fn from(error: AppError) -> Self {
        let mut shown = shell::ShellError::new(case(error.kind()), error.code());
        match &error {
            AppError::Refused(refusal) => shown.detail = Some(refusal.to_string()),
            AppError::Forbidden { .. } | AppError::Missing { .. } => {}
            AppError::Busy => shown.retry_after_seconds = Some(5),
            AppError::Shared(error) => shown.cause = Some(with_causes(error.as_ref()).into()),
            AppError::Store(_) | AppError::Law(_) | AppError::Log(_) | AppError::Bug(_) => {
                shown.cause = Some(with_causes(&error).into());
            }
        }
        Self(shown)
    }
}

impl From<Refusal> for PageError {
    fn from(refusal: Refusal) -> Self {
        AppError::from(refusal).into()
    }
}

impl IntoResponse for PageError {
    fn into_response(self) -> Response {
        self.0.into_response()
    }
}

/// An error together with its causes, for the operator's log.
fn with_causes(error: &dyn Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(inner) = cause {
        text = format!("{text}: {inner}");
        cause = inner.source();
    }
    text
}

pub(crate) const fn case(kind: ErrorKind) -> Case {
    match kind {
        ErrorKind::Missing => Case::Missing,
        ErrorKind::Invalid => Case::Invalid,
        ErrorKind::Conflict => Case::Conflict,
        ErrorKind::Forbidden => Case::Forbidden,
        ErrorKind::Unauthenticated => Case::Unauthenticated,
        ErrorKind::TooMany => Case::TooMany,
        ErrorKind::Unavailable => Case::Unavailable,
        ErrorKind::Bug => Case::Bug,
    }
}
