//! The offline check as called by a page: JSON in, JSON out. The WebAssembly verifier is nothing but this function and
//! an allocator.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use crate::duty::attestation::AttestedState;
use crate::duty::keys::ForceKeys;
use crate::duty::nonce::ExpectedNonce;
use crate::duty::offline::{OfflineOutcome, check_offline};
use crate::duty::presentation::Audience;
use crate::duty::verify::{ExpectedStop, PresentationRequirements};
use crate::duty::{MAX_BYTES, fragment};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Request<'a> {
    fragment: &'a str,
    audience: &'a str,
    now: u64,
    maximum_age_seconds: u64,
    /// The challenge that the page showed; `null` if the current QR code is wanted.
    #[serde(deserialize_with = "Option::deserialize")]
    challenge: Option<ShownChallenge<'a>>,
    /// `null` if the visitor has no reference.
    #[serde(deserialize_with = "Option::deserialize")]
    stop: Option<&'a str>,
    /// `null` if the page has no keys.
    #[serde(borrow, deserialize_with = "Option::deserialize")]
    keys: Option<&'a RawValue>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ShownChallenge<'a> {
    characters: &'a str,
    shown_at: u64,
}

/// The answer. Only a genuine outcome names an officer; otherwise there are only the first two fields.
#[derive(Serialize)]
struct Answer<'a> {
    outcome: &'a str,
    code: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    officer: Option<Officer<'a>>,
}

#[derive(Serialize)]
struct Officer<'a> {
    force: &'a str,
    force_name: &'a str,
    number: &'a str,
    duty: &'a str,
    stop: &'a str,
    photo_sha256: Option<String>,
    issued_at: u64,
    expires_at: u64,
}

/// Answers one request from the page.
///
/// The request has all of `fragment` (digits), `audience`, `now`, `maximum_age_seconds`, `challenge` (`null` or
/// `{"characters", "shown_at"}`), `stop` (`null` or a reference) and `keys` (`null` or a key set). The answer has
/// `outcome` and `code` and, if genuine, an `officer` with `force`, `force_name`, `number`, `duty` (`on-duty` or
/// `off-duty-confirmed`), `stop`, `photo_sha256` (base64url or `null`), `issued_at` and `expires_at`.
///
/// An invalid request, which is the page's fault and not the officer's, gets the outcome `could-not-be-determined` and
/// the code `bad-request`.
pub fn answer(request: &str) -> String {
    let outcome = serde_json::from_str(request).ok().and_then(|request: Request<'_>| check(&request));
    let answer = match &outcome {
        None => Answer { outcome: "could-not-be-determined", code: "bad-request", officer: None },
        Some(outcome) => Answer { outcome: outcome.name(), code: outcome.code(), officer: officer(outcome) },
    };
    // Texts and integers can always be serialised. A page that gets an empty answer shows "could not be determined".
    serde_json::to_string(&answer).unwrap_or_default()
}

fn check(request: &Request<'_>) -> Option<OfflineOutcome> {
    let audience = Audience::parse(request.audience).ok()?;
    let nonce = match &request.challenge {
        None => ExpectedNonce::Slot,
        Some(shown) => ExpectedNonce::Challenge { challenge: shown.characters.parse().ok()?, shown_at: shown.shown_at },
    };
    let expected = PresentationRequirements {
        audience: &audience,
        nonce,
        stop: request.stop.map_or(ExpectedStop::Any, ExpectedStop::This),
        now: request.now,
        maximum_age_seconds: request.maximum_age_seconds,
    };
    let keys = request.keys.and_then(|keys| ForceKeys::parse(keys.get()).ok());
    // A malformed fragment is not a presentation either: it is replaced by too many bytes, or by none.
    let presentation = match fragment::decode(request.fragment) {
        Ok(bytes) => bytes,
        Err(fragment::NotDigits::TooLong(_)) => vec![0; MAX_BYTES + 1],
        Err(_) => Vec::new(),
    };
    Some(check_offline(&presentation, keys.as_ref(), &expected))
}

fn officer(outcome: &OfflineOutcome) -> Option<Officer<'_>> {
    let OfflineOutcome::Genuine(verified) = outcome else { return None };
    Some(Officer {
        force: &verified.force,
        force_name: &verified.force_name,
        number: &verified.number,
        duty: match verified.duty {
            AttestedState::OnDuty => "on-duty",
            AttestedState::OffDutyConfirmed => "off-duty-confirmed",
        },
        stop: &verified.stop,
        photo_sha256: verified.photo_sha256.map(|hash| URL_SAFE_NO_PAD.encode(hash)),
        issued_at: verified.issued_at,
        expires_at: verified.expires_at,
    })
}
