//! Reading the record: one stream as it was known at a time, one event, all events in the order of recording.

use domain::record::stream::StreamKind;
use domain::{EventId, Recorded, State, StreamId};
use jiff::Timestamp;

use crate::record::{event_columns, kind_cell, open_all, part_columns};
use crate::sql::{Cell, queries};
use crate::unit::{Loaded, read_stream};
use crate::{Store, StoreError};

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
    COUNT = "event", "counting events", "SELECT COUNT(*) FROM event";
}

/// A place in the order of recording: after this event.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Cursor {
    /// When it was recorded.
    pub recorded_at: Timestamp,
    /// Which it is.
    pub event: EventId,
}

impl Cursor {
    /// After this event.
    pub fn after(recorded: &Recorded) -> Self {
        Self { recorded_at: recorded.recorded_at, event: recorded.id }
    }
}

impl Store {
    /// The events of a stream, oldest first; with `until`, those that were recorded by then. Folding them
    /// ([`State::fold`]) gives what was known then: there is no other mechanism for history. Empty when there is none.
    ///
    /// # Errors
    /// When the database fails or the record contradicts itself.
    pub async fn history(&self, stream: &StreamId, until: Option<Timestamp>) -> Result<Vec<Recorded>, StoreError> {
        let mut connection = self.backend().reader().await?;
        read_stream(&mut connection, self, stream, until).await
    }

    /// A stream as it stands, for reading. What is going to be appended to is loaded in a [`crate::Unit`].
    ///
    /// # Errors
    /// As [`Store::history`].
    pub async fn load(&self, stream: &StreamId) -> Result<Option<Loaded>, StoreError> {
        let events = self.history(stream, None).await?;
        let Some(last) = events.last() else { return Ok(None) };
        let (version, last_recorded_at) = (last.version, last.recorded_at);
        Ok(State::fold(&events)?.map(|state| Loaded { state, version, last_recorded_at }))
    }

    /// One event.
    ///
    /// # Errors
    /// As [`Store::history`].
    pub async fn event(&self, event: EventId) -> Result<Option<Recorded>, StoreError> {
        let mut connection = self.backend().reader().await?;
        let events = connection.fetch(&EVENT, vec![Cell::text(event)]).await?;
        let parts = connection.fetch(&PARTS_OF_EVENT, vec![Cell::text(event)]).await?;
        Ok(open_all(&events, &parts, self.vault())?.into_iter().next())
    }

    /// The next events in the order of recording, at most `limit`. Events of one moment stand in the order of their ids.
    ///
    /// # Errors
    /// As [`Store::history`].
    pub async fn events_after(&self, after: Option<Cursor>, limit: u32) -> Result<Vec<Recorded>, StoreError> {
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

    /// The streams of a kind in the order of their keys, after this key, at most `limit`.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn streams(&self, kind: StreamKind, after: &str, limit: u32) -> Result<Vec<StreamId>, StoreError> {
        let mut connection = self.backend().reader().await?;
        let values = vec![kind_cell(kind), Cell::text(after), Cell::count(limit.into())];
        let rows = connection.fetch(&STREAMS, values).await?;
        rows.iter().map(|row| Ok(StreamId { kind, key: row.text(0)? })).collect()
    }

    /// How many events are recorded.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn event_count(&self) -> Result<u64, StoreError> {
        let mut connection = self.backend().reader().await?;
        connection.fetch_one(&COUNT, vec![]).await?.map_or(Ok(0), |row| row.count(0))
    }
}
