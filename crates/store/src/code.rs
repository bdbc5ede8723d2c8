//! What opens a check for minutes: live codes and challenges, by their HMAC. And receipts, by the hash of their PIN.
//!
//! Nothing here can be turned back into what a person typed: the key of the HMAC is outside the database.

use domain::check::{Checkable, Standing, StopEnd};
use domain::{CheckId, DeviceId, ForceId, StopId, StopRef};
use jiff::Timestamp;

use crate::sql::{Cell, Record, batch, queries};
use crate::{Store, StoreError, Unit};

queries! {
    ISSUE = "live_code", "issuing a code",
        "INSERT INTO live_code (mac, stop, issued_at, expires_at) VALUES ($1, $2, $3, $4)";
    LAST_ISSUED = "live_code", "reading when a code was issued",
        "SELECT issued_at FROM live_code WHERE stop = $1 ORDER BY issued_at DESC LIMIT 1";
    SWEEP_CODES = "live_code", "forgetting codes", "DELETE FROM live_code WHERE expires_at < $1";
    SWEEP_JOBS = "job", "forgetting jobs", "DELETE FROM job WHERE state = 'done' AND run_after < $1";
    SWEEP_CHALLENGES = "challenge", "forgetting challenges", "DELETE FROM challenge WHERE expires_at < $1";
    SWEEP_SESSIONS = "staff_session", "forgetting sessions", "DELETE FROM staff_session WHERE expires_at < $1";
    SWEEP_INVITATIONS = "invitation", "forgetting invitations", "DELETE FROM invitation WHERE expires_at < $1";
    SWEEP_RECEIPTS = "receipt", "forgetting receipts", "DELETE FROM receipt WHERE expires_at < $1";
    ASK = "challenge", "keeping a challenge",
        "INSERT INTO challenge (mac, public_check, expires_at) VALUES ($1, $2, $3)";
    ASKED = "challenge", "reading a challenge",
        "SELECT public_check FROM challenge WHERE mac = $1 AND expires_at > $2";
    ANSWERED = "challenge", "ending a challenge", "DELETE FROM challenge WHERE public_check = $1";
    GIVE_RECEIPT = "receipt", "giving a receipt",
        "INSERT INTO receipt (public_check, stop, reference, pin, expires_at) \
         VALUES ($1, $2, $3, $4, $5) ON CONFLICT (public_check) DO NOTHING";
    RECEIPTS = "receipt", "reading receipts",
        "SELECT public_check, stop, pin, expires_at FROM receipt WHERE reference = $1 ORDER BY public_check";
    // Counted before it is looked at: of many that come at once no more are looked at than one after another.
    TRY_PIN = "pin_tried", "counting a PIN that is tried",
        "INSERT INTO pin_tried (reference, failures, locked_until, tried_at) VALUES ($1, 1, 0, $2) \
         ON CONFLICT (reference) DO UPDATE SET tried_at = $2, \
         failures = CASE WHEN pin_tried.failures + 1 >= $3 THEN 0 ELSE pin_tried.failures + 1 END, \
         locked_until = CASE WHEN pin_tried.failures + 1 >= $3 THEN $4 ELSE pin_tried.locked_until END \
         WHERE pin_tried.locked_until <= $2";
    PIN_FITTED = "pin_tried", "forgetting wrong PINs", "DELETE FROM pin_tried WHERE reference = $1";
    // The devices of an officer are in the events that bound and took them: few, whatever else is on record of them.
    PRESENTED = "stop", "reading a stop",
        "SELECT e.id, e.device, v.kind, v.body, e.officer, e.force, e.closed_at, e.off_duty, e.call, o.service, o.suspended_since, \
         o.verifiable, o.online, o.on_duty_since, o.on_duty_until FROM stop e JOIN officer o ON o.id = e.officer \
         LEFT JOIN event v ON v.stream_kind = 'officer' AND v.stream_key = e.officer \
         AND v.kind IN ('officer.device-bound', 'officer.device-removed') \
         WHERE e.reference = $1 ORDER BY e.opened_at DESC, e.id, v.version";
    SWEEP_TRIED = "pin_tried", "forgetting wrong PINs", "DELETE FROM pin_tried WHERE tried_at < $1";
}

/// What a batch of codes leads to: one row for each code that is known.
const CODES: &str = "SELECT c.mac, c.stop, c.expires_at, c.first_used_at, e.officer, e.force, e.closed_at, \
     e.off_duty, e.call, o.service, o.suspended_since, o.verifiable, o.online, o.on_duty_since, o.on_duty_until \
     FROM live_code c JOIN stop e ON e.id = c.stop JOIN officer o ON o.id = e.officer WHERE c.mac IN ";

/// The HMAC of a code, challenge or token.
pub type Mac = [u8; 32];

/// A code that is known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KnownCode {
    /// Its HMAC.
    pub mac: Mac,
    /// Until when it may be used.
    pub expires_at: Timestamp,
    /// When it was first used with success.
    pub first_used_at: Option<Timestamp>,
    /// What it leads to.
    pub leads_to: Checkable,
}

/// A stop as an officer's device presents it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PresentedStop {
    /// What it leads to now.
    pub leads_to: Checkable,
    /// On which device it was begun.
    pub device: Option<DeviceId>,
    /// The devices that are bound to its officer, with their public keys (SEC1, base64url) where they have one.
    pub bound: Vec<(DeviceId, Option<String>)>,
}

/// A receipt.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Receipt {
    /// The check for which it was given.
    pub check: CheckId,
    /// The stop.
    pub stop: StopId,
    /// The Argon2id hash of its PIN.
    pub pin: String,
    /// Until when it fetches the record.
    pub expires_at: Timestamp,
}

fn checkable(row: &Record, stop: StopId, from: usize) -> Result<Checkable, StoreError> {
    let force = row.checked(from + 1, |text| ForceId::parse(text).ok())?;
    let (service, suspended) = (row.text(from + 5)?, row.maybe_time(from + 6)?.is_some());
    let serving = service == "serving";
    let on_duty = match (row.maybe_time(from + 9)?, row.maybe_time(from + 10)?) {
        (Some(since), Some(until)) => Some((since, until)),
        _ => None,
    };
    // `verifiable` is serving, not suspended and not protected: what is left of it is the protection.
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

/// Notes what an event of [`PRESENTED`] says of a device.
fn note_device(bound: &mut Vec<(DeviceId, Option<String>)>, row: &Record) -> Result<(), StoreError> {
    let (Some(kind), Some(body)) = (row.maybe_text(2)?, row.maybe_text(3)?) else { return Ok(()) };
    let contradiction = |why: String| StoreError::Row { table: "event", row: kind.clone(), why };
    let body: serde_json::Value = serde_json::from_str(&body).map_err(|error| contradiction(error.to_string()))?;
    let device = body["device"].as_str().and_then(|device| device.parse().ok());
    let device: DeviceId = device.ok_or_else(|| contradiction("it names no device".to_owned()))?;
    bound.retain(|(known, _)| *known != device);
    if kind == "officer.device-bound" {
        bound.push((device, body["key"].as_str().map(str::to_owned)));
    }
    Ok(())
}

fn known_code(row: &Record) -> Result<KnownCode, StoreError> {
    let stop = row.parsed(1)?;
    Ok(KnownCode {
        mac: row.hash(0)?,
        expires_at: row.time(2)?,
        first_used_at: row.maybe_time(3)?,
        leads_to: checkable(row, stop, 4)?,
    })
}

impl Unit {
    /// The codes among these that are known, with what they lead to as it stands now.
    ///
    /// # Errors
    /// When the database fails.
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

    /// Notes that these codes were used with success.
    ///
    /// # Errors
    /// When the database fails.
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

    /// Keeps a code of a stop. It ends none before it: whoever was shown one may be typing it.
    ///
    /// # Errors
    /// When the database fails.
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

    /// When the newest code of a stop was issued, as long as it is known.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn code_issued_at(&mut self, stop: StopId) -> Result<Option<Timestamp>, StoreError> {
        let rows = self.fetch(&LAST_ISSUED, vec![Cell::text(stop)]).await?;
        rows.first().map(|row| row.time(0)).transpose()
    }

    /// Keeps a challenge that a visitor's page shows.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn keep_challenge(&mut self, mac: Mac, check: CheckId, until: Timestamp) -> Result<(), StoreError> {
        self.execute(&ASK, vec![Cell::bytes(mac), Cell::text(check), Cell::time(until)]).await.map(|_| ())
    }

    /// The check whose page shows this challenge.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn challenged(&mut self, mac: Mac, now: Timestamp) -> Result<Option<CheckId>, StoreError> {
        let rows = self.fetch(&ASKED, vec![Cell::bytes(mac), Cell::time(now)]).await?;
        rows.first().map(|row| row.parsed(0)).transpose()
    }

    /// Ends the challenge of a check: it was answered.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn end_challenge(&mut self, check: CheckId) -> Result<(), StoreError> {
        self.execute(&ANSWERED, vec![Cell::text(check)]).await.map(|_| ())
    }

    /// Keeps a receipt, unless one was given for this check before.
    ///
    /// # Errors
    /// When the database fails.
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
    /// The stop of a reference, as an officer's device presents it; `None` when there is none.
    ///
    /// # Errors
    /// When the database fails or the record contradicts itself.
    pub async fn presented_stop(&self, reference: StopRef) -> Result<Option<PresentedStop>, StoreError> {
        let mut connection = self.backend().reader().await?;
        let rows = connection.fetch(&PRESENTED, vec![Cell::text(reference)]).await?;
        let Some(first) = rows.first() else { return Ok(None) };
        let (stop, device) = (first.parsed(0)?, first.maybe_parsed(1)?);
        let (leads_to, mut bound) = (checkable(first, stop, 4)?, Vec::new());
        for row in &rows {
            // A reference has two stops by a chance of one in hundreds of millions: the newest counts.
            if row.parsed::<StopId>(0)? == stop {
                note_device(&mut bound, row)?;
            }
        }
        Ok(Some(PresentedStop { leads_to, device, bound }))
    }

    /// The receipts of a reference.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn receipts(&self, reference: StopRef) -> Result<Vec<Receipt>, StoreError> {
        let mut connection = self.backend().reader().await?;
        let rows = connection.fetch(&RECEIPTS, vec![Cell::text(reference)]).await?;
        let read = |row: &Record| {
            Ok(Receipt { check: row.parsed(0)?, stop: row.parsed(1)?, pin: row.text(2)?, expires_at: row.time(3)? })
        };
        rows.iter().map(read).collect()
    }

    /// Counts a PIN that is going to be tried for a reference, whether or not a stop has it; false when none is heard now. The
    /// last of so many in a row stops them until `locked_until`, unless it fits.
    ///
    /// # Errors
    /// When the database fails.
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

    /// A PIN fitted: the wrong ones before it are forgotten.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn pin_fitted(&self, reference: StopRef) -> Result<(), StoreError> {
        let mut connection = self.backend().writer().await?;
        connection.execute(&PIN_FITTED, vec![Cell::text(reference)]).await?;
        connection.commit().await
    }

    /// Forgets codes, challenges, sessions, invitations and receipts whose time is over, PINs that were tried a day ago, and jobs
    /// that were done. Codes are kept an hour longer, so that one that is tried again is told from one that never was; jobs a
    /// day, in which one of the same name is not done again.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn forget_what_is_over(&self, now: Timestamp) -> Result<u64, StoreError> {
        let mut connection = self.backend().writer().await?;
        let hour_ago = now.saturating_sub(jiff::SignedDuration::from_hours(1)).unwrap_or(now);
        let mut forgotten = connection.execute(&SWEEP_CODES, vec![Cell::time(hour_ago)]).await?;
        let day_ago = now.saturating_sub(jiff::SignedDuration::from_hours(24)).unwrap_or(now);
        forgotten += connection.execute(&SWEEP_JOBS, vec![Cell::time(day_ago)]).await?;
        for sweep in [&SWEEP_CHALLENGES, &SWEEP_SESSIONS, &SWEEP_INVITATIONS, &SWEEP_RECEIPTS] {
            forgotten += connection.execute(sweep, vec![Cell::time(now)]).await?;
        }
        // A day: whoever waits for the count to be forgotten tries fewer than one who waits for the lock to end.
        let day_ago = now.saturating_sub(jiff::SignedDuration::from_hours(24)).unwrap_or(now);
        forgotten += connection.execute(&SWEEP_TRIED, vec![Cell::time(day_ago)]).await?;
        connection.commit().await?;
        Ok(forgotten)
    }
}
