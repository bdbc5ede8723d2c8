//! The text of a query. The queries themselves are beside the functions that ask them.

/// One query: what it is doing (for errors), the table it is about, and its text for each database.
#[derive(Clone, Copy, Debug)]
pub struct Sql {
    /// What it does, after `the database failed`: `reading a stream`.
    pub doing: &'static str,
    /// The table whose rows it reads or writes.
    pub table: &'static str,
    /// The text for SQLite.
    pub sqlite: &'static str,
    /// The text for PostgreSQL: the same wherever it can be.
    pub postgres: &'static str,
}

/// Declares the queries of a module, and lists them as `QUERIES` for the test that prepares each on both databases.
/// Only SQLite's text is given unless the dialects differ.
macro_rules! queries {
    ($($name:ident = $table:literal, $doing:literal, $both:expr $(, postgres: $postgres:expr)?;)*) => {
        $(pub(crate) const $name: $crate::engine::Sql = $crate::engine::Sql {
            doing: $doing,
            table: $table,
            sqlite: $both,
            postgres: queries!(@pick $both $(, $postgres)?),
        };)*
        pub(crate) const QUERIES: &[$crate::engine::Sql] = &[$($name),*];
    };
    (@pick $both:expr) => { $both };
    (@pick $both:expr, $postgres:expr) => { $postgres };
}
pub(crate) use queries;
