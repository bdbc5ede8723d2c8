//! Fingerprints of the keys of the check, which are files outside the database: so that every replica has the same.

use crate::engine::{Cell, queries};
use crate::{Store, StoreError};

queries! {
    KNOWN = "check_key", "reading fingerprints of keys", "SELECT name, fingerprint FROM check_key ORDER BY name";
    KEEP = "check_key", "keeping the fingerprint of a key",
        "INSERT INTO check_key (name, fingerprint) VALUES ($1, $2) ON CONFLICT (name) DO NOTHING";
    FORGET = "check_key", "forgetting fingerprints of keys", "DELETE FROM check_key";
}

/// The fingerprint of a key: nothing of the key can be found from it.
pub type Fingerprint = [u8; 32];

impl Store {
    /// The fingerprints that are known, by the name of the file of their key.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn check_keys(&self) -> Result<Vec<(String, Fingerprint)>, StoreError> {
        let mut connection = self.backend().reader().await?;
        let rows = connection.fetch(&KNOWN, Vec::new()).await?;
        rows.iter().map(|row| Ok((row.text(0)?, row.hash(1)?))).collect()
    }

    /// Keeps the fingerprint of a key unless one of that name is known. Of two replicas that come at once the first has it.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn keep_check_key(&self, name: &str, fingerprint: Fingerprint) -> Result<(), StoreError> {
        let mut connection = self.backend().writer().await?;
        connection.execute(&KEEP, vec![Cell::text(name), Cell::bytes(fingerprint)]).await?;
        connection.commit().await
    }

    /// Forgets all of them: the keys were lost, and new ones take their place.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn forget_check_keys(&self) -> Result<(), StoreError> {
        let mut connection = self.backend().writer().await?;
        connection.execute(&FORGET, Vec::new()).await?;
        connection.commit().await
    }
}
