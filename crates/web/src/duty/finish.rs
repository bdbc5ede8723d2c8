//! `/duty/stops/{id}/finish` and `/duty/stops/{id}/record`: the search record, which can afterwards only be supplemented.

use app::AppError;
use app::stop::{self, Finish, Mine};
use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use domain::StopId;
use domain::stop::{Ethnicity, Power, ReasonCode, SearchRecord, StopOutcome, StopRefusal};
use serde::Deserialize;

use super::Officer;
use super::words::{self, Choices};
use crate::error::{Form, PageError, Path};
use crate::staff::Stay;
use crate::texts::{Text, Texts};
use crate::{FieldErrors, Frame, Page, Site};

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
#[template(path = "duty/finish.html")]
pub struct FinishPage {
    /// What stands around it.
    pub frame: Frame,
    /// Its texts.
    pub t: Texts,
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
        frame: Frame,
        stay: Stay,
        (path, reference): (String, String),
        form: FinishForm,
        errors: FieldErrors,
    ) -> Self {
        let t = frame.t.clone();
        let (outcomes, ethnicities) = (words::outcomes(&t), words::ethnicities(&t));
        let (powers, reasons) = (words::powers(&t), words::reasons(&t));
        Self { frame, t, stay, path, reference, form, errors, outcomes, powers, reasons, ethnicities }
    }
}

fn finish_page(frame: Frame, officer: &Officer, mine: &Mine, form: FinishForm, errors: FieldErrors) -> FinishPage {
    let names = (path(mine.stop.id), mine.stop.opening.reference.to_string());
    FinishPage::new(frame, officer.stay(), names, form, errors)
}

fn path(id: StopId) -> String {
    format!("/duty/stops/{id}")
}

pub(super) async fn page(
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
    Ok(Page::new(finish_page(frame, &officer, &mine, form, FieldErrors::none())).into_response())
}

pub(super) async fn finish(
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
            Err(AppError::Refused(refusal)) if refusal.is(StopRefusal::AlreadyClosed) => return Ok(to_record()),
            Err(AppError::Refused(refusal)) if words::refused(&mut errors, &refusal) => {}
            Err(error) => return Err(error.into()),
        }
    }
    let mine = stop::one(&cx, id).await?;
    let page = finish_page(frame, &officer, &mine, form, errors);
    Ok(Page::new(page).status(StatusCode::UNPROCESSABLE_ENTITY).into_response())
}

/// What was chosen; nothing where a choice is missing.
fn read(t: &Texts, form: &FinishForm, errors: &mut FieldErrors) -> Option<Finish> {
    let outcome = StopOutcome::parse(&form.outcome);
    if outcome.is_none() {
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
    let self_defined_ethnicity = Ethnicity::parse(&form.self_defined_ethnicity);
    if self_defined_ethnicity.is_none() {
        errors.add("self_defined_ethnicity", t.duty_self_defined_missing());
    }
    let perceived_ethnicity = Ethnicity::parse(&form.perceived_ethnicity);
    if perceived_ethnicity.is_none() {
        errors.add("perceived_ethnicity", t.duty_perceived_missing());
    }
    let (outcome, power, reason_code) = (outcome?, power?, reason_code?);
    errors.is_empty().then(|| Finish {
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

/// `/duty/stops/{id}/record`
#[derive(Template)]
#[template(path = "duty/record.html")]
pub struct RecordPage {
    /// What stands around it.
    pub frame: Frame,
    /// Its texts.
    pub t: Texts,
    /// For the warning before the session ends.
    pub stay: Stay,
    /// The path of the stop.
    pub path: String,
    /// Its reference.
    pub reference: String,
    /// The record: pairs of key and value.
    pub rows: Vec<(Text, Text)>,
    /// Whether another power or reason was given at the end.
    pub changed: bool,
    /// What was added: when, and what.
    pub supplements: Vec<(Text, String)>,
    /// What was typed as a supplement.
    pub words: String,
    /// What needs changing.
    pub errors: FieldErrors,
}

/// Something that is added to a record.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct SupplementForm {
    words: String,
}

fn record_page(frame: Frame, officer: &Officer, mine: &Mine, typed: String, errors: FieldErrors) -> RecordPage {
    let t = frame.t.clone();
    let supplements = mine.stop.supplements.iter();
    let supplements =
        supplements.map(|(at, words)| (t.instant(*at), words.known().cloned().unwrap_or_default())).collect();
    RecordPage {
        stay: officer.stay(),
        path: path(mine.stop.id),
        reference: mine.stop.opening.reference.to_string(),
        rows: rows(&t, mine),
        changed: mine.stop.reason_changed,
        supplements,
        words: typed,
        errors,
        t,
        frame,
    }
}

/// What was stated, and what was recorded at the end.
fn rows(t: &Texts, mine: &Mine) -> Vec<(Text, Text)> {
    let (stop, stated) = (&mine.stop, &mine.stop.opening);
    let stated_as = |power: Power, code: Option<ReasonCode>| -> Text {
        let reason = code.map(|code| words::reason(t, code)).unwrap_or_default();
        t.duty_power_and_reason(words::power(t, power), reason)
    };
    let mut rows = vec![
        (t.duty_began(), t.instant(stop.opened_at)),
        (t.duty_place(), stated.place.clone().into()),
        (t.duty_stated_first(), stated_as(stated.power, stated.reason_code)),
        (t.duty_reason(), stated.reason.known().cloned().unwrap_or_default().into()),
    ];
    if let Some(object) = &stated.object {
        rows.push((t.duty_object(), object.known().cloned().unwrap_or_default().into()));
    }
    if let Some(closed) = &stop.closed {
        rows.push((t.duty_ended(), t.instant(closed.at)));
        rows.push((t.duty_outcome(), words::outcome(t, closed.outcome)));
        rows.push((t.duty_stated_last(), stated_as(closed.power, closed.reason_code)));
        if let Some(record) = closed.record.as_ref().and_then(|record| record.known()) {
            rows.push((t.duty_grounds(), record.grounds.clone().into()));
            let found = if record.found.is_empty() { t.duty_nothing_found() } else { record.found.clone().into() };
            rows.push((t.duty_found(), found));
            let ethnicity = |given: Option<Ethnicity>| words::ethnicity(t, given.unwrap_or(Ethnicity::Ns));
            rows.push((t.duty_self_defined(), ethnicity(record.self_defined_ethnicity)));
            rows.push((t.duty_perceived(), ethnicity(record.perceived_ethnicity)));
        }
    }
    rows
}

pub(super) async fn record(
    State(site): State<Site>,
    frame: Frame,
    officer: Officer,
    Path(id): Path<StopId>,
) -> Result<Response, PageError> {
    let mine = stop::one(&officer.context(&site), id).await?;
    if mine.stop.is_open() {
        return Ok(Redirect::to(&path(id)).into_response());
    }
    Ok(Page::new(record_page(frame, &officer, &mine, String::new(), FieldErrors::none())).into_response())
}

pub(super) async fn supplement(
    State(site): State<Site>,
    frame: Frame,
    officer: Officer,
    Path(id): Path<StopId>,
    Form(form): Form<SupplementForm>,
) -> Result<Response, PageError> {
    let cx = officer.context(&site);
    let mine = stop::one(&cx, id).await?;
    let done = || Redirect::to(&format!("{}/record", path(id))).into_response();
    let last = mine.stop.supplements.last().and_then(|(_, words)| words.known());
    // Sent twice: it is there.
    if last.is_some_and(|last| last == form.words.trim()) {
        return Ok(done());
    }
    let mut errors = FieldErrors::none();
    match stop::supplement(&cx, id, &form.words).await {
        Ok(()) => return Ok(done()),
        Err(AppError::Refused(refusal)) if words::refused(&mut errors, &refusal) => {}
        Err(error) => return Err(error.into()),
    }
    let page = record_page(frame, &officer, &mine, form.words, errors);
    Ok(Page::new(page).status(StatusCode::UNPROCESSABLE_ENTITY).into_response())
}
