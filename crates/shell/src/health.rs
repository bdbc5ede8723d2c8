//! Health endpoints: liveness for the supervisor that restarts a service, readiness for the load balancer that sends it
//! requests.

use axum::Json;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde::Serialize;

/// `GET /health/live`: shows that the process responds. It checks nothing else, so a slow database does not cause a
/// restart.
pub(crate) async fn live() -> &'static str {
    "live\n"
}

/// Builds a service's response to `GET /health/ready`: 200 or 503, with the service's figures as JSON.
pub fn readiness(is_ready: bool, figures: impl Serialize) -> Response {
    let status = if is_ready { StatusCode::OK } else { StatusCode::SERVICE_UNAVAILABLE };
    (status, Json(figures)).into_response()
}
