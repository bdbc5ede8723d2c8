//! One alarm: what is known of it, taking it, closing it with what was found.

use app::control;
use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use domain::CheckId;
use domain::check::FINDINGS;
use serde::Deserialize;

use super::board::AlarmView;
use super::{conflict, words};
use crate::error::PageError;
use crate::staff::AtControl;
use crate::texts::{Text, Texts};
use crate::{FieldErrors, Form, Frame, Page, Path, Site};

/// `/control/alarms/{check}`
#[derive(Template)]
#[template(path = "control/alarm.html")]
pub struct AlarmPage {
    /// What stands around it.
    pub frame: Frame,
    /// Its texts.
    pub t: Texts,
    /// The alarm.
    pub alarm: AlarmView,
    /// What can be found.
    pub findings: Vec<(&'static str, Text)>,
    /// What needs changing.
    pub errors: FieldErrors,
}

async fn page(site: &Site, at: &AtControl, id: CheckId, frame: Frame) -> Result<AlarmPage, PageError> {
    let cx = at.context(site);
    let alarm = control::alarm(&cx, &site.settings, id).await?;
    let t = frame.t.clone();
    let alarm = AlarmView::new(&t, &site.settings, &at.actor, &alarm, cx.now);
    Ok(AlarmPage { frame, findings: words::findings(&t), t, alarm, errors: FieldErrors::none() })
}

/// `GET /control/alarms/{check}`
pub(super) async fn show(
    State(site): State<Site>,
    at: AtControl,
    Path(id): Path<CheckId>,
    frame: Frame,
) -> Result<Page<AlarmPage>, PageError> {
    Ok(Page::new(page(&site, &at, id, frame).await?))
}

/// `POST /control/alarms/{check}/take`
pub(super) async fn take(
    State(site): State<Site>,
    at: AtControl,
    Path(id): Path<CheckId>,
    frame: Frame,
) -> Result<Response, PageError> {
    let taken = control::acknowledge(&at.context(&site), &site.settings, id).await;
    conflict::back("taken", taken, frame)
}

/// What was found.
#[derive(Deserialize)]
pub(super) struct Closing {
    #[serde(default)]
    finding: String,
}

/// `POST /control/alarms/{check}/close`
pub(super) async fn close(
    State(site): State<Site>,
    at: AtControl,
    Path(id): Path<CheckId>,
    frame: Frame,
    Form(closing): Form<Closing>,
) -> Result<Response, PageError> {
    if !FINDINGS.contains(&closing.finding.as_str()) {
        let mut page = page(&site, &at, id, frame).await?;
        page.errors.add("finding", page.t.control_choose_finding());
        return Ok(Page::new(page).status(StatusCode::UNPROCESSABLE_ENTITY).into_response());
    }
    let closed = control::close_alarm(&at.context(&site), &site.settings, id, &closing.finding).await;
    conflict::back("closed", closed, frame)
}
