//! Receipts, with the hashes of their PINs, and counts of PIN attempts.

use domain::{CheckId, StopId, StopRef};
use jiff::Timestamp;

use crate::engine::{Cell, SqlRow, queries, tables};
use crate::{Store, StoreError, Unit};

tables! {
    /// Receipts, keyed by the check that they were given for.
    Kept RECEIPT = "receipt" ["public_check": Text]
    ["stop": Text, "reference": Text, "pin": Text, "expires_at": Integer];
    /// PIN attempts, keyed by the reference of the stop.
    Kept PIN_TRIED = "pin_tried" ["reference": Text]
    ["failures": Integer, "locked_until": Integer, "tried_at": Integer];
}

queries! {
    GIVE_RECEIPT = "receipt", "giving a receipt",
        "INSERT INTO receipt (public_check, stop, reference, pin, expires_at) \
         VALUES ($1, $2, $3, $4, $5) ON CONFLICT (public_check) DO NOTHING";
    RECEIPTS = "receipt", "reading receipts",
        "SELECT public_check, stop, pin, expires_at FROM receipt WHERE reference = $1 ORDER BY public_check";
    // The attempt is counted before the PIN is compared, so that parallel attempts get no more tries than sequential
    // ones.
    TRY_PIN = "pin_tried", "counting a PIN that is tried",
        "INSERT INTO pin_tried (reference, failures, locked_until, tried_at) VALUES ($1, 1, 0, $2) \
         ON CONFLICT (reference) DO UPDATE SET tried_at = $2, \
         failures = CASE WHEN pin_tried.failures + 1 >= $3 THEN 0 ELSE pin_tried.failures + 1 END, \
         locked_until = CASE WHEN pin_tried.failures + 1 >= $3 THEN $4 ELSE pin_tried.locked_until END \
         WHERE pin_tried.locked_until <= $2";
    PIN_FITTED = "pin_tried", "forgetting wrong PINs", "DELETE FROM pin_tried WHERE reference = $1";
    SWEEP_RECEIPTS = "receipt", "forgetting receipts", "DELETE FROM receipt WHERE expires_at < $1";
    SWEEP_TRIED = "pin_tried", "forgetting wrong PINs", "DELETE FROM pin_tried WHERE tried_at < $1";
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReceiptRow {
    pub check: CheckId,
    pub stop: StopId,
    /// The Argon2id hash of the PIN.
    pub pin: String,
    /// The time until which the PIN opens the receipt.
    pub expires_at: Timestamp,
}

impl Unit {
    /// Stores a receipt. Returns false if the check already has one.
    pub async fn give_receipt(
        &mut self,
        check: CheckId,
        stop: (StopId, StopRef),
        pin_hash: &str,
        expires_at: Timestamp,
    ) -> Result<bool, StoreError> {
        let (stop, reference) = stop;
        let values = vec![
            Cell::text(check),
            Cell::text(stop),
            Cell::text(reference),
            Cell::text(pin_hash),
            Cell::time(expires_at),
        ];
        Ok(self.execute(&GIVE_RECEIPT, values).await? == 1)
    }
}

impl Store {
    pub async fn receipts(&self, reference: StopRef) -> Result<Vec<ReceiptRow>, StoreError> {
        let mut connection = self.backend().reader().await?;
        let rows = connection.fetch(&RECEIPTS, vec![Cell::text(reference)]).await?;
        let read = |row: &SqlRow| {
            Ok(ReceiptRow { check: row.parsed(0)?, stop: row.parsed(1)?, pin: row.text(2)?, expires_at: row.time(3)? })
        };
        rows.iter().map(read).collect()
    }

    /// Counts a PIN attempt, whether or not a stop has this reference. Returns false if attempts are currently blocked.
    /// The attempt that reaches `limit` in a row blocks further ones until `locked_until`, unless its PIN is right.
    pub async fn try_pin(
        &self,
        reference: StopRef,
        now: Timestamp,
        limit: u64,
        locked_until: Timestamp,
    ) -> Result<bool, StoreError> {
        let mut connection = self.backend().writer().await?;
        let values = vec![Cell::text(reference), Cell::time(now), Cell::count(limit), Cell::time(locked_until)];
        let changed = connection.execute(&TRY_PIN, values).await?;
        connection.commit().await?;
        Ok(changed > 0)
    }

    /// Forgets the wrong attempts once the right PIN has been entered.
    pub async fn pin_fitted(&self, reference: StopRef) -> Result<(), StoreError> {
        let mut connection = self.backend().writer().await?;
        connection.execute(&PIN_FITTED, vec![Cell::text(reference)]).await?;
        connection.commit().await
    }
}
