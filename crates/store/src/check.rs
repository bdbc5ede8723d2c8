//! Checks by the public, the challenges shown on the visitor's page, and the fingerprints of the check keys.

use domain::check::{Check, CheckOutcome};
use domain::officer::Officer;
use domain::stop::Stop;
use domain::{CheckId, CheckRef, ForceId, OfficerId, RecordedEvent, State, StopId, StreamId};
use jiff::Timestamp;

use crate::code::Mac;
use crate::engine::{Cell, SqlRow, queries, questions, rows, tables};
use crate::record::events::{PartRow, fold_columns, open_event, part_columns};
use crate::record::projection::TableRow;
use crate::{Store, StoreError, Unit, alarm};

tables! {
    /// Checks by the public, keyed by id.
    ReadModel PUBLIC_CHECK = "public_check" ["id": Text]
    ["reference": Text, "leg": Text, "outcome": Text, "cause": Text, "stop": Text, "officer": Text, "force": Text,
     "begun_at": Integer, "made_at": Integer];
    /// Challenges, keyed by their HMAC.
    ShortLived CHALLENGE = "challenge" ["mac": Bytes] ["public_check": Text, "expires_at": Integer];
    /// Fingerprints of the check keys, keyed by the name of the key file. A restored record adopts the keys that it
    /// finds.
    ShortLived CHECK_KEY = "check_key" ["name": Text] ["fingerprint": Bytes];
}

rows! {
    CheckRow = "public_check" {
        id: CheckId,
        /// The reference in the address of the visitor's page.
        reference: CheckRef,
        /// The way the check was made; `None` until it is answered.
        leg: Option<String>,
        /// `verified`, `pending` or `refused`; `None` until it is answered.
        outcome: Option<String>,
        /// The cause of a refusal.
        cause: Option<String>,
        stop: Option<StopId>,
        officer: Option<OfficerId>,
        force: Option<ForceId>,
        begun_at: Timestamp,
        made_at: Option<Timestamp>,
    }
}

questions! {
    check_by_reference: CheckRow (reference: CheckRef = Cell::text(reference)) one
        "WHERE reference = $1";
    check_row: CheckRow (check: CheckId = Cell::text(check)) one
        "WHERE id = $1";
    /// Verified and pending checks of a stop, oldest first.
    checks_in: CheckRow (stop: StopId = Cell::text(stop), limit: u32 = Cell::count(limit.into())) all
        "WHERE stop = $1 AND outcome IN ('verified', 'pending') ORDER BY made_at, id LIMIT $2";
    /// Checks of an officer made at or after `since`, newest first.
    checks_of: CheckRow (officer: OfficerId = Cell::text(officer), since: Timestamp = Cell::time(since), limit: u32 = Cell::count(limit.into())) all
        "WHERE officer = $1 AND made_at >= $2 ORDER BY made_at DESC, id LIMIT $3";
}

macro_rules! shown {
    ($listed:literal) => {
        concat!(
            "WITH found AS (SELECT reference, id, officer, stop, outcome FROM public_check WHERE reference ",
            $listed,
            "), shown AS (SELECT reference, 'check' AS of_kind, id AS of_key FROM found \
             UNION ALL SELECT reference, 'officer', officer FROM found WHERE outcome IN ('verified', 'pending') \
             UNION ALL SELECT reference, 'stop', stop FROM found WHERE outcome IN ('verified', 'pending')) SELECT ",
            fold_columns!(),
            ", of_kind, of_key, ",
            part_columns!(),
            ", reference FROM shown CROSS JOIN event e LEFT JOIN event_part p ON p.event_id = e.id \
             LEFT JOIN subject_key k ON k.subject = p.subject WHERE e.stream_kind = of_kind AND e.stream_key = of_key \
             ORDER BY reference, of_kind, of_key, version, p.part"
        )
    };
}

queries! {
    LOOKED_UP = "public_check", "reading checks",
        "SELECT c.officer, (SELECT COUNT(DISTINCT p.stop) FROM public_check p WHERE p.officer = c.officer AND p.made_at >= $2) \
         FROM (SELECT DISTINCT officer FROM public_check WHERE id >= $1 AND officer IS NOT NULL) c ORDER BY c.officer";
    // The references are passed as a JSON list, so that one statement serves any number of them. SQLite reads the
    // tables of a CROSS JOIN in the order given; left to itself, it would read every event of a kind.
    SHOWN = "event", "reading checks",
        shown!("IN (SELECT value FROM json_each($1))"),
        postgres: shown!("= ANY (ARRAY (SELECT json_array_elements_text($1::json)))");
    ASK = "challenge", "keeping a challenge",
        "INSERT INTO challenge (mac, public_check, expires_at) VALUES ($1, $2, $3)";
    ASKED = "challenge", "reading a challenge",
        "SELECT public_check FROM challenge WHERE mac = $1 AND expires_at > $2";
    ANSWERED = "challenge", "ending a challenge", "DELETE FROM challenge WHERE public_check = $1";
    SWEEP_CHALLENGES = "challenge", "forgetting challenges", "DELETE FROM challenge WHERE expires_at < $1";
    KNOWN = "check_key", "reading fingerprints of keys", "SELECT name, fingerprint FROM check_key ORDER BY name";
    KEEP = "check_key", "keeping the fingerprint of a key",
        "INSERT INTO check_key (name, fingerprint) VALUES ($1, $2) ON CONFLICT (name) DO NOTHING";
    FORGET = "check_key", "forgetting fingerprints of keys", "DELETE FROM check_key";
}

/// A digest that reveals nothing about the key.
pub type Fingerprint = [u8; 32];

/// Column indexes in a row of [`SHOWN`]: the stream, the first column of a part, and the reference.
const STREAM: usize = 10;
const PART: usize = 12;
const REFERENCE: usize = 18;

/// A check with its stop and officer, as the visitor's page shows it.
#[derive(Clone, Debug, PartialEq)]
pub struct ShownCheck {
    pub check: Check,
    /// The officer and the stop; present only if the check was verified or is waiting for the control room.
    pub subjects: Option<(Officer, Stop)>,
}

impl Store {
    /// Reads a check along with the officer and the stop that its page may show. Returns `None` if no check has this
    /// reference.
    pub async fn shown_check(&self, reference: CheckRef) -> Result<Option<ShownCheck>, StoreError> {
        self.shown_checks(&[reference]).await?.pop().map(|(_, shown)| shown).transpose()
    }

    /// Reads the checks with these references. No check is returned twice, and a reference without a check is skipped.
    /// If the record of one check is faulty, the others are still returned.
    pub async fn shown_checks(
        &self,
        references: &[CheckRef],
    ) -> Result<Vec<(CheckRef, Result<ShownCheck, StoreError>)>, StoreError> {
        let listed: Vec<String> = references.iter().map(CheckRef::to_string).collect();
        let mut connection = self.backend().reader().await?;
        let rows = connection.fetch(&SHOWN, vec![Cell::text(serde_json::json!(listed))]).await?;
        drop(connection);
        let mut found = Vec::with_capacity(references.len());
        // The rows are ordered by check, then by stream, then by event.
        for rows in rows.chunk_by(|one, next| same(one, next, REFERENCE)) {
            found.push((rows[0].parsed(REFERENCE)?, self.shown(rows)));
        }
        Ok(found)
    }

    fn shown(&self, rows: &[SqlRow]) -> Result<ShownCheck, StoreError> {
        let (mut check, mut officer, mut stop) = (None, None, None);
        for rows in rows.chunk_by(|one, next| same(one, next, STREAM) && same(one, next, STREAM + 1)) {
            match self.fold(rows)? {
                Some(State::Check(found)) => check = Some(found),
                Some(State::Officer(found)) => officer = Some(found),
                Some(State::Stop(found)) => stop = Some(found),
                _ => {}
            }
        }
        let missing = || StoreError::Row {
            table: "event",
            row: rows[0].text(REFERENCE).unwrap_or_default(),
            why: "a check without its events".to_owned(),
        };
        Ok(ShownCheck { check: check.ok_or_else(missing)?, subjects: officer.zip(stop) })
    }

    fn fold(&self, rows: &[SqlRow]) -> Result<Option<State>, StoreError> {
        let Some(first) = rows.first() else { return Ok(None) };
        let name = format!("{}/{}", first.text(STREAM)?, first.text(STREAM + 1)?);
        let unnamed = |why: domain::record::stream::NotAStream| StoreError::Row {
            table: "event",
            row: name.clone(),
            why: why.to_string(),
        };
        let stream: StreamId = name.parse().map_err(unnamed)?;
        let open = |rows: &[SqlRow]| {
            let parts = rows.iter().filter(|row| !matches!(row.maybe_text(PART), Ok(None)));
            let parts: Vec<PartRow> = parts.map(|row| PartRow::read_from(row, PART)).collect::<Result<_, _>>()?;
            open_event(&stream, &rows[0], Some((&parts, self.vault())))
        };
        let events: Vec<RecordedEvent> =
            rows.chunk_by(|one, next| same(one, next, 0)).map(open).collect::<Result<_, _>>()?;
        Ok(State::fold(&events)?)
    }
}

impl Store {
    /// Counts the stops in which each officer was checked at or after `since`, for officers with a check at or after
    /// `first`. The id of a check begins with its time, so the latest checks form a range of the primary key.
    pub async fn stops_checked(&self, since: Timestamp, first: CheckId) -> Result<Vec<(OfficerId, u64)>, StoreError> {
        let mut connection = self.backend().reader().await?;
        let rows = connection.fetch(&LOOKED_UP, vec![Cell::text(first), Cell::time(since)]).await?;
        rows.iter().map(|row| Ok((row.parsed(0)?, row.count(1)?))).collect()
    }

    /// Lists the known fingerprints, ordered by the name of the key file.
    pub async fn check_keys(&self) -> Result<Vec<(String, Fingerprint)>, StoreError> {
        let mut connection = self.backend().reader().await?;
        let rows = connection.fetch(&KNOWN, Vec::new()).await?;
        rows.iter().map(|row| Ok((row.text(0)?, row.hash(1)?))).collect()
    }

    /// Stores the fingerprint of a key unless one is already stored under that name. If two replicas do this at the
    /// same time, the first one wins.
    pub async fn keep_check_key(&self, name: &str, fingerprint: Fingerprint) -> Result<(), StoreError> {
        let mut connection = self.backend().writer().await?;
        connection.execute(&KEEP, vec![Cell::text(name), Cell::bytes(fingerprint)]).await?;
        connection.commit().await
    }

    /// Forgets all fingerprints, for when the keys have been lost and are being replaced.
    pub async fn forget_check_keys(&self) -> Result<(), StoreError> {
        let mut connection = self.backend().writer().await?;
        connection.execute(&FORGET, Vec::new()).await?;
        connection.commit().await
    }
}

impl Unit {
    /// Stores a challenge until it expires.
    pub async fn keep_challenge(&mut self, mac: Mac, check: CheckId, until: Timestamp) -> Result<(), StoreError> {
        self.execute(&ASK, vec![Cell::bytes(mac), Cell::text(check), Cell::time(until)]).await.map(|_| ())
    }

    /// Finds the check whose page shows this challenge.
    pub async fn challenged(&mut self, mac: Mac, now: Timestamp) -> Result<Option<CheckId>, StoreError> {
        let rows = self.fetch(&ASKED, vec![Cell::bytes(mac), Cell::time(now)]).await?;
        rows.first().map(|row| row.parsed(0)).transpose()
    }

    /// Deletes the challenge of a check once the check has been answered.
    pub async fn end_challenge(&mut self, check: CheckId) -> Result<(), StoreError> {
        self.execute(&ANSWERED, vec![Cell::text(check)]).await.map(|_| ())
    }
}

/// Compares the text in one column of two rows.
fn same(one: &SqlRow, other: &SqlRow, column: usize) -> bool {
    matches!((one.as_text(column), other.as_text(column)), (Ok(one), Ok(other)) if one == other)
}

pub(crate) fn rows(check: &Check, rows: &mut Vec<TableRow>) {
    let made = check.made.as_ref().map(|(_, made)| made);
    let (outcome, cause) = match check.found() {
        None => (None, None),
        Some(CheckOutcome::Verified) => (Some("verified"), None),
        Some(CheckOutcome::Pending) => (Some("pending"), None),
        Some(CheckOutcome::Refused(cause)) => (Some("refused"), Some(cause.as_str())),
    };
    let force = made.and_then(|made| made.force.as_ref());
    let cells = [
        Cell::text(check.reference),
        made.map_or(Cell::Text(None), |made| Cell::code(made.leg)),
        Cell::maybe_text(outcome),
        Cell::maybe_text(cause),
        Cell::maybe_text(made.and_then(|made| made.stop)),
        Cell::maybe_text(made.and_then(|made| made.officer)),
        Cell::maybe_text(force),
        Cell::time(check.begun_at),
        Cell::maybe_time(check.made.as_ref().map(|(at, _)| *at)),
    ];
    rows.push(TableRow::new(&PUBLIC_CHECK, [Cell::text(check.id)], cells));
    alarm::rows(check, rows);
}
