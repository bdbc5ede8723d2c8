//! A caller reads out a code: the control room checks it and reads out the words.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use domain::{CheckRef, LiveCode};
use serde::Deserialize;

use crate::Site;
use crate::error::PageError;
use crate::hook::{Outcome, Told};
use crate::staff::AtControl;
use crate::texts::Words as _;
use shell::texts::{Language, Text, Texts};
use shell::{FieldErrors, Form, Frame, Page, Path};

/// `/control/check`
#[derive(Template)]
#[template(path = "control/caller.html")]
pub struct CallerPage {
    /// What stands around it.
    pub frame: Frame,
    /// Its texts.
    pub t: Texts,
    /// The code, as it was typed.
    pub code: String,
    /// What needs changing.
    pub errors: FieldErrors,
}

/// `/control/checks/{reference}`
#[derive(Template)]
#[template(path = "control/told.html")]
pub struct ToldPage {
    /// What stands around it.
    pub frame: Frame,
    /// Its texts.
    pub t: Texts,
    /// What was found.
    pub outcome: Outcome,
    /// The outcome as a heading.
    pub heading: Text,
    /// The reference of the check.
    pub reference: Option<String>,
    /// The words to say, in each language.
    pub words: Vec<(Language, String)>,
}

impl ToldPage {
    fn new(frame: Frame, told: &Told) -> Self {
        let t = frame.t.clone();
        let words = Language::ALL.map(|language| (language, told.words(&Texts::new(language)).into_owned()));
        Self {
            outcome: told.outcome,
            heading: t.control_outcome(told.outcome.as_str()),
            reference: told.reference.map(|reference| reference.to_string()),
            words: words.to_vec(),
            frame,
            t,
        }
    }
}

/// `GET /control/check`
pub(super) async fn show(_: AtControl, frame: Frame) -> Page<CallerPage> {
    Page::new(CallerPage { t: frame.t.clone(), frame, code: String::new(), errors: FieldErrors::none() })
}

/// The code that the caller reads out.
#[derive(Deserialize)]
pub(super) struct ReadOut {
    #[serde(default)]
    code: String,
}

/// `POST /control/check`
pub(super) async fn check(
    State(site): State<Site>,
    at: AtControl,
    frame: Frame,
    Form(read_out): Form<ReadOut>,
) -> Result<Response, PageError> {
    let Ok(code) = read_out.code.parse::<LiveCode>() else {
        let t = frame.t.clone();
        let mut errors = FieldErrors::none();
        errors.add("code", t.control_code_wrong());
        let page = CallerPage { frame, t, code: read_out.code, errors };
        return Ok(Page::new(page).status(StatusCode::UNPROCESSABLE_ENTITY).into_response());
    };
    let told = Told::check(&site, &at.context(&site), code).await?;
    match told.reference {
        Some(reference) => Ok(Redirect::to(&format!("/control/checks/{reference}")).into_response()),
        None => Ok(Page::new(ToldPage::new(frame, &told)).status(StatusCode::SERVICE_UNAVAILABLE).into_response()),
    }
}

/// `GET /control/checks/{reference}`
pub(super) async fn told(
    State(site): State<Site>,
    at: AtControl,
    Path(reference): Path<CheckRef>,
    frame: Frame,
) -> Result<Page<ToldPage>, PageError> {
    let told = Told::of(&site, &at.context(&site), reference).await?;
    Ok(Page::new(ToldPage::new(frame, &told)))
}
