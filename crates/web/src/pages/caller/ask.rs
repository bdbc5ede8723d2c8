//! The form for a code that a caller reads out: the control room checks it for them.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use domain::LiveCode;
use serde::Deserialize;
use shell::{FieldErrors, Form, Frame, Page};

use super::CallerAnswer;
use crate::Site;
use crate::error::PageError;
use crate::hook::SpokenAnswer;
use crate::session::ControlStaff;
use crate::texts::Words as _;

/// `/control/check`
#[derive(Template)]
#[template(path = "caller/ask.html")]
pub struct CallerAsk {
    pub code: String,
    pub errors: FieldErrors,
}

/// `GET /control/check`
pub(crate) async fn show(_: ControlStaff, frame: Frame) -> Page<CallerAsk> {
    Page::new(frame, CallerAsk { code: String::new(), errors: FieldErrors::none() })
}

/// The code that the caller reads out.
#[derive(Deserialize)]
pub(crate) struct CallerForm {
    #[serde(default)]
    code: String,
}

/// `POST /control/check`
pub(crate) async fn check(
    State(site): State<Site>,
    at: ControlStaff,
    frame: Frame,
    Form(read_out): Form<CallerForm>,
) -> Result<Response, PageError> {
    let Ok(code) = read_out.code.parse::<LiveCode>() else {
        let mut errors = FieldErrors::none();
        errors.add("code", frame.t.caller_code_wrong());
        let page = CallerAsk { code: read_out.code, errors };
        return Ok(Page::new(frame, page).status(StatusCode::UNPROCESSABLE_ENTITY).into_response());
    };
    let told = SpokenAnswer::check(&site, &at.context(&site), code).await?;
    match told.reference {
        Some(reference) => Ok(Redirect::to(&format!("/control/checks/{reference}")).into_response()),
        None => {
            let page = CallerAnswer::new(&frame.t, &told);
            Ok(Page::new(frame, page).status(StatusCode::SERVICE_UNAVAILABLE).into_response())
        }
    }
}
