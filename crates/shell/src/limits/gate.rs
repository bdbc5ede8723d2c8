//! The gate in front of limited routes: it admits a request, or responds with a challenge or a waiting time.

use axum::body::{Body, to_bytes};
use axum::extract::{Request, State};
use axum::http::Method;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use url::form_urlencoded;

use super::Admission;
use crate::error::{Case, ShellError};
use crate::layers::BODY_LIMIT_BYTES;
use crate::request::RequestedUri;
use crate::{Shell, client};

/// The field that carries a proof of work.
const PROOF: &str = "proof";

/// A request, stored so that it can be sent again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RepeatableRequest {
    /// `get` or `post`.
    pub method: &'static str,
    pub path: String,
    /// The fields, without any earlier proof.
    pub fields: Vec<(String, String)>,
}

impl RepeatableRequest {
    async fn of(request: Request) -> Self {
        let uri =
            request.extensions().get::<RequestedUri>().map_or_else(|| request.uri().clone(), |asked| asked.0.clone());
        let path = uri.path().to_owned();
        if request.method() != Method::POST {
            return Self { method: "get", path, fields: fields(uri.query().unwrap_or_default().as_bytes()) };
        }
        let body: Body = request.into_body();
        // A body that cannot be read is treated as an empty form.
        let body = to_bytes(body, BODY_LIMIT_BYTES).await.unwrap_or_default();
        Self { method: "post", path, fields: fields(&body) }
    }
}

fn fields(text: &[u8]) -> Vec<(String, String)> {
    form_urlencoded::parse(text).into_owned().filter(|(name, _)| name != PROOF).collect()
}

/// Lets a request through to its route if its address is within its limits. Use it as a layer of the limited routes:
/// `.route_layer(from_fn_with_state(shell.clone(), limits::gate))`.
pub async fn gate(State(shell): State<Shell>, request: Request, next: Next) -> Response {
    let address = client::address(&request, &shell.settings.trusted_proxies);
    let query = request.uri().query().unwrap_or_default().as_bytes();
    let proof = form_urlencoded::parse(query).find(|(name, _)| name == PROOF).map(|(_, value)| value.into_owned());
    match shell.limits.admit(address, proof.as_deref()) {
        Admission::Admitted => next.run(request).await,
        Admission::Wait { seconds } => {
            shell.metrics.limited("wait");
            let mut error = ShellError::too_many(seconds);
            error.again = Some(Box::new((None, RepeatableRequest::of(request).await)));
            error.into_response()
        }
        Admission::Prove { challenge, seconds } => {
            shell.metrics.limited("prove");
            let mut error = ShellError::new(Case::TooMany, "request.prove-work");
            error.retry_after_seconds = Some(seconds);
            error.again = Some(Box::new((Some(challenge), RepeatableRequest::of(request).await)));
            error.into_response()
        }
    }
}
