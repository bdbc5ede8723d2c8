//! The session store: keeps sessions in the database under the HMAC of their ids. Reading the database is not enough to
//! sign in with one.

use std::fmt;
use std::sync::Arc;

use app::App;
use app::secrets::Secrets;
use async_trait::async_trait;
use jiff::{SignedDuration, Timestamp};
use tower_sessions::cookie::SameSite;
use tower_sessions::cookie::time::OffsetDateTime;
use tower_sessions::session::{Id, Record};
use tower_sessions::session_store::{self, Error, SessionStore};
use tower_sessions::{Expiry, Session, SessionManagerLayer};

use super::{Desk, SessionHolder, WHO, now};
use crate::Site;

/// The lifetime of a session in which nobody is signed in yet: enough for a passkey ceremony.
const CEREMONY: SignedDuration = SignedDuration::from_mins(10);

#[derive(Clone)]
pub(super) struct Sessions {
    app: Arc<App>,
    secrets: Arc<Secrets>,
}

impl fmt::Debug for Sessions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Sessions(..)")
    }
}

impl Sessions {
    fn of(site: &Site) -> Self {
        Self { app: Arc::clone(&site.app), secrets: Arc::clone(&site.secrets) }
    }

    /// The end of a session if it is not used again. It is set here, not by the cookie, which a browser may keep.
    fn until(&self, record: &Record) -> Timestamp {
        let who = record.data.get(WHO).and_then(|who| serde_json::from_value::<SessionHolder>(who.clone()).ok());
        who.map_or_else(|| now(&self.app).saturating_add(CEREMONY).unwrap_or(Timestamp::MAX), |who| who.until())
    }

    async fn keep(&self, record: &Record) -> session_store::Result<()> {
        let body = serde_json::to_string(&record.data).map_err(|error| Error::Encode(error.to_string()))?;
        let kept = self.app.save_session(&self.secrets, &token(&record.id), &body, self.until(record)).await;
        kept.map_err(|error| backend(&error))
    }
}

/// The id of a session, as bytes: the secret in the cookie.
fn token(id: &Id) -> [u8; 16] {
    id.0.to_le_bytes()
}

fn backend(error: &app::AppError) -> Error {
    Error::Backend(error.to_string())
}

#[async_trait]
impl SessionStore for Sessions {
    async fn create(&self, record: &mut Record) -> session_store::Result<()> {
        // The id has 128 random bits, so no two are the same.
        self.keep(record).await
    }

    async fn save(&self, record: &Record) -> session_store::Result<()> {
        // If a simultaneous request has ended the session, it stays ended.
        let known = self.app.session(&self.secrets, &token(&record.id)).await.map_err(|error| backend(&error))?;
        match known {
            Some(_) => self.keep(record).await,
            None => Ok(()),
        }
    }

    async fn load(&self, id: &Id) -> session_store::Result<Option<Record>> {
        let known = self.app.session(&self.secrets, &token(id)).await.map_err(|error| backend(&error))?;
        let Some((body, until)) = known else { return Ok(None) };
        let data = serde_json::from_str(&body).map_err(|error| Error::Decode(error.to_string()))?;
        let expiry_date = OffsetDateTime::from_unix_timestamp(until.as_second());
        Ok(Some(Record { id: *id, data, expiry_date: expiry_date.map_err(|error| Error::Decode(error.to_string()))? }))
    }

    async fn delete(&self, id: &Id) -> session_store::Result<()> {
        self.app.end_session(&self.secrets, &token(id)).await.map_err(|error| backend(&error))
    }
}

/// The session layer around the pages of a desk. The cookie has no maximum age: it is deleted when the browser is
/// closed, and the server ends its session earlier.
pub(super) fn layer<D: Desk>(site: &Site) -> SessionManagerLayer<Sessions> {
    SessionManagerLayer::new(Sessions::of(site))
        .with_name(D::COOKIE)
        .with_path(D::PATH)
        .with_http_only(true)
        .with_same_site(SameSite::Strict)
        .with_secure(site.shell.is_secure())
        .with_expiry(Expiry::OnSessionEnd)
}

/// An empty session, in which nobody is signed in yet.
pub(super) fn empty(site: &Site) -> Session {
    Session::new(None, Arc::new(Sessions::of(site)), Some(Expiry::OnSessionEnd))
}
