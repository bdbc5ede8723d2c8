//! The check over voice and text. A telephony or SMS gateway posts a signed code, and gets a signed answer with the
//! outcome and the words to say. `docs/guides/telephone-and-text.md` describes this for gateway operators.

mod answer;
mod ask;
mod gateways;
mod signature;

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use axum::{Extension, Router};
use domain::LiveCode;
use gateways::{Caller, Gateways};
use serde::{Deserialize, Serialize};
use shell::error::Case;

use crate::Site;
use crate::error::PageError;

pub(crate) use answer::SpokenAnswer;
pub use answer::{Answer, HookOutcome, SpokenText};
pub use ask::{AskError, ask};
pub use signature::{NotASecret, Secret};

/// The path of the hook.
pub const PATH: &str = "/api/checks";

/// The header names: those from the Standard Webhooks specification, and one for the name of the gateway.
pub(crate) mod names {
    pub const GATEWAY: &str = "candour-gateway";
    /// The id of a message, which can be used only once.
    pub const ID: &str = "webhook-id";
    /// The time of sending, in seconds since 1970.
    pub const TIMESTAMP: &str = "webhook-timestamp";
    /// `v1,` and the signature; several signatures are separated by spaces.
    pub const SIGNATURE: &str = "webhook-signature";
}

/// A gateway's question.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct CodeQuestion {
    /// The code, in any notation.
    pub code: String,
}

/// The route. The gateways' secrets are read here, once.
pub(crate) fn routes(site: &Site) -> Router<Site> {
    let gateways = Arc::new(Gateways::load(&site.config.hooks));
    Router::new().route(PATH, post(check)).layer(Extension(gateways))
}

/// `POST /api/checks`.
async fn check(
    State(site): State<Site>,
    Extension(gateways): Extension<Arc<Gateways>>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Response, PageError> {
    let caller = gateways.admit(&headers, &body, site.visitor().now)?;
    if let Err(seconds) = site.shell.limits.admit_gateway(caller.name) {
        site.shell.metrics.limited("gateway");
        return Err(shell::ShellError::too_many(seconds).into());
    }
    let told = SpokenAnswer::check(&site, &site.visitor(), code(&body)?).await?;
    signed(&caller, &told.answer(), &site)
}

fn code(body: &[u8]) -> Result<LiveCode, PageError> {
    let wrong = |code, text: &str| PageError::new(Case::Invalid, code).field("code", text);
    let asked: CodeQuestion = serde_json::from_slice(body)
        .map_err(|_| wrong("hook.not-a-question", "is the one member of a JSON object: `{\"code\": \"7Q4K 29MP\"}`"))?;
    asked
        .code
        .parse()
        .map_err(|error: domain::record::letters::NotLetters| wrong("hook.not-a-code", &error.to_string()))
}

/// The answer, signed with the gateway's secret under the question's id, so that it answers no other question.
fn signed(caller: &Caller<'_>, answer: &Answer, site: &Site) -> Result<Response, PageError> {
    let body = serde_json::to_vec(answer).map_err(|error| PageError::bug(error.to_string()))?;
    let at = site.visitor().now.as_second().to_string();
    let signature = caller.secret.sign(caller.id, &at, &body);
    let mut response = (StatusCode::OK, body).into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
    for (name, text) in [(names::ID, caller.id), (names::TIMESTAMP, &at), (names::SIGNATURE, &signature)] {
        let value = HeaderValue::from_str(text).map_err(|error| PageError::bug(error.to_string()))?;
        headers.insert(name, value);
    }
    Ok(response)
}
