//! `/duty/stops/{id}/record`: the search record of a stop that has ended, and its supplements.

use app::AppError;
use app::stop::{self, OwnStop};
use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use domain::StopId;
use domain::stop::{Ethnicity, Power, ReasonCode};
use serde::Deserialize;
use shell::texts::{Text, Texts};
use shell::{FieldErrors, Form, Frame, Page, Path};

use super::path;
use crate::error::PageError;
use crate::session::Stay;
use crate::session::officer::ActingOfficer;
use crate::texts::Words as _;
use crate::{Site, words};

/// `/duty/stops/{id}/record`
#[derive(Template)]
#[template(path = "stop/supplement.html")]
pub struct StopSupplement {
    pub stay: Stay,
    pub path: String,
    pub reference: String,
    /// The search record, as pairs of name and value.
    pub rows: Vec<(Text, Text)>,
    /// True if the power or the reason stated at the end is not the one stated at the start.
    pub changed: bool,
    /// The supplements, each with its time and words.
    pub supplements: Vec<(Text, String)>,
    /// The supplement, as typed.
    pub words: String,
    pub errors: FieldErrors,
}

/// A supplement to a search record.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct SupplementForm {
    words: String,
}

fn record_page(
    t: &Texts,
    officer: &ActingOfficer,
    mine: &OwnStop,
    typed: String,
    errors: FieldErrors,
) -> StopSupplement {
    let supplements = mine.stop.supplements.iter();
    let supplements =
        supplements.map(|(at, words)| (t.instant(*at), words.known().cloned().unwrap_or_default())).collect();
    StopSupplement {
        stay: officer.stay(),
        path: path(mine.stop.id),
        reference: mine.stop.opening.reference.to_string(),
        rows: rows(t, mine),
        changed: mine.stop.reason_changed,
        supplements,
        words: typed,
        errors,
    }
}

/// The statements at the start and the search record at the end.
fn rows(t: &Texts, mine: &OwnStop) -> Vec<(Text, Text)> {
    let (stop, stated) = (&mine.stop, &mine.stop.opening);
    let stated_as = |power: Power, code: Option<ReasonCode>| -> Text {
        let reason = code.map(|code| words::reason(t, code)).unwrap_or_default();
        t.stop_power_and_reason(words::power(t, power), reason)
    };
    let mut rows = vec![
        (t.stop_began(), t.instant(stop.opened_at)),
        (t.stop_place(), stated.place.clone().into()),
        (t.stop_stated_first(), stated_as(stated.power, stated.reason_code)),
        (t.stop_reason(), stated.reason.known().cloned().unwrap_or_default().into()),
    ];
    if let Some(object) = &stated.object {
        rows.push((t.stop_object(), object.known().cloned().unwrap_or_default().into()));
    }
    if let Some(closed) = &stop.closed {
        rows.push((t.stop_ended(), t.instant(closed.at)));
        rows.push((t.stop_outcome(), words::outcome(t, closed.outcome)));
        rows.push((t.stop_stated_last(), stated_as(closed.power, closed.reason_code)));
        if let Some(record) = closed.record.as_ref().and_then(|record| record.known()) {
            rows.push((t.stop_grounds(), record.grounds.clone().into()));
            let found = if record.found.is_empty() { t.stop_nothing_found() } else { record.found.clone().into() };
            rows.push((t.stop_found(), found));
            let given = record.self_defined_ethnicity.unwrap_or(Ethnicity::Ns);
            rows.push((t.stop_self_defined(), words::ethnicity(t, given)));
            if let Some(seen) = record.perceived_ethnicity {
                rows.push((t.stop_perceived(), words::ethnicity(t, seen)));
            }
        }
    }
    rows
}

pub(crate) async fn record(
    State(site): State<Site>,
    frame: Frame,
    officer: ActingOfficer,
    Path(id): Path<StopId>,
) -> Result<Response, PageError> {
    let mine = stop::one(&officer.context(&site), id).await?;
    if mine.stop.is_open() {
        return Ok(Redirect::to(&path(id)).into_response());
    }
    let page = record_page(&frame.t, &officer, &mine, String::new(), FieldErrors::none());
    Ok(Page::new(frame, page).into_response())
}

pub(crate) async fn supplement(
    State(site): State<Site>,
    frame: Frame,
    officer: ActingOfficer,
    Path(id): Path<StopId>,
    Form(form): Form<SupplementForm>,
) -> Result<Response, PageError> {
    let cx = officer.context(&site);
    let mine = stop::one(&cx, id).await?;
    let done = || Redirect::to(&format!("{}/record", path(id))).into_response();
    let last = mine.stop.supplements.last().and_then(|(_, words)| words.known());
    // The form was sent twice, and the supplement already exists.
    if last.is_some_and(|last| last == form.words.trim()) {
        return Ok(done());
    }
    let mut errors = FieldErrors::none();
    match stop::supplement(&cx, id, &form.words).await {
        Ok(()) => return Ok(done()),
        Err(AppError::Refused(refusal)) if words::refused(&mut errors, &refusal) => {}
        Err(error) => return Err(error.into()),
    }
    let page = record_page(&frame.t, &officer, &mine, form.words, errors);
    Ok(Page::new(frame, page).status(StatusCode::UNPROCESSABLE_ENTITY).into_response())
}
