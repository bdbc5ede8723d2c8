//! `/duty/stops/new`: a stop starts with a power and a reason, which are on record before there is a code.

use app::AppError;
use app::officer::shift;
use app::stop::{self, NewStop, OwnStop};
use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use domain::stop::{Power, ReasonCode, StopOpening, StopRefusal};
use domain::{Personal, StopId};
use serde::Deserialize;
use shell::texts::Texts;
use shell::{FieldErrors, Form, Frame, Page, Query};

use crate::Site;
use crate::error::PageError;
use crate::pages::shift::ShiftBlocked;
use crate::session::Stay;
use crate::session::officer::{ActingOfficer, BeginningOfficer};
use crate::texts::Words as _;
use crate::words::{self, Choices};

/// The statements at the start of a stop, as typed.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct StopStartForm {
    /// The code of the power.
    pub power: String,
    /// The code of the reason.
    pub reason_code: String,
    pub reason: String,
    /// The object of the search.
    pub object: String,
    pub place: String,
    /// `yes` or `no`.
    pub uniform: String,
    /// `yes` or `no`.
    pub vehicle: String,
    /// `yes` if the officer is off duty and had to act.
    pub off_duty: String,
}

/// `/duty/stops/new`
#[derive(Template)]
#[template(path = "stop/start.html")]
pub struct StopStart {
    pub stay: Stay,
    pub form: StopStartForm,
    pub errors: FieldErrors,
    pub powers: Choices,
    pub reasons: Choices,
    pub yes_no: Choices,
}

impl StopStart {
    /// The form, with the fields as typed and their errors.
    pub fn new(t: &Texts, stay: Stay, form: StopStartForm, errors: FieldErrors) -> Self {
        let (powers, reasons, yes_no) = (words::powers(t), words::reasons(t), words::yes_no(t));
        Self { stay, form, errors, powers, reasons, yes_no }
    }

    fn is_off_duty(&self) -> bool {
        self.form.off_duty == "yes"
    }
}

pub(crate) async fn page(
    State(site): State<Site>,
    frame: Frame,
    officer: ActingOfficer,
    Query(mut form): Query<StopStartForm>,
) -> Result<Response, PageError> {
    if let Some(open) = open_stop(&site, &officer).await? {
        return Ok(Redirect::to(&address(open.stop.id)).into_response());
    }
    // An officer who is not booked on can start a stop only if they had to act.
    if officer.shift.on_duty.is_none() && form.off_duty != "yes" {
        return Ok(Redirect::to("/duty").into_response());
    }
    if officer.shift.on_duty.is_some() {
        form.off_duty = String::new();
    }
    let page = StopStart::new(&frame.t, officer.stay(), form, FieldErrors::none());
    Ok(Page::new(frame, page).into_response())
}

pub(crate) async fn begin(
    State(site): State<Site>,
    frame: Frame,
    BeginningOfficer(officer): BeginningOfficer,
    Form(form): Form<StopStartForm>,
) -> Result<Response, PageError> {
    let mut errors = FieldErrors::none();
    if let Some(new) = read(&frame.t, &form, &officer, &mut errors) {
        let stated = new.clone();
        match stop::begin(&officer.context(&site), &site.secrets, new).await {
            Ok(id) => return Ok(Redirect::to(&address(id)).into_response()),
            Err(AppError::Refused(refusal)) if words::refused(&mut errors, &refusal) => {}
            Err(AppError::Refused(refusal)) if refusal.is(StopRefusal::OneIsOpen) => {
                let open = open_stop(&site, &officer).await?;
                match open {
                    // The form was sent twice, and the stop already exists.
                    Some(open) if is_stated(&open.stop.opening, &stated) => {
                        return Ok(Redirect::to(&address(open.stop.id)).into_response());
                    }
                    _ => errors.add("power", frame.t.stop_one_is_open()),
                }
            }
            // The officer was suspended while typing. They see the same sentence as on every other page.
            Err(error) if !shift::mine(&officer.context(&site)).await?.may_act => {
                tracing::debug!(%error, "a stop was not begun");
                let page = ShiftBlocked { stay: officer.stay() };
                return Ok(Page::new(frame, page).status(StatusCode::FORBIDDEN).into_response());
            }
            Err(error) => return Err(error.into()),
        }
    }
    let page = StopStart::new(&frame.t, officer.stay(), form, errors);
    Ok(Page::new(frame, page).status(StatusCode::UNPROCESSABLE_ENTITY).into_response())
}

/// The stop in progress.
async fn open_stop(site: &Site, officer: &ActingOfficer) -> Result<Option<OwnStop>, PageError> {
    let cx = officer.context(site);
    let rows = stop::latest(&cx, 1).await?;
    match rows.first().filter(|row| row.closed_at.is_none()) {
        Some(row) => Ok(Some(stop::one(&cx, row.id).await?)),
        None => Ok(None),
    }
}

/// True if a stop was started with exactly these statements.
fn is_stated(stop: &StopOpening, stated: &NewStop) -> bool {
    let words =
        |words: Option<&Personal<String>>| words.and_then(|words| words.known()).map(|words| words.trim().to_owned());
    (stop.power, stop.reason_code, stop.place.trim()) == (stated.power, Some(stated.reason_code), stated.place.trim())
        && (stop.uniform, stop.vehicle, stop.off_duty) == (stated.uniform, stated.vehicle, stated.off_duty)
        && words(Some(&stop.reason)).as_deref() == Some(stated.reason.trim())
        && words(stop.object.as_ref()).unwrap_or_default() == stated.object.trim()
}

fn address(stop: StopId) -> String {
    format!("/duty/stops/{stop}")
}

/// Parses the choices. `None` if one is missing. The texts are checked by the record's own rules.
fn read(t: &Texts, form: &StopStartForm, officer: &ActingOfficer, errors: &mut FieldErrors) -> Option<NewStop> {
    let power = Power::parse(&form.power);
    if power.is_none() {
        errors.add("power", t.stop_power_missing());
    }
    let reason_code = ReasonCode::parse(&form.reason_code);
    if reason_code.is_none() {
        errors.add("reason_code", t.stop_reason_code_missing());
    }
    let answered = |answer: &str| matches!(answer, "yes" | "no");
    if !answered(&form.uniform) {
        errors.add("uniform", t.stop_uniform_missing());
    }
    if !answered(&form.vehicle) {
        errors.add("vehicle", t.stop_vehicle_missing());
    }
    let (power, reason_code) = (power?, reason_code?);
    errors.is_empty().then(|| NewStop {
        power,
        reason_code,
        reason: form.reason.clone(),
        object: form.object.clone(),
        place: form.place.clone(),
        uniform: form.uniform == "yes",
        vehicle: form.vehicle == "yes",
        off_duty: form.off_duty == "yes",
        device: Some(officer.signed_in.device),
    })
}
