//! The text of a query. Queries are declared beside the functions that run them.

/// A query, with its text for each database.
#[derive(Clone, Copy, Debug)]
pub struct Sql {
    /// The operation, worded to follow `the database failed`, such as `reading a stream`.
    pub doing: &'static str,
    /// The table that it reads or writes.
    pub table: &'static str,
    pub sqlite: &'static str,
    /// Identical to the text for SQLite wherever possible.
    pub postgres: &'static str,
}

/// Declares the queries of a module and lists them as `QUERIES`, for the test that prepares each one on both databases.
/// A separate text for PostgreSQL is given only where the dialects differ.
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
