//! Read models: ordinary tables whose rows are a pure function of the state of one stream. They hold no personal data,
//! only ids, codes, dates and states.
//!
//! On append, the rows for the old and the new state are compared, and the differences are written in the same
//! transaction. Every row names the stream that it comes from, so that a wrong row can be traced.

use std::collections::{BTreeMap, HashMap};

use domain::{State, StreamId};

use crate::StoreError;
use crate::engine::{Cell, Connection, SqlTable, TableKind};
use crate::{check, consultation, erasure, force, matter, officer, report, stop};

/// Lists the read models. This module writes to no other tables.
pub(crate) fn read_models() -> impl Iterator<Item = &'static SqlTable> {
    crate::tables().filter(|table| table.kind == TableKind::ReadModel)
}

/// A row of a read model.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct TableRow {
    pub(crate) table: &'static SqlTable,
    /// The key, in the order of [`SqlTable::key`].
    pub(crate) key: Vec<Cell>,
    /// The other columns, in the order of [`SqlTable::cells`], without the stream.
    pub(crate) cells: Vec<Cell>,
}

impl TableRow {
    pub(crate) fn new<const K: usize, const C: usize>(
        table: &'static SqlTable,
        key: [Cell; K],
        cells: [Cell; C],
    ) -> Self {
        debug_assert_eq!((table.key.len(), table.cells.len()), (K, C), "columns of {}", table.name);
        Self { table, key: key.into(), cells: cells.into() }
    }

    /// Lists all values in insertion order, with the stream last.
    pub(crate) fn values(self, stream: &StreamId) -> Vec<Cell> {
        self.key.into_iter().chain(self.cells).chain([Cell::text(stream)]).collect()
    }
}

/// Builds the rows of the read models from a state.
pub(crate) fn rows(state: &State) -> Vec<TableRow> {
    let mut rows = Vec::new();
    match state {
        State::Force(state) => force::rows(state, &mut rows),
        State::Officer(state) => officer::rows(state, &mut rows),
        State::Report(state) => report::rows(state, &mut rows),
        State::Matter(state) => matter::rows(state, &mut rows),
        State::Stop(state) => stop::rows(state, &mut rows),
        State::Check(state) => check::rows(state, &mut rows),
        State::Consultation(state) => consultation::rows(state, &mut rows),
        State::Erasure(state) => erasure::rows(state, &mut rows),
    }
    rows
}

/// The rows to write and remove so that the read models follow the streams of a unit.
#[derive(Default)]
pub(crate) struct ReadModelChange {
    written: BTreeMap<&'static str, (Option<&'static SqlTable>, Vec<Vec<Cell>>)>,
    removed: Vec<(&'static SqlTable, Vec<Cell>)>,
}

impl ReadModelChange {
    pub(crate) fn add(&mut self, stream: &StreamId, before: Option<&State>, after: Option<&State>) {
        let mut old: HashMap<(&str, Vec<Cell>), TableRow> = HashMap::new();
        for row in before.map(rows).unwrap_or_default() {
            old.insert((row.table.name, row.key.clone()), row);
        }
        for row in after.map(rows).unwrap_or_default() {
            let known = old.remove(&(row.table.name, row.key.clone()));
            if known.is_none_or(|known| known.cells != row.cells) {
                let (table, rows) = self.written.entry(row.table.name).or_default();
                *table = Some(row.table);
                rows.push(row.values(stream));
            }
        }
        self.removed.extend(old.into_values().map(|row| (row.table, row.key)));
    }

    /// Lists the rows that are new or different, table by table.
    pub(crate) fn into_written(self) -> impl Iterator<Item = (&'static SqlTable, Vec<Vec<Cell>>)> {
        self.written.into_values().filter_map(|(table, mut rows)| {
            // Sorted, so that two units cannot deadlock.
            rows.sort_unstable();
            Some((table?, rows))
        })
    }

    pub(crate) async fn write(mut self, connection: &mut Connection) -> Result<(), StoreError> {
        for (table, key) in std::mem::take(&mut self.removed) {
            let conditions: Vec<String> =
                table.key.iter().zip(1..).map(|(column, number)| format!("{} = ${number}", column.name)).collect();
            let text = format!("DELETE FROM {} WHERE {}", table.name, conditions.join(" AND "));
            connection.execute_made(text, "removing rows of read models", key).await?;
        }
        for (table, rows) in self.into_written() {
            connection.insert_many(&table.insert(), &table.or_update(), "writing read models", rows).await?;
        }
        Ok(())
    }
}
