//! Extractors of who is signed in. Each request asks the record anew: who left, was suspended (at a desk) or lost the device is
//! out at once.

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

use super::{Area, WHO, Who, failed, now};
use crate::Site;
use crate::desks::{Control, Duty};
use crate::error::PageError;

/// A session is written back at most as often: a page that loads five things is used once.
const NOTED_EVERY: SignedDuration = SignedDuration::from_secs(60);

/// An officer at their own pages.
pub type OnDuty = SignedIn<Duty>;

/// Somebody at the pages of the control room.
pub type AtControl = SignedIn<Control>;

/// Somebody who is signed in to an area. Taking it counts as use of the session.
#[derive(Clone, Debug)]
pub struct SignedIn<A> {
    /// As whom they act.
    pub actor: Actor,
    /// On which device of the force.
    pub device: DeviceId,
    /// When the session ends unless it is used.
    pub ends_at: Timestamp,
    /// Now, by the clock of the record.
    now: Timestamp,
    session: Session,
    area: PhantomData<A>,
}

/// The same for what a page asks for by itself, again and again: a stream of events, a count. It keeps no session alive.
#[derive(Clone, Debug)]
pub struct Watching<A>(pub SignedIn<A>);

/// What the warning of the end of a session needs: `templates/staff/stay.html`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stay {
    /// The path of the area.
    pub area: &'static str,
    /// When the session ends unless it is used: the time of day.
    pub ends_at: Text,
    /// How many seconds that are from now.
    pub seconds: i64,
}

/// Nobody is signed in.
#[derive(Debug)]
pub enum SignedOut {
    /// A page: sign in, then come back.
    Page(&'static str),
    /// Something that was sent, or asked for by a script.
    Sent,
    /// It could not be found out.
    Failed(Box<PageError>),
}

impl<A: Area> SignedIn<A> {
    /// The context of what they do now.
    pub fn context<'a>(&self, site: &'a Site) -> Context<'a> {
        site.app.context(self.actor.clone())
    }

    /// For the warning before the session ends.
    pub fn stay(&self) -> Stay {
        let seconds = self.ends_at.duration_since(self.now).as_secs();
        Stay { area: A::PATH, ends_at: Texts::default().clock(self.ends_at), seconds: seconds.max(0) }
    }

    /// Ends the session.
    ///
    /// # Errors
    /// When the database fails: then it is still open.
    pub async fn sign_out(self) -> Result<(), PageError> {
        self.session.flush().await.map_err(|error| failed(&error))
    }

    async fn find(parts: &mut Parts, site: &Site, used: bool) -> Result<Self, SignedOut> {
        let out = || SignedOut::of::<A>(&parts.method, &parts.headers);
        let Some(session) = parts.extensions.get::<Session>().cloned() else {
            return Err(PageError::bug("no sessions are laid around this page").into());
        };
        let mut who = match session.get::<Who>(WHO).await {
            Ok(Some(who)) => who,
            Ok(None) => return Err(out()),
            Err(error) => return Err(failed(&error).into()),
        };
        let now = now(&site.app);
        if who.area != A::PATH || !A::ROLES.contains(&who.role) || who.until() <= now {
            return Err(out());
        }
        let cx = site.app.system("sign-in");
        let actor = match app::staff::actor(&cx, who.officer, who.role, who.device).await {
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
        Ok(Self { actor, device: who.device, ends_at: who.until(), now, session, area: PhantomData })
    }
}

impl SignedOut {
    fn of<A: Area>(method: &Method, headers: &HeaderMap) -> Self {
        let accepted = headers.get(header::ACCEPT).and_then(|value| value.to_str().ok()).unwrap_or_default();
        let is_page = matches!(*method, Method::GET | Method::HEAD) && !accepted.starts_with("application/json");
        if is_page && !accepted.starts_with("text/event-stream") { Self::Page(A::PATH) } else { Self::Sent }
    }
}

impl From<PageError> for SignedOut {
    fn from(error: PageError) -> Self {
        Self::Failed(Box::new(error))
    }
}

impl IntoResponse for SignedOut {
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

impl<A: Area> FromRequestParts<Site> for SignedIn<A> {
    type Rejection = SignedOut;

    async fn from_request_parts(parts: &mut Parts, site: &Site) -> Result<Self, SignedOut> {
        Self::find(parts, site, true).await
    }
}

impl<A: Area> FromRequestParts<Site> for Watching<A> {
    type Rejection = SignedOut;

    async fn from_request_parts(parts: &mut Parts, site: &Site) -> Result<Self, SignedOut> {
        SignedIn::find(parts, site, false).await.map(Self)
    }
}
