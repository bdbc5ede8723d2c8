//! Devices of the force: invitations to bind a device, and the passkeys of bound devices. Tokens are stored as HMACs.

use domain::{DeviceId, ForceId, OfficerId, Role};
use jiff::Timestamp;

use crate::code::Mac;
use crate::engine::{Cell, SqlRow, queries, tables};
use crate::{Store, StoreError, Unit};

tables! {
    /// Passkeys, keyed by credential id.
    Kept PASSKEY = "passkey" ["credential": Text]
    ["officer": Text, "role": Text, "force": Text, "device": Text, "body": Text, "created_at": Integer,
     "last_used_at": Integer];
    /// Invitations to bind a device, keyed by the HMAC of their token.
    ShortLived INVITATION = "invitation" ["mac": Bytes]
    ["officer": Text, "role": Text, "force": Text, "expires_at": Integer];
}

queries! {
    INVITE = "invitation", "inviting",
        "INSERT INTO invitation (mac, officer, role, force, expires_at) VALUES ($1, $2, $3, $4, $5)";
    INVITED = "invitation", "reading an invitation",
        "SELECT officer, role, force FROM invitation WHERE mac = $1 AND expires_at > $2";
    TAKEN = "invitation", "ending an invitation", "DELETE FROM invitation WHERE mac = $1";
    ADD_PASSKEY = "passkey", "keeping a passkey",
        "INSERT INTO passkey (credential, officer, role, force, device, body, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7)";
    READ_PASSKEY = "passkey", "reading a passkey",
        "SELECT credential, officer, role, force, device, body FROM passkey WHERE credential = $1";
    READ_PASSKEYS = "passkey", "reading passkeys",
        "SELECT credential, officer, role, force, device, body FROM passkey WHERE officer = $1 ORDER BY created_at, credential";
    USED_PASSKEY = "passkey", "noting the use of a passkey",
        "UPDATE passkey SET body = $2, last_used_at = $3 WHERE credential = $1";
    DROP_PASSKEYS = "passkey", "removing the passkeys of a device",
        "DELETE FROM passkey WHERE device = $1 AND officer = $2";
    SWEEP_INVITATIONS = "invitation", "forgetting invitations", "DELETE FROM invitation WHERE expires_at < $1";
}

/// The holder of an invitation or a passkey: an officer acting in a role for a force.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeviceHolder {
    pub officer: OfficerId,
    pub role: Role,
    pub force: ForceId,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PasskeyRow {
    /// The id of the credential, in base64url.
    pub credential: String,
    /// The owner, with the role and force for which the passkey signs in.
    pub of: DeviceHolder,
    pub device: DeviceId,
    /// The credential as the WebAuthn library stores it: the public key and the counter, but no secret.
    pub body: String,
}

fn invited(row: &SqlRow, from: usize) -> Result<DeviceHolder, StoreError> {
    Ok(DeviceHolder {
        officer: row.parsed(from)?,
        role: row.checked(from + 1, Role::parse)?,
        force: row.checked(from + 2, |text| ForceId::parse(text).ok())?,
    })
}

fn passkey(row: &SqlRow) -> Result<PasskeyRow, StoreError> {
    let (credential, of) = (row.text(0)?, invited(row, 1)?);
    Ok(PasskeyRow { credential, of, device: row.parsed(4)?, body: row.text(5)? })
}

impl Unit {
    pub async fn invite(&mut self, mac: Mac, of: &DeviceHolder, expires_at: Timestamp) -> Result<(), StoreError> {
        let values = vec![
            Cell::bytes(mac),
            Cell::text(of.officer),
            Cell::text(of.role.as_str()),
            Cell::text(&of.force),
            Cell::time(expires_at),
        ];
        self.execute(&INVITE, values).await.map(|_| ())
    }

    /// Finds the unexpired invitation that has this token.
    pub async fn invited(&mut self, mac: Mac, now: Timestamp) -> Result<Option<DeviceHolder>, StoreError> {
        let rows = self.fetch(&INVITED, vec![Cell::bytes(mac), Cell::time(now)]).await?;
        rows.first().map(|row| invited(row, 0)).transpose()
    }

    /// Deletes an invitation that has been accepted. Returns false if another request accepted it first.
    pub async fn take_invitation(&mut self, mac: Mac) -> Result<bool, StoreError> {
        Ok(self.execute(&TAKEN, vec![Cell::bytes(mac)]).await? == 1)
    }

    /// # Errors
    /// If the credential is already known.
    pub async fn add_passkey(&mut self, passkey: &PasskeyRow, now: Timestamp) -> Result<(), StoreError> {
        let values = vec![
            Cell::text(&passkey.credential),
            Cell::text(passkey.of.officer),
            Cell::text(passkey.of.role.as_str()),
            Cell::text(&passkey.of.force),
            Cell::text(passkey.device),
            Cell::text(&passkey.body),
            Cell::time(now),
        ];
        self.execute(&ADD_PASSKEY, values).await.map(|_| ())
    }

    /// Records the use of a passkey and its new counter.
    pub async fn used_passkey(&mut self, credential: &str, body: &str, now: Timestamp) -> Result<(), StoreError> {
        let values = vec![Cell::text(credential), Cell::text(body), Cell::time(now)];
        self.execute(&USED_PASSKEY, values).await.map(|_| ())
    }

    /// Removes the passkeys of an officer on a device.
    pub async fn remove_passkeys(&mut self, officer: OfficerId, device: DeviceId) -> Result<u64, StoreError> {
        self.execute(&DROP_PASSKEYS, vec![Cell::text(device), Cell::text(officer)]).await
    }
}

impl Store {
    /// Same as [`Unit::invited`], but reads only committed data.
    pub async fn invited(&self, mac: Mac, now: Timestamp) -> Result<Option<DeviceHolder>, StoreError> {
        let mut connection = self.backend().reader().await?;
        let row = connection.fetch_one(&INVITED, vec![Cell::bytes(mac), Cell::time(now)]).await?;
        row.as_ref().map(|row| invited(row, 0)).transpose()
    }

    pub async fn passkey(&self, credential: &str) -> Result<Option<PasskeyRow>, StoreError> {
        let mut connection = self.backend().reader().await?;
        let row = connection.fetch_one(&READ_PASSKEY, vec![Cell::text(credential)]).await?;
        row.as_ref().map(passkey).transpose()
    }

    pub async fn passkeys_of(&self, officer: OfficerId) -> Result<Vec<PasskeyRow>, StoreError> {
        let mut connection = self.backend().reader().await?;
        let rows = connection.fetch(&READ_PASSKEYS, vec![Cell::text(officer)]).await?;
        rows.iter().map(passkey).collect()
    }
}
