//! The page of a check that cannot be confirmed, on which the visitor says where they are.

use app::check::{self, PLACE_MAXIMUM};
use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use domain::CheckRef;
use shell::{FieldErrors, Form, Frame, Path};

use super::{CheckError, NOTED, PlaceForm, reference, show};
use crate::Site;
use crate::texts::Words as _;

/// This cannot be confirmed: the same page for every cause.
#[derive(Template)]
#[template(path = "check/refused.html")]
pub struct NotVerified {
    /// The reference of the check, to be quoted.
    pub reference: CheckRef,
    /// What needs changing.
    pub errors: FieldErrors,
    /// The place as typed, where it needs changing.
    pub place: String,
    /// Whether the visitor has just said where they are.
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
        // What the page says of the officer is asked of the record again: nothing of it follows from a place.
        return show(&site, frame, reference, false, (errors, said.place)).await;
    }
    let done = check::share_place(&site.visitor(), reference, &said.place).await;
    done.map_err(|error| CheckError::of(&site, &frame, error))?;
    Ok(Redirect::to(&frame.at(&format!("/check/{reference}?{NOTED}"))).into_response())
}
