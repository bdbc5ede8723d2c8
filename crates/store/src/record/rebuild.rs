//! Rebuilds the read models from the record, and compares them with it.

use std::collections::HashMap;
use std::fmt;

use domain::record::stream::StreamKind;
use domain::{State, StreamId};

use crate::engine::{Cell, Connection, SqlRow, SqlTable, queries};
use crate::record::events::{fold_columns, kind_cell, open_stream};
use crate::record::projection::{TableRow, read_models, rows};
use crate::record::sweep::{SweepProgress, stream_count};
use crate::{Store, StoreError};

/// Number of streams read at once. 500 streams of ten events take up about 5 MB.
const PAGE: u64 = 500;

queries! {
    KEYS = "stream", "reading streams",
        "SELECT key FROM stream WHERE kind = $1 AND key > $2 ORDER BY key LIMIT $3";
    EVENTS = "event", "reading events", concat!("SELECT ", fold_columns!(),
        ", stream_key FROM event WHERE stream_kind = $1 AND stream_key > $2 AND stream_key <= $3 ORDER BY stream_key, version");
    LAST = "stream", "reading a stream",
        "SELECT e.version, l.position FROM event e LEFT JOIN log_entry l ON l.event_id = e.id \
         WHERE e.stream_kind = $1 AND e.stream_key = $2 ORDER BY e.version DESC LIMIT 1";
}

/// The fault in a row of a read model.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RowDifferenceKind {
    /// The row should exist but does not.
    Missing,
    /// The row exists but should not.
    Extra,
    /// The row differs from the record.
    Differs,
}

/// A row of a read model that disagrees with the record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RowDifference {
    pub table: &'static str,
    /// The key columns, separated by slashes.
    pub key: String,
    pub wrong: RowDifferenceKind,
    /// The stream that the row comes from, or claims to come from.
    pub stream: Option<StreamId>,
    /// The version of the stream; `None` if there is no such stream.
    pub last_version: Option<u64>,
    /// The position of the stream's last event in the log; `None` while the event is waiting.
    pub position: Option<u64>,
}

impl fmt::Display for RowDifference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let wrong = match self.wrong {
            RowDifferenceKind::Missing => "is missing",
            RowDifferenceKind::Extra => "is not in the record",
            RowDifferenceKind::Differs => "differs from the record",
        };
        write!(f, "row `{}` of `{}` {wrong}", self.key, self.table)?;
        match &self.stream {
            Some(stream) => write!(f, " (stream `{stream}`)"),
            None => Ok(()),
        }
    }
}

impl Store {
    /// Empties all read models and refills them from the record, in one transaction. Readers see the old rows until the
    /// new ones are complete; writers wait.
    ///
    /// # Errors
    /// On any error, the old rows are kept.
    pub async fn rebuild(&self, progress: &mut (dyn FnMut(SweepProgress) + Send)) -> Result<(), StoreError> {
        let mut unit = self.backend().writer().await?;
        if unit.is_postgres() {
            unit.script("LOCK TABLE stream IN SHARE ROW EXCLUSIVE MODE".to_owned(), "stopping the writers").await?;
        }
        for table in read_models() {
            unit.execute_made(format!("DELETE FROM {}", table.name), "emptying read models", vec![]).await?;
        }
        // Writers wait, so the record does not change in the meantime. Reading, folding and writing run in parallel,
        // one page apart.
        let mut reader = self.backend().snapshot().await?;
        let mut sweep = Sweep::begin(&mut reader).await?;
        let mut read = sweep.next(&mut reader, progress).await?;
        let mut folded: Option<FoldedStreams> = None;
        while read.is_some() || folded.is_some() {
            let is_last = read.is_none();
            let folding = async {
                let Some(page) = read.take() else { return Ok(None) };
                let folded = tokio::task::spawn_blocking(move || page.fold()).await;
                folded.map_err(|_| StoreError::UnitFailed)?.map(Some)
            };
            let reading = async { if is_last { Ok(None) } else { sweep.next(&mut reader, progress).await } };
            let (next, now_folded, written) = tokio::join!(reading, folding, fill(&mut unit, folded.take()));
            written?;
            (read, folded) = (next?, now_folded?);
        }
        reader.roll_back().await?;
        unit.commit().await
    }

    /// Compares every read model with the record as of a single moment. Changes nothing.
    pub async fn check_read_models(
        &self,
        progress: &mut (dyn FnMut(SweepProgress) + Send),
    ) -> Result<Vec<RowDifference>, StoreError> {
        let mut snapshot = self.backend().snapshot().await?;
        let mut stored = HashMap::new();
        for table in read_models() {
            for record in snapshot.fetch_made(table.select(), table.name, "reading read models", vec![]).await? {
                let values = record.cells(&table.columns())?;
                stored.insert(Digest::of(table, &values[..table.key.len()]), Digest::of(table, &values));
            }
        }
        let mut differences = Vec::new();
        let mut sweep = Sweep::begin(&mut snapshot).await?;
        while let Some(page) = sweep.next(&mut snapshot, progress).await? {
            for (stream, rows) in page.fold()? {
                for row in rows {
                    let (table, key) = (row.table, row.key.clone());
                    let found = stored.remove(&Digest::of(table, &key));
                    let wrong = match found {
                        Some(found) if found == Digest::of(table, &row.values(&stream)) => continue,
                        Some(_) => RowDifferenceKind::Differs,
                        None => RowDifferenceKind::Missing,
                    };
                    differences.push(RowDifference::of(&mut snapshot, table, &key, wrong, Some(stream.clone())).await?);
                }
            }
        }
        if !stored.is_empty() {
            for table in read_models() {
                for record in snapshot.fetch_made(table.select(), table.name, "reading read models", vec![]).await? {
                    let values = record.cells(&table.columns())?;
                    let key = &values[..table.key.len()];
                    if stored.contains_key(&Digest::of(table, key)) {
                        let stream = match values.last() {
                            Some(Cell::Text(Some(stream))) => stream.parse().ok(),
                            _ => None,
                        };
                        differences.push(
                            RowDifference::of(&mut snapshot, table, key, RowDifferenceKind::Extra, stream).await?,
                        );
                    }
                }
            }
        }
        snapshot.roll_back().await?;
        Ok(differences)
    }
}

/// A pass over all streams, page by page.
struct Sweep {
    kinds: std::slice::Iter<'static, StreamKind>,
    kind: Option<StreamKind>,
    after: String,
    progress: SweepProgress,
}

impl Sweep {
    async fn begin(connection: &mut Connection) -> Result<Self, StoreError> {
        let mut kinds = StreamKind::ALL.iter();
        let kind = kinds.next().copied();
        let progress = SweepProgress { streams_done: 0, streams_count: stream_count(connection).await? };
        Ok(Self { kinds, kind, after: String::new(), progress })
    }

    async fn next(
        &mut self,
        connection: &mut Connection,
        progress: &mut (dyn FnMut(SweepProgress) + Send),
    ) -> Result<Option<Page>, StoreError> {
        while let Some(kind) = self.kind {
            let keys =
                connection.fetch(&KEYS, vec![kind_cell(kind), Cell::text(&self.after), Cell::count(PAGE)]).await?;
            let Some(last) = keys.last() else {
                (self.kind, self.after) = (self.kinds.next().copied(), String::new());
                continue;
            };
            let last = last.text(0)?;
            let range = vec![kind_cell(kind), Cell::text(&self.after), Cell::text(&last)];
            let events = connection.fetch(&EVENTS, range).await?;
            self.after = last;
            self.progress.streams_done += keys.len() as u64;
            progress(self.progress);
            return Ok(Some(Page(kind, events)));
        }
        Ok(None)
    }
}

/// The events of some streams of one kind, ordered by stream.
struct Page(StreamKind, Vec<SqlRow>);

/// Streams and the rows built from their states.
type FoldedStreams = Vec<(StreamId, Vec<TableRow>)>;

/// The index of the column with the stream's key, which follows the columns used for folding.
const KEY_COLUMN: usize = 10;

impl Page {
    /// Folds without opening any personal part. No read model contains one, so a missing key is no obstacle.
    fn fold(self) -> Result<FoldedStreams, StoreError> {
        let Self(kind, records) = self;
        let keys = records.iter().map(|row| row.text(KEY_COLUMN)).collect::<Result<Vec<_>, _>>()?;
        let mut left = records.as_slice();
        keys.chunk_by(|one, next| one == next)
            .map(|same| {
                let stream = StreamId { kind, key: same[0].clone() };
                let (of_stream, others) = left.split_at(same.len());
                left = others;
                let state = State::fold(&open_stream(&stream, of_stream, None)?)?;
                Ok((stream, state.as_ref().map(rows).unwrap_or_default()))
            })
            .collect()
    }
}

/// Writes the rows of several streams, table by table.
async fn fill(unit: &mut Connection, folded: Option<FoldedStreams>) -> Result<(), StoreError> {
    let mut by_table: HashMap<&str, (&'static SqlTable, Vec<Vec<Cell>>)> = HashMap::new();
    for (stream, rows) in folded.into_iter().flatten() {
        for row in rows {
            by_table.entry(row.table.name).or_insert((row.table, Vec::new())).1.push(row.values(&stream));
        }
    }
    for (table, rows) in by_table.into_values() {
        unit.insert_many(&table.insert(), "", "filling read models", rows).await?;
    }
    Ok(())
}

/// A 16-byte digest of a row or key, small enough for those of a national data set to fit in memory.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
struct Digest([u8; 16]);

impl Digest {
    fn of(table: &SqlTable, cells: &[Cell]) -> Self {
        let text = format!("{}{cells:?}", table.name);
        let digest = aws_lc_rs::digest::digest(&aws_lc_rs::digest::SHA256, text.as_bytes());
        Self(digest.as_ref().first_chunk().copied().unwrap_or_default())
    }
}

impl RowDifference {
    async fn of(
        connection: &mut Connection,
        table: &'static SqlTable,
        key: &[Cell],
        wrong: RowDifferenceKind,
        stream: Option<StreamId>,
    ) -> Result<Self, StoreError> {
        let word = |cell: &Cell| match cell {
            Cell::Text(value) => value.clone().unwrap_or_default(),
            Cell::Integer(value) => value.map(|value| value.to_string()).unwrap_or_default(),
            Cell::Bytes(_) => String::new(),
            Cell::Truth(value) => value.to_string(),
        };
        let (mut last_version, mut position) = (None, None);
        if let Some(stream) = &stream {
            let values = vec![Cell::text(stream.kind.as_str()), Cell::text(&stream.key)];
            if let Some(last) = connection.fetch_one(&LAST, values).await? {
                last_version = Some(last.count(0)?);
                position = last.maybe_integer(1)?.and_then(|position| u64::try_from(position).ok());
            }
        }
        let key = key.iter().map(word).collect::<Vec<_>>().join("/");
        Ok(Self { table: table.name, key, wrong, stream, last_version, position })
    }
}
