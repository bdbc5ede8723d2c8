//! Liveness and readiness: for the operator's supervisor, which restarts a service, and the balancer, which sends it requests.

use axum::Json;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde::Serialize;

/// `GET /health/live`: the process answers. It asks nothing else, so that a slow database restarts nobody.
pub(crate) async fn live() -> &'static str {
    "live\n"
}

/// The answer of `GET /health/ready`, which a service gives by what it needs: 200 or 503, with the figures as JSON.
pub fn readiness(is_ready: bool, figures: impl Serialize) -> Response {
    let status = if is_ready { StatusCode::OK } else { StatusCode::SERVICE_UNAVAILABLE };
    (status, Json(figures)).into_response()
}
