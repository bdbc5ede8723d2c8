//! Checks by the public: as rows, as their pages show them, the challenges that their pages show, and the fingerprints of the keys.

use domain::check::{Check, Outcome};
use domain::officer::Officer;
use domain::stop::Stop;
use domain::{CheckId, CheckRef, ForceId, OfficerId, Recorded, State, StopId, StreamId};
use jiff::Timestamp;

use crate::code::Mac;
use crate::engine::{Cell, SqlRow, queries, questions, rows, tables};
use crate::record::events::{PartRow, fold_columns, open_event, part_columns};
use crate::record::projection::TableRow;
use crate::{Store, StoreError, Unit, alarm};

tables! {
    /// Checks by the public, by id.
    ReadModel PUBLIC_CHECK = "public_check" ["id": Text]
    ["reference": Text, "leg": Text, "outcome": Text, "cause": Text, "stop": Text, "officer": Text, "force": Text,
     "begun_at": Integer, "made_at": Integer];
    /// Challenges that a visitor's page shows, by the HMAC of the challenge.
    ShortLived CHALLENGE = "challenge" ["mac": Bytes] ["public_check": Text, "expires_at": Integer];
    /// Fingerprints of the keys of the check, by the name of the key's file. A restored record takes up the keys that are
    /// there.
    ShortLived CHECK_KEY = "check_key" ["name": Text] ["fingerprint": Bytes];
}

rows! {
    /// A check by the public.
    CheckRow = "public_check" {
        /// Which.
        id: CheckId,
        /// The reference in the address of its page.
        reference: CheckRef,
        /// How it was made; none while it is not answered.
        leg: Option<String>,
        /// `verified`, `pending` or `refused`; none while it is not answered.
        outcome: Option<String>,
        /// Why it was refused.
        cause: Option<String>,
        /// In which stop.
        stop: Option<StopId>,
        /// Of which officer.
        officer: Option<OfficerId>,
        /// Of which force.
        force: Option<ForceId>,
        /// When it was begun.
        begun_at: Timestamp,
        /// When it was made.
        made_at: Option<Timestamp>,
    }
}

questions! {
    /// The check of this reference.
    check_by_reference: CheckRow (reference: CheckRef = Cell::text(reference)) one
        "WHERE reference = $1";
    /// A check.
    check_row: CheckRow (check: CheckId = Cell::text(check)) one
        "WHERE id = $1";
    /// The checks made in a stop that were not refused, oldest first.
    checks_in: CheckRow (stop: StopId = Cell::text(stop), limit: u32 = Cell::count(limit.into())) all
        "WHERE stop = $1 AND outcome IN ('verified', 'pending') ORDER BY made_at, id LIMIT $2";
    /// The checks of an officer since, newest first.
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
    // The references are a list in JSON: one statement for any number. SQLite takes the tables of a CROSS JOIN in their order: of
    // its own accord it would read every event of a kind.
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

/// The fingerprint of a key: nothing of the key can be found from it.
pub type Fingerprint = [u8; 32];

/// Where in a row the stream stands, where a part, and where the reference.
const STREAM: usize = 10;
const PART: usize = 12;
const REFERENCE: usize = 18;

/// A check, and what it led to.
#[derive(Clone, Debug, PartialEq)]
pub struct ShownCheck {
    /// The check.
    pub check: Check,
    /// The officer and the stop; only of a check that was verified or waits for the control room.
    pub subjects: Option<(Officer, Stop)>,
}

impl Store {
    /// The check of a reference, with the officer and the stop that its page may show. `None` when there is no such check.
    ///
    /// # Errors
    /// As [`Store::history`].
    pub async fn shown_check(&self, reference: CheckRef) -> Result<Option<ShownCheck>, StoreError> {
        self.shown_checks(&[reference]).await?.pop().map(|(_, shown)| shown).transpose()
    }

    /// The checks of these references as far as there are such, each once: what is wrong with the record of one keeps nobody else
    /// from theirs.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn shown_checks(
        &self,
        references: &[CheckRef],
    ) -> Result<Vec<(CheckRef, Result<ShownCheck, StoreError>)>, StoreError> {
        let listed: Vec<String> = references.iter().map(CheckRef::to_string).collect();
        let mut connection = self.backend().reader().await?;
        let rows = connection.fetch(&SHOWN, vec![Cell::text(serde_json::json!(listed))]).await?;
        drop(connection);
        let mut found = Vec::with_capacity(references.len());
        // The rows of a check stand together, in these those of a stream, and in these those of an event.
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
        let unnamed = |why: domain::record::event::NotAStream| StoreError::Row {
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
        let events: Vec<Recorded> =
            rows.chunk_by(|one, next| same(one, next, 0)).map(open).collect::<Result<_, _>>()?;
        Ok(State::fold(&events)?)
    }
}

impl Store {
    /// In how many stops each officer was checked since a time, of those who were checked at all since a later one: that of
    /// the first id. Ids of checks begin with their time, so that the latest are a range of the primary key.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn stops_checked(&self, since: Timestamp, first: CheckId) -> Result<Vec<(OfficerId, u64)>, StoreError> {
        let mut connection = self.backend().reader().await?;
        let rows = connection.fetch(&LOOKED_UP, vec![Cell::text(first), Cell::time(since)]).await?;
        rows.iter().map(|row| Ok((row.parsed(0)?, row.count(1)?))).collect()
    }

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

impl Unit {
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
}

/// Whether two rows say the same in a column of text.
fn same(one: &SqlRow, other: &SqlRow, column: usize) -> bool {
    matches!((one.as_text(column), other.as_text(column)), (Ok(one), Ok(other)) if one == other)
}

pub(crate) fn rows(check: &Check, rows: &mut Vec<TableRow>) {
    let made = check.made.as_ref().map(|(_, made)| made);
    let (outcome, cause) = match check.found() {
        None => (None, None),
        Some(Outcome::Verified) => (Some("verified"), None),
        Some(Outcome::Pending) => (Some("pending"), None),
        Some(Outcome::Refused(cause)) => (Some("refused"), Some(cause.as_str())),
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
