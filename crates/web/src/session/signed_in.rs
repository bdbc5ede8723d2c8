//! Extractors for signed-in staff. Each request checks the record again: staff who have left, were suspended (at a
//! control desk) or lost their device are signed out at once.

use std::marker::PhantomData;

use app::{AppError, Context};
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderMap, Method, header};
use axum::response::{IntoResponse, Redirect, Response};
use domain::{Actor, DeviceId};
use jiff::{SignedDuration, Timestamp};
use shell::error::Case;
use shell::texts::{Text, Texts};
use tower_sessions::Session;

use super::{Desk, SessionHolder, WHO, failed, now};
use crate::Site;
use crate::desks::{ControlDesk, OfficerDesk};
use crate::error::PageError;

/// Minimum time between two writes of a session: loading one page with five assets counts once.
const NOTED_EVERY: SignedDuration = SignedDuration::from_secs(60);

/// An officer at the officer's desk.
pub type DeskOfficer = DeskStaff<OfficerDesk>;

/// A member of staff at the control room's desk.
pub type ControlStaff = DeskStaff<ControlDesk>;

/// A member of staff who is signed in at a desk. Extracting them counts as using the session.
#[derive(Clone, Debug)]
pub struct DeskStaff<D> {
    /// The person and the role in which they act.
    pub actor: Actor,
    /// The force's device that they are using.
    pub device: DeviceId,
    /// The end of the session if it is not used again.
    pub ends_at: Timestamp,
    /// The current time, by the record's clock.
    now: Timestamp,
    session: Session,
    desk: PhantomData<D>,
}

/// Same as [`DeskStaff`], for requests that a page sends by itself, such as a stream of events. They do not keep a
/// session alive.
#[derive(Clone, Debug)]
pub struct WatchingStaff<D>(pub DeskStaff<D>);

/// The data for the warning before a session ends: `templates/desks/signed_in.html`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stay {
    pub desk: &'static str,
    /// The time of day at which the session ends if it is not used again.
    pub ends_at: Text,
    /// The number of seconds until then.
    pub seconds: i64,
}

/// The responses if nobody is signed in.
#[derive(Debug)]
pub enum SessionRejection {
    /// A page was requested, so the response leads to the sign-in page.
    Page(&'static str),
    /// A form was sent, or a script made the request.
    Sent,
    /// The record could not be read.
    Failed(Box<PageError>),
}

impl<D: Desk> DeskStaff<D> {
    /// The context for their action.
    pub fn context<'a>(&self, site: &'a Site) -> Context<'a> {
        site.app.context(self.actor.clone())
    }

    pub fn stay(&self) -> Stay {
        let seconds = self.ends_at.duration_since(self.now).as_secs();
        Stay { desk: D::PATH, ends_at: Texts::default().clock(self.ends_at), seconds: seconds.max(0) }
    }

    /// Ends the session.
    ///
    /// # Errors
    /// If the database fails. The session then remains open.
    pub async fn sign_out(self) -> Result<(), PageError> {
        self.session.flush().await.map_err(|error| failed(&error))
    }

    async fn find(parts: &mut Parts, site: &Site, used: bool) -> Result<Self, SessionRejection> {
        let out = || SessionRejection::of::<D>(&parts.method, &parts.headers);
        let Some(session) = parts.extensions.get::<Session>().cloned() else {
            return Err(PageError::bug("no sessions are laid around this page").into());
        };
        let mut who = match session.get::<SessionHolder>(WHO).await {
            Ok(Some(who)) => who,
            Ok(None) => return Err(out()),
            Err(error) => return Err(failed(&error).into()),
        };
        let now = now(&site.app);
        if who.desk != D::PATH || !D::ROLES.contains(&who.role) || who.until() <= now {
            return Err(out());
        }
        let cx = site.app.system("sign-in");
        let actor = match app::device::actor(&cx, who.officer, who.role, who.device).await {
            Ok(actor) => actor,
            Err(AppError::Missing { .. }) => {
                session.flush().await.map_err(|error| failed(&error))?;
                return Err(out());
            }
            Err(error) => return Err(PageError::from(error).into()),
        };
        if used && now.duration_since(who.used_at) >= NOTED_EVERY {
            who.used_at = now;
            session.insert(WHO, &who).await.map_err(|error| failed(&error))?;
        }
        Ok(Self { actor, device: who.device, ends_at: who.until(), now, session, desk: PhantomData })
    }
}

impl SessionRejection {
    fn of<D: Desk>(method: &Method, headers: &HeaderMap) -> Self {
        let accepted = headers.get(header::ACCEPT).and_then(|value| value.to_str().ok()).unwrap_or_default();
        let is_page = matches!(*method, Method::GET | Method::HEAD) && !accepted.starts_with("application/json");
        if is_page && !accepted.starts_with("text/event-stream") { Self::Page(D::PATH) } else { Self::Sent }
    }
}

impl From<PageError> for SessionRejection {
    fn from(error: PageError) -> Self {
        Self::Failed(Box::new(error))
    }
}

impl IntoResponse for SessionRejection {
    fn into_response(self) -> Response {
        match self {
            Self::Page(area) => Redirect::to(&format!("{area}/sign-in")).into_response(),
            Self::Sent => {
                PageError::new(Case::Unauthenticated, crate::pages::session::signed_out::SIGNED_OUT).into_response()
            }
            Self::Failed(error) => error.into_response(),
        }
    }
}

impl<D: Desk> FromRequestParts<Site> for DeskStaff<D> {
    type Rejection = SessionRejection;

    async fn from_request_parts(parts: &mut Parts, site: &Site) -> Result<Self, SessionRejection> {
        Self::find(parts, site, true).await
    }
}

impl<D: Desk> FromRequestParts<Site> for WatchingStaff<D> {
    type Rejection = SessionRejection;

    async fn from_request_parts(parts: &mut Parts, site: &Site) -> Result<Self, SessionRejection> {
        DeskStaff::find(parts, site, false).await.map(Self)
    }
}
