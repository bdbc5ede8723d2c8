//! The answer to a form that was sent after the session had ended. It keeps the form, to be sent again after signing
//! in.

use askama::Template;
use axum::body::{Body, to_bytes};
use axum::extract::{Request, State};
use axum::http::{Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use shell::{BODY_LIMIT_BYTES, Frame, Page};
use url::form_urlencoded;

use crate::Site;
use crate::session::Desk;
use crate::texts::Words as _;

/// The error code if nobody is signed in.
pub(crate) const SIGNED_OUT: &str = "staff.signed-out";

/// The form as typed, to be sent again.
#[derive(Template)]
#[template(path = "session/signed_out.html")]
pub struct SessionSignedOut {
    pub desk: &'static str,
    /// The path to which the form was sent.
    pub action: String,
    pub fields: Vec<(String, String)>,
}

/// If a form was sent without a session, answers with the same form.
pub(crate) async fn keep_typed<D: Desk>(State(site): State<Site>, request: Request, next: Next) -> Response {
    let kind = request.headers().get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    if request.method() != Method::POST || !kind.starts_with("application/x-www-form-urlencoded") {
        return next.run(request).await;
    }
    let path = request.uri().path().to_owned();
    let (parts, body) = request.into_parts();
    let Ok(body) = to_bytes(body, BODY_LIMIT_BYTES).await else {
        return StatusCode::PAYLOAD_TOO_LARGE.into_response();
    };
    let response = next.run(Request::from_parts(parts, Body::from(body.clone()))).await;
    let is_out = response.extensions().get::<shell::ShellError>().is_some_and(|error| error.code == SIGNED_OUT);
    if !is_out || body.is_empty() {
        return response;
    }
    let frame = Frame::new(site.shell, &path);
    let fields = form_urlencoded::parse(&body).into_owned().collect();
    let page = SessionSignedOut { desk: D::PATH, action: path, fields };
    Page::new(frame, page).status(StatusCode::UNAUTHORIZED).into_response()
}
