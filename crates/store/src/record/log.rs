//! The queue of the log, where events wait, and the sequencer, which gives each event its permanent position.

use domain::EventId;
use jiff::Timestamp;

use crate::engine::{Cell, queries, tables};
use crate::{Store, StoreError};

tables! {
    /// Events waiting for a position in the log.
    Kept LOG_QUEUE = "log_queue" ["event_id": Text] ["entry": Bytes, "recorded_at": Integer, "number": Integer];
    /// Entries of the log, keyed by position.
    Kept LOG_ENTRY = "log_entry" ["position": Integer] ["event_id": Text, "entry": Bytes];
    /// Signed heads, keyed by the number of entries that they cover.
    Kept LOG_CHECKPOINT = "log_checkpoint" ["size": Integer] ["root": Bytes, "note": Text, "signed_at": Integer];
    /// The size of the log. The sequencer locks its row.
    Kept LOG_GUARD = "log_guard" ["name": Text] ["size": Integer];
}

queries! {
    // Updating the row locks it, so a second sequencer waits until the first one has committed.
    GUARD = "log_guard", "waiting for the sequencer", "UPDATE log_guard SET size = size WHERE name = 'sequencer' RETURNING size";
    // Events recorded at the same moment are ordered by their unit of work, so that the log preserves the order within
    // each stream.
    PLACE = "log_entry", "sequencing",
        "INSERT INTO log_entry (position, event_id, entry) \
         SELECT $1 + ROW_NUMBER() OVER (ORDER BY q.recorded_at, q.number, q.event_id) - 1, q.event_id, q.entry FROM \
         (SELECT event_id, entry, recorded_at, number FROM log_queue ORDER BY recorded_at, number, event_id LIMIT $2) q";
    TAKE = "log_queue", "emptying the queue of the log",
        "DELETE FROM log_queue WHERE event_id IN (SELECT event_id FROM log_entry WHERE position >= $1)";
    ADVANCE = "log_guard", "advancing the log", "UPDATE log_guard SET size = $1 WHERE name = 'sequencer'";
    ENTRIES = "log_entry", "reading the log",
        "SELECT entry FROM log_entry WHERE position >= $1 AND position < $2 ORDER BY position";
    POSITION = "log_entry", "reading a position", "SELECT position FROM log_entry WHERE event_id = $1";
    EVENT_AT = "log_entry", "reading a position", "SELECT event_id FROM log_entry WHERE position = $1";
    SIZE = "log_guard", "reading the size of the log", "SELECT size FROM log_guard WHERE name = 'sequencer'";
    QUEUED = "log_queue", "reading the queue of the log", "SELECT COUNT(*) FROM log_queue";
    CHECKPOINT = "log_checkpoint", "recording a checkpoint",
        "INSERT INTO log_checkpoint (size, root, note, signed_at) VALUES ($1, $2, $3, $4)";
    LATEST = "log_checkpoint", "reading the latest checkpoint",
        "SELECT size, root, note, signed_at FROM log_checkpoint ORDER BY size DESC LIMIT 1";
}

/// Entries that have just been given their positions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SequencedEntries {
    /// The position of the first entry.
    pub first: u64,
    pub entries: Vec<[u8; 32]>,
}

/// A signed head of the log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredCheckpoint {
    /// The number of entries that the head covers.
    pub size: u64,
    pub root: [u8; 32],
    /// The signed note.
    pub note: String,
    pub signed_at: Timestamp,
}

impl Store {
    /// Gives positions to the events that have waited longest, at most `limit`; `None` if no event is waiting. Durable
    /// on return. Only one sequencer runs at a time, however many replicas there are, and it can be killed at any
    /// instruction.
    ///
    /// # Errors
    /// On any error, no position has been given.
    pub async fn sequence(&self, limit: u32) -> Result<Option<SequencedEntries>, StoreError> {
        let mut unit = self.backend().writer().await?;
        let missing = || StoreError::Row { table: "log_guard", row: "sequencer".into(), why: "it is missing".into() };
        let first = unit.fetch_one(&GUARD, vec![]).await?.ok_or_else(missing)?.count(0)?;
        let placed = unit.execute(&PLACE, vec![Cell::count(first), Cell::count(limit.into())]).await?;
        if placed == 0 {
            unit.roll_back().await?;
            return Ok(None);
        }
        let taken = unit.execute(&TAKE, vec![Cell::count(first)]).await?;
        if taken != placed {
            let why = format!("{placed} entries were placed and {taken} left the queue");
            return Err(StoreError::Row { table: "log_queue", row: first.to_string(), why });
        }
        unit.execute(&ADVANCE, vec![Cell::count(first + placed)]).await?;
        let rows = unit.fetch(&ENTRIES, vec![Cell::count(first), Cell::count(first + placed)]).await?;
        let entries = rows.iter().map(|row| row.hash(0)).collect::<Result<_, _>>()?;
        unit.commit().await?;
        Ok(Some(SequencedEntries { first, entries }))
    }

    /// Reads the entries from position `from` up to, but not including, `to`.
    pub async fn entries(&self, from: u64, to: u64) -> Result<Vec<[u8; 32]>, StoreError> {
        let mut connection = self.backend().reader().await?;
        let rows = connection.fetch(&ENTRIES, vec![Cell::count(from), Cell::count(to)]).await?;
        rows.iter().map(|row| row.hash(0)).collect()
    }

    /// Reads the position of an event in the log; `None` if the event is still waiting or does not exist.
    pub async fn position_of(&self, event: EventId) -> Result<Option<u64>, StoreError> {
        let mut connection = self.backend().reader().await?;
        connection.fetch_one(&POSITION, vec![Cell::text(event)]).await?.map(|row| row.count(0)).transpose()
    }

    pub async fn event_at(&self, position: u64) -> Result<Option<EventId>, StoreError> {
        let mut connection = self.backend().reader().await?;
        connection.fetch_one(&EVENT_AT, vec![Cell::count(position)]).await?.map(|row| row.parsed(0)).transpose()
    }

    /// Counts the entries that have a position.
    pub async fn log_size(&self) -> Result<u64, StoreError> {
        let mut connection = self.backend().reader().await?;
        connection.fetch_one(&SIZE, vec![]).await?.map_or(Ok(0), |row| row.count(0))
    }

    /// Counts the events that are waiting for a position.
    pub async fn queue_length(&self) -> Result<u64, StoreError> {
        let mut connection = self.backend().reader().await?;
        connection.fetch_one(&QUEUED, vec![]).await?.map_or(Ok(0), |row| row.count(0))
    }

    /// Stores a signed head. A second head of the same size is an error, even if it is identical.
    ///
    /// # Errors
    /// If there is already a head of this size.
    pub async fn record_checkpoint(&self, checkpoint: &StoredCheckpoint) -> Result<(), StoreError> {
        let mut unit = self.backend().writer().await?;
        let values = vec![
            Cell::count(checkpoint.size),
            Cell::bytes(checkpoint.root),
            Cell::text(&checkpoint.note),
            Cell::time(checkpoint.signed_at),
        ];
        unit.execute(&CHECKPOINT, values).await?;
        unit.commit().await
    }

    /// Reads the signed head that covers the most entries.
    pub async fn latest_checkpoint(&self) -> Result<Option<StoredCheckpoint>, StoreError> {
        let mut connection = self.backend().reader().await?;
        let row = connection.fetch_one(&LATEST, vec![]).await?;
        row.map(|row| {
            Ok(StoredCheckpoint {
                size: row.count(0)?,
                root: row.hash(1)?,
                note: row.text(2)?,
                signed_at: row.time(3)?,
            })
        })
        .transpose()
    }
}
