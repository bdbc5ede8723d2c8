//! Reading the record: a stream as it was known at a given time, a single event, or all events in recording order.

use domain::record::stream::StreamKind;
use domain::{EventId, RecordedEvent, State, StreamId};
use jiff::Timestamp;

use crate::engine::{Cell, queries};
use crate::record::events::{event_columns, kind_cell, open_all, part_columns};
use crate::record::unit::{LoadedStream, read_stream};
use crate::{Store, StoreError, Unit};

queries! {
    EVENT = "event", "reading an event", concat!("SELECT ", event_columns!(), " FROM event WHERE id = $1");
    PARTS_OF_EVENT = "event_part", "reading parts of an event", concat!("SELECT ", part_columns!(),
        " FROM event_part p LEFT JOIN subject_key k ON k.subject = p.subject WHERE p.event_id = $1 ORDER BY p.part");
    EVENTS_AFTER = "event", "reading events", concat!("SELECT ", event_columns!(), " FROM event \
         WHERE recorded_at > $1 OR (recorded_at = $1 AND id > $2) ORDER BY recorded_at, id LIMIT $3");
    PARTS_AFTER = "event_part", "reading parts of events", concat!("SELECT ", part_columns!(),
        " FROM event e JOIN event_part p ON p.event_id = e.id LEFT JOIN subject_key k ON k.subject = p.subject \
         WHERE (e.recorded_at > $1 OR (e.recorded_at = $1 AND e.id > $2)) \
         AND (e.recorded_at < $3 OR (e.recorded_at = $3 AND e.id <= $4)) ORDER BY p.event_id, p.part");
    STREAMS = "stream", "reading streams",
        "SELECT key FROM stream WHERE kind = $1 AND key > $2 ORDER BY key LIMIT $3";
    COMMITMENTS = "event", "reading commitments",
        "SELECT entry FROM event WHERE stream_kind = $1 AND stream_key = $2 AND version <= $3 ORDER BY version";
    RECORDED_AT = "event", "reading an event", "SELECT recorded_at FROM event WHERE id = $1";
    COUNT = "event", "counting events", "SELECT COUNT(*) FROM event";
}

/// A position in the recording order: right after this event.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Cursor {
    pub recorded_at: Timestamp,
    pub event: EventId,
}

impl Cursor {
    pub fn after(recorded: &RecordedEvent) -> Self {
        Self { recorded_at: recorded.recorded_at, event: recorded.id }
    }
}

impl Store {
    /// Reads the events of a stream, oldest first; with `until`, only those recorded by then. Folding them
    /// ([`State::fold`]) gives the state as it was known then; there is no other mechanism for history. Empty if the
    /// stream does not exist.
    pub async fn history(&self, stream: &StreamId, until: Option<Timestamp>) -> Result<Vec<RecordedEvent>, StoreError> {
        let mut connection = self.backend().reader().await?;
        read_stream(&mut connection, self, stream, until).await
    }

    /// Loads a stream for reading. To append to a stream, load it in a [`crate::Unit`].
    pub async fn load(&self, stream: &StreamId) -> Result<Option<LoadedStream>, StoreError> {
        let events = self.history(stream, None).await?;
        let Some(last) = events.last() else { return Ok(None) };
        let (version, last_recorded_at) = (last.version, last.recorded_at);
        Ok(State::fold(&events)?.map(|state| LoadedStream { state, version, last_recorded_at }))
    }

    pub async fn event(&self, event: EventId) -> Result<Option<RecordedEvent>, StoreError> {
        let mut connection = self.backend().reader().await?;
        let events = connection.fetch(&EVENT, vec![Cell::text(event)]).await?;
        let parts = connection.fetch(&PARTS_OF_EVENT, vec![Cell::text(event)]).await?;
        Ok(open_all(&events, &parts, self.vault())?.into_iter().next())
    }

    /// Reads the next events in recording order, at most `limit`. Events recorded at the same moment are ordered by id.
    pub async fn events_after(&self, after: Option<Cursor>, limit: u32) -> Result<Vec<RecordedEvent>, StoreError> {
        let mut connection = self.backend().reader().await?;
        let from = match after {
            Some(cursor) => [Cell::time(cursor.recorded_at), Cell::text(cursor.event)],
            None => [Cell::time(Timestamp::MIN), Cell::text("")],
        };
        let mut values = from.to_vec();
        values.push(Cell::count(limit.into()));
        let events = connection.fetch(&EVENTS_AFTER, values).await?;
        let Some(last) = events.last() else { return Ok(Vec::new()) };
        let mut values = from.to_vec();
        values.extend([Cell::time(last.time(5)?), Cell::Text(Some(last.text(0)?))]);
        let parts = connection.fetch(&PARTS_AFTER, values).await?;
        open_all(&events, &parts, self.vault())
    }

    /// Lists at most `limit` streams of a kind whose keys come after `after`, in key order.
    pub async fn streams(&self, kind: StreamKind, after: &str, limit: u32) -> Result<Vec<StreamId>, StoreError> {
        let mut connection = self.backend().reader().await?;
        let values = vec![kind_cell(kind), Cell::text(after), Cell::count(limit.into())];
        let rows = connection.fetch(&STREAMS, values).await?;
        rows.iter().map(|row| Ok(StreamId { kind, key: row.text(0)? })).collect()
    }

    pub async fn event_count(&self) -> Result<u64, StoreError> {
        let mut connection = self.backend().reader().await?;
        connection.fetch_one(&COUNT, vec![]).await?.map_or(Ok(0), |row| row.count(0))
    }
}

impl Unit {
    /// Reads the commitments to the events of a stream up to a version, which is what the decision-maker saw.
    pub async fn commitments(&mut self, stream: &StreamId, version: u64) -> Result<Vec<[u8; 32]>, StoreError> {
        let values = vec![kind_cell(stream.kind), Cell::text(&stream.key), Cell::count(version)];
        let rows = self.fetch(&COMMITMENTS, values).await?;
        rows.iter().map(|row| row.hash(0)).collect()
    }

    /// Reads the time at which an event was recorded; `None` if there is no such event.
    pub async fn recorded_at(&mut self, event: EventId) -> Result<Option<Timestamp>, StoreError> {
        let rows = self.fetch(&RECORDED_AT, vec![Cell::text(event)]).await?;
        rows.first().map(|row| row.time(0)).transpose()
    }
}
