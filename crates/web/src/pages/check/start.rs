//! The first page of the check, on which to type the code or to start citizen-first.

use app::check::{self, Question, Scan};
use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use domain::check::Leg;
use domain::{Challenge, LiveCode};
use jiff::Timestamp;
use serde::Deserialize;
use shell::{FieldErrors, Form, Frame, Page, Rights};

use super::{CheckError, ControlRoomLine};
use crate::Site;
use crate::texts::Words as _;

/// `/check`
#[derive(Template)]
#[template(path = "check/start.html")]
pub struct CheckStart {
    pub errors: FieldErrors,
    pub code: String,
    /// The address for people to type.
    pub address: String,
    /// The address of a film in British Sign Language.
    pub bsl_url: Option<String>,
    /// A control room that can be phoned instead.
    pub control: Option<ControlRoomLine>,
}

fn page(site: &Site, frame: Frame, code: String, errors: FieldErrors) -> Page<CheckStart> {
    let start = CheckStart {
        errors,
        code,
        address: site.secrets.address.clone(),
        bsl_url: site.config.check.bsl_url.as_ref().map(ToString::to_string),
        control: ControlRoomLine::of(site),
    };
    // A scanned code is in the fragment of this page's address, where a script reads it.
    Page::new(frame, start).with(Rights { runs_verifier: true, ..Rights::default() })
}

pub(crate) async fn start(State(site): State<Site>, frame: Frame) -> Page<CheckStart> {
    page(&site, frame, String::new(), FieldErrors::none())
}

#[derive(Deserialize)]
pub(crate) struct CodeForm {
    #[serde(default)]
    code: String,
}

pub(crate) async fn check(
    State(site): State<Site>,
    frame: Frame,
    Form(typed): Form<CodeForm>,
) -> Result<Response, CheckError> {
    let Ok(code) = typed.code.parse::<LiveCode>() else {
        let mut errors = FieldErrors::none();
        let missing = typed.code.trim().is_empty();
        errors.add("code", if missing { frame.t.check_code_missing() } else { frame.t.check_code_wrong() });
        let shown: String = typed.code.chars().take(40).collect();
        return Ok(page(&site, frame, shown, errors).status(StatusCode::UNPROCESSABLE_ENTITY).into_response());
    };
    let checked = site.checker.check(&site.visitor(), Question { code, leg: Leg::Code }).await;
    let reference = checked.map_err(|error| CheckError::of(&site, &frame, error))?;
    Ok(Redirect::to(&frame.at(&format!("/check/{reference}"))).into_response())
}

pub(crate) async fn ask(State(site): State<Site>, frame: Frame) -> Result<Redirect, CheckError> {
    let asked = check::ask(&site.visitor(), &site.secrets).await;
    let (reference, _) = asked.map_err(|error| CheckError::of(&site, &frame, error))?;
    Ok(Redirect::to(&frame.at(&format!("/check/{reference}"))))
}

/// The request from the page's script: the digits in the fragment and, if the page showed a word, that word and the
/// time at which it was shown, in seconds since 1970 by the device's clock.
#[derive(Deserialize)]
pub(crate) struct ScanForm {
    presentation: String,
    word: Option<Challenge>,
    shown_at: Option<i64>,
}

pub(crate) async fn scan(
    State(site): State<Site>,
    frame: Frame,
    Form(sent): Form<ScanForm>,
) -> Result<Redirect, CheckError> {
    // A word without the time at which it was shown counts as answered too late.
    let shown_at = sent.shown_at.and_then(|at| Timestamp::from_second(at).ok()).unwrap_or(Timestamp::UNIX_EPOCH);
    let scanned = Scan { digits: sent.presentation, word: sent.word.map(|word| (word, shown_at)) };
    let found = check::scan(&site.visitor(), &site.secrets, &site.checker, &scanned).await;
    let reference = found.map_err(|error| CheckError::of(&site, &frame, error))?;
    Ok(Redirect::to(&frame.at(&format!("/check/{reference}"))))
}
