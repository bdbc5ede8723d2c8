//! The page of a verified officer, and their photo.

use app::check::{self, VerifiedOfficer};
use askama::Template;
use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use domain::CheckRef;
use shell::Path;
use shell::texts::{Text, Texts};

use super::reference;
use crate::error::PageError;
use crate::texts::Words as _;
use crate::{Site, words};

#[derive(Template)]
#[template(path = "check/verified.html")]
pub struct CheckVerified {
    /// The reference of the check, which is in the page's address.
    pub reference: CheckRef,
    /// The details of the officer and the stop.
    pub shown: VerifiedOfficer,
    /// True if the visitor has just reported something to the control room.
    pub noted: bool,
}

impl CheckVerified {
    fn heading(&self, t: &Texts) -> Text {
        match (self.shown.ended, self.shown.units_sent) {
            (true, _) => t.check_verified_ended_panel(),
            (false, true) => t.check_verified_off_duty_panel(),
            (false, false) => t.check_verified_panel(),
        }
    }

    /// The rows about the officer and the stop.
    fn rows(&self, t: &Texts) -> Vec<(Text, Text)> {
        let shown = &self.shown;
        let who = match &shown.name {
            Some(name) => t.check_name_and_number(name, &shown.number),
            None => t.check_number(&shown.number),
        };
        let mut rows = vec![(t.check_who(), who), (t.check_force(), shown.force.clone().into())];
        if let Some(since) = shown.on_duty_since {
            rows.push((t.check_on_duty(), t.instant(since)));
        }
        rows.push((t.check_power(), words::power(t, shown.power)));
        let coded = shown.reason_code.map(|code| words::reason(t, code));
        let reason = coded.map_or_else(|| shown.reason.clone(), |coded| format!("{coded}: {}", shown.reason));
        rows.push((t.check_reason(), reason.into()));
        if let Some(object) = &shown.object {
            rows.push((t.check_object(), object.clone().into()));
        }
        rows.push((t.receipt_place(), shown.place.clone().into()));
        rows.push((t.check_reference(), shown.stop.to_string().into()));
        rows
    }
}

pub(crate) async fn photo(State(site): State<Site>, Path(text): Path<String>) -> Result<Response, PageError> {
    let photo = check::photo(&site.visitor(), &site.secrets, reference(&text)?).await?;
    let bytes = STANDARD.decode(photo.base64).map_err(|_| PageError::bug("a photo is not base64"))?;
    Ok(([(header::CONTENT_TYPE, photo.media_type.as_str())], bytes).into_response())
}
