//! Extractors for officers who are allowed to act. Other officers see the same sentence on every page, whatever the
//! cause.

use app::officer::shift::{self, Shift};
use axum::extract::FromRequestParts;
use axum::http::StatusCode;
use axum::http::request::Parts;
use axum::response::{IntoResponse, Response};
use shell::error::Case;
use shell::texts::Texts;
use shell::{Frame, Page};

use super::{DeskOfficer, DeskStaff, SessionRejection, Stay, WatchingStaff};
use crate::Site;
use crate::desks::OfficerDesk;
use crate::error::PageError;
use crate::pages::shift::ShiftBlocked;
use crate::texts::Words as _;

/// An officer who is signed in and allowed to act.
pub(crate) struct ActingOfficer {
    /// The session, with the actor and their device.
    pub(crate) signed_in: DeskOfficer,
    pub(crate) shift: Shift,
}

/// Same as [`ActingOfficer`], for requests that a page sends by itself.
pub(crate) struct WatchingOfficer(pub(crate) ActingOfficer);

/// Same as [`ActingOfficer`], for the page that starts a stop. An officer who tries to without being allowed to act has
/// posed as one who is, which is recorded.
pub(crate) struct BeginningOfficer(pub(crate) ActingOfficer);

/// The responses that replace an officer's page.
pub(crate) enum OfficerRejection {
    /// Nobody is signed in.
    Session(SessionRejection),
    /// The officer is not allowed to act.
    Blocked(Box<Page<ShiftBlocked>>),
    /// The record could not be read.
    Failed(Box<PageError>),
}

impl IntoResponse for OfficerRejection {
    fn into_response(self) -> Response {
        match self {
            Self::Session(out) => out.into_response(),
            Self::Blocked(page) => page.into_response(),
            Self::Failed(error) => error.into_response(),
        }
    }
}

impl ActingOfficer {
    async fn find(signed_in: DeskOfficer, parts: &mut Parts, site: &Site) -> Result<Self, OfficerRejection> {
        let shift = shift::mine(&signed_in.context(site)).await;
        let shift = shift.map_err(|error| OfficerRejection::Failed(Box::new(error.into())))?;
        if shift.may_act {
            return Ok(Self { signed_in, shift });
        }
        let accepted = parts.headers.get(axum::http::header::ACCEPT).and_then(|value| value.to_str().ok());
        if accepted.is_some_and(|accepted| accepted.starts_with("application/json")) {
            let error = PageError::new(Case::Forbidden, "officer.may-not-act");
            return Err(OfficerRejection::Failed(Box::new(error.saying(Texts::default().shift_blocked()))));
        }
        let frame = Frame::new(site.shell.clone(), "/duty");
        let page = Page::new(frame, ShiftBlocked { stay: signed_in.stay() });
        Err(OfficerRejection::Blocked(Box::new(page.status(StatusCode::FORBIDDEN))))
    }

    pub(crate) fn stay(&self) -> Stay {
        self.signed_in.stay()
    }

    pub(crate) fn context<'a>(&self, site: &'a Site) -> app::Context<'a> {
        self.signed_in.context(site)
    }
}

impl FromRequestParts<Site> for ActingOfficer {
    type Rejection = OfficerRejection;

    async fn from_request_parts(parts: &mut Parts, site: &Site) -> Result<Self, OfficerRejection> {
        let signed_in =
            DeskStaff::<OfficerDesk>::from_request_parts(parts, site).await.map_err(OfficerRejection::Session)?;
        Self::find(signed_in, parts, site).await
    }
}

impl FromRequestParts<Site> for BeginningOfficer {
    type Rejection = OfficerRejection;

    async fn from_request_parts(parts: &mut Parts, site: &Site) -> Result<Self, OfficerRejection> {
        let signed_in =
            DeskStaff::<OfficerDesk>::from_request_parts(parts, site).await.map_err(OfficerRejection::Session)?;
        let found = ActingOfficer::find(signed_in.clone(), parts, site).await;
        if let Err(OfficerRejection::Blocked(_)) = &found {
            let tried = app::stop::tried_to_begin(&signed_in.context(site)).await;
            tried.map_err(|error| OfficerRejection::Failed(Box::new(error.into())))?;
        }
        found.map(Self)
    }
}

impl FromRequestParts<Site> for WatchingOfficer {
    type Rejection = OfficerRejection;

    async fn from_request_parts(parts: &mut Parts, site: &Site) -> Result<Self, OfficerRejection> {
        let WatchingStaff(signed_in) =
            WatchingStaff::<OfficerDesk>::from_request_parts(parts, site).await.map_err(OfficerRejection::Session)?;
        ActingOfficer::find(signed_in, parts, site).await.map(Self)
    }
}
