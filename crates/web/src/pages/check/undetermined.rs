//! The page of a check that could not be determined, which is the third outcome.

use app::AppError;
use askama::Template;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use domain::ErrorKind;
use shell::{Frame, Page};

use crate::Site;
use crate::error::PageError;
use crate::texts::Words as _;

/// The third outcome, which must never look like one of the other two.
#[derive(Template)]
#[template(path = "check/undetermined.html")]
pub struct CheckUndetermined {
    pub control: Option<ControlRoomLine>,
}

/// A control room that can be phoned.
#[derive(Clone, Debug)]
pub struct ControlRoomLine {
    pub force: String,
    pub telephone: String,
}

impl ControlRoomLine {
    /// The control room that is responsible for the whole service.
    pub(crate) fn of(site: &Site) -> Option<Self> {
        let force = site.secrets.force(site.config.duty_force()?);
        Some(Self { force: force.name, telephone: force.telephone })
    }
}

/// The responses if a check cannot be shown.
pub(crate) enum CheckError {
    /// An error in the request.
    Page(PageError),
    /// The service could not determine the outcome.
    Undetermined(Box<Page<CheckUndetermined>>),
}

impl CheckError {
    /// The response to an error during a check.
    pub(crate) fn of(site: &Site, frame: &Frame, error: AppError) -> Self {
        let determined = matches!(error, AppError::Refused(_) | AppError::Forbidden { .. } | AppError::Missing { .. });
        if determined && error.kind() != ErrorKind::Unavailable {
            return Self::Page(error.into());
        }
        tracing::error!(code = error.code(), %error, "a check could not be determined");
        let page = Page::new(frame.clone(), CheckUndetermined { control: ControlRoomLine::of(site) });
        Self::Undetermined(Box::new(page.status(StatusCode::SERVICE_UNAVAILABLE)))
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
            Self::Undetermined(page) => page.into_response(),
        }
    }
}
