//! Staff sessions. Their tokens are stored as HMACs.

use jiff::Timestamp;

use crate::code::Mac;
use crate::engine::{Cell, queries, tables};
use crate::{Store, StoreError};

tables! {
    /// Staff sessions, keyed by the HMAC of their token.
    ShortLived STAFF_SESSION = "staff_session" ["mac": Bytes] ["body": Text, "expires_at": Integer];
}

queries! {
    SESSION = "staff_session", "reading a session",
        "SELECT body, expires_at FROM staff_session WHERE mac = $1 AND expires_at > $2";
    SAVE_SESSION = "staff_session", "keeping a session",
        "INSERT INTO staff_session (mac, body, expires_at) VALUES ($1, $2, $3) \
         ON CONFLICT (mac) DO UPDATE SET body = excluded.body, expires_at = excluded.expires_at";
    END_SESSION = "staff_session", "ending a session", "DELETE FROM staff_session WHERE mac = $1";
    SWEEP_SESSIONS = "staff_session", "forgetting sessions", "DELETE FROM staff_session WHERE expires_at < $1";
}

impl Store {
    /// Reads the content of a session that has not expired, and the time at which it expires.
    pub async fn session(&self, mac: Mac, now: Timestamp) -> Result<Option<(String, Timestamp)>, StoreError> {
        let mut connection = self.backend().reader().await?;
        let row = connection.fetch_one(&SESSION, vec![Cell::bytes(mac), Cell::time(now)]).await?;
        row.map(|row| Ok((row.text(0)?, row.time(1)?))).transpose()
    }

    /// Stores a session, replacing any earlier one with the same token.
    pub async fn save_session(&self, mac: Mac, body: &str, expires_at: Timestamp) -> Result<(), StoreError> {
        let mut connection = self.backend().writer().await?;
        let values = vec![Cell::bytes(mac), Cell::text(body), Cell::time(expires_at)];
        connection.execute(&SAVE_SESSION, values).await?;
        connection.commit().await
    }

    pub async fn end_session(&self, mac: Mac) -> Result<(), StoreError> {
        let mut connection = self.backend().writer().await?;
        connection.execute(&END_SESSION, vec![Cell::bytes(mac)]).await?;
        connection.commit().await
    }
}
