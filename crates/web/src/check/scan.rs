//! What was scanned from the officer's screen, sent by the page's script: checked live, as a code is.

use app::check;
use axum::extract::State;
use axum::response::Redirect;
use serde::Deserialize;

use super::CheckError;
use crate::{Form, Frame, Site};

/// The digits of the fragment, and the word that the page showed, where it showed one.
#[derive(Deserialize)]
pub(super) struct Scanned {
    presentation: String,
}

pub(super) async fn scan(
    State(site): State<Site>,
    frame: Frame,
    Form(scanned): Form<Scanned>,
) -> Result<Redirect, CheckError> {
    let found = check::scan(&site.visitor(), &site.settings, &site.checker, &scanned.presentation).await;
    let reference = found.map_err(|error| CheckError::of(&site, &frame, error))?;
    Ok(Redirect::to(&frame.at(&format!("/check/{reference}"))))
}
