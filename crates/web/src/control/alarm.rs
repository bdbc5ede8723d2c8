//! One alarm: what is known of it, taking it, closing it with what was found.

use app::control;
use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use domain::check::AlarmFinding;
use domain::{CheckId, Role};
use serde::Deserialize;

use super::board::AlarmView;
use super::{conflict, stop, words};
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
    /// What is shown of the officer and the stop: name of the row and what stands in it; nothing where it led to nobody.
    pub rows: Vec<(Text, String)>,
    /// Whether this desk can open the page of the stop.
    pub opens_stop: bool,
    /// What can be found.
    pub findings: Vec<(&'static str, Text)>,
    /// What needs changing.
    pub errors: FieldErrors,
}

async fn page(site: &Site, at: &AtControl, id: CheckId, frame: Frame) -> Result<AlarmPage, PageError> {
    let cx = at.context(site);
    let alarm = control::alarm(&cx, &site.settings, id).await?;
    let officer = control::whom(&cx, &alarm).await?;
    let t = frame.t.clone();
    let mut rows = Vec::new();
    if let Some(officer) = &officer {
        rows.extend(stop::who_rows(&t, officer, cx.now));
        rows.push((t.control_row_force(), site.settings.force(officer.force()).name));
    }
    if let Some(known) = &alarm.stop {
        rows.extend(stop::what_rows(&t, known, cx.now));
    }
    let is_own = alarm.stop.as_ref().is_some_and(|stop| Some(&stop.opening.force) == at.actor.force.as_ref());
    let opens_stop = is_own && at.actor.role == Role::ControlRoom;
    let alarm = AlarmView::new(&t, &site.settings, &at.actor, &alarm, cx.now);
    Ok(AlarmPage { frame, findings: words::findings(&t), t, alarm, rows, opens_stop, errors: FieldErrors::none() })
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
    let Some(finding) = AlarmFinding::parse(&closing.finding) else {
        let mut page = page(&site, &at, id, frame).await?;
        page.errors.add("finding", page.t.control_choose_finding());
        return Ok(Page::new(page).status(StatusCode::UNPROCESSABLE_ENTITY).into_response());
    };
    let closed = control::close_alarm(&at.context(&site), &site.settings, id, finding).await;
    conflict::back("closed", closed, frame)
}
