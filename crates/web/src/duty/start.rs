//! `/duty/stops/new`: a stop begins with its power and reason, on record before there is a code.

use app::stop::{self, Mine, NewStop};
use app::{AppError, shifts};
use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use domain::stop::{Power, ReasonCode, StopOpening, StopRefusal};
use domain::{Personal, StopId};
use serde::Deserialize;

use super::words::{self, Choices};
use super::{Beginning, BlockedPage, Officer};
use crate::error::{Form, PageError, Query};
use crate::staff::Stay;
use crate::texts::Texts;
use crate::{FieldErrors, Frame, Page, Site};

/// What is stated when a stop begins, as it was typed.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct StartForm {
    /// The power, as a code.
    pub power: String,
    /// The reason, as a code.
    pub reason_code: String,
    /// The grounds.
    pub reason: String,
    /// What is looked for.
    pub object: String,
    /// Where.
    pub place: String,
    /// `yes` or `no`.
    pub uniform: String,
    /// `yes` or `no`.
    pub vehicle: String,
    /// `yes` where the officer is off duty and has had to act.
    pub off_duty: String,
}

/// `/duty/stops/new`
#[derive(Template)]
#[template(path = "duty/start.html")]
pub struct StartPage {
    /// What stands around it.
    pub frame: Frame,
    /// Its texts.
    pub t: Texts,
    /// For the warning before the session ends.
    pub stay: Stay,
    /// What was typed.
    pub form: StartForm,
    /// What needs changing.
    pub errors: FieldErrors,
    /// The powers.
    pub powers: Choices,
    /// The reasons.
    pub reasons: Choices,
    /// Yes and no.
    pub yes_no: Choices,
}

impl StartPage {
    /// The form with what was typed and what needs changing.
    pub fn new(frame: Frame, stay: Stay, form: StartForm, errors: FieldErrors) -> Self {
        let t = frame.t.clone();
        let (powers, reasons, yes_no) = (words::powers(&t), words::reasons(&t), words::yes_no(&t));
        Self { frame, t, stay, form, errors, powers, reasons, yes_no }
    }

    fn is_off_duty(&self) -> bool {
        self.form.off_duty == "yes"
    }
}

pub(super) async fn page(
    State(site): State<Site>,
    frame: Frame,
    officer: Officer,
    Query(mut form): Query<StartForm>,
) -> Result<Response, PageError> {
    if let Some(open) = open_stop(&site, &officer).await? {
        return Ok(Redirect::to(&address(open.stop.id)).into_response());
    }
    // Whoever is not booked on can only have had to act.
    if officer.shift.on_duty.is_none() && form.off_duty != "yes" {
        return Ok(Redirect::to("/duty").into_response());
    }
    if officer.shift.on_duty.is_some() {
        form.off_duty = String::new();
    }
    Ok(Page::new(StartPage::new(frame, officer.stay(), form, FieldErrors::none())).into_response())
}

pub(super) async fn begin(
    State(site): State<Site>,
    frame: Frame,
    Beginning(officer): Beginning,
    Form(form): Form<StartForm>,
) -> Result<Response, PageError> {
    let mut errors = FieldErrors::none();
    if let Some(new) = read(&frame.t, &form, &officer, &mut errors) {
        let stated = new.clone();
        match stop::begin(&officer.context(&site), &site.settings, new).await {
            Ok(id) => return Ok(Redirect::to(&address(id)).into_response()),
            Err(AppError::Refused(refusal)) if words::refused(&mut errors, &refusal) => {}
            Err(AppError::Refused(refusal)) if refusal.is(StopRefusal::OneIsOpen) => {
                let open = open_stop(&site, &officer).await?;
                match open {
                    // Sent twice: the stop is there.
                    Some(open) if is_stated(&open.stop.opening, &stated) => {
                        return Ok(Redirect::to(&address(open.stop.id)).into_response());
                    }
                    _ => errors.add("power", frame.t.duty_one_is_open()),
                }
            }
            // They were suspended while they typed: the same sentence as on every page.
            Err(error) if !shifts::mine(&officer.context(&site)).await?.may_act => {
                tracing::debug!(%error, "a stop was not begun");
                let page = BlockedPage { t: frame.t.clone(), frame, stay: officer.stay() };
                return Ok(Page::new(page).status(StatusCode::FORBIDDEN).into_response());
            }
            Err(error) => return Err(error.into()),
        }
    }
    let page = StartPage::new(frame, officer.stay(), form, errors);
    Ok(Page::new(page).status(StatusCode::UNPROCESSABLE_ENTITY).into_response())
}

/// The stop that goes on.
async fn open_stop(site: &Site, officer: &Officer) -> Result<Option<Mine>, PageError> {
    let cx = officer.context(site);
    let rows = stop::latest(&cx, 1).await?;
    match rows.first().filter(|row| row.closed_at.is_none()) {
        Some(row) => Ok(Some(stop::one(&cx, row.id).await?)),
        None => Ok(None),
    }
}

/// Whether a stop was begun with all that is stated here.
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

/// What was chosen; nothing where a choice is missing. What must be written is asked by the record's own rules.
fn read(t: &Texts, form: &StartForm, officer: &Officer, errors: &mut FieldErrors) -> Option<NewStop> {
    let power = Power::parse(&form.power);
    if power.is_none() {
        errors.add("power", t.duty_power_missing());
    }
    let reason_code = ReasonCode::parse(&form.reason_code);
    if reason_code.is_none() {
        errors.add("reason_code", t.duty_reason_code_missing());
    }
    let answered = |answer: &str| matches!(answer, "yes" | "no");
    if !answered(&form.uniform) {
        errors.add("uniform", t.duty_uniform_missing());
    }
    if !answered(&form.vehicle) {
        errors.add("vehicle", t.duty_vehicle_missing());
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
