//! `/duty`: the shift, the stop in progress, and the officer's own stops.

use app::officer::shift;
use app::{AppError, stop};
use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use domain::stop::{Power, StopOutcome};
use jiff::Timestamp;
use jiff::civil::Time;
use serde::Deserialize;
use shell::texts::{Text, Texts};
use shell::{FieldErrors, Form, Frame, Page};

use crate::error::PageError;
use crate::session::Stay;
use crate::session::officer::ActingOfficer;
use crate::texts::Words as _;
use crate::{Site, words};

const LISTED_COUNT: u32 = 20;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ShiftStop {
    pub href: String,
    pub reference: String,
    pub began: Text,
    pub power: Text,
    /// The outcome. Empty while the stop is in progress.
    pub outcome: Text,
}

/// `/duty`
#[derive(Template)]
#[template(path = "shift/home.html")]
pub struct ShiftHome {
    pub stay: Stay,
    pub number: String,
    pub force: String,
    /// The start and end of the shift.
    pub on_duty: Option<(Text, Text)>,
    /// The end of the shift, as typed.
    pub ends: String,
    pub errors: FieldErrors,
    /// The path of the stop in progress.
    pub open: Option<String>,
    pub stops: Vec<ShiftStop>,
}

/// The end of the shift, such as `18:00`.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct BookOnForm {
    ends: String,
}

async fn home(
    site: &Site,
    t: &Texts,
    officer: &ActingOfficer,
    ends: String,
    errors: FieldErrors,
) -> Result<ShiftHome, PageError> {
    let rows = stop::latest(&officer.context(site), LISTED_COUNT).await?;
    let open = rows.iter().find(|row| row.closed_at.is_none()).map(|row| format!("/duty/stops/{}", row.id));
    let stops = rows.iter().map(|row| ShiftStop {
        href: match row.closed_at {
            Some(_) => format!("/duty/stops/{}/record", row.id),
            None => format!("/duty/stops/{}", row.id),
        },
        reference: row.reference.to_string(),
        began: t.instant(row.opened_at),
        power: Power::parse(&row.power).map_or_else(|| row.power.clone().into(), |power| words::power(t, power)),
        outcome: ended(t, row.outcome.as_deref()),
    });
    let stops = stops.collect();
    let (shift, force) = (&officer.shift, site.secrets.force(&officer.shift.force).name);
    let on_duty = shift.on_duty.map(|(since, until)| (t.clock(since), t.instant(until)));
    let number = shift.number.clone();
    Ok(ShiftHome { stay: officer.stay(), number, force, on_duty, ends, errors, open, stops })
}

pub(crate) async fn page(
    State(site): State<Site>,
    frame: Frame,
    officer: ActingOfficer,
) -> Result<Page<ShiftHome>, PageError> {
    let home = home(&site, &frame.t, &officer, String::new(), FieldErrors::none()).await?;
    Ok(Page::new(frame, home))
}

pub(crate) async fn book_on(
    State(site): State<Site>,
    frame: Frame,
    officer: ActingOfficer,
    Form(form): Form<BookOnForm>,
) -> Result<Response, PageError> {
    let mut errors = FieldErrors::none();
    let cx = officer.context(&site);
    // The form was sent twice, and the shift already exists.
    if officer.shift.on_duty.is_some() {
        return Ok(Redirect::to("/duty").into_response());
    }
    match end_of_shift(&form.ends, cx.now) {
        None => errors.add("ends", frame.t.shift_ends_wrong()),
        Some(until) => match shift::book_on(&cx, until).await {
            Ok(()) => return Ok(Redirect::to("/duty").into_response()),
            Err(AppError::Refused(refusal)) if words::refused(&mut errors, &refusal) => {}
            Err(error) => return Err(error.into()),
        },
    }
    let page = home(&site, &frame.t, &officer, form.ends, errors).await?;
    Ok(Page::new(frame, page).status(StatusCode::UNPROCESSABLE_ENTITY).into_response())
}

pub(crate) async fn book_off(State(site): State<Site>, officer: ActingOfficer) -> Result<Redirect, PageError> {
    shift::book_off(&officer.context(&site)).await?;
    Ok(Redirect::to("/duty"))
}

/// The next instant at which London clocks show this time, written as `18:00`, `18.00` or `1800`.
fn end_of_shift(text: &str, now: Timestamp) -> Option<Timestamp> {
    let text = text.trim().replace('.', ":");
    let time = Time::strptime("%H:%M", &text).or_else(|_| Time::strptime("%H%M", &text)).ok()?;
    let here = now.to_zoned(domain::record::time::london());
    let at = |day: jiff::civil::Date| day.to_datetime(time).to_zoned(domain::record::time::london()).ok();
    let today = at(here.date())?;
    let end = if today.timestamp() > now { today } else { at(here.date().tomorrow().ok()?)? };
    Some(end.timestamp())
}

/// The outcome of a stop. Empty while it is in progress.
fn ended(t: &Texts, outcome: Option<&str>) -> Text {
    outcome.and_then(StopOutcome::parse).map(|outcome| words::outcome(t, outcome)).unwrap_or_default()
}
