//! What was scanned from the officer's screen, sent by the page's script: checked live, as a code is.

use app::check::{self, Scan};
use axum::extract::State;
use axum::response::Redirect;
use domain::Challenge;
use jiff::Timestamp;
use serde::Deserialize;

use super::CheckError;
use crate::{Form, Frame, Site};

/// What the script of the page sends: the digits of the fragment, and the word that the page showed, where it showed one, with
/// when it did so in seconds since 1970 by its clock.
#[derive(Deserialize)]
pub(super) struct Sent {
    presentation: String,
    word: Option<Challenge>,
    shown_at: Option<i64>,
}

pub(super) async fn scan(
    State(site): State<Site>,
    frame: Frame,
    Form(sent): Form<Sent>,
) -> Result<Redirect, CheckError> {
    // A word that was shown at no time is answered too late.
    let shown_at = sent.shown_at.and_then(|at| Timestamp::from_second(at).ok()).unwrap_or(Timestamp::UNIX_EPOCH);
    let scanned = Scan { digits: sent.presentation, word: sent.word.map(|word| (word, shown_at)) };
    let found = check::scan(&site.visitor(), &site.settings, &site.checker, &scanned).await;
    let reference = found.map_err(|error| CheckError::of(&site, &frame, error))?;
    Ok(Redirect::to(&frame.at(&format!("/check/{reference}"))))
}
