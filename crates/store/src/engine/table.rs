//! Tables: their columns, and the SQL that follows from them.
//!
//! # Adding a table
//!
//! 1. Add a migration that makes it: the next number in `migrations/`, and its line in `engine/migration.rs`.
//! 2. Declare it in the `tables!` of its area with the same columns, and say what becomes of its rows ([`TableKind`]).
//!    Rebuilds, comparisons and backups go over what the areas declare: there is no second list.
//! 3. For a read model, let the area's `rows` make its rows from the state of a stream. For reading, declare a row type
//!    (`rows!`) and the questions that are asked of it (`questions!`) beside it.
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

/// The fate of the rows of a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TableKind {
    /// Written with the events that they follow from, and made again from them by a rebuild. Not in a backup.
    ReadModel,
    /// Part of the record, or needed after a restoration. In every backup.
    Kept,
    /// Expired within minutes or hours. A restored record begins without them.
    ShortLived,
}

#[derive(Debug, PartialEq, Eq)]
pub struct SqlTable {
    pub name: &'static str,
    pub kind: TableKind,
    /// The columns that tell its rows apart.
    pub key: &'static [SqlColumn],
    /// The other columns. A read model has a last column beyond these: `stream`, the origin of the row.
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
    /// Lists all columns in the order in which they are inserted: the key first, the stream last.
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
