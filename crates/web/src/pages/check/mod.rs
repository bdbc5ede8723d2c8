//! The check by the public: takes a code, or starts with a word on the visitor's page (citizen-first), and shows one of
//! three outcomes. It needs no cookie and no script.

pub mod asked;
pub mod offline;
pub mod over;
pub mod pending;
pub mod receipt;
pub mod refused;
pub mod start;
pub mod undetermined;
pub mod verified;

use app::check::{self, CheckAnswer};
use axum::extract::{RawQuery, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use domain::CheckRef;
use domain::record::letters::NotLetters;
use serde::Deserialize;
use shell::{FieldErrors, Form, Frame, Page, Path, Rights};

use crate::Site;
use crate::error::PageError;

pub use asked::CheckAsked;
pub use offline::CheckOffline;
pub use over::CheckOver;
pub use pending::CheckPending;
pub use receipt::CheckReceipt;
pub use refused::CheckRefused;
pub use start::CheckStart;
pub(crate) use undetermined::CheckError;
pub use undetermined::{CheckUndetermined, ControlRoomLine};
pub use verified::CheckVerified;

/// The reference in a path. If it cannot be parsed, the page counts as missing.
pub(super) fn reference(text: &str) -> Result<CheckRef, PageError> {
    text.parse().map_err(|NotLetters { .. }| PageError::missing())
}

/// Redirects visitors who load the path of a form, or change the language there, to the page with the form.
pub(crate) async fn back(frame: Frame, Path(text): Path<String>) -> Result<Redirect, PageError> {
    let reference = reference(&text)?;
    Ok(Redirect::to(&frame.at(&format!("/check/{reference}"))))
}

/// The query string of the page to which a form leads back.
pub(super) const NOTED: &str = "noted";

pub(crate) async fn answer(
    State(site): State<Site>,
    frame: Frame,
    Path(text): Path<String>,
    RawQuery(query): RawQuery,
) -> Result<Response, CheckError> {
    let noted = query.as_deref() == Some(NOTED);
    show(&site, frame, reference(&text)?, noted, (FieldErrors::none(), String::new())).await
}

/// The current page of a check, with the place as typed and any errors.
pub(super) async fn show(
    site: &Site,
    frame: Frame,
    reference: CheckRef,
    noted: bool,
    (errors, place): (FieldErrors, String),
) -> Result<Response, CheckError> {
    let cx = site.visitor();
    let answer = check::answer(&cx, &site.checker, reference).await;
    let answer = answer.map_err(|error| CheckError::of(site, &frame, error))?;
    let asks_place = Rights { asks_place: true, ..Rights::default() };
    Ok(match answer {
        CheckAnswer::Waiting { challenge, until } => {
            let (challenge, over) = (challenge.to_string(), cx.now >= until);
            Page::new(frame, CheckAsked { challenge, until, over, reference, noted }).into_response()
        }
        CheckAnswer::Verified(shown) => {
            Page::new(frame, CheckVerified { reference, shown: *shown, noted }).with(asks_place).into_response()
        }
        CheckAnswer::Pending => Page::new(frame, CheckPending { reference, noted }).into_response(),
        CheckAnswer::NotVerified => {
            let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
            let page = CheckRefused { reference, errors, place, noted };
            Page::new(frame, page).with(asks_place).status(status).into_response()
        }
        CheckAnswer::Over => Page::new(frame, CheckOver).status(StatusCode::GONE).into_response(),
    })
}

/// The place that a visitor states.
#[derive(Deserialize)]
pub(crate) struct PlaceForm {
    #[serde(default)]
    place: String,
}

pub(crate) async fn wrong(
    State(site): State<Site>,
    frame: Frame,
    Path(text): Path<String>,
    Form(said): Form<PlaceForm>,
) -> Result<Redirect, CheckError> {
    let reference = reference(&text)?;
    let done = check::something_wrong(&site.visitor(), reference, Some(&said.place)).await;
    done.map_err(|error| CheckError::of(&site, &frame, error))?;
    Ok(Redirect::to(&frame.at(&format!("/check/{reference}?{NOTED}"))))
}
