//! `/duty/stops/{id}/finish`: the search record of a stop. After that, it can only be supplemented.

use app::AppError;
use app::stop::{self, EndOfStop, OwnStop};
use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use domain::StopId;
use domain::stop::{Ethnicity, Power, ReasonCode, SearchRecord, StopOutcome, StopRefusal};
use serde::Deserialize;
use shell::texts::Texts;
use shell::{FieldErrors, Form, Frame, Page, Path};

use super::path;
use crate::Site;
use crate::error::PageError;
use crate::session::Stay;
use crate::session::officer::ActingOfficer;
use crate::texts::Words as _;
use crate::words::{self, Choices};

/// The search record, as typed.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct StopFinishForm {
    /// The code of the outcome.
    pub outcome: String,
    /// The power as stated at the end.
    pub power: String,
    /// The reason as stated at the end.
    pub reason_code: String,
    /// The grounds as stated at the end.
    pub grounds: String,
    pub found: String,
    /// The ethnicity stated by the person.
    pub self_defined_ethnicity: String,
    /// The ethnicity as perceived by the officer, if it differs.
    pub perceived_ethnicity: String,
}

/// `/duty/stops/{id}/finish`
#[derive(Template)]
#[template(path = "stop/finish.html")]
pub struct StopFinish {
    pub stay: Stay,
    pub path: String,
    pub reference: String,
    pub form: StopFinishForm,
    pub errors: FieldErrors,
    pub outcomes: Choices,
    pub powers: Choices,
    pub reasons: Choices,
    pub ethnicities: Choices,
}

impl StopFinish {
    /// The form for a stop, with the fields as typed and their errors.
    pub fn new(
        t: &Texts,
        stay: Stay,
        (path, reference): (String, String),
        form: StopFinishForm,
        errors: FieldErrors,
    ) -> Self {
        let (outcomes, ethnicities) = (words::outcomes(t), words::ethnicities(t));
        let (powers, reasons) = (words::powers(t), words::reasons(t));
        Self { stay, path, reference, form, errors, outcomes, powers, reasons, ethnicities }
    }
}

fn finish_page(
    t: &Texts,
    officer: &ActingOfficer,
    mine: &OwnStop,
    form: StopFinishForm,
    errors: FieldErrors,
) -> StopFinish {
    let names = (path(mine.stop.id), mine.stop.opening.reference.to_string());
    StopFinish::new(t, officer.stay(), names, form, errors)
}

pub(crate) async fn page(
    State(site): State<Site>,
    frame: Frame,
    officer: ActingOfficer,
    Path(id): Path<StopId>,
) -> Result<Response, PageError> {
    let mine = stop::one(&officer.context(&site), id).await?;
    if !mine.stop.is_open() {
        return Ok(Redirect::to(&format!("{}/record", path(id))).into_response());
    }
    let stated = &mine.stop.opening;
    let form = StopFinishForm {
        power: stated.power.as_str().to_owned(),
        reason_code: stated.reason_code.map(ReasonCode::as_str).unwrap_or_default().to_owned(),
        grounds: stated.reason.known().cloned().unwrap_or_default(),
        ..StopFinishForm::default()
    };
    let page = finish_page(&frame.t, &officer, &mine, form, FieldErrors::none());
    Ok(Page::new(frame, page).into_response())
}

pub(crate) async fn finish(
    State(site): State<Site>,
    frame: Frame,
    officer: ActingOfficer,
    Path(id): Path<StopId>,
    Form(form): Form<StopFinishForm>,
) -> Result<Response, PageError> {
    let cx = officer.context(&site);
    let to_record = || Redirect::to(&format!("{}/record", path(id))).into_response();
    let mut errors = FieldErrors::none();
    if let Some(finish) = read(&frame.t, &form, &mut errors) {
        match stop::finish(&cx, id, finish).await {
            Ok(()) => return Ok(to_record()),
            // The form was sent twice, and the search record already exists.
            Err(AppError::Refused(refusal)) if refusal.is(StopRefusal::AlreadyClosed) => return Ok(to_record()),
            Err(AppError::Refused(refusal)) if words::refused(&mut errors, &refusal) => {}
            Err(error) => return Err(error.into()),
        }
    }
    let mine = stop::one(&cx, id).await?;
    let page = finish_page(&frame.t, &officer, &mine, form, errors);
    Ok(Page::new(frame, page).status(StatusCode::UNPROCESSABLE_ENTITY).into_response())
}

/// Parses the choices. `None` if one is missing.
fn read(t: &Texts, form: &StopFinishForm, errors: &mut FieldErrors) -> Option<EndOfStop> {
    let outcome = StopOutcome::parse(&form.outcome);
    if outcome.is_none() {
        errors.add("outcome", t.stop_outcome_missing());
    }
    let power = Power::parse(&form.power);
    if power.is_none() {
        errors.add("power", t.stop_power_missing());
    }
    let reason_code = ReasonCode::parse(&form.reason_code);
    if reason_code.is_none() {
        errors.add("reason_code", t.stop_reason_code_missing());
    }
    let self_defined_ethnicity = Ethnicity::parse(&form.self_defined_ethnicity);
    if self_defined_ethnicity.is_none() {
        errors.add("self_defined_ethnicity", t.stop_self_defined_missing());
    }
    let perceived_ethnicity = Ethnicity::parse(&form.perceived_ethnicity).filter(|seen| *seen != Ethnicity::Ns);
    // The officer's view is recorded only if it differs. A person who does not say agrees with nobody, so it is needed
    // then.
    if perceived_ethnicity.is_none() && self_defined_ethnicity == Some(Ethnicity::Ns) {
        errors.add("perceived_ethnicity", t.stop_perceived_missing());
    }
    let (outcome, power, reason_code) = (outcome?, power?, reason_code?);
    errors.is_empty().then(|| EndOfStop {
        outcome,
        power,
        reason_code,
        record: SearchRecord {
            grounds: form.grounds.trim().to_owned(),
            self_defined_ethnicity,
            perceived_ethnicity,
            found: form.found.trim().to_owned(),
        },
    })
}
