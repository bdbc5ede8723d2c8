//! Errors as responses: a page for people, `application/problem+json` for programs.

use askama::Template;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use serde::Serialize;

use super::{Case, FaultyField, ShellError};
use crate::limits::{RepeatableRequest, WorkChallenge};
use crate::page::Page;
use crate::request::RequestId;
use crate::texts::{Text, Texts};
use crate::{Frame, Shell};

#[derive(Template)]
#[template(path = "error.html")]
struct ErrorPage<'a> {
    title: Text,
    kept: Text,
    next: Text,
    error: &'a ShellError,
    again: Option<&'a (Option<WorkChallenge>, RepeatableRequest)>,
    reference: String,
}

impl ErrorPage<'_> {
    fn challenge(&self) -> Option<&WorkChallenge> {
        self.again.and_then(|(challenge, _)| challenge.as_ref())
    }

    fn is_too_many(&self) -> bool {
        self.error.case == Case::TooMany
    }
}

/// An RFC 9457 problem, with members of our own: a stable code, the fields, and the reference to quote.
#[derive(Serialize)]
struct Problem<'a> {
    r#type: String,
    title: Text,
    status: u16,
    #[serde(skip_serializing_if = "Option::is_none")]
    detail: Option<&'a str>,
    code: &'a str,
    reference: &'a str,
    #[serde(skip_serializing_if = "<[FaultyField]>::is_empty")]
    fields: &'a [FaultyField],
    #[serde(skip_serializing_if = "Option::is_none")]
    proof: Option<&'a WorkChallenge>,
}

/// Returns true if the client is a program: it calls the API, or accepts JSON but not HTML.
fn is_program(path: &str, headers: &HeaderMap) -> bool {
    let accepted = headers.get(header::ACCEPT).and_then(|value| value.to_str().ok()).unwrap_or_default();
    path == "/api" || path.starts_with("/api/") || (accepted.contains("json") && !accepted.contains("text/html"))
}

/// Writes the page for the error that a response carries, and for bare error responses from libraries.
pub async fn show(State(shell): State<Shell>, request: Request, next: Next) -> Response {
    let path = request.uri().path().to_owned();
    let program = is_program(&path, request.headers());
    let id = request.extensions().get::<RequestId>().cloned().unwrap_or_default();
    let mut response = next.run(request).await;
    let error = match response.extensions_mut().remove::<ShellError>() {
        Some(error) => error,
        None if is_bare(&response) => match Case::of_status(response.status()) {
            Some((case, code)) => ShellError::new(case, code),
            None => return response,
        },
        None => return response,
    };
    log(&error);
    let mut shown = if program { problem(&error, &id) } else { page(&shell, &path, &error, &id) };
    if let Some(allowed) = response.headers().get(header::ALLOW) {
        shown.headers_mut().insert(header::ALLOW, allowed.clone());
    }
    if let Some(seconds) = error.retry_after_seconds {
        shown.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
    }
    shown
}

/// Returns true for an error response from a library, whose text is not meant for people.
fn is_bare(response: &Response) -> bool {
    let status = response.status();
    let kind = response.headers().get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
    (status.is_client_error() || status.is_server_error()) && kind.is_none_or(|kind| kind.starts_with("text/plain"))
}

/// Logs the error. It is logged only here, where it is handled.
fn log(error: &ShellError) {
    let cause = error.cause.as_deref().unwrap_or_default();
    if error.status().is_server_error() {
        tracing::error!(code = %error.code, cause, "a request failed");
    } else {
        tracing::debug!(code = %error.code, cause, "a request was refused");
    }
}

fn page(shell: &Shell, path: &str, error: &ShellError, id: &RequestId) -> Response {
    let frame = Frame::new(shell.clone(), path);
    let t = &frame.t;
    let (title, kept, next) = (error.case.title(t), error.case.kept(t), error.case.next(t));
    let again = error.again.as_deref();
    let page = ErrorPage { title, kept, next, error, again, reference: id.to_string() };
    let response = Page::new(frame, page).status(error.status()).into_response();
    // Plain text, because a failing error page would otherwise be shown as an error again.
    match response.extensions().get::<ShellError>() {
        Some(failed) => {
            log(failed);
            (StatusCode::INTERNAL_SERVER_ERROR, "The service is not working. If you are in danger, call 999.\n")
                .into_response()
        }
        None => response,
    }
}

fn problem(error: &ShellError, id: &RequestId) -> Response {
    let t = Texts::default();
    let reference = id.to_string();
    let problem = Problem {
        r#type: format!("urn:candour:problem:{}", error.code),
        title: error.case.title(&t),
        status: error.status().as_u16(),
        detail: error.detail.as_deref(),
        code: &error.code,
        reference: &reference,
        fields: &error.fields,
        proof: error.again.as_deref().and_then(|(challenge, _)| challenge.as_ref()),
    };
    let kind = [(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"))];
    match serde_json::to_vec(&problem) {
        Ok(body) => (error.status(), kind, body).into_response(),
        Err(_) => (StatusCode::INTERNAL_SERVER_ERROR, kind, "{}").into_response(),
    }
}
