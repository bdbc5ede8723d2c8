//! Extractors of officers who may act. Whoever may not sees one sentence on every page, the same whatever the cause.

use app::shifts::{self, Shift};
use axum::extract::FromRequestParts;
use axum::http::StatusCode;
use axum::http::request::Parts;
use axum::response::{IntoResponse, Response};
use shell::error::Case;
use shell::texts::Texts;
use shell::{Frame, Page};

use super::{OnDuty, SignedIn, SignedOut, Stay, Watching};
use crate::Site;
use crate::desks::Duty;
use crate::error::PageError;
use crate::pages::shift::BlockedPage;
use crate::texts::Words as _;

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
    Blocked(Box<Page<BlockedPage>>),
    /// It could not be found out.
    Failed(Box<PageError>),
}

impl IntoResponse for NotNow {
    fn into_response(self) -> Response {
        match self {
            Self::SignedOut(out) => out.into_response(),
            Self::Blocked(page) => page.into_response(),
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
        let frame = Frame::new(site.shell.clone(), "/duty");
        let page = Page::new(frame, BlockedPage { stay: signed_in.stay() });
        Err(NotNow::Blocked(Box::new(page.status(StatusCode::FORBIDDEN))))
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
