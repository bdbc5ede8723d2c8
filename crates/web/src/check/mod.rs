//! The check by the public: type a code, or begin citizen-first; see one of three outcomes. No cookie, no script needed.

mod answer;
mod offline;
mod receipt;
mod scan;
mod start;
mod words;

use app::AppError;
use askama::Template;
use axum::Router;
use axum::http::StatusCode;
use axum::middleware::from_fn_with_state;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use domain::ErrorKind;

pub use answer::{Asked, NotVerified, Over, Pending, Verified};
pub use offline::Offline;
pub use receipt::Receipt;
pub use start::Start;
pub(crate) use words::{ethnicity, outcome, power, reason};

use crate::error::PageError;
use crate::limits::gate;
use crate::texts::Texts;
use crate::{Frame, Page, Site};

/// The routes, for both languages.
pub(crate) fn routes(site: &Site) -> Router<Site> {
    let limited = Router::new()
        .route("/check", post(start::check))
        .route("/check/ask", post(start::ask))
        .route("/check/scan", post(scan::scan))
        .route("/check/{reference}/receipt", post(receipt::give).get(answer::back))
        .route_layer(from_fn_with_state(site.clone(), gate));
    Router::new()
        .route("/check", get(start::start))
        .route("/check/offline", get(offline::offline))
        .route("/check/{reference}", get(answer::answer))
        .route("/check/{reference}/photo", get(answer::photo))
        // A silent alarm is never asked to prove anything: each check hears a number of them instead.
        .route("/check/{reference}/wrong", post(answer::wrong).get(answer::back))
        .route("/check/{reference}/place", post(answer::place).get(answer::back))
        .merge(limited)
}

/// What is there once, in no language.
pub(crate) fn once() -> Router<Site> {
    Router::new()
        .route("/check/worker.js", get(offline::worker))
        .route("/check/app.webmanifest", get(offline::manifest))
        .route("/check/keys", get(offline::keys))
}

/// It could not be determined: the third outcome, which is never shown as one of the other two.
#[derive(Template)]
#[template(path = "check/undetermined.html")]
pub struct Undetermined {
    /// What stands around it.
    pub frame: Frame,
    /// Its texts.
    pub t: Texts,
    /// The telephone of the control room.
    pub control: Option<Control>,
}

/// A control room that can be rung.
#[derive(Clone, Debug)]
pub struct Control {
    /// The name of its force.
    pub force: String,
    /// Its telephone.
    pub telephone: String,
}

impl Control {
    /// The control room that answers for the whole service.
    pub(crate) fn of(site: &Site) -> Option<Self> {
        let force = site.settings.force(site.config.duty_force()?);
        Some(Self { force: force.name, telephone: force.telephone })
    }
}

/// Why a page of the check is not shown: an error of the request, or that nothing could be determined.
pub(crate) enum CheckError {
    /// Something about the request.
    Page(PageError),
    /// The system could not be reached.
    Undetermined(Box<Undetermined>),
}

impl CheckError {
    /// What went wrong in a check.
    pub(crate) fn of(site: &Site, frame: &Frame, error: AppError) -> Self {
        let determined = matches!(error, AppError::Refused(_) | AppError::Forbidden { .. } | AppError::Missing { .. });
        if determined && error.kind() != ErrorKind::Unavailable {
            return Self::Page(error.into());
        }
        tracing::error!(code = error.code(), %error, "a check could not be determined");
        let (t, frame) = (frame.t.clone(), frame.clone());
        Self::Undetermined(Box::new(Undetermined { t, frame, control: Control::of(site) }))
    }
}

impl From<PageError> for CheckError {
    fn from(error: PageError) -> Self {
        Self::Page(error)
    }
}

impl IntoResponse for CheckError {
    fn into_response(self) -> Response {
        match self {
            Self::Page(error) => error.into_response(),
            Self::Undetermined(page) => Page::new(*page).status(StatusCode::SERVICE_UNAVAILABLE).into_response(),
        }
    }
}
