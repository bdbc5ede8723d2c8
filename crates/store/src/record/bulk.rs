//! Selected events of many streams at once, for callers that need something from every stream of a kind.

use domain::{RecordedEvent, StreamId, StreamKind};
use jiff::Timestamp;

use crate::engine::{Cell, queries};
use crate::record::events::{event_columns, kind_cell, open_all, part_columns};
use crate::{Store, StoreError};

// The kinds of events are passed as one string, `,officer.enrolled,officer.posted,`, so that a list of any length works
// on both databases.
queries! {
    EVENTS_OF = "event", "reading events of many streams", concat!("SELECT ", event_columns!(), " FROM event \
         WHERE stream_kind = $1 AND stream_key > $2 AND stream_key <= $3 AND $4 LIKE '%,' || kind || ',%' \
         ORDER BY stream_key, version");
    PARTS_OF = "event_part", "reading parts of many streams", concat!("SELECT ", part_columns!(),
        " FROM event e JOIN event_part p ON p.event_id = e.id LEFT JOIN subject_key k ON k.subject = p.subject \
         WHERE e.stream_kind = $1 AND e.stream_key > $2 AND e.stream_key <= $3 AND $4 LIKE '%,' || e.kind || ',%' \
         ORDER BY p.event_id, p.part");
    // Recent events are few. Without the appended empty string, SQLite would read all streams of the kind instead.
    TOUCHED = "event", "finding streams that changed",
        "SELECT DISTINCT stream_key FROM event WHERE recorded_at >= $1 AND stream_kind || '' = $2 \
         AND $3 LIKE '%,' || kind || ',%' ORDER BY stream_key";
}

/// A page of streams, with their events of the selected kinds.
#[derive(Debug)]
pub struct EventsPage {
    /// The events, stream by stream, oldest first within each stream.
    pub events: Vec<RecordedEvent>,
    /// The key of the last stream, after which the next page starts. `None` at the end.
    pub last: Option<String>,
}

fn list(kinds: &[&str]) -> Cell {
    Cell::text(format!(",{},", kinds.join(",")))
}

impl Store {
    /// Reads the events of these kinds (such as `officer.enrolled`) in the next `streams` streams after the key
    /// `after`, which is empty for the first page. A stream without such an event still counts.
    pub async fn events_of(
        &self,
        kind: StreamKind,
        kinds: &[&str],
        after: &str,
        streams: u32,
    ) -> Result<EventsPage, StoreError> {
        let Some(last) = self.streams(kind, after, streams).await?.pop() else {
            return Ok(EventsPage { events: Vec::new(), last: None });
        };
        let values = vec![kind_cell(kind), Cell::text(after), Cell::text(&last.key), list(kinds)];
        let mut connection = self.backend().reader().await?;
        let events = connection.fetch(&EVENTS_OF, values.clone()).await?;
        let parts = connection.fetch(&PARTS_OF, values).await?;
        Ok(EventsPage { events: open_all(&events, &parts, self.vault())?, last: Some(last.key) })
    }

    /// Lists the streams of a kind in which an event of these kinds was recorded at or after `since`, in key order.
    pub async fn streams_touched_since(
        &self,
        kind: StreamKind,
        kinds: &[&str],
        since: Timestamp,
    ) -> Result<Vec<StreamId>, StoreError> {
        let mut connection = self.backend().reader().await?;
        let values = vec![Cell::time(since), kind_cell(kind), list(kinds)];
        let rows = connection.fetch(&TOUCHED, values).await?;
        rows.iter().map(|row| Ok(StreamId { kind, key: row.text(0)? })).collect()
    }
}
