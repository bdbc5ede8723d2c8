//! Staff: who is signed in, on which device of the force, in which area. Public pages know nothing of it and set no cookie.
//!
//! An area ([`Duty`], [`Control`]) has one cookie of its own, seen under its path alone. What a session holds is on the server;
//! whether it still holds good is asked of the record at every request.

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

pub use signed_in::{AtControl, OnDuty, SignedIn, SignedOut, Stay, Watching};

/// How long a session lives without use.
pub const IDLE: SignedDuration = SignedDuration::from_mins(30);

/// How long it lives at most.
pub const LONGEST: SignedDuration = SignedDuration::from_hours(12);

/// What a session keeps under this name: who is signed in.
const WHO: &str = "who";

/// An area of pages of staff. A session opens one, and no other.
pub trait Area: Copy + Send + Sync + 'static {
    /// The path that its addresses begin with.
    const PATH: &'static str;
    /// The name of its cookie.
    const COOKIE: &'static str;
    /// Who may enter.
    const ROLES: &'static [Role];
}

/// Who is signed in, as the session keeps it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Who {
    area: String,
    officer: OfficerId,
    role: Role,
    device: DeviceId,
    begun_at: Timestamp,
    used_at: Timestamp,
}

impl Who {
    /// When the session ends unless it is used.
    fn until(&self) -> Timestamp {
        let idle = self.used_at.saturating_add(IDLE).unwrap_or(Timestamp::MAX);
        idle.min(self.begun_at.saturating_add(LONGEST).unwrap_or(Timestamp::MAX))
    }
}

/// The pages of an area with those for signing in and out and for binding a device, and sessions around all of them.
pub fn area<A: Area>(site: &Site, pages: Router<Site>) -> Router<Site> {
    let at = |path: &str| format!("{}{path}", A::PATH);
    pages
        .route(&at("/sign-in"), get(pages::session::sign_in::page::<A>))
        // Each begins a row of a session: as limited as a check.
        .route(
            &at("/sign-in/begin"),
            post(pages::session::sign_in::begin).route_layer(from_fn_with_state(site.shell.clone(), gate)),
        )
        .route(&at("/sign-in/finish"), post(pages::session::sign_in::finish::<A>))
        .route(&at("/sign-out"), post(pages::session::sign_in::out::<A>))
        .route(&at("/stay"), post(pages::session::stayed::stay::<A>))
        .route(&at("/bind/{token}"), get(pages::device::bind::page::<A>))
        .route(&at("/bind/{token}/begin"), post(pages::device::bind::begin::<A>))
        .route(&at("/bind/{token}/finish"), post(pages::device::bind::finish::<A>))
        .layer(from_fn_with_state(site.clone(), pages::session::signed_out::keep_typed::<A>))
        .layer(store::layer::<A>(site))
}

/// Signs somebody in: what the ceremony of a passkey ends with. The session gets a new id, so that an id that somebody else
/// planted opens nothing, and loses whatever it held.
///
/// # Errors
/// When the role does not enter this area, or the database fails.
pub async fn begin<A: Area>(site: &Site, session: &Session, actor: &Actor, device: DeviceId) -> Result<(), PageError> {
    let (Some(officer), true) = (actor.officer(), A::ROLES.contains(&actor.role)) else {
        return Err(PageError::new(Case::Forbidden, "staff.other-area"));
    };
    let now = now(&site.app);
    let area = A::PATH.to_owned();
    let who = Who { area, officer, role: actor.role, device, begun_at: now, used_at: now };
    session.clear().await;
    session.cycle_id().await.map_err(|error| failed(&error))?;
    session.insert(WHO, who).await.map_err(|error| failed(&error))
}

/// Signs somebody in where no session is laid around the page: the line for `Set-Cookie`. For the demonstration, which lets a
/// newcomer play several people, and for tests.
///
/// # Errors
/// As [`begin`].
pub async fn begin_apart<A: Area>(site: &Site, actor: &Actor, device: DeviceId) -> Result<HeaderValue, PageError> {
    let session = store::empty(site);
    begin::<A>(site, &session, actor, device).await?;
    session.save().await.map_err(|error| failed(&error))?;
    let id = session.id().ok_or_else(|| PageError::bug("a session was kept without an id"))?;
    let secure = if site.shell.is_secure() { "; Secure" } else { "" };
    let line = format!("{}={id}; HttpOnly; SameSite=Strict{secure}; Path={}", A::COOKIE, A::PATH);
    HeaderValue::from_str(&line).map_err(|error| PageError::bug(error.to_string()))
}

/// Now, by the clock of the record.
fn now(app: &App) -> Timestamp {
    app.system("sessions").now
}

/// A session that cannot be read or kept: nothing is known, and nobody is signed in by it.
fn failed(error: &tower_sessions::session::Error) -> PageError {
    let mut shown = PageError::new(Case::Unavailable, "staff.session-failed");
    shown.0.cause = Some(error.to_string().into());
    shown
}
