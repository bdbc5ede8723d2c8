//! Liveness, for the supervisor that restarts a service, and readiness, for the balancer that sends it requests.

use axum::Json;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde::Serialize;

/// `GET /health/live`: the process answers. It checks nothing else, so a slow database restarts nothing.
pub(crate) async fn live() -> &'static str {
    "live\n"
}

/// The answer of a service to `GET /health/ready`: 200 or 503, with its figures as JSON.
pub fn readiness(is_ready: bool, figures: impl Serialize) -> Response {
    let status = if is_ready { StatusCode::OK } else { StatusCode::SERVICE_UNAVAILABLE };
    (status, Json(figures)).into_response()
}
