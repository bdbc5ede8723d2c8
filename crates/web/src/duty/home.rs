//! `/duty`: the shift, the stop that goes on, and the officer's own stops.

use app::{AppError, shifts, stop};
use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use domain::stop::{Power, StopOutcome};
use jiff::Timestamp;
use jiff::civil::Time;
use serde::Deserialize;

use super::{Officer, words};
use crate::error::{Form, PageError};
use crate::staff::Stay;
use crate::texts::{Text, Texts};
use crate::{FieldErrors, Frame, Page, Site};

/// Stops that the page lists.
const LISTED_COUNT: u32 = 20;

/// A stop in the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StopRow {
    /// Its page.
    pub href: String,
    /// Its reference.
    pub reference: String,
    /// When it began.
    pub began: Text,
    /// Under which power.
    pub power: Text,
    /// How it ended; empty while it goes on.
    pub outcome: Text,
}

/// `/duty`
#[derive(Template)]
#[template(path = "duty/home.html")]
pub struct HomePage {
    /// What stands around it.
    pub frame: Frame,
    /// Its texts.
    pub t: Texts,
    /// For the warning before the session ends.
    pub stay: Stay,
    /// The number of the officer's card.
    pub number: String,
    /// The name of their force.
    pub force: String,
    /// The shift: from when, until when.
    pub on_duty: Option<(Text, Text)>,
    /// What was typed as the end of the shift.
    pub ends: String,
    /// What needs changing.
    pub errors: FieldErrors,
    /// The page of the stop that goes on.
    pub open: Option<String>,
    /// The newest stops.
    pub stops: Vec<StopRow>,
}

/// The end of the shift: `18:00`.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct BookOnForm {
    ends: String,
}

async fn home(
    site: &Site,
    frame: Frame,
    officer: &Officer,
    ends: String,
    errors: FieldErrors,
) -> Result<HomePage, PageError> {
    let rows = stop::latest(&officer.context(site), LISTED_COUNT).await?;
    let t = frame.t.clone();
    let open = rows.iter().find(|row| row.closed_at.is_none()).map(|row| format!("/duty/stops/{}", row.id));
    let stops = rows.iter().map(|row| StopRow {
        href: match row.closed_at {
            Some(_) => format!("/duty/stops/{}/record", row.id),
            None => format!("/duty/stops/{}", row.id),
        },
        reference: row.reference.to_string(),
        began: t.instant(row.opened_at),
        power: Power::parse(&row.power).map_or_else(|| row.power.clone().into(), |power| words::power(&t, power)),
        outcome: ended(&t, row.outcome.as_deref()),
    });
    let stops = stops.collect();
    let (shift, force) = (&officer.shift, site.settings.force(&officer.shift.force).name);
    let on_duty = shift.on_duty.map(|(since, until)| (t.clock(since), t.instant(until)));
    let number = shift.number.clone();
    Ok(HomePage { stay: officer.stay(), number, force, on_duty, ends, errors, open, stops, t, frame })
}

pub(super) async fn page(
    State(site): State<Site>,
    frame: Frame,
    officer: Officer,
) -> Result<Page<HomePage>, PageError> {
    home(&site, frame, &officer, String::new(), FieldErrors::none()).await.map(Page::new)
}

pub(super) async fn book_on(
    State(site): State<Site>,
    frame: Frame,
    officer: Officer,
    Form(form): Form<BookOnForm>,
) -> Result<Response, PageError> {
    let mut errors = FieldErrors::none();
    let cx = officer.context(&site);
    // Sent twice: the shift is there.
    if officer.shift.on_duty.is_some() {
        return Ok(Redirect::to("/duty").into_response());
    }
    match end_of_shift(&form.ends, cx.now) {
        None => errors.add("ends", frame.t.duty_ends_wrong()),
        Some(until) => match shifts::book_on(&cx, until).await {
            Ok(()) => return Ok(Redirect::to("/duty").into_response()),
            Err(AppError::Refused(refusal)) if words::refused(&mut errors, &refusal) => {}
            Err(error) => return Err(error.into()),
        },
    }
    let page = home(&site, frame, &officer, form.ends, errors).await?;
    Ok(Page::new(page).status(StatusCode::UNPROCESSABLE_ENTITY).into_response())
}

pub(super) async fn book_off(State(site): State<Site>, officer: Officer) -> Result<Redirect, PageError> {
    shifts::book_off(&officer.context(&site)).await?;
    Ok(Redirect::to("/duty"))
}

/// The next time that clocks in London show this: `18:00`, `18.00`, `1800`.
fn end_of_shift(text: &str, now: Timestamp) -> Option<Timestamp> {
    let text = text.trim().replace('.', ":");
    let time = Time::strptime("%H:%M", &text).or_else(|_| Time::strptime("%H%M", &text)).ok()?;
    let here = now.to_zoned(domain::record::time::london());
    let at = |day: jiff::civil::Date| day.to_datetime(time).to_zoned(domain::record::time::london()).ok();
    let today = at(here.date())?;
    let end = if today.timestamp() > now { today } else { at(here.date().tomorrow().ok()?)? };
    Some(end.timestamp())
}

/// How a stop ended; nothing while it is in progress.
fn ended(t: &Texts, outcome: Option<&str>) -> Text {
    outcome.and_then(StopOutcome::parse).map(|outcome| words::outcome(t, outcome)).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_shift_ends_at_the_next_such_time() {
        let now: Timestamp = "2026-11-22T21:30:00Z".parse().unwrap();
        let end = |text| end_of_shift(text, now).map(|end| end.to_string());
        assert_eq!(end("22:00").as_deref(), Some("2026-11-22T22:00:00Z"));
        assert_eq!(end(" 07.00 ").as_deref(), Some("2026-11-23T07:00:00Z"));
        assert_eq!(end("0700").as_deref(), Some("2026-11-23T07:00:00Z"));
        for wrong in ["", "25:00", "seven", "7", "22:61"] {
            assert_eq!(end(wrong), None, "{wrong}");
        }
    }
}
