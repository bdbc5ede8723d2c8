//! Events as rows: their columns, their sealed parts, and their commitments.

use std::collections::HashMap;

use attest::entry::{Entry, EventFacts, part_commitment, payload_commitment, stream_commitment};
use attest::hash::Hash;
use domain::record::stream::StreamKind;
use domain::{Actor, Event, EventId, RecordedEvent, StreamId, SubjectId};
use jiff::Timestamp;
use serde_json::{Value, json};

use crate::StoreError;
use crate::engine::canonical::canonical;
use crate::engine::{Cell, SqlRow, tables};
use crate::record::key;
use crate::record::parts::put_together;
use crate::record::vault::{DataKey, Vault};

tables! {
    /// Streams, with their version and the salt of their commitment.
    Kept STREAM = "stream" ["kind": Text, "key": Text] ["version": Integer, "recorded_at": Integer, "salt": Bytes];
    Kept EVENT = "event" ["id": Text]
    ["stream_kind": Text, "stream_key": Text, "version": Integer, "kind": Text, "recorded_at": Integer,
     "happened_at": Integer, "actor": Text, "reason": Text, "regime": Text, "cause": Text, "body": Text, "salt": Bytes,
     "commitment": Bytes, "entry": Bytes];
    /// The sealed personal parts of events.
    Kept EVENT_PART = "event_part" ["event_id": Text, "part": Integer]
    ["subject": Text, "sealed": Bytes, "commitment": Bytes];
}

/// The columns of `event` in the order in which they are read and written.
macro_rules! event_columns {
    () => {
        "id, stream_kind, stream_key, version, kind, recorded_at, happened_at, actor, reason, regime, cause, body, salt, \
         commitment, entry"
    };
}
pub(crate) use event_columns;

/// The columns of `event` that say what happened, without those that prove it.
macro_rules! fold_columns {
    () => {
        "id, version, kind, recorded_at, happened_at, actor, reason, regime, cause, body"
    };
}
pub(crate) use fold_columns;

/// The columns of a part, with the current wrapped key of its subject.
macro_rules! part_columns {
    () => {
        "p.event_id, p.part, p.subject, p.sealed, p.commitment, k.wrapped"
    };
}
pub(crate) use part_columns;

/// An event as stored.
pub(crate) struct EventRow {
    pub(crate) id: EventId,
    pub(crate) stream: StreamId,
    pub(crate) version: u64,
    pub(crate) kind: String,
    pub(crate) recorded_at: Timestamp,
    pub(crate) happened_at: Option<Timestamp>,
    pub(crate) actor: Value,
    pub(crate) reason: Option<String>,
    pub(crate) regime: Option<String>,
    pub(crate) cause: Option<EventId>,
    pub(crate) body: Value,
    pub(crate) salt: [u8; 32],
    pub(crate) commitment: [u8; 32],
    pub(crate) entry: [u8; 32],
}

/// A part as stored.
pub(crate) struct PartRow {
    pub(crate) event: EventId,
    pub(crate) part: u64,
    pub(crate) subject: SubjectId,
    pub(crate) sealed: Vec<u8>,
    pub(crate) commitment: [u8; 32],
    /// The subject's wrapped key; `None` once the key is destroyed.
    pub(crate) wrapped: Option<Vec<u8>>,
}

impl EventRow {
    pub(crate) fn read(row: &SqlRow) -> Result<Self, StoreError> {
        let id: EventId = row.parsed(0)?;
        let contradiction = |why: String| StoreError::Row { table: "event", row: id.to_string(), why };
        let json = |column: &str, text: String| -> Result<Value, StoreError> {
            serde_json::from_str(&text).map_err(|error| contradiction(format!("column {column}: {error}")))
        };
        let stream = format!("{}/{}", row.text(1)?, row.text(2)?);
        Ok(Self {
            id,
            stream: stream.parse().map_err(|error| contradiction(format!("{error}")))?,
            version: row.count(3)?,
            kind: row.text(4)?,
            recorded_at: row.time(5)?,
            happened_at: row.maybe_time(6)?,
            actor: json("actor", row.text(7)?)?,
            reason: row.maybe_text(8)?,
            regime: row.maybe_text(9)?,
            cause: row.maybe_parsed(10)?,
            body: json("body", row.text(11)?)?,
            salt: row.hash(12)?,
            commitment: row.hash(13)?,
            entry: row.hash(14)?,
        })
    }

    /// Lists the values in column order.
    pub(crate) fn cells(&self) -> Vec<Cell> {
        let text = |value: &Value| Cell::Text(Some(String::from_utf8_lossy(&canonical(value)).into_owned()));
        vec![
            Cell::text(self.id),
            Cell::text(self.stream.kind.as_str()),
            Cell::text(&self.stream.key),
            Cell::count(self.version),
            Cell::text(&self.kind),
            Cell::time(self.recorded_at),
            Cell::maybe_time(self.happened_at),
            text(&self.actor),
            Cell::Text(self.reason.clone()),
            Cell::Text(self.regime.clone()),
            Cell::maybe_text(self.cause),
            text(&self.body),
            Cell::bytes(self.salt),
            Cell::bytes(self.commitment),
            Cell::bytes(self.entry),
        ]
    }

    /// Commits to part 0: everything in the event that is neither personal nor in the entry itself.
    pub(crate) fn open_part(&self) -> Hash {
        let open = json!({
            "actor": self.actor,
            "body": self.body,
            "cause": self.cause,
            "happened_at": self.happened_at.map(Timestamp::as_microsecond),
            "reason": self.reason,
            "regime": self.regime,
        });
        part_commitment(&self.salt, &canonical(&open))
    }

    /// Commits to the whole event, given the commitments to its personal parts in order.
    pub(crate) fn payload(&self, parts: impl IntoIterator<Item = [u8; 32]>) -> Hash {
        let all: Vec<Hash> = std::iter::once(self.open_part()).chain(parts.into_iter().map(Hash)).collect();
        payload_commitment(&all)
    }

    /// Computes the log entry.
    pub(crate) fn entry(&self, stream_salt: &[u8; 32], payload: Hash) -> [u8; 32] {
        let facts = EventFacts {
            event: *self.id.value().as_bytes(),
            recorded_us: self.recorded_at.as_microsecond(),
            stream: stream_commitment(stream_salt, self.stream.to_string().as_bytes()),
            version: self.version,
            kind: &self.kind,
            payload,
        };
        Entry::commit(&facts).0
    }

    /// Puts the event and its personal parts back together.
    pub(crate) fn open(self, parts: &[PartRow], vault: &Vault) -> Result<RecordedEvent, StoreError> {
        let id = self.id;
        let find = &mut |number, subject| find_part(parts, id, number, subject, vault);
        let body = put_together(self.body, find)?;
        let contradiction =
            |error| StoreError::Row { table: "event", row: id.to_string(), why: format!("actor: {error}") };
        let actor: Actor = serde_json::from_value(self.actor).map_err(contradiction)?;
        Ok(RecordedEvent {
            id,
            event: Event::decode(self.stream.kind, &self.kind, body)?,
            stream: self.stream,
            version: self.version,
            recorded_at: self.recorded_at,
            happened_at: self.happened_at,
            actor,
            reason: self.reason,
            regime: self.regime,
            cause: self.cause,
        })
    }
}

pub(crate) struct OpenedPart {
    pub(crate) value: Value,
    /// The commitment to the opened value. The one in the row may differ.
    pub(crate) commitment: [u8; 32],
}

impl PartRow {
    pub(crate) fn read(row: &SqlRow) -> Result<Self, StoreError> {
        Self::read_from(row, 0)
    }

    /// Reads a part from a row in which the columns of the part begin at `first`.
    pub(crate) fn read_from(row: &SqlRow, first: usize) -> Result<Self, StoreError> {
        Ok(Self {
            event: row.parsed(first)?,
            part: row.count(first + 1)?,
            subject: row.parsed(first + 2)?,
            sealed: row.bytes(first + 3)?,
            commitment: row.hash(first + 4)?,
            wrapped: row.maybe_bytes(first + 5)?,
        })
    }

    /// Lists the values in the column order of `event_part`.
    pub(crate) fn cells(self) -> Vec<Cell> {
        vec![
            Cell::text(self.event),
            Cell::count(self.part),
            Cell::text(self.subject),
            Cell::bytes(self.sealed),
            Cell::bytes(self.commitment),
        ]
    }

    /// Seals a value, as a fresh salt followed by the canonical text.
    pub(crate) fn seal(
        event: EventId,
        part: u64,
        subject: SubjectId,
        value: &Value,
        data_key: &DataKey,
    ) -> Result<Self, StoreError> {
        let salt = key::random_bytes()?;
        let text = canonical(value);
        let plain = zeroize::Zeroizing::new([salt.as_slice(), &text].concat());
        let commitment = part_commitment(&salt, &text).0;
        let sealed = key::seal(data_key, &context(event, part), &plain)?;
        Ok(Self { event, part, subject, sealed, commitment, wrapped: None })
    }

    /// Opens the part; `None` if the key was destroyed.
    pub(crate) fn open(&self, vault: &Vault) -> Result<Option<OpenedPart>, StoreError> {
        let Some(wrapped) = &self.wrapped else { return Ok(None) };
        let contradiction = |why: &str| StoreError::Row {
            table: "event_part",
            row: format!("{}/{}", self.event, self.part),
            why: why.to_owned(),
        };
        let data_key = vault.open(self.subject, wrapped)?;
        let plain = key::open(&data_key, &context(self.event, self.part), &self.sealed);
        let plain = plain.ok_or_else(|| contradiction("it cannot be decrypted"))?;
        let (salt, text) = plain.split_first_chunk().ok_or_else(|| contradiction("it has no salt"))?;
        let value = serde_json::from_slice(text).map_err(|_| contradiction("it is not JSON"))?;
        Ok(Some(OpenedPart { value, commitment: part_commitment(salt, text).0 }))
    }
}

/// Binds a sealed part to its event and number, so that it cannot be moved elsewhere.
fn context(event: EventId, part: u64) -> [u8; 24] {
    let mut context = [0; 24];
    context[..16].copy_from_slice(event.value().as_bytes());
    context[16..].copy_from_slice(&part.to_be_bytes());
    context
}

/// Opens the events of these rows, each with its parts.
pub(crate) fn open_all(events: &[SqlRow], parts: &[SqlRow], vault: &Vault) -> Result<Vec<RecordedEvent>, StoreError> {
    let mut by_event = parts_by_event(parts)?;
    events
        .iter()
        .map(|row| {
            let event = EventRow::read(row)?;
            let parts = by_event.remove(&event.id).unwrap_or_default();
            event.open(&parts, vault)
        })
        .collect()
}

/// Opens the events of one stream from rows of `fold_columns`, each with its parts. Without `parts`, all parts count as
/// erased.
pub(crate) fn open_stream(
    stream: &StreamId,
    events: &[SqlRow],
    parts: Option<(&[SqlRow], &Vault)>,
) -> Result<Vec<RecordedEvent>, StoreError> {
    let mut by_event = parts.map_or(Ok(HashMap::new()), |(parts, _)| parts_by_event(parts))?;
    let open = |row: &SqlRow| {
        let of_event = by_event.remove(&row.parsed(0)?).unwrap_or_default();
        open_event(stream, row, parts.map(|(_, vault)| (of_event.as_slice(), vault)))
    };
    events.iter().map(open).collect()
}

/// Opens the event in a row that begins with `fold_columns`, with its parts. Without `parts`, all parts count as
/// erased.
pub(crate) fn open_event(
    stream: &StreamId,
    row: &SqlRow,
    parts: Option<(&[PartRow], &Vault)>,
) -> Result<RecordedEvent, StoreError> {
    let id: EventId = row.parsed(0)?;
    let body: Value = json_column(row, id, 9, "body")?;
    let body = put_together(body, &mut |number, subject| match parts {
        Some((parts, vault)) => find_part(parts, id, number, subject, vault),
        None => Ok(None),
    })?;
    Ok(RecordedEvent {
        id,
        stream: stream.clone(),
        version: row.count(1)?,
        event: Event::decode(stream.kind, row.as_text(2)?, body)?,
        recorded_at: row.time(3)?,
        happened_at: row.maybe_time(4)?,
        actor: json_column(row, id, 5, "actor")?,
        reason: row.maybe_text(6)?,
        regime: row.maybe_text(7)?,
        cause: row.maybe_parsed(8)?,
    })
}

fn json_column<T: serde::de::DeserializeOwned>(
    row: &SqlRow,
    id: EventId,
    index: usize,
    name: &str,
) -> Result<T, StoreError> {
    let contradiction =
        |error| StoreError::Row { table: "event", row: id.to_string(), why: format!("column {name}: {error}") };
    serde_json::from_str(row.as_text(index)?).map_err(contradiction)
}

fn find_part(
    parts: &[PartRow],
    id: EventId,
    number: u64,
    subject: SubjectId,
    vault: &Vault,
) -> Result<Option<Value>, StoreError> {
    let part = parts.iter().find(|part| part.part == number && part.subject == subject);
    let part = part.ok_or_else(|| StoreError::Row {
        table: "event_part",
        row: format!("{id}/{number}"),
        why: "the event names it and it is missing".to_owned(),
    })?;
    Ok(part.open(vault)?.map(|opened| opened.value))
}

pub(crate) fn parts_by_event(parts: &[SqlRow]) -> Result<HashMap<EventId, Vec<PartRow>>, StoreError> {
    let mut by_event: HashMap<EventId, Vec<PartRow>> = HashMap::new();
    for row in parts {
        let part = PartRow::read(row)?;
        by_event.entry(part.event).or_default().push(part);
    }
    Ok(by_event)
}

pub(crate) fn kind_cell(kind: StreamKind) -> Cell {
    Cell::text(kind.as_str())
}
