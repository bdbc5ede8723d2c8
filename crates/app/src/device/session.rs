//! Sessions, sealed so that a person who can write to the database cannot change the identity a session acts under.

use jiff::Timestamp;

use crate::secrets::Secrets;
use crate::{App, AppError};

impl App {
    /// The content of a session and the time at which it ends.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn session(&self, secrets: &Secrets, token: &[u8]) -> Result<Option<(String, Timestamp)>, AppError> {
        let now = self.system("sessions").now;
        let Some((sealed, until)) = self.store.session(secrets.token_mac(token), now).await? else { return Ok(None) };
        let body = secrets.unsealed_session(token, until, &sealed);
        if body.is_none() {
            tracing::warn!("a session was changed in the database, and opens nothing");
        }
        Ok(body.map(|body| (body.to_owned(), until)))
    }

    /// Stores a session, sealed against changes made directly in the database.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn save_session(
        &self,
        secrets: &Secrets,
        token: &[u8],
        body: &str,
        until: Timestamp,
    ) -> Result<(), AppError> {
        let sealed = secrets.sealed_session(token, until, body);
        Ok(self.store.save_session(secrets.token_mac(token), &sealed, until).await?)
    }

    /// Ends a session.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn end_session(&self, secrets: &Secrets, token: &[u8]) -> Result<(), AppError> {
        Ok(self.store.end_session(secrets.token_mac(token)).await?)
    }
}
