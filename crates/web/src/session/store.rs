//! Where sessions are kept: in the database, under the HMAC of their ids. Whoever reads the database cannot enter with it.

use std::fmt;
use std::sync::Arc;

use app::App;
use app::check::Settings;
use async_trait::async_trait;
use jiff::{SignedDuration, Timestamp};
use tower_sessions::cookie::SameSite;
use tower_sessions::cookie::time::OffsetDateTime;
use tower_sessions::session::{Id, Record};
use tower_sessions::session_store::{self, Error, SessionStore};
use tower_sessions::{Expiry, Session, SessionManagerLayer};

use super::{Area, WHO, Who, now};
use crate::Site;

/// How long a session lives in which nobody is signed in yet: long enough for the ceremony of a passkey.
const CEREMONY: SignedDuration = SignedDuration::from_mins(10);

/// The sessions of the record.
#[derive(Clone)]
pub(super) struct Sessions {
    app: Arc<App>,
    settings: Arc<Settings>,
}

impl fmt::Debug for Sessions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Sessions(..)")
    }
}

impl Sessions {
    fn of(site: &Site) -> Self {
        Self { app: Arc::clone(&site.app), settings: Arc::clone(&site.settings) }
    }

    /// When a session ends unless it is used; decided here and not by the cookie, which a browser may keep.
    fn until(&self, record: &Record) -> Timestamp {
        let who = record.data.get(WHO).and_then(|who| serde_json::from_value::<Who>(who.clone()).ok());
        who.map_or_else(|| now(&self.app).saturating_add(CEREMONY).unwrap_or(Timestamp::MAX), |who| who.until())
    }

    async fn keep(&self, record: &Record) -> session_store::Result<()> {
        let body = serde_json::to_string(&record.data).map_err(|error| Error::Encode(error.to_string()))?;
        let kept = self.app.save_session(&self.settings, &token(&record.id), &body, self.until(record)).await;
        kept.map_err(|error| backend(&error))
    }
}

/// The id of a session as bytes: the secret that the cookie carries.
fn token(id: &Id) -> [u8; 16] {
    id.0.to_le_bytes()
}

fn backend(error: &app::AppError) -> Error {
    Error::Backend(error.to_string())
}

#[async_trait]
impl SessionStore for Sessions {
    async fn create(&self, record: &mut Record) -> session_store::Result<()> {
        // 128 random bits: no two are the same.
        self.keep(record).await
    }

    async fn save(&self, record: &Record) -> session_store::Result<()> {
        // One that was ended meanwhile, by a request that came at the same time, stays ended.
        let known = self.app.session(&self.settings, &token(&record.id)).await.map_err(|error| backend(&error))?;
        match known {
            Some(_) => self.keep(record).await,
            None => Ok(()),
        }
    }

    async fn load(&self, id: &Id) -> session_store::Result<Option<Record>> {
        let known = self.app.session(&self.settings, &token(id)).await.map_err(|error| backend(&error))?;
        let Some((body, until)) = known else { return Ok(None) };
        let data = serde_json::from_str(&body).map_err(|error| Error::Decode(error.to_string()))?;
        let expiry_date = OffsetDateTime::from_unix_timestamp(until.as_second());
        Ok(Some(Record { id: *id, data, expiry_date: expiry_date.map_err(|error| Error::Decode(error.to_string()))? }))
    }

    async fn delete(&self, id: &Id) -> session_store::Result<()> {
        self.app.end_session(&self.settings, &token(id)).await.map_err(|error| backend(&error))
    }
}

/// What lays sessions around the pages of an area. The cookie has no age: it goes when the browser is closed, and what it
/// opens ends before that, on the server.
pub(super) fn layer<A: Area>(site: &Site) -> SessionManagerLayer<Sessions> {
    SessionManagerLayer::new(Sessions::of(site))
        .with_name(A::COOKIE)
        .with_path(A::PATH)
        .with_http_only(true)
        .with_same_site(SameSite::Strict)
        .with_secure(site.shell.is_secure())
        .with_expiry(Expiry::OnSessionEnd)
}

/// A session that nobody has yet.
pub(super) fn empty(site: &Site) -> Session {
    Session::new(None, Arc::new(Sessions::of(site)), Some(Expiry::OnSessionEnd))
}
