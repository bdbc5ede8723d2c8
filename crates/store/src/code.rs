//! Live codes, which open a check for a few minutes. Only their HMACs are stored.
//!
//! Nothing here reveals the code that a person typed: the HMAC key is stored outside the database.

use domain::check::{Checkable, Standing, StopEnd};
use domain::{ForceId, StopId};
use jiff::Timestamp;

use crate::engine::{Cell, SqlRow, batch, queries, tables};
use crate::{StoreError, Unit};

tables! {
    /// Live codes, keyed by their HMAC.
    ShortLived LIVE_CODE = "live_code" ["mac": Bytes]
    ["stop": Text, "issued_at": Integer, "expires_at": Integer, "first_used_at": Integer];
}

queries! {
    ISSUE = "live_code", "issuing a code",
        "INSERT INTO live_code (mac, stop, issued_at, expires_at) VALUES ($1, $2, $3, $4)";
    LAST_ISSUED = "live_code", "reading when a code was issued",
        "SELECT issued_at FROM live_code WHERE stop = $1 ORDER BY issued_at DESC LIMIT 1";
    SWEEP_CODES = "live_code", "forgetting codes", "DELETE FROM live_code WHERE expires_at < $1";
}

/// The known codes in a batch, each with its stop and officer.
const CODES: &str = "SELECT c.mac, c.stop, c.expires_at, c.first_used_at, e.officer, e.force, e.closed_at, \
     e.off_duty, e.call, o.service, o.suspended_since, o.verifiable, o.online, o.on_duty_since, o.on_duty_until \
     FROM live_code c JOIN stop e ON e.id = c.stop JOIN officer o ON o.id = e.officer WHERE c.mac IN ";

/// The HMAC of a code, a challenge or a token.
pub type Mac = [u8; 32];

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KnownCode {
    pub mac: Mac,
    pub expires_at: Timestamp,
    /// The time of the first successful use.
    pub first_used_at: Option<Timestamp>,
    pub leads_to: Checkable,
}

pub(crate) fn checkable(row: &SqlRow, stop: StopId, from: usize) -> Result<Checkable, StoreError> {
    let force = row.checked(from + 1, |text| ForceId::parse(text).ok())?;
    let (service, suspended) = (row.text(from + 5)?, row.maybe_time(from + 6)?.is_some());
    let serving = service == "serving";
    let on_duty = match (row.maybe_time(from + 9)?, row.maybe_time(from + 10)?) {
        (Some(since), Some(until)) => Some((since, until)),
        _ => None,
    };
    // `verifiable` means serving, not suspended and not protected, so the only remaining cause is a protection.
    let verification_off = serving && !suspended && !row.truth(from + 7)?;
    Ok(Checkable {
        stop,
        officer: row.parsed(from)?,
        force,
        end: if row.maybe_time(from + 2)?.is_some() { StopEnd::BeforeCheck } else { StopEnd::Open },
        off_duty: row.truth(from + 3)?,
        call: row.maybe_parsed(from + 4)?,
        standing: Standing { serving, suspended, verification_off, online: row.truth(from + 8)?, on_duty },
    })
}

fn known_code(row: &SqlRow) -> Result<KnownCode, StoreError> {
    let stop = row.parsed(1)?;
    Ok(KnownCode {
        mac: row.hash(0)?,
        expires_at: row.time(2)?,
        first_used_at: row.maybe_time(3)?,
        leads_to: checkable(row, stop, 4)?,
    })
}

impl Unit {
    /// Finds the known codes in this list, each with its stop and officer as they are now.
    pub async fn codes(&mut self, macs: &[Mac]) -> Result<Vec<KnownCode>, StoreError> {
        let mut known = Vec::with_capacity(macs.len());
        let mut left = macs;
        while !left.is_empty() {
            let (now, rest) = left.split_at(batch(left.len()));
            left = rest;
            let values = now.iter().map(|mac| Cell::bytes(*mac)).collect();
            let rows = self.fetch_listed(CODES, now.len(), "live_code", "reading codes", values).await?;
            for row in &rows {
                known.push(known_code(row)?);
            }
        }
        Ok(known)
    }

    /// Records that these codes were used successfully.
    pub async fn use_codes(&mut self, macs: &[Mac], now: Timestamp) -> Result<(), StoreError> {
        let head = format!(
            "UPDATE live_code SET first_used_at = {} WHERE first_used_at IS NULL AND mac IN ",
            now.as_microsecond()
        );
        let mut left = macs;
        while !left.is_empty() {
            let (some, rest) = left.split_at(batch(left.len()));
            left = rest;
            let values = some.iter().map(|mac| Cell::bytes(*mac)).collect();
            self.execute_listed(&head, some.len(), "noting the use of codes", values).await?;
        }
        Ok(())
    }

    /// Stores a new code for a stop. Earlier codes stay valid, because a visitor may be typing one.
    pub async fn issue_code(
        &mut self,
        mac: Mac,
        stop: StopId,
        now: Timestamp,
        expires_at: Timestamp,
    ) -> Result<(), StoreError> {
        let values = vec![Cell::bytes(mac), Cell::text(stop), Cell::time(now), Cell::time(expires_at)];
        self.execute(&ISSUE, values).await.map(|_| ())
    }

    /// Returns the time at which the newest known code for a stop was issued.
    pub async fn code_issued_at(&mut self, stop: StopId) -> Result<Option<Timestamp>, StoreError> {
        let rows = self.fetch(&LAST_ISSUED, vec![Cell::text(stop)]).await?;
        rows.first().map(|row| row.time(0)).transpose()
    }
}
