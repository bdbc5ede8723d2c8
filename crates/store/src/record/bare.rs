//! Rows written by a unit of work, ready to be inserted without repeating its work. A benchmark compares the store with
//! this; nothing else uses it.

use domain::{State, StreamId};
use jiff::Timestamp;

use crate::engine::{Cell, Connection, SqlRow, batch, queries};
use crate::record::events::event_columns;
use crate::record::projection::ReadModelChange;
use crate::{Store, StoreError};

queries! {
    STREAMS = "stream", "reading streams",
        "SELECT e.stream_kind, e.stream_key, MAX(e.version), e.recorded_at, s.salt, MIN(e.version) FROM event e \
         JOIN stream s ON s.kind = e.stream_kind AND s.key = e.stream_key WHERE e.recorded_at = $1 \
         GROUP BY e.stream_kind, e.stream_key, e.recorded_at, s.salt ORDER BY e.stream_kind, e.stream_key";
    KEYS = "subject_key", "reading keys",
        "SELECT subject, wrapped, created_at FROM subject_key WHERE created_at = $1 ORDER BY subject";
    EVENTS = "event", "reading events", concat!("SELECT ", event_columns!(), " FROM event WHERE recorded_at = $1 \
         ORDER BY stream_kind, stream_key, version");
    PARTS = "event_part", "reading parts of events",
        "SELECT p.event_id, p.part, p.subject, p.sealed, p.commitment FROM event e JOIN event_part p ON p.event_id = e.id \
         WHERE e.recorded_at = $1 ORDER BY p.event_id, p.part";
    QUEUE = "log_queue", "reading the queue of the log",
        "SELECT event_id, entry, recorded_at, number FROM log_queue WHERE recorded_at = $1 ORDER BY number";
}

/// A change to one stream: its earlier state, if any, and its new state.
pub type StreamChange = (StreamId, Option<State>, State);

/// Statements with their values, in the order in which a unit of work writes them.
#[derive(Clone, Debug, Default)]
pub struct BareRows(Vec<(String, Vec<Cell>)>);

impl BareRows {
    pub fn statements_count(&self) -> usize {
        self.0.len()
    }

    fn add(&mut self, connection: &Connection, head: &str, tail: &str, rows: Vec<Vec<Cell>>) {
        let mut rows = rows.into_iter();
        while rows.len() > 0 {
            let count = batch(rows.len());
            let values: Vec<Vec<Cell>> = rows.by_ref().take(count).collect();
            let width = values.first().map_or(0, Vec::len);
            let text = format!("{head} VALUES {}{tail}", connection.values(count, width));
            self.0.push((text, values.into_iter().flatten().collect()));
        }
    }
}

impl Store {
    /// Reads, byte for byte, everything that a unit of work has written, read models included. It must be the only unit
    /// that recorded events at this time.
    #[doc(hidden)]
    pub async fn bare_rows(&self, recorded_at: Timestamp, changed: &[StreamChange]) -> Result<BareRows, StoreError> {
        let mut connection = self.backend().reader().await?;
        let at = || vec![Cell::time(recorded_at)];
        let mut rows = BareRows::default();
        let (mut new, mut known) = (Vec::new(), Vec::new());
        for stream in connection.fetch(&STREAMS, at()).await? {
            let first = stream.integer(5)? == 1;
            if first { &mut new } else { &mut known }.push(cells(&stream, "ttiib")?);
        }
        let head = "INSERT INTO stream (kind, key, version, recorded_at, salt)";
        let tail =
            " ON CONFLICT (kind, key) DO UPDATE SET version = excluded.version, recorded_at = excluded.recorded_at";
        rows.add(&connection, head, "", new);
        rows.add(&connection, head, tail, known);
        let tables = [
            (&KEYS, "tbi", "INSERT INTO subject_key (subject, wrapped, created_at)"),
            (&EVENTS, "tttitiitttttbbb", concat!("INSERT INTO event (", event_columns!(), ")")),
            (&PARTS, "titbb", "INSERT INTO event_part (event_id, part, subject, sealed, commitment)"),
            (&QUEUE, "tbii", "INSERT INTO log_queue (event_id, entry, recorded_at, number)"),
        ];
        for (sql, kinds, head) in tables {
            let read = connection.fetch(sql, at()).await?;
            rows.add(&connection, head, "", read.iter().map(|row| cells(row, kinds)).collect::<Result<_, _>>()?);
        }
        let mut change = ReadModelChange::default();
        for (stream, before, after) in changed {
            change.add(stream, before.as_ref(), Some(after));
        }
        for (table, written) in change.into_written() {
            rows.add(&connection, &table.insert(), &table.or_update(), written);
        }
        Ok(rows)
    }

    /// Inserts rows in one transaction, which is durable on return. Nothing is checked, sealed or hashed.
    #[doc(hidden)]
    pub async fn insert_bare(&self, rows: BareRows) -> Result<(), StoreError> {
        let mut unit = self.backend().writer().await?;
        for (text, values) in rows.0 {
            unit.execute_made(text, "inserting bare rows", values).await?;
        }
        unit.commit().await
    }
}

/// Reads the columns of a row by their kinds: `t` for text, `i` for integer, anything else for bytes.
fn cells(row: &SqlRow, kinds: &str) -> Result<Vec<Cell>, StoreError> {
    let cell = |(index, kind)| match kind {
        't' => row.maybe_text(index).map(Cell::Text),
        'i' => row.maybe_integer(index).map(Cell::Integer),
        _ => row.maybe_bytes(index).map(Cell::Bytes),
    };
    kinds.chars().enumerate().map(cell).collect()
}
