//! The reference, span and metrics of a request. Paths, addresses and bodies are never written down. A path may contain
//! a code or a reference, so only the template of the route is logged.

use std::fmt;

use aws_lc_rs::rand;
use axum::extract::{MatchedPath, Request, State};
use axum::http::{HeaderName, HeaderValue, Uri};
use axum::middleware::Next;
use axum::response::Response;
use tracing::Instrument as _;

use crate::Shell;

/// The reference of a request, for a person to quote. Its letters and digits are hard to mistake for each other.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RequestId(String);

/// The address as requested. Inside a nested router, the address of the request lacks the language.
#[derive(Clone, Debug)]
pub(crate) struct RequestedUri(pub(crate) Uri);

/// 32 characters without 0, O, 1 and I: 5 bits each.
const LETTERS: &[u8; 32] = b"23456789ABCDEFGHJKLMNPQRSTUVWXYZ";

impl RequestId {
    /// Draws 10 characters, which are 50 bits: two requests in a year are unlikely to share a reference, and it reveals
    /// nothing.
    fn random() -> Self {
        let mut bytes = [0; 10];
        // Without random numbers, all references are equal, but nothing depends on them.
        rand::fill(&mut bytes).ok();
        Self(bytes.iter().map(|byte| char::from(LETTERS[usize::from(byte % 32)])).collect())
    }
}

impl fmt::Display for RequestId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Gives a request its reference and span, and counts it.
#[expect(clippy::disallowed_methods, reason = "the edge: how long a request took is measured here")]
pub(crate) async fn observe(State(shell): State<Shell>, mut request: Request, next: Next) -> Response {
    let start = tokio::time::Instant::now();
    let id = RequestId::random();
    let route = request.extensions().get::<MatchedPath>().map_or("none", MatchedPath::as_str).to_owned();
    let method = request.method().clone();
    let span = tracing::info_span!("web.request", request.id = %id, http.method = %method, http.route = %route, http.status = tracing::field::Empty);
    let asked = RequestedUri(request.uri().clone());
    request.extensions_mut().insert(id.clone());
    request.extensions_mut().insert(asked);
    let mut response = next.run(request).instrument(span.clone()).await;
    let status = response.status();
    span.record("http.status", status.as_u16());
    let elapsed = start.elapsed();
    span.in_scope(|| tracing::debug!(elapsed_ms = elapsed.as_millis(), "a request was answered"));
    shell.metrics.request(&method, &route, status, elapsed);
    if let Ok(value) = HeaderValue::from_str(&id.0) {
        response.headers_mut().insert(HeaderName::from_static("x-request-id"), value);
    }
    response
}
