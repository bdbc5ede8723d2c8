//! One alarm: its facts, and the actions to take it and to close it with a finding.

use app::control;
use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use domain::check::AlarmFinding;
use domain::{CheckId, Role};
use serde::Deserialize;
use shell::texts::{Text, Texts};
use shell::{FieldErrors, Form, Frame, Page, Path};

use super::AlarmView;
use crate::Site;
use crate::error::PageError;
use crate::pages::board as words;
use crate::pages::board::conflict;
use crate::pages::call::show as stop;
use crate::session::ControlStaff;
use crate::texts::Words as _;

/// `/control/alarms/{check}`
#[derive(Template)]
#[template(path = "alarm/show.html")]
pub struct AlarmShow {
    pub alarm: AlarmView,
    /// The rows about the officer and the stop, each a name and a value. Empty if the code led to nobody.
    pub rows: Vec<(Text, String)>,
    /// True if this actor is allowed to open the page of the stop.
    pub opens_stop: bool,
    pub findings: Vec<(&'static str, Text)>,
    pub errors: FieldErrors,
}

async fn page(site: &Site, at: &ControlStaff, id: CheckId, t: &Texts) -> Result<AlarmShow, PageError> {
    let cx = at.context(site);
    let alarm = control::alarm(&cx, &site.secrets, id).await?;
    let officer = control::whom(&cx, &alarm).await?;
    let mut rows = Vec::new();
    if let Some(officer) = &officer {
        rows.extend(stop::who_rows(t, officer, cx.now));
        rows.push((t.call_row_force(), site.secrets.force(officer.force()).name));
    }
    if let Some(known) = &alarm.stop {
        rows.extend(stop::what_rows(t, known, cx.now));
    }
    let is_own = alarm.stop.as_ref().is_some_and(|stop| Some(&stop.opening.force) == at.actor.force.as_ref());
    let opens_stop = is_own && at.actor.role == Role::ControlRoom;
    let alarm = AlarmView::new(t, &site.secrets, &at.actor, &alarm, cx.now);
    Ok(AlarmShow { findings: words::findings(t), alarm, rows, opens_stop, errors: FieldErrors::none() })
}

/// `GET /control/alarms/{check}`
pub(crate) async fn show(
    State(site): State<Site>,
    at: ControlStaff,
    Path(id): Path<CheckId>,
    frame: Frame,
) -> Result<Page<AlarmShow>, PageError> {
    let page = page(&site, &at, id, &frame.t).await?;
    Ok(Page::new(frame, page))
}

/// `POST /control/alarms/{check}/take`
pub(crate) async fn take(
    State(site): State<Site>,
    at: ControlStaff,
    Path(id): Path<CheckId>,
    frame: Frame,
) -> Result<Response, PageError> {
    let taken = control::acknowledge(&at.context(&site), &site.secrets, id).await;
    conflict::back("taken", taken, frame)
}

#[derive(Deserialize)]
pub(crate) struct CloseForm {
    #[serde(default)]
    finding: String,
}

/// `POST /control/alarms/{check}/close`
pub(crate) async fn close(
    State(site): State<Site>,
    at: ControlStaff,
    Path(id): Path<CheckId>,
    frame: Frame,
    Form(closing): Form<CloseForm>,
) -> Result<Response, PageError> {
    let Some(finding) = AlarmFinding::parse(&closing.finding) else {
        let mut page = page(&site, &at, id, &frame.t).await?;
        page.errors.add("finding", frame.t.alarm_choose_finding());
        return Ok(Page::new(frame, page).status(StatusCode::UNPROCESSABLE_ENTITY).into_response());
    };
    let closed = control::close_alarm(&at.context(&site), &site.secrets, id, finding).await;
    conflict::back("closed", closed, frame)
}
