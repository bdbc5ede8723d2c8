//! A pass over the whole record, stream by stream and page by page, for comparison and verification.

use std::collections::HashMap;

use domain::record::stream::StreamKind;
use domain::{EventId, RecordedEvent, StreamId};

use crate::engine::{Cell, Connection, SqlRow, queries};
use crate::record::events::{EventRow, PartRow, event_columns, kind_cell, part_columns, parts_by_event};
use crate::{Store, StoreError};

queries! {
    HEADS = "stream", "reading streams",
        "SELECT key, version, salt FROM stream WHERE kind = $1 AND key > $2 ORDER BY key LIMIT $3";
    STREAM_COUNT = "stream", "counting streams", "SELECT COUNT(*) FROM stream";
    // Each event's own columns are followed by its position, its entry in the log, and its entry in the queue.
    EVENTS_BETWEEN = "event", "reading events", concat!("SELECT ", event_columns!(), ", \
         (SELECT position FROM log_entry l WHERE l.event_id = event.id), \
         (SELECT entry FROM log_entry l WHERE l.event_id = event.id), \
         (SELECT entry FROM log_queue q WHERE q.event_id = event.id) \
         FROM event WHERE stream_kind = $1 AND stream_key > $2 AND stream_key <= $3 ORDER BY stream_key, version");
    PARTS_BETWEEN = "event_part", "reading parts of events", concat!("SELECT ", part_columns!(),
        " FROM event e JOIN event_part p ON p.event_id = e.id LEFT JOIN subject_key k ON k.subject = p.subject \
         WHERE e.stream_kind = $1 AND e.stream_key > $2 AND e.stream_key <= $3 ORDER BY p.event_id, p.part");
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SweepProgress {
    pub streams_done: u64,
    pub streams_count: u64,
}

/// A stream with everything that is stored for it.
pub(crate) struct SweptStream {
    pub(crate) stream: StreamId,
    pub(crate) version: u64,
    pub(crate) salt: [u8; 32],
    pub(crate) events: Vec<SweptEvent>,
}

/// An event with its entries in the log and in the log's queue.
pub(crate) struct SweptEvent {
    /// The event; if its row is damaged, as much of its id as is known, along with the error.
    pub(crate) row: Result<EventRow, (String, StoreError)>,
    pub(crate) parts: Vec<PartRow>,
    pub(crate) position: Option<u64>,
    pub(crate) in_log: Option<[u8; 32]>,
    pub(crate) in_queue: Option<[u8; 32]>,
}

/// Number of streams in a page. 200 streams of ten events with two parts each take up about 4 MB.
const PAGE: u64 = 200;

/// Reads the next streams of a kind after this key, with their events. Returns an empty list at the end.
pub(crate) async fn page(
    connection: &mut Connection,
    kind: StreamKind,
    after: &str,
) -> Result<Vec<SweptStream>, StoreError> {
    let heads = connection.fetch(&HEADS, vec![kind_cell(kind), Cell::text(after), Cell::count(PAGE)]).await?;
    let Some(last) = heads.last() else { return Ok(Vec::new()) };
    let range = vec![kind_cell(kind), Cell::text(after), Cell::Text(Some(last.text(0)?))];
    let events = connection.fetch(&EVENTS_BETWEEN, range.clone()).await?;
    let mut parts = parts_by_event(&connection.fetch(&PARTS_BETWEEN, range).await?)?;
    let mut by_stream: HashMap<String, Vec<SweptEvent>> = HashMap::new();
    for row in &events {
        by_stream.entry(row.text(2)?).or_default().push(SweptEvent::read(row, &mut parts)?);
    }
    heads
        .iter()
        .map(|head| {
            let key = head.text(0)?;
            let events = by_stream.remove(&key).unwrap_or_default();
            Ok(SweptStream { stream: StreamId { kind, key }, version: head.count(1)?, salt: head.hash(2)?, events })
        })
        .collect()
}

pub(crate) async fn stream_count(connection: &mut Connection) -> Result<u64, StoreError> {
    connection.fetch_one(&STREAM_COUNT, vec![]).await?.map_or(Ok(0), |row| row.count(0))
}

impl SweptEvent {
    fn read(row: &SqlRow, parts: &mut HashMap<EventId, Vec<PartRow>>) -> Result<Self, StoreError> {
        let hash = |index| Ok::<_, StoreError>(row.maybe_bytes(index)?.and_then(|bytes| bytes.try_into().ok()));
        let (position, in_log, in_queue) = (row.maybe_integer(15)?, hash(16)?, hash(17)?);
        let event = EventRow::read(row);
        let parts = event.as_ref().ok().and_then(|event| parts.remove(&event.id)).unwrap_or_default();
        let row = match event {
            Ok(event) => Ok(event),
            Err(error) => Err((row.text(0)?, error)),
        };
        Ok(Self { row, parts, position: position.and_then(|at| u64::try_from(at).ok()), in_log, in_queue })
    }
}

impl SweptStream {
    pub(crate) fn open(self, store: &Store) -> Result<Vec<RecordedEvent>, StoreError> {
        let open = |event: SweptEvent| event.row.map_err(|(_, error)| error)?.open(&event.parts, store.vault());
        self.events.into_iter().map(open).collect()
    }
}
