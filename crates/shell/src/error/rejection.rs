//! Extractors that reject a request with a [`ShellError`] naming the faulty field.

use axum::extract::rejection::{FormRejection, PathRejection, QueryRejection};
use axum::extract::{FromRequest, FromRequestParts, Request};
use axum::http::StatusCode;
use axum::http::request::Parts;
use serde::de::DeserializeOwned;

use super::{Case, ShellError};

#[derive(Clone, Copy, Debug)]
pub struct Form<T>(pub T);

#[derive(Clone, Copy, Debug)]
pub struct Query<T>(pub T);

#[derive(Clone, Copy, Debug)]
pub struct Path<T>(pub T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequest<S> for Form<T> {
    type Rejection = ShellError;

    async fn from_request(request: Request, state: &S) -> Result<Self, ShellError> {
        match axum::Form::from_request(request, state).await {
            Ok(axum::Form(fields)) => Ok(Self(fields)),
            Err(FormRejection::InvalidFormContentType(_)) => {
                Err(invalid("request.not-a-form", "send the fields as a form: `application/x-www-form-urlencoded`"))
            }
            Err(rejection) => Err(told(rejection.status(), &rejection.body_text())),
        }
    }
}

impl<T: DeserializeOwned, S: Send + Sync> FromRequestParts<S> for Query<T> {
    type Rejection = ShellError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, ShellError> {
        match axum::extract::Query::from_request_parts(parts, state).await {
            Ok(axum::extract::Query(fields)) => Ok(Self(fields)),
            Err(rejection @ QueryRejection::FailedToDeserializeQueryString(_)) => {
                Err(told(rejection.status(), &rejection.body_text()))
            }
            Err(rejection) => Err(ShellError::bug(rejection.body_text())),
        }
    }
}

impl<T: DeserializeOwned + Send, S: Send + Sync> FromRequestParts<S> for Path<T> {
    type Rejection = ShellError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, ShellError> {
        match axum::extract::Path::from_request_parts(parts, state).await {
            Ok(axum::extract::Path(fields)) => Ok(Self(fields)),
            // Text that does not parse as an id does not refer to anything.
            Err(PathRejection::FailedToDeserializePathParams(_)) => Err(ShellError::missing()),
            Err(rejection) => Err(ShellError::bug(rejection.body_text())),
        }
    }
}

fn invalid(code: &'static str, detail: &str) -> ShellError {
    ShellError::new(Case::Invalid, code).saying(detail)
}

/// Finds the faulty field of a form in the parser's message. Only field names are repeated, never values.
fn told(status: StatusCode, text: &str) -> ShellError {
    if status == StatusCode::PAYLOAD_TOO_LARGE {
        return ShellError::new(Case::TooLarge, "request.too-large");
    }
    let quoted = |before: &str| Some(text.split_once(before)?.1.split_once('`')?.0.to_owned());
    if let Some(name) = quoted("missing field `") {
        return ShellError::new(Case::Invalid, "request.field-missing").field(name, "is needed");
    }
    if let Some(name) = quoted("duplicate field `") {
        return ShellError::new(Case::Invalid, "request.field-doubled").field(name, "may be given once only");
    }
    // `code: invalid type ..`: the name comes before the colon, and the parser's own words after it.
    let name = text
        .rsplit(": ")
        .nth(1)
        .filter(|name| name.chars().all(|letter| letter.is_ascii_alphanumeric() || letter == '_'));
    let error = ShellError::new(Case::Invalid, "request.field-wrong");
    match name {
        Some(name) => error.field(name, "is not of the kind that is needed here"),
        None => error,
    }
}
