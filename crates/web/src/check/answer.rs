//! The page of a check: what was found, as it stands now.

use app::check::{self, Answer, PLACE_MAXIMUM, Shown};
use askama::Template;
use axum::extract::{RawQuery, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use domain::CheckRef;
use domain::record::letters::NotLetters;
use jiff::Timestamp;
use serde::Deserialize;

use super::CheckError;
use crate::error::PageError;
use crate::texts::{Text, Texts};
use crate::{FieldErrors, Form, Frame, Page, Path, Rights, Site};

/// The page shows a word that the officer's device must answer.
#[derive(Template)]
#[template(path = "check/asked.html")]
pub struct Asked {
    /// What stands around it.
    pub frame: Frame,
    /// Its texts.
    pub t: Texts,
    /// The word, as 4 and 4.
    pub challenge: String,
    /// Until when it can be answered.
    pub until: Timestamp,
    /// Whether that is over.
    pub over: bool,
    /// The reference of the check.
    pub reference: CheckRef,
    /// Whether the visitor has just said something.
    pub noted: bool,
}

/// Verified.
#[derive(Template)]
#[template(path = "check/verified.html")]
pub struct Verified {
    /// What stands around it.
    pub frame: Frame,
    /// Its texts.
    pub t: Texts,
    /// The reference of the check, in its address.
    pub reference: CheckRef,
    /// What is shown of the officer and the stop.
    pub shown: Shown,
    /// Whether the visitor has just said something.
    pub noted: bool,
}

impl Verified {
    fn heading(&self) -> Text {
        match (self.shown.ended, self.shown.units_sent) {
            (true, _) => self.t.check_verified_ended_panel(),
            (false, true) => self.t.check_verified_off_duty_panel(),
            (false, false) => self.t.check_verified_panel(),
        }
    }

    /// Who, when, why: what is known of each.
    fn rows(&self) -> Vec<(Text, Text)> {
        let (t, shown) = (&self.t, &self.shown);
        let who = match &shown.name {
            Some(name) => t.check_name_and_number(name, &shown.number),
            None => t.check_number(&shown.number),
        };
        let mut rows = vec![(t.check_who(), who), (t.check_force(), shown.force.clone().into())];
        if let Some(since) = shown.on_duty_since {
            rows.push((t.check_on_duty(), t.instant(since)));
        }
        rows.push((t.check_power(), super::power(t, shown.power)));
        let coded = shown.reason_code.map(|code| super::reason(t, code));
        let reason = coded.map_or_else(|| shown.reason.clone(), |coded| format!("{coded}: {}", shown.reason));
        rows.push((t.check_reason(), reason.into()));
        if let Some(object) = &shown.object {
            rows.push((t.check_object(), object.clone().into()));
        }
        rows.push((t.record_place(), shown.place.clone().into()));
        rows.push((t.check_reference(), shown.stop.to_string().into()));
        rows
    }
}

/// The control room is asked.
#[derive(Template)]
#[template(path = "check/pending.html")]
pub struct Pending {
    /// What stands around it.
    pub frame: Frame,
    /// Its texts.
    pub t: Texts,
    /// The reference of the check.
    pub reference: CheckRef,
    /// Whether the visitor has just said something.
    pub noted: bool,
}

/// This cannot be confirmed: the same page for every cause.
#[derive(Template)]
#[template(path = "check/refused.html")]
pub struct NotVerified {
    /// What stands around it.
    pub frame: Frame,
    /// Its texts.
    pub t: Texts,
    /// The reference of the check, to be quoted.
    pub reference: CheckRef,
    /// What needs changing.
    pub errors: FieldErrors,
    /// The place as typed, where it needs changing.
    pub place: String,
    /// Whether the visitor has just said where they are.
    pub noted: bool,
}

/// It is too long ago.
#[derive(Template)]
#[template(path = "check/over.html")]
pub struct Over {
    /// What stands around it.
    pub frame: Frame,
    /// Its texts.
    pub t: Texts,
}

/// A reference as it stands in an address. One that cannot be read names nothing.
pub(super) fn reference(text: &str) -> Result<CheckRef, PageError> {
    text.parse().map_err(|NotLetters { .. }| PageError::missing())
}

/// Somebody loads the address of a form, or changes the language of its answer: the page that the form is on.
pub(super) async fn back(frame: Frame, Path(text): Path<String>) -> Result<Redirect, PageError> {
    let reference = reference(&text)?;
    Ok(Redirect::to(&frame.at(&format!("/check/{reference}"))))
}

/// What the visitor did last, as the address of the page they come back to says.
const NOTED: &str = "noted";

pub(super) async fn answer(
    State(site): State<Site>,
    frame: Frame,
    Path(text): Path<String>,
    RawQuery(query): RawQuery,
) -> Result<Response, CheckError> {
    let noted = query.as_deref() == Some(NOTED);
    show(&site, frame, reference(&text)?, noted, (FieldErrors::none(), String::new())).await
}

/// The page of a check as it stands now, with the place as typed and what needs changing in it.
async fn show(
    site: &Site,
    frame: Frame,
    reference: CheckRef,
    noted: bool,
    (errors, place): (FieldErrors, String),
) -> Result<Response, CheckError> {
    let cx = site.visitor();
    let answer = check::answer(&cx, &site.checker, reference).await;
    let answer = answer.map_err(|error| CheckError::of(site, &frame, error))?;
    let t = frame.t.clone();
    let asks_place = Rights { asks_place: true, ..Rights::default() };
    Ok(match answer {
        Answer::Waiting { challenge, until } => {
            let (challenge, over) = (challenge.to_string(), cx.now >= until);
            Page::new(Asked { frame, t, challenge, until, over, reference, noted }).into_response()
        }
        Answer::Verified(shown) => {
            Page::new(Verified { frame, t, reference, shown: *shown, noted }).with(asks_place).into_response()
        }
        Answer::Pending => Page::new(Pending { frame, t, reference, noted }).into_response(),
        Answer::NotVerified => {
            let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
            let page = NotVerified { frame, t, reference, errors, place, noted };
            Page::new(page).with(asks_place).status(status).into_response()
        }
        Answer::Over => Page::new(Over { frame, t }).status(StatusCode::GONE).into_response(),
    })
}

pub(super) async fn photo(State(site): State<Site>, Path(text): Path<String>) -> Result<Response, PageError> {
    let photo = check::photo(&site.visitor(), &site.settings, reference(&text)?).await?;
    let bytes = STANDARD.decode(photo.base64).map_err(|_| PageError::bug("a photo is not base64"))?;
    Ok(([(header::CONTENT_TYPE, photo.media_type.as_str())], bytes).into_response())
}

/// Where somebody is, as they say.
#[derive(Deserialize)]
pub(super) struct Place {
    #[serde(default)]
    place: String,
}

pub(super) async fn wrong(
    State(site): State<Site>,
    frame: Frame,
    Path(text): Path<String>,
    Form(said): Form<Place>,
) -> Result<Redirect, CheckError> {
    let reference = reference(&text)?;
    let place: String = said.place.trim().chars().take(PLACE_MAXIMUM).collect();
    let done = check::something_wrong(&site.visitor(), reference, Some(&place)).await;
    done.map_err(|error| CheckError::of(&site, &frame, error))?;
    Ok(Redirect::to(&frame.at(&format!("/check/{reference}?{NOTED}"))))
}

pub(super) async fn place(
    State(site): State<Site>,
    frame: Frame,
    Path(text): Path<String>,
    Form(said): Form<Place>,
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
