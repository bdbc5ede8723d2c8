//! One stop: who the officer is, what they stated, and the answer to their call. Looking at it is recorded.

use app::{AppError, control};
use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use domain::StopId;
use domain::officer::Officer;
use domain::stop::{Call, Stop, StopRefusal};
use serde::Deserialize;

use super::board::StopView;
use super::{conflict, words};
use crate::error::PageError;
use crate::staff::AtControl;
use crate::texts::{Text, Texts};
use crate::{FieldErrors, Form, Frame, Page, Path, Site};

/// `/control/stops/{stop}`
#[derive(Template)]
#[template(path = "control/stop.html")]
pub struct StopPage {
    /// What stands around it.
    pub frame: Frame,
    /// Its texts.
    pub t: Texts,
    /// The stop.
    pub stop: StopView,
    /// What is shown of officer and stop: name of the row and what stands in it.
    pub rows: Vec<(Text, String)>,
    /// Why the officer may not act now, where the record says so.
    pub may_not: Option<Text>,
    /// Whether the officer waits to be confirmed.
    pub waits: bool,
    /// The call sign, as it was typed.
    pub unit: String,
    /// Why the stop is ended for the officer, as it was typed.
    pub why: String,
    /// What needs changing.
    pub errors: FieldErrors,
}

async fn page(site: &Site, at: &AtControl, id: StopId, frame: Frame) -> Result<StopPage, PageError> {
    let cx = at.context(site);
    let (stop, officer) = control::who(&cx, id).await?;
    let t = frame.t.clone();
    let mut rows = who_rows(&t, &officer, cx.now);
    rows.extend(what_rows(&t, &stop, cx.now));
    Ok(StopPage {
        rows,
        may_not: officer
            .standing()
            .may_act(stop.opening.off_duty, cx.now)
            .err()
            .map(|cause| words::standing(&t, cause)),
        waits: stop.is_open() && matches!(stop.call, Some(Call::Waiting { .. })),
        stop: StopView::new(&t, &stop, cx.now),
        frame,
        t,
        unit: String::new(),
        why: String::new(),
        errors: FieldErrors::none(),
    })
}

/// Words, or that they were erased.
fn known(t: &Texts, words: &domain::Personal<String>) -> String {
    words.known().cloned().unwrap_or_else(|| t.control_erased().into_owned())
}

/// Who the officer is.
pub(super) fn who_rows(t: &Texts, officer: &Officer, now: jiff::Timestamp) -> Vec<(Text, String)> {
    let name = officer.identity.known().map(|it| format!("{} {}", it.first_name, it.surname));
    vec![
        (t.control_row_name(), name.unwrap_or_else(|| t.control_erased().into_owned())),
        (t.control_row_number(), known(t, &officer.warrant)),
        (t.control_row_posting(), officer.postings.last().map(words::posting).unwrap_or_default()),
        (t.control_row_duty(), duty(t, officer, now).into_owned()),
    ]
}

/// What they stated, and how the stop ended.
pub(super) fn what_rows(t: &Texts, stop: &Stop, now: jiff::Timestamp) -> Vec<(Text, String)> {
    let stated = &stop.opening;
    let mut rows = vec![
        (t.control_row_power(), stated.power.citation().to_owned()),
        (t.control_row_reason(), known(t, &stated.reason)),
    ];
    if let Some(object) = &stated.object {
        rows.push((t.control_row_object(), known(t, object)));
    }
    let worn = if stated.uniform { t.control_in_uniform() } else { t.control_plain_clothes() };
    rows.push((t.control_row_place(), stated.place.clone()));
    rows.push((t.control_row_clothes(), worn.into_owned()));
    rows.push((t.control_row_since(), words::moment(t, stop.opened_at, now).into_owned()));
    if let Some(closed) = &stop.closed {
        let how = crate::check::outcome(t, closed.outcome);
        rows.push((t.control_ended(), t.control_ended_how(words::moment(t, closed.at, now), how).into_owned()));
    }
    rows
}

fn duty(t: &Texts, officer: &Officer, now: jiff::Timestamp) -> Text {
    match officer.on_duty.filter(|(_, until)| *until > now) {
        Some((since, _)) => t.control_on_duty_since(words::moment(t, since, now)),
        None => t.control_off_duty(),
    }
}

/// `GET /control/stops/{stop}`
pub(super) async fn show(
    State(site): State<Site>,
    at: AtControl,
    Path(id): Path<StopId>,
    frame: Frame,
) -> Result<Page<StopPage>, PageError> {
    Ok(Page::new(page(&site, &at, id, frame).await?))
}

/// Which unit is sent.
#[derive(Deserialize)]
pub(super) struct Confirming {
    #[serde(default)]
    unit: String,
}

/// `POST /control/stops/{stop}/confirm`
pub(super) async fn confirm(
    State(site): State<Site>,
    at: AtControl,
    Path(id): Path<StopId>,
    frame: Frame,
    Form(confirming): Form<Confirming>,
) -> Result<Response, PageError> {
    match control::confirm(&at.context(&site), id, &confirming.unit).await {
        Err(AppError::Refused(refusal)) if refusal.is(StopRefusal::NoUnit) => {
            let mut page = page(&site, &at, id, frame).await?;
            page.errors.add("unit", page.t.control_name_unit());
            page.unit = confirming.unit;
            Ok(Page::new(page).status(StatusCode::UNPROCESSABLE_ENTITY).into_response())
        }
        confirmed => conflict::back("confirmed", confirmed, frame),
    }
}

/// `POST /control/stops/{stop}/refuse`
pub(super) async fn refuse(
    State(site): State<Site>,
    at: AtControl,
    Path(id): Path<StopId>,
    frame: Frame,
) -> Result<Response, PageError> {
    let refused = control::refuse(&at.context(&site), id).await;
    conflict::back("refused", refused, frame)
}

/// Why the stop is ended for its officer.
#[derive(Deserialize)]
pub(super) struct Ending {
    #[serde(default)]
    why: String,
}

/// `POST /control/stops/{stop}/end`
pub(super) async fn end(
    State(site): State<Site>,
    at: AtControl,
    Path(id): Path<StopId>,
    frame: Frame,
    Form(ending): Form<Ending>,
) -> Result<Response, PageError> {
    match control::end_stop(&at.context(&site), id, &ending.why).await {
        Err(AppError::Refused(refusal)) if refusal.is(StopRefusal::NoWhy) => {
            let mut page = page(&site, &at, id, frame).await?;
            page.errors.add("why", page.t.control_say_why());
            page.why = ending.why;
            Ok(Page::new(page).status(StatusCode::UNPROCESSABLE_ENTITY).into_response())
        }
        ended => conflict::back("ended", ended, frame),
    }
}
