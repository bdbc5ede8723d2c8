//! Staying signed in.

use askama::Template;
use axum::Json;
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse, Response};
use serde_json::json;
use shell::{Frame, Page};

use crate::session::{Area, SignedIn, Stay};
use crate::texts::Words as _;

/// `{area}/stay`, for a browser without script: it was opened beside the page on which somebody types.
#[derive(Template)]
#[template(path = "session/stayed.html")]
pub struct StayedPage {
    /// Until when.
    pub stay: Stay,
}

pub(crate) async fn stay<A: Area>(frame: Frame, headers: HeaderMap, signed_in: SignedIn<A>) -> Response {
    let stay = signed_in.stay();
    let accepted = headers.get(header::ACCEPT).and_then(|value| value.to_str().ok()).unwrap_or_default();
    if accepted.starts_with("application/json") {
        return Json(json!({ "seconds": stay.seconds })).into_response();
    }
    Page::new(frame, StayedPage { stay }).into_response()
}
