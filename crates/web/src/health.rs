//! Whether the service lives, and whether it can answer: for whoever restarts it and whoever sends it requests.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde::Serialize;

use crate::Site;

/// What `/health/ready` says.
#[derive(Debug, Serialize)]
struct Readiness {
    /// Whether the database answered.
    database: bool,
    /// Events that wait for their position in the log; unknown while the database does not answer.
    #[serde(skip_serializing_if = "Option::is_none")]
    log_queue: Option<u64>,
}

/// `GET /health/live`: the process answers. It asks nothing else, so that a slow database restarts nobody.
pub(crate) async fn live() -> &'static str {
    "live\n"
}

/// `GET /health/ready`: the database answers too.
pub(crate) async fn ready(State(site): State<Site>) -> Response {
    match site.app.ready().await {
        Ok(count) => {
            site.metrics.log_queue(count);
            Json(Readiness { database: true, log_queue: Some(count) }).into_response()
        }
        Err(error) => {
            tracing::error!(%error, "the database does not answer");
            let readiness = Json(Readiness { database: false, log_queue: None });
            (StatusCode::SERVICE_UNAVAILABLE, readiness).into_response()
        }
    }
}
