//! The foundation of the areas and the record: two databases behind one connection, with queries, tables and
//! migrations.

pub mod canonical;
mod cell;
mod connection;
pub(crate) mod database;
pub(crate) mod error;
pub(crate) mod migration;
mod question;
mod row;
mod sql;
mod table;

pub(crate) use cell::Cell;
pub(crate) use connection::{Connection, batch, placeholders};
pub(crate) use question::{FromColumn, Question, ReadRow, questions, rows};
pub(crate) use row::SqlRow;
pub(crate) use sql::Sql;
pub(crate) use sql::queries;
pub(crate) use table::tables;
pub use table::{ColumnKind, SqlColumn, SqlTable, TableKind};
