//! The officer's pages: book on, begin a stop, show its code, finish its record. Journeys a1 and a2.
//!
//! Whoever may not act as an officer sees one sentence on every one of them, the same whatever the cause.

mod finish;
mod home;
mod offline;
mod start;
mod stop;
mod words;

use app::shifts::{self, Shift};
use askama::Template;
use axum::Router;
use axum::extract::FromRequestParts;
use axum::http::StatusCode;
use axum::http::request::Parts;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};

use crate::error::{Case, PageError};
use crate::staff::{Duty, OnDuty, SignedIn, SignedOut, Stay, Watching};
use crate::texts::Texts;
use crate::{Frame, Page, Site};

pub use finish::{FinishForm, FinishPage, RecordPage, SupplementForm};
pub use home::{BookOnForm, HomePage, StopRow};
pub use start::{StartForm, StartPage};
pub use stop::{CodeShown, StopPage, StopState};

/// The pages, under `/duty`.
pub(crate) fn pages() -> Router<Site> {
    Router::new()
        .route("/duty", get(home::page))
        .route("/duty/book-on", post(home::book_on))
        .route("/duty/book-off", post(home::book_off))
        .route("/duty/stops/new", get(start::page).post(start::begin))
        .route("/duty/stops/{id}", get(stop::page))
        .route("/duty/stops/{id}/code", post(stop::code))
        .route("/duty/stops/{id}/state", get(stop::state))
        .route("/duty/stops/{id}/word", post(stop::answer))
        .route("/duty/stops/{id}/attestation", get(offline::attestation))
        .route("/duty/stops/{id}/finish", get(finish::page).post(finish::finish))
        .route("/duty/stops/{id}/record", get(finish::record).post(finish::supplement))
}

/// An officer who is signed in and may act.
pub(crate) struct Officer {
    /// Who, and on which device.
    pub(crate) signed_in: OnDuty,
    /// Their shift.
    pub(crate) shift: Shift,
}

/// The same for what a page asks for by itself.
pub(crate) struct WatchingOfficer(pub(crate) Officer);

/// The same for the page that begins a stop: whoever tries and may not act has shown themselves as an officer.
pub(crate) struct Beginning(pub(crate) Officer);

/// Why somebody is not shown an officer's page.
pub(crate) enum NotNow {
    /// Nobody is signed in.
    SignedOut(SignedOut),
    /// They may not act: one sentence.
    Blocked(Box<BlockedPage>),
    /// It could not be found out.
    Failed(Box<PageError>),
}

/// The one sentence that somebody sees who may not act.
#[derive(Template)]
#[template(path = "duty/blocked.html")]
pub struct BlockedPage {
    /// What stands around it.
    pub frame: Frame,
    /// Its texts.
    pub t: Texts,
    /// For the warning before the session ends.
    pub stay: Stay,
}

impl IntoResponse for NotNow {
    fn into_response(self) -> Response {
        match self {
            Self::SignedOut(out) => out.into_response(),
            Self::Blocked(page) => Page::new(*page).status(StatusCode::FORBIDDEN).into_response(),
            Self::Failed(error) => error.into_response(),
        }
    }
}

impl Officer {
    async fn find(signed_in: OnDuty, parts: &mut Parts, site: &Site) -> Result<Self, NotNow> {
        let shift = shifts::mine(&signed_in.context(site)).await;
        let shift = shift.map_err(|error| NotNow::Failed(Box::new(error.into())))?;
        if shift.may_act {
            return Ok(Self { signed_in, shift });
        }
        let accepted = parts.headers.get(axum::http::header::ACCEPT).and_then(|value| value.to_str().ok());
        if accepted.is_some_and(|accepted| accepted.starts_with("application/json")) {
            let error = PageError::new(Case::Forbidden, "officer.may-not-act");
            return Err(NotNow::Failed(Box::new(error.saying(Texts::default().duty_blocked()))));
        }
        let frame = Frame::new(site.clone(), "/duty");
        let page = BlockedPage { t: frame.t.clone(), frame, stay: signed_in.stay() };
        Err(NotNow::Blocked(Box::new(page)))
    }

    pub(crate) fn stay(&self) -> Stay {
        self.signed_in.stay()
    }

    pub(crate) fn context<'a>(&self, site: &'a Site) -> app::Context<'a> {
        self.signed_in.context(site)
    }
}

impl FromRequestParts<Site> for Officer {
    type Rejection = NotNow;

    async fn from_request_parts(parts: &mut Parts, site: &Site) -> Result<Self, NotNow> {
        let signed_in = SignedIn::<Duty>::from_request_parts(parts, site).await.map_err(NotNow::SignedOut)?;
        Self::find(signed_in, parts, site).await
    }
}

impl FromRequestParts<Site> for Beginning {
    type Rejection = NotNow;

    async fn from_request_parts(parts: &mut Parts, site: &Site) -> Result<Self, NotNow> {
        let signed_in = SignedIn::<Duty>::from_request_parts(parts, site).await.map_err(NotNow::SignedOut)?;
        let found = Officer::find(signed_in.clone(), parts, site).await;
        if let Err(NotNow::Blocked(_)) = &found {
            let tried = app::stop::tried_to_begin(&signed_in.context(site)).await;
            tried.map_err(|error| NotNow::Failed(Box::new(error.into())))?;
        }
        found.map(Self)
    }
}

impl FromRequestParts<Site> for WatchingOfficer {
    type Rejection = NotNow;

    async fn from_request_parts(parts: &mut Parts, site: &Site) -> Result<Self, NotNow> {
        let Watching(signed_in) = Watching::<Duty>::from_request_parts(parts, site).await.map_err(NotNow::SignedOut)?;
        Officer::find(signed_in, parts, site).await.map(Self)
    }
}
