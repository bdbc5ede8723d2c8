//! Read models made again from the record, and compared with it.

use std::collections::HashMap;
use std::fmt;

use domain::event::StreamKind;
use domain::{State, StreamId};

use crate::projection::{ColumnKind, Row, TABLES, Table, rows};
use crate::sql::{Cell, Connection, Record, queries};
use crate::sweep::{Progress, page, stream_count};
use crate::{Store, StoreError};

queries! {
    LAST = "stream", "reading a stream",
        "SELECT e.version, l.position FROM event e LEFT JOIN log_entry l ON l.event_id = e.id \
         WHERE e.stream_kind = $1 AND e.stream_key = $2 ORDER BY e.version DESC LIMIT 1";
}

/// What is wrong with a row of a read model.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wrong {
    /// It should be there and is not.
    Missing,
    /// It should not be there.
    Extra,
    /// It says something else than the record.
    Differs,
}

/// A row of a read model that is not what the record says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// The table.
    pub table: &'static str,
    /// The key of the row: its columns, separated by a slash.
    pub key: String,
    /// What is wrong with it.
    pub wrong: Wrong,
    /// The stream that it comes from, or says that it comes from.
    pub stream: Option<StreamId>,
    /// The version of that stream; `None` when there is no such stream.
    pub last_version: Option<u64>,
    /// Where the last event of the stream stands in the log; `None` while it waits.
    pub position: Option<u64>,
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let wrong = match self.wrong {
            Wrong::Missing => "is missing",
            Wrong::Extra => "is not in the record",
            Wrong::Differs => "differs from the record",
        };
        write!(f, "row `{}` of `{}` {wrong}", self.key, self.table)?;
        match &self.stream {
            Some(stream) => write!(f, " (stream `{stream}`)"),
            None => Ok(()),
        }
    }
}

impl Store {
    /// Empties all read models and fills them from the record, in one transaction: readers see the old ones until the
    /// new ones stand, and writers wait.
    ///
    /// # Errors
    /// When the database fails or the record contradicts itself; then the old ones are kept.
    pub async fn rebuild(&self, progress: &mut (dyn FnMut(Progress) + Send)) -> Result<(), StoreError> {
        let mut unit = self.backend().writer().await?;
        if unit.is_postgres() {
            unit.script("LOCK TABLE stream IN SHARE ROW EXCLUSIVE MODE".to_owned(), "stopping the writers").await?;
        }
        for table in TABLES {
            unit.execute_made(format!("DELETE FROM {}", table.name), "emptying read models", vec![]).await?;
        }
        let mut sweep = Sweep::begin(&mut unit).await?;
        while let Some(streams) = sweep.next(&mut unit, self, progress).await? {
            let mut by_table: HashMap<&str, (&'static Table, Vec<Vec<Cell>>)> = HashMap::new();
            for (stream, rows) in streams {
                for row in rows {
                    by_table.entry(row.table.name).or_insert((row.table, Vec::new())).1.push(row.values(&stream));
                }
            }
            for (table, rows) in by_table.into_values() {
                unit.insert_many(&table.insert(), "", "filling read models", rows).await?;
            }
        }
        unit.commit().await
    }

    /// Compares every read model with the record, as of one moment, and changes nothing.
    ///
    /// # Errors
    /// When the database fails or the record contradicts itself.
    pub async fn check_read_models(
        &self,
        progress: &mut (dyn FnMut(Progress) + Send),
    ) -> Result<Vec<Difference>, StoreError> {
        let mut snapshot = self.backend().snapshot().await?;
        let mut stored = HashMap::new();
        for table in TABLES {
            for record in snapshot.fetch_made(table.select(), table.name, "reading read models", vec![]).await? {
                let values = values(&record, table)?;
                stored.insert(Digest::of(table, &values[..table.key.len()]), Digest::of(table, &values));
            }
        }
        let mut differences = Vec::new();
        let mut sweep = Sweep::begin(&mut snapshot).await?;
        while let Some(streams) = sweep.next(&mut snapshot, self, progress).await? {
            for (stream, rows) in streams {
                for row in rows {
                    let (table, key) = (row.table, row.key.clone());
                    let found = stored.remove(&Digest::of(table, &key));
                    let wrong = match found {
                        Some(found) if found == Digest::of(table, &row.values(&stream)) => continue,
                        Some(_) => Wrong::Differs,
                        None => Wrong::Missing,
                    };
                    differences.push(Difference::of(&mut snapshot, table, &key, wrong, Some(stream.clone())).await?);
                }
            }
        }
        if !stored.is_empty() {
            for table in TABLES {
                for record in snapshot.fetch_made(table.select(), table.name, "reading read models", vec![]).await? {
                    let values = values(&record, table)?;
                    let key = &values[..table.key.len()];
                    if stored.contains_key(&Digest::of(table, key)) {
                        let stream = match values.last() {
                            Some(Cell::Text(Some(stream))) => stream.parse().ok(),
                            _ => None,
                        };
                        differences.push(Difference::of(&mut snapshot, table, key, Wrong::Extra, stream).await?);
                    }
                }
            }
        }
        snapshot.roll_back().await?;
        Ok(differences)
    }
}

/// The states of all streams, page by page, as rows.
struct Sweep {
    kinds: std::slice::Iter<'static, StreamKind>,
    kind: Option<StreamKind>,
    after: String,
    progress: Progress,
}

impl Sweep {
    async fn begin(connection: &mut Connection) -> Result<Self, StoreError> {
        let mut kinds = StreamKind::ALL.iter();
        let kind = kinds.next().copied();
        let progress = Progress { streams_done: 0, streams_count: stream_count(connection).await? };
        Ok(Self { kinds, kind, after: String::new(), progress })
    }

    async fn next(
        &mut self,
        connection: &mut Connection,
        store: &Store,
        progress: &mut (dyn FnMut(Progress) + Send),
    ) -> Result<Option<Vec<(StreamId, Vec<Row>)>>, StoreError> {
        while let Some(kind) = self.kind {
            let streams = page(connection, kind, &self.after).await?;
            let Some(last) = streams.last() else {
                (self.kind, self.after) = (self.kinds.next().copied(), String::new());
                continue;
            };
            self.after.clone_from(&last.stream.key);
            self.progress.streams_done += streams.len() as u64;
            progress(self.progress);
            let mut all = Vec::with_capacity(streams.len());
            for swept in streams {
                let stream = swept.stream.clone();
                let state = State::fold(&swept.open(store)?)?;
                all.push((stream, state.as_ref().map(rows).unwrap_or_default()));
            }
            return Ok(Some(all));
        }
        Ok(None)
    }
}

/// Stands for a row or key in memory: 16 bytes, so that a national data set fits.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
struct Digest([u8; 16]);

impl Digest {
    fn of(table: &Table, cells: &[Cell]) -> Self {
        let text = format!("{}{cells:?}", table.name);
        let digest = aws_lc_rs::digest::digest(&aws_lc_rs::digest::SHA256, text.as_bytes());
        Self(digest.as_ref().first_chunk().copied().unwrap_or_default())
    }
}

fn values(record: &Record, table: &Table) -> Result<Vec<Cell>, StoreError> {
    let value = |(index, kind)| match kind {
        ColumnKind::Text => record.maybe_text(index).map(Cell::Text),
        ColumnKind::Integer => record.maybe_integer(index).map(Cell::Integer),
        ColumnKind::Truth => record.truth(index).map(Cell::Truth),
    };
    table.columns().iter().map(|column| column.kind).enumerate().map(value).collect()
}

impl Difference {
    async fn of(
        connection: &mut Connection,
        table: &'static Table,
        key: &[Cell],
        wrong: Wrong,
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
