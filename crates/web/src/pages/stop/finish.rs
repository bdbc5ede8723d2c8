//! `/duty/stops/{id}/finish`: the search record of a stop, which can afterwards only be supplemented.

use app::AppError;
use app::stop::{self, Finish, Mine};
use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use domain::StopId;
use domain::stop::{Power, ReasonCode, SearchRecord};
use serde::Deserialize;
use shell::texts::Texts;
use shell::{FieldErrors, Form, Frame, Page, Path};

use super::path;
use crate::Site;
use crate::error::PageError;
use crate::session::Stay;
use crate::session::officer::Officer;
use crate::texts::Words as _;
use crate::words::{self, Choices};

/// The record, as it was typed.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct FinishForm {
    /// How the stop ended, as a code.
    pub outcome: String,
    /// The power, as now given.
    pub power: String,
    /// The reason, as now given.
    pub reason_code: String,
    /// The grounds, as now given.
    pub grounds: String,
    /// What was found.
    pub found: String,
    /// As the person gives it.
    pub self_defined_ethnicity: String,
    /// As the officer sees it.
    pub perceived_ethnicity: String,
}

/// `/duty/stops/{id}/finish`
#[derive(Template)]
#[template(path = "stop/finish.html")]
pub struct FinishPage {
    /// For the warning before the session ends.
    pub stay: Stay,
    /// The path of the stop.
    pub path: String,
    /// Its reference.
    pub reference: String,
    /// What was typed.
    pub form: FinishForm,
    /// What needs changing.
    pub errors: FieldErrors,
    /// How stops end.
    pub outcomes: Choices,
    /// The powers.
    pub powers: Choices,
    /// The reasons.
    pub reasons: Choices,
    /// The list of ethnicities.
    pub ethnicities: Choices,
}

impl FinishPage {
    /// The form of a stop with what was typed and what needs changing.
    pub fn new(
        t: &Texts,
        stay: Stay,
        (path, reference): (String, String),
        form: FinishForm,
        errors: FieldErrors,
    ) -> Self {
        let (outcomes, ethnicities) = (words::outcomes(t), words::ethnicities(t));
        let (powers, reasons) = (words::powers(t), words::reasons(t));
        Self { stay, path, reference, form, errors, outcomes, powers, reasons, ethnicities }
    }
}

fn finish_page(t: &Texts, officer: &Officer, mine: &Mine, form: FinishForm, errors: FieldErrors) -> FinishPage {
    let names = (path(mine.stop.id), mine.stop.opening.reference.to_string());
    FinishPage::new(t, officer.stay(), names, form, errors)
}

pub(crate) async fn page(
    State(site): State<Site>,
    frame: Frame,
    officer: Officer,
    Path(id): Path<StopId>,
) -> Result<Response, PageError> {
    let mine = stop::one(&officer.context(&site), id).await?;
    if !mine.stop.is_open() {
        return Ok(Redirect::to(&format!("{}/record", path(id))).into_response());
    }
    let stated = &mine.stop.opening;
    let form = FinishForm {
        power: stated.power.as_str().to_owned(),
        reason_code: stated.reason_code.map(ReasonCode::as_str).unwrap_or_default().to_owned(),
        grounds: stated.reason.known().cloned().unwrap_or_default(),
        ..FinishForm::default()
    };
    let page = finish_page(&frame.t, &officer, &mine, form, FieldErrors::none());
    Ok(Page::new(frame, page).into_response())
}

pub(crate) async fn finish(
    State(site): State<Site>,
    frame: Frame,
    officer: Officer,
    Path(id): Path<StopId>,
    Form(form): Form<FinishForm>,
) -> Result<Response, PageError> {
    let cx = officer.context(&site);
    let to_record = || Redirect::to(&format!("{}/record", path(id))).into_response();
    let mut errors = FieldErrors::none();
    if let Some(finish) = read(&frame.t, &form, &mut errors) {
        match stop::finish(&cx, id, finish).await {
            Ok(()) => return Ok(to_record()),
            // Sent twice: the record is there.
            Err(AppError::Refused(refusal)) if refusal.code == "stop.already-closed" => return Ok(to_record()),
            Err(AppError::Refused(refusal)) if words::refused(&mut errors, &refusal) => {}
            Err(error) => return Err(error.into()),
        }
    }
    let mine = stop::one(&cx, id).await?;
    let page = finish_page(&frame.t, &officer, &mine, form, errors);
    Ok(Page::new(frame, page).status(StatusCode::UNPROCESSABLE_ENTITY).into_response())
}

/// What was chosen; nothing where a choice is missing.
fn read(t: &Texts, form: &FinishForm, errors: &mut FieldErrors) -> Option<Finish> {
    if form.outcome.is_empty() {
        errors.add("outcome", t.duty_outcome_missing());
    }
    let power = Power::parse(&form.power);
    if power.is_none() {
        errors.add("power", t.duty_power_missing());
    }
    let reason_code = ReasonCode::parse(&form.reason_code);
    if reason_code.is_none() {
        errors.add("reason_code", t.duty_reason_code_missing());
    }
    if !words::is_ethnicity(&form.self_defined_ethnicity) {
        errors.add("self_defined_ethnicity", t.duty_self_defined_missing());
    }
    if !words::is_ethnicity(&form.perceived_ethnicity) {
        errors.add("perceived_ethnicity", t.duty_perceived_missing());
    }
    let (power, reason_code) = (power?, reason_code?);
    errors.is_empty().then(|| Finish {
        outcome: form.outcome.clone(),
        power,
        reason_code,
        record: SearchRecord {
            grounds: form.grounds.trim().to_owned(),
            self_defined_ethnicity: form.self_defined_ethnicity.clone(),
            perceived_ethnicity: form.perceived_ethnicity.clone(),
            found: form.found.trim().to_owned(),
        },
    })
}
