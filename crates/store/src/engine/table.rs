//! The tables of read models: their names, their columns, and the words of SQL that follow from them.

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ColumnKind {
    /// TEXT: a code, an id, or a day as `2026-11-03`.
    Text,
    /// BIGINT: a count, or a time in microseconds since 1970.
    Integer,
    /// BOOLEAN.
    Truth,
}

/// A column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Column {
    /// Its name.
    pub name: &'static str,
    /// What it holds.
    pub kind: ColumnKind,
}

/// A read model.
#[derive(Debug, PartialEq, Eq)]
pub struct Table {
    /// Its name.
    pub name: &'static str,
    /// The columns that tell its rows apart.
    pub key: &'static [Column],
    /// The others, without `stream`, which every table has as its last.
    pub cells: &'static [Column],
}

/// Declares a read model: `name, [key: kind, ..], [cell: kind, ..]`.
macro_rules! table {
    ($(#[$doc:meta])* $constant:ident = $name:literal [$($key:literal: $key_kind:ident),*] [$($cell:literal: $kind:ident),*]) => {
        $(#[$doc])*
        pub(crate) static $constant: $crate::engine::Table = $crate::engine::Table {
            name: $name,
            key: &[$($crate::engine::Column { name: $key, kind: $crate::engine::ColumnKind::$key_kind }),*],
            cells: &[$($crate::engine::Column { name: $cell, kind: $crate::engine::ColumnKind::$kind }),*],
        };
    };
}
pub(crate) use table;

impl Table {
    /// All columns in the order in which they are inserted, the stream last.
    pub fn columns(&self) -> Vec<Column> {
        let stream = Column { name: "stream", kind: ColumnKind::Text };
        self.key.iter().chain(self.cells).copied().chain([stream]).collect()
    }

    fn names(&self) -> String {
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
