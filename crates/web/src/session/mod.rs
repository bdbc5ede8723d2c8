//! Staff sessions: the person who is signed in, their device of the force, and their desk. Public pages set no cookie.
//!
//! Each desk has a cookie of its own, which is sent only under its path. A session's content is kept on the server, and
//! every request checks against the record whether the session is still valid.

pub(crate) mod officer;
pub(crate) mod passkey;
mod signed_in;
mod store;

use app::App;
use axum::Router;
use axum::http::HeaderValue;
use axum::middleware::from_fn_with_state;
use axum::routing::{get, post};
use domain::{Actor, DeviceId, OfficerId, Role};
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use shell::error::Case;
use shell::limits::gate;
use tower_sessions::Session;

use crate::error::PageError;
use crate::{Site, pages};

pub use signed_in::{ControlStaff, DeskOfficer, DeskStaff, SessionRejection, Stay, WatchingStaff};

/// The lifetime of a session that is not used.
pub const IDLE: SignedDuration = SignedDuration::from_mins(30);

/// The longest lifetime of a session.
pub const LONGEST: SignedDuration = SignedDuration::from_hours(12);

/// The key in the session under which the signed-in person is stored.
const WHO: &str = "who";

/// A desk for staff. A session gives access to one desk and no other.
pub trait Desk: Copy + Send + Sync + 'static {
    /// The path under which all its pages are found.
    const PATH: &'static str;
    /// The name of its cookie.
    const COOKIE: &'static str;
    /// The roles that may enter.
    const ROLES: &'static [Role];
}

/// The person who is signed in, as stored in the session.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct SessionHolder {
    desk: String,
    officer: OfficerId,
    role: Role,
    device: DeviceId,
    begun_at: Timestamp,
    used_at: Timestamp,
}

impl SessionHolder {
    /// The end of the session if it is not used again.
    fn until(&self) -> Timestamp {
        let idle = self.used_at.saturating_add(IDLE).unwrap_or(Timestamp::MAX);
        idle.min(self.begun_at.saturating_add(LONGEST).unwrap_or(Timestamp::MAX))
    }
}

/// The pages of a desk, plus the pages for signing in and out and for binding a device, all inside the session layer.
pub fn around<D: Desk>(site: &Site, pages: Router<Site>) -> Router<Site> {
    let at = |path: &str| format!("{}{path}", D::PATH);
    pages
        .route(&at("/sign-in"), get(pages::session::sign_in::page::<D>))
        // Each request creates a session row, so it is limited like a check.
        .route(
            &at("/sign-in/begin"),
            post(pages::session::sign_in::begin).route_layer(from_fn_with_state(site.shell.clone(), gate)),
        )
        .route(&at("/sign-in/finish"), post(pages::session::sign_in::finish::<D>))
        .route(&at("/sign-out"), post(pages::session::sign_in::out::<D>))
        .route(&at("/stay"), post(pages::session::stayed::stay::<D>))
        .route(&at("/bind/{token}"), get(pages::device::bind::page::<D>))
        .route(&at("/bind/{token}/begin"), post(pages::device::bind::begin::<D>))
        .route(&at("/bind/{token}/finish"), post(pages::device::bind::finish::<D>))
        .layer(from_fn_with_state(site.clone(), pages::session::signed_out::keep_typed::<D>))
        .layer(store::layer::<D>(site))
}

/// Signs a person in at the end of a passkey ceremony. The session gets a new id and loses its content, so that a
/// session id planted by an attacker gives access to nothing.
///
/// # Errors
/// If the role is not allowed to enter this desk, or the database fails.
pub async fn begin<D: Desk>(site: &Site, session: &Session, actor: &Actor, device: DeviceId) -> Result<(), PageError> {
    let (Some(officer), true) = (actor.officer(), D::ROLES.contains(&actor.role)) else {
        return Err(PageError::new(Case::Forbidden, "staff.other-area"));
    };
    let now = now(&site.app);
    let desk = D::PATH.to_owned();
    let who = SessionHolder { desk, officer, role: actor.role, device, begun_at: now, used_at: now };
    session.clear().await;
    session.cycle_id().await.map_err(|error| failed(&error))?;
    session.insert(WHO, who).await.map_err(|error| failed(&error))
}

/// Signs a person in from a page that has no session around it, and returns the value for `Set-Cookie`. This is for
/// tests, and for the demonstration, in which a newcomer plays several people.
///
/// # Errors
/// Same as [`begin`].
pub async fn begin_apart<D: Desk>(site: &Site, actor: &Actor, device: DeviceId) -> Result<HeaderValue, PageError> {
    let session = store::empty(site);
    begin::<D>(site, &session, actor, device).await?;
    session.save().await.map_err(|error| failed(&error))?;
    let id = session.id().ok_or_else(|| PageError::bug("a session was kept without an id"))?;
    let secure = if site.shell.is_secure() { "; Secure" } else { "" };
    let line = format!("{}={id}; HttpOnly; SameSite=Strict{secure}; Path={}", D::COOKIE, D::PATH);
    HeaderValue::from_str(&line).map_err(|error| PageError::bug(error.to_string()))
}

/// The current time, by the record's clock.
fn now(app: &App) -> Timestamp {
    app.system("sessions").now
}

/// The error if a session cannot be read or stored. Nobody is signed in.
fn failed(error: &tower_sessions::session::Error) -> PageError {
    let mut shown = PageError::new(Case::Unavailable, "staff.session-failed");
    shown.0.cause = Some(error.to_string().into());
    shown
}
