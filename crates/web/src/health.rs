//! Readiness of the service, and the length of the log's queue as a Prometheus metric.

use std::time::Duration;

use axum::extract::State;
use axum::response::Response;
use serde::Serialize;
use shell::Shutdown;
use shell::health::readiness;

use crate::Site;

/// Interval between two readings of the length of the log's queue.
const INTERVAL: Duration = Duration::from_secs(30);

/// The body of `/health/ready`.
#[derive(Debug, Serialize)]
struct Readiness {
    /// True if the database answered.
    database: bool,
    /// Events that are waiting for their position in the log; unknown while the database does not answer.
    #[serde(skip_serializing_if = "Option::is_none")]
    log_queue: Option<u64>,
}

/// `GET /health/ready`: ready if the database answers too.
pub(crate) async fn ready(State(site): State<Site>) -> Response {
    match site.app.ready().await {
        Ok(count) => {
            count_queue(count);
            readiness(true, Readiness { database: true, log_queue: Some(count) })
        }
        Err(error) => {
            tracing::error!(%error, "the database does not answer");
            readiness(false, Readiness { database: false, log_queue: None })
        }
    }
}

/// Measures the length of the log's queue at intervals, until the service stops.
pub(crate) async fn watch_queue(site: Site, stop: Shutdown) {
    metrics::describe_gauge!("candour_log_queue", "Events that wait for their position in the log");
    while stop.pause(INTERVAL).await {
        if let Ok(count) = site.app.store.queue_length().await {
            count_queue(count);
        }
    }
}

fn count_queue(count: u64) {
    metrics::gauge!("candour_log_queue").set(count as f64);
}
