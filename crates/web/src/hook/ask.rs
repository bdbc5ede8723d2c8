//! A client of the hook, like the one in a gateway: it signs the question, and trusts an answer only if the service
//! signed it for that question.

use std::sync::Arc;
use std::time::Duration;

use aws_lc_rs::rand;
use domain::LiveCode;
use jiff::Timestamp;
use ureq::Agent;
use ureq::tls::TlsConfig;
use url::Url;

use super::gateways::APART;
use super::{Answer, CodeQuestion, PATH, Secret, names};

/// The longest time for which a caller on the telephone is kept waiting.
const TIME_LIMIT: Duration = Duration::from_secs(10);

/// An error when asking. Whichever it is, the check is undetermined.
#[derive(Debug, thiserror::Error)]
pub enum AskError {
    /// The URL is not the address of a server.
    #[error("`{0}` is not the address of a server: write one such as `https://check.northmere.example`")]
    NotAServer(Url),
    /// There is no connection, or no answer in time.
    #[error("the server does not answer: is it up, and the address right? ({0})")]
    Away(Box<ureq::Error>),
    /// The server refused to answer.
    #[error("the server did not answer the question: {status} {code}")]
    Refused {
        status: u16,
        /// The error's stable code, such as `hook.wrong-signature`.
        code: String,
    },
    /// The answer is not signed by the service.
    #[error("the answer is not signed with the secret of this gateway for this question: do not believe it")]
    Untrusted,
    /// The answer is signed but not valid.
    #[error("the answer is not of the kind that this version knows: are both sides of one version?")]
    NotAnAnswer,
}

/// Checks a code at a server. This blocks.
///
/// # Errors
/// If there is no answer, or none that can be trusted.
pub fn ask(server: &Url, gateway: &str, secret: &Secret, code: LiveCode, now: Timestamp) -> Result<Answer, AskError> {
    let address = server.join(PATH).map_err(|_| AskError::NotAServer(server.clone()))?;
    if !matches!(address.scheme(), "http" | "https") {
        return Err(AskError::NotAServer(server.clone()));
    }
    let body = serde_json::to_vec(&CodeQuestion { code: code.to_string() }).map_err(|_| AskError::NotAnAnswer)?;
    let (id, at) = (new_id(), now.as_second().to_string());
    let sent = agent()
        .post(address.as_str())
        .header("content-type", "application/json")
        .header(names::GATEWAY, gateway)
        .header(names::ID, &id)
        .header(names::TIMESTAMP, &at)
        .header(names::SIGNATURE, secret.sign(&id, &at, &body))
        .send(&body[..]);
    let mut answered = sent.map_err(|error| AskError::Away(Box::new(error)))?;
    let text = |name: &str| answered.headers().get(name).and_then(|value| value.to_str().ok()).map(str::to_owned);
    let signed = [names::ID, names::TIMESTAMP, names::SIGNATURE].map(text);
    let status = answered.status().as_u16();
    let body = answered.body_mut().read_to_vec().map_err(|error| AskError::Away(Box::new(error)))?;
    if status != 200 {
        let problem: serde_json::Value = serde_json::from_slice(&body).unwrap_or_default();
        let code = problem.get("code").and_then(serde_json::Value::as_str).unwrap_or("without a reason").to_owned();
        return Err(AskError::Refused { status, code });
    }
    let [Some(answered_id), Some(at), Some(signature)] = signed else { return Err(AskError::Untrusted) };
    let when = at.parse().ok().and_then(|seconds| Timestamp::from_second(seconds).ok());
    let in_time = when.is_some_and(|when| when.duration_since(now).abs() <= APART);
    if answered_id != id || !in_time || !secret.verifies(&signature, &id, &at, &body) {
        return Err(AskError::Untrusted);
    }
    serde_json::from_slice(&body).map_err(|_| AskError::NotAnAnswer)
}

fn agent() -> Agent {
    let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
    let tls = TlsConfig::builder().unversioned_rustls_crypto_provider(provider).build();
    let config = Agent::config_builder().tls_config(tls).timeout_global(Some(TIME_LIMIT)).http_status_as_error(false);
    // A redirect would send the code and its signature elsewhere.
    config.max_redirects(0).build().into()
}

/// A new id for a message: 128 random bits.
fn new_id() -> String {
    let mut bytes = [0_u8; 16];
    #[expect(clippy::expect_used, reason = "a machine without random numbers cannot keep any of our promises")]
    rand::fill(&mut bytes).expect("the operating system gives random numbers");
    let hex: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
    format!("msg_{hex}")
}
