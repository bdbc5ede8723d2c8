//! The actions behind the demonstration's buttons.

use axum::Extension;
use axum::extract::State;
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;
use shell::{Form, Frame, Path};
use web::{PageError, Site, desks, session};

use super::pages::DemonstrationState;
use super::{Area, Part, draw_all, standards};

/// One year, which is longer than anything in the demonstration lasts.
const SECONDS_MAXIMUM: u32 = 366 * 24 * 60 * 60;

/// Signs a newcomer in as the person who plays a part, and redirects to that person's pages.
pub(super) async fn be(
    State(site): State<Site>,
    Extension(demonstration): DemonstrationState,
    Path(key): Path<String>,
) -> Result<Response, PageError> {
    let part = Part::parse(&key).filter(|part| part.can_be_played()).ok_or_else(PageError::missing)?;
    let person = demonstration.cast.person(part).ok_or_else(PageError::missing)?;
    let (cookie, path) = match part.area() {
        Area::Duty => {
            (session::begin_apart::<desks::OfficerDesk>(&site, &person.actor(), person.device).await?, "/duty")
        }
        Area::Control => {
            (session::begin_apart::<desks::ControlDesk>(&site, &person.actor(), person.device).await?, "/control")
        }
    };
    let headers = HeaderMap::from_iter([(header::SET_COOKIE, cookie)]);
    Ok((headers, Redirect::to(path)).into_response())
}

/// Suspends the detective. A second call changes nothing.
pub(super) async fn suspend(
    State(site): State<Site>,
    Extension(demonstration): DemonstrationState,
    frame: Frame,
) -> Result<Redirect, PageError> {
    let detective = demonstration.cast.person(Part::Detective).ok_or_else(PageError::missing)?;
    if !standards::is_suspended(&site, detective.officer).await? {
        let matter = standards::suspend(&site, &demonstration.cast, detective.officer).await?;
        demonstration.keep_matter(Some(matter));
    }
    Ok(back(&frame))
}

/// Ends the suspension. A second call changes nothing.
pub(super) async fn reinstate(
    State(site): State<Site>,
    Extension(demonstration): DemonstrationState,
    frame: Frame,
) -> Result<Redirect, PageError> {
    if let Some(matter) = demonstration.matter() {
        standards::reinstate(&site, &demonstration.cast, matter).await?;
        demonstration.keep_matter(None);
    }
    Ok(back(&frame))
}

/// Ends the detective's stop.
pub(super) async fn end_stop(
    State(site): State<Site>,
    Extension(demonstration): DemonstrationState,
    frame: Frame,
) -> Result<Redirect, PageError> {
    let detective = demonstration.cast.person(Part::Detective).ok_or_else(PageError::missing)?;
    standards::end_stop(&site, detective).await?;
    Ok(back(&frame))
}

/// Draws new codes to try.
pub(super) async fn draw(
    State(site): State<Site>,
    Extension(demonstration): DemonstrationState,
    frame: Frame,
) -> Result<Redirect, PageError> {
    let drawn = draw_all(&site, &demonstration.cast).await?;
    if !drawn.is_empty() {
        demonstration.keep_codes(drawn);
    }
    Ok(back(&frame))
}

/// Closes the database for good, as in an outage. No button leads here; a browser test uses it.
pub(super) async fn outage(State(site): State<Site>, frame: Frame) -> Redirect {
    site.app.store.close().await;
    back(&frame)
}

#[derive(Deserialize)]
pub(super) struct Passes {
    minutes: u32,
    /// Added to the minutes. No button sends them; browser tests do.
    #[serde(default)]
    seconds: u32,
}

/// Moves the clock forward.
pub(super) async fn pass_time(
    Extension(demonstration): DemonstrationState,
    frame: Frame,
    Form(passes): Form<Passes>,
) -> Redirect {
    let seconds = passes.minutes.saturating_mul(60).saturating_add(passes.seconds);
    demonstration.clock.forward(seconds.min(SECONDS_MAXIMUM));
    back(&frame)
}

fn back(frame: &Frame) -> Redirect {
    Redirect::to(&frame.at("/demonstration/standards"))
}
