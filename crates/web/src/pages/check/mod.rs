//! The check by the public: type a code, or begin citizen-first; see one of three outcomes. No cookie, no script needed.

pub mod asked;
pub mod offline;
pub mod over;
pub mod pending;
pub mod receipt;
pub mod refused;
pub mod start;
pub mod undetermined;
pub mod verified;

use app::check::{self, Answer, PLACE_MAXIMUM};
use axum::extract::{RawQuery, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use domain::CheckRef;
use domain::record::letters::NotLetters;
use serde::Deserialize;
use shell::{FieldErrors, Form, Frame, Page, Path, Rights};

use crate::Site;
use crate::error::PageError;

pub use asked::Asked;
pub use offline::Offline;
pub use over::Over;
pub use pending::Pending;
pub use receipt::Receipt;
pub use refused::NotVerified;
pub use start::Start;
pub(crate) use undetermined::CheckError;
pub use undetermined::{Control, Undetermined};
pub use verified::Verified;

/// A reference as it stands in an address. One that cannot be read names nothing.
pub(super) fn reference(text: &str) -> Result<CheckRef, PageError> {
    text.parse().map_err(|NotLetters { .. }| PageError::missing())
}

/// Somebody loads the address of a form, or changes the language of its answer: the page that the form is on.
pub(crate) async fn back(frame: Frame, Path(text): Path<String>) -> Result<Redirect, PageError> {
    let reference = reference(&text)?;
    Ok(Redirect::to(&frame.at(&format!("/check/{reference}"))))
}

/// What the visitor did last, as the address of the page they come back to says.
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

/// The page of a check as it stands now, with the place as typed and what needs changing in it.
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
        Answer::Waiting { challenge, until } => {
            let (challenge, over) = (challenge.to_string(), cx.now >= until);
            Page::new(frame, Asked { challenge, until, over, reference, noted }).into_response()
        }
        Answer::Verified(shown) => {
            Page::new(frame, Verified { reference, shown: *shown, noted }).with(asks_place).into_response()
        }
        Answer::Pending => Page::new(frame, Pending { reference, noted }).into_response(),
        Answer::NotVerified => {
            let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
            let page = NotVerified { reference, errors, place, noted };
            Page::new(frame, page).with(asks_place).status(status).into_response()
        }
        Answer::Over => Page::new(frame, Over).status(StatusCode::GONE).into_response(),
    })
}

/// Where somebody is, as they say.
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
    let place: String = said.place.trim().chars().take(PLACE_MAXIMUM).collect();
    let done = check::something_wrong(&site.visitor(), reference, Some(&place)).await;
    done.map_err(|error| CheckError::of(&site, &frame, error))?;
    Ok(Redirect::to(&frame.at(&format!("/check/{reference}?{NOTED}"))))
}
