//! One stop: the officer, what they stated, and the answer to their call. Each viewing is recorded.

use app::{AppError, control};
use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use domain::StopId;
use domain::officer::Officer;
use domain::stop::{Call, Stop, StopRefusal};
use serde::Deserialize;
use shell::texts::{Text, Texts};
use shell::{FieldErrors, Form, Frame, Page, Path};

use super::StopView;
use crate::Site;
use crate::error::PageError;
use crate::pages::board as words;
use crate::pages::board::conflict;
use crate::session::ControlStaff;
use crate::texts::Words as _;

/// `/control/stops/{stop}`
#[derive(Template)]
#[template(path = "call/show.html")]
pub struct CallShow {
    pub stop: StopView,
    /// The rows about the officer and the stop, each a name and a value.
    pub rows: Vec<(Text, String)>,
    /// The reason why the officer is not allowed to act at the moment, if there is one.
    pub may_not: Option<Text>,
    /// True if the officer is waiting to be confirmed.
    pub waits: bool,
    /// The call sign, as typed.
    pub unit: String,
    /// The reason for ending the stop, as typed.
    pub why: String,
    pub errors: FieldErrors,
}

async fn page(site: &Site, at: &ControlStaff, id: StopId, t: &Texts) -> Result<CallShow, PageError> {
    let cx = at.context(site);
    let (stop, officer) = control::who(&cx, id).await?;
    let mut rows = who_rows(t, &officer, cx.now);
    rows.extend(what_rows(t, &stop, cx.now));
    Ok(CallShow {
        rows,
        may_not: officer.standing().may_act(stop.opening.off_duty, cx.now).err().map(|cause| words::standing(t, cause)),
        waits: stop.is_open() && matches!(stop.call, Some(Call::Waiting { .. })),
        stop: StopView::new(t, &stop, cx.now),
        unit: String::new(),
        why: String::new(),
        errors: FieldErrors::none(),
    })
}

/// The words, or a note that they were erased.
fn known(t: &Texts, words: &domain::Personal<String>) -> String {
    words.known().cloned().unwrap_or_else(|| t.call_erased().into_owned())
}

/// The rows about the officer.
pub(crate) fn who_rows(t: &Texts, officer: &Officer, now: jiff::Timestamp) -> Vec<(Text, String)> {
    let name = officer.identity.known().map(|it| format!("{} {}", it.first_name, it.surname));
    vec![
        (t.call_row_name(), name.unwrap_or_else(|| t.call_erased().into_owned())),
        (t.call_row_number(), known(t, &officer.warrant)),
        (t.call_row_posting(), officer.postings.last().map(words::posting).unwrap_or_default()),
        (t.call_row_duty(), duty(t, officer, now).into_owned()),
    ]
}

/// The rows about the officer's statements and the end of the stop.
pub(crate) fn what_rows(t: &Texts, stop: &Stop, now: jiff::Timestamp) -> Vec<(Text, String)> {
    let stated = &stop.opening;
    let mut rows =
        vec![(t.call_row_power(), stated.power.citation().to_owned()), (t.call_row_reason(), known(t, &stated.reason))];
    if let Some(object) = &stated.object {
        rows.push((t.call_row_object(), known(t, object)));
    }
    let worn = if stated.uniform { t.call_in_uniform() } else { t.call_plain_clothes() };
    rows.push((t.call_row_place(), stated.place.clone()));
    rows.push((t.call_row_clothes(), worn.into_owned()));
    rows.push((t.call_row_since(), words::moment(t, stop.opened_at, now).into_owned()));
    if let Some(closed) = &stop.closed {
        let how = crate::words::outcome(t, closed.outcome);
        rows.push((t.call_ended(), t.call_ended_how(words::moment(t, closed.at, now), how).into_owned()));
    }
    rows
}

fn duty(t: &Texts, officer: &Officer, now: jiff::Timestamp) -> Text {
    match officer.on_duty.filter(|(_, until)| *until > now) {
        Some((since, _)) => t.call_on_duty_since(words::moment(t, since, now)),
        None => t.call_off_duty(),
    }
}

/// `GET /control/stops/{stop}`
pub(crate) async fn show(
    State(site): State<Site>,
    at: ControlStaff,
    Path(id): Path<StopId>,
    frame: Frame,
) -> Result<Page<CallShow>, PageError> {
    let page = page(&site, &at, id, &frame.t).await?;
    Ok(Page::new(frame, page))
}

/// The unit that is being sent.
#[derive(Deserialize)]
pub(crate) struct ConfirmForm {
    #[serde(default)]
    unit: String,
}

/// `POST /control/stops/{stop}/confirm`
pub(crate) async fn confirm(
    State(site): State<Site>,
    at: ControlStaff,
    Path(id): Path<StopId>,
    frame: Frame,
    Form(confirming): Form<ConfirmForm>,
) -> Result<Response, PageError> {
    match control::confirm(&at.context(&site), id, &confirming.unit).await {
        Err(AppError::Refused(refusal)) if refusal.is(StopRefusal::NoUnit) => {
            let mut page = page(&site, &at, id, &frame.t).await?;
            page.errors.add("unit", frame.t.call_name_unit());
            page.unit = confirming.unit;
            Ok(Page::new(frame, page).status(StatusCode::UNPROCESSABLE_ENTITY).into_response())
        }
        confirmed => conflict::back("confirmed", confirmed, frame),
    }
}

/// `POST /control/stops/{stop}/refuse`
pub(crate) async fn refuse(
    State(site): State<Site>,
    at: ControlStaff,
    Path(id): Path<StopId>,
    frame: Frame,
) -> Result<Response, PageError> {
    let refused = control::refuse(&at.context(&site), id).await;
    conflict::back("refused", refused, frame)
}

/// The reason for ending the stop.
#[derive(Deserialize)]
pub(crate) struct EndForm {
    #[serde(default)]
    why: String,
}

/// `POST /control/stops/{stop}/end`
pub(crate) async fn end(
    State(site): State<Site>,
    at: ControlStaff,
    Path(id): Path<StopId>,
    frame: Frame,
    Form(ending): Form<EndForm>,
) -> Result<Response, PageError> {
    match control::end_stop(&at.context(&site), id, &ending.why).await {
        Err(AppError::Refused(refusal)) if refusal.is(StopRefusal::NoWhy) => {
            let mut page = page(&site, &at, id, &frame.t).await?;
            page.errors.add("why", frame.t.call_say_why());
            page.why = ending.why;
            Ok(Page::new(frame, page).status(StatusCode::UNPROCESSABLE_ENTITY).into_response())
        }
        ended => conflict::back("ended", ended, frame),
    }
}
