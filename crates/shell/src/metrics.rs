//! Prometheus metrics: the number and duration of requests, by route and status. They contain nothing about people.

use std::sync::OnceLock;
use std::time::Duration;

use axum::Router;
use axum::extract::State;
use axum::http::{Method, StatusCode, header};
use axum::response::IntoResponse;
use axum::routing::get;
use metrics_exporter_prometheus::{PrometheusBuilder, PrometheusHandle};

/// Upper bounds of the duration buckets, in seconds. The time budget for a check is 0.15.
const CLASSES_SECONDS: [f64; 9] = [0.005, 0.01, 0.025, 0.05, 0.1, 0.15, 0.5, 2.0, 10.0];

static HANDLE: OnceLock<Option<PrometheusHandle>> = OnceLock::new();

/// The metrics of this process.
#[derive(Clone)]
pub struct Metrics {
    handle: Option<PrometheusHandle>,
}

impl Metrics {
    /// Starts counting, once per process.
    pub fn install() -> Self {
        let handle = HANDLE.get_or_init(|| {
            let builder = PrometheusBuilder::new().set_buckets(&CLASSES_SECONDS).ok()?;
            let recorder = builder.build_recorder();
            let handle = recorder.handle();
            metrics::set_global_recorder(recorder).ok()?;
            metrics::describe_counter!("candour_http_requests_total", "Requests by method, route and status");
            metrics::describe_histogram!("candour_http_request_seconds", "How long requests took, by route");
            metrics::describe_counter!("candour_limited_total", "Checks that were not admitted, by reason");
            Some(handle)
        });
        Self { handle: handle.clone() }
    }

    /// Counts one request. The route is a template, because an actual address would contain codes.
    pub(crate) fn request(&self, method: &Method, route: &str, status: StatusCode, elapsed: Duration) {
        // Anyone can invent a method, and each one would create a new series.
        let method = match *method {
            Method::GET => "GET",
            Method::HEAD => "HEAD",
            Method::POST => "POST",
            _ => "other",
        };
        let labels =
            [("method", method.to_owned()), ("route", route.to_owned()), ("status", status.as_u16().to_string())];
        metrics::counter!("candour_http_requests_total", &labels).increment(1);
        metrics::histogram!("candour_http_request_seconds", "route" => route.to_owned()).record(elapsed.as_secs_f64());
    }

    /// Counts a request that was not admitted.
    pub fn limited(&self, reason: &'static str) {
        metrics::counter!("candour_limited_total", "reason" => reason).increment(1);
    }

    pub fn render(&self) -> String {
        self.handle.as_ref().map(PrometheusHandle::render).unwrap_or_default()
    }

    /// Sorts the recorded durations into their buckets, which keeps memory use low. The service calls this regularly.
    pub fn tidy(&self) {
        if let Some(handle) = &self.handle {
            handle.run_upkeep();
        }
    }
}

/// `GET /metrics`, on its own listener.
pub fn router(metrics: Metrics) -> Router {
    Router::new().route("/metrics", get(figures)).with_state(metrics)
}

async fn figures(State(metrics): State<Metrics>) -> impl IntoResponse {
    ([(header::CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8")], metrics.render())
}
