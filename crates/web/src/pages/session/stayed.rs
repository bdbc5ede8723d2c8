//! Staying signed in.

use askama::Template;
use axum::Json;
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse, Response};
use serde_json::json;
use shell::{Frame, Page};

use crate::session::{Desk, DeskStaff, Stay};
use crate::texts::Words as _;

/// `{desk}/stay`, for browsers without script. It opens next to the page on which the person is typing.
#[derive(Template)]
#[template(path = "session/stayed.html")]
pub struct SessionStayed {
    /// The end of the session.
    pub stay: Stay,
}

pub(crate) async fn stay<D: Desk>(frame: Frame, headers: HeaderMap, signed_in: DeskStaff<D>) -> Response {
    let stay = signed_in.stay();
    let accepted = headers.get(header::ACCEPT).and_then(|value| value.to_str().ok()).unwrap_or_default();
    if accepted.starts_with("application/json") {
        return Json(json!({ "seconds": stay.seconds })).into_response();
    }
    Page::new(frame, SessionStayed { stay }).into_response()
}
