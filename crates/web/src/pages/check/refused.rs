//! The page of a check that cannot be confirmed, on which visitors can say where they are.

use app::check::{self, PLACE_MAXIMUM};
use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use domain::CheckRef;
use shell::{FieldErrors, Form, Frame, Path};

use super::{CheckError, NOTED, PlaceForm, reference, show};
use crate::Site;
use crate::texts::Words as _;

/// The page of a check that cannot be confirmed. It is the same whatever the cause.
#[derive(Template)]
#[template(path = "check/refused.html")]
pub struct CheckRefused {
    /// The reference of the check, for quoting.
    pub reference: CheckRef,
    pub errors: FieldErrors,
    /// The place as typed, if it must be corrected.
    pub place: String,
    /// True if the visitor has just said where they are.
    pub noted: bool,
}

pub(crate) async fn place(
    State(site): State<Site>,
    frame: Frame,
    Path(text): Path<String>,
    Form(said): Form<PlaceForm>,
) -> Result<Response, CheckError> {
    let reference = reference(&text)?;
    let mut errors = FieldErrors::none();
    if said.place.trim().is_empty() {
        errors.add("place", frame.t.check_place_missing());
    } else if said.place.trim().chars().count() > PLACE_MAXIMUM {
        errors.add("place", frame.t.check_place_long());
    }
    if !errors.is_empty() {
        // The outcome is read from the record again; it does not depend on the place.
        return show(&site, frame, reference, false, (errors, said.place)).await;
    }
    let done = check::share_place(&site.visitor(), reference, &said.place).await;
    done.map_err(|error| CheckError::of(&site, &frame, error))?;
    Ok(Redirect::to(&frame.at(&format!("/check/{reference}?{NOTED}"))).into_response())
}
