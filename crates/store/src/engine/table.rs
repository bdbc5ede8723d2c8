//! Tables: their columns, and the SQL derived from them.
//!
//! # Adding a table
//!
//! 1. Add a migration that creates it: the next number in `migrations/`, and its line in `engine/migration.rs`.
//! 2. Declare it with the same columns in the `tables!` of its area, and say what becomes of its rows ([`TableKind`]).
//!    Rebuilds, comparisons and backups cover every table that an area declares: there is no second list.
//! 3. For a read model, let the area's `rows` build its rows from the state of a stream. To read it, declare a row type
//!    (`rows!`) and its questions (`questions!`) beside it.
//! 4. For a new area, add its line to `AREAS` in `lib.rs`, and export its row type there.
//!
//! `store/tests/it/opening.rs` compares the declared tables with those of a migrated database, column by column, and
//! prepares every query on both databases.

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ColumnKind {
    /// TEXT: a code, an id, or a day such as `2026-11-03`.
    Text,
    /// BIGINT: a count, or a time in microseconds since 1970.
    Integer,
    Bytes,
    Truth,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SqlColumn {
    pub name: &'static str,
    pub kind: ColumnKind,
}

/// The origin and lifetime of a table's rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TableKind {
    /// Written together with the events that they are derived from, and derived again by a rebuild. Not in a backup.
    ReadModel,
    /// Part of the record, or needed after a restore. In every backup.
    Kept,
    /// Expired within minutes or hours. A restored record starts without them.
    ShortLived,
}

#[derive(Debug, PartialEq, Eq)]
pub struct SqlTable {
    pub name: &'static str,
    pub kind: TableKind,
    /// The columns that identify a row.
    pub key: &'static [SqlColumn],
    /// The other columns. A read model has one more column at the end: `stream`, the origin of the row.
    pub cells: &'static [SqlColumn],
}

/// Declares the tables of a module as statics and lists them as `TABLES`: `Kind NAME = "name" [key] [other columns];`.
macro_rules! tables {
    ($($(#[$doc:meta])* $kind:ident $constant:ident = $name:literal
        [$($key:literal: $key_kind:ident),*] [$($cell:literal: $cell_kind:ident),*];)*) => {
        $(
            $(#[$doc])*
            pub(crate) static $constant: $crate::engine::SqlTable = $crate::engine::SqlTable {
                name: $name,
                kind: $crate::engine::TableKind::$kind,
                key: &[$($crate::engine::SqlColumn { name: $key, kind: $crate::engine::ColumnKind::$key_kind }),*],
                cells: &[$($crate::engine::SqlColumn { name: $cell, kind: $crate::engine::ColumnKind::$cell_kind }),*],
            };
        )*
        pub(crate) const TABLES: &[&$crate::engine::SqlTable] = &[$(&$constant),*];
    };
}
pub(crate) use tables;

impl SqlTable {
    /// Lists all columns in the order in which they are inserted: key first, stream last.
    pub fn columns(&self) -> Vec<SqlColumn> {
        let stream = SqlColumn { name: "stream", kind: ColumnKind::Text };
        let stream = (self.kind == TableKind::ReadModel).then_some(stream);
        self.key.iter().chain(self.cells).copied().chain(stream).collect()
    }

    pub(crate) fn names(&self) -> String {
        self.columns().iter().map(|column| column.name).collect::<Vec<_>>().join(", ")
    }

    pub(crate) fn insert(&self) -> String {
        format!("INSERT INTO {} ({})", self.name, self.names())
    }

    pub(crate) fn or_update(&self) -> String {
        let key: Vec<&str> = self.key.iter().map(|column| column.name).collect();
        let rest = self.columns().split_off(self.key.len());
        let set: Vec<String> = rest.iter().map(|column| format!("{0} = excluded.{0}", column.name)).collect();
        format!(" ON CONFLICT ({}) DO UPDATE SET {}", key.join(", "), set.join(", "))
    }

    pub(crate) fn select(&self) -> String {
        format!("SELECT {} FROM {}", self.names(), self.name)
    }
}
