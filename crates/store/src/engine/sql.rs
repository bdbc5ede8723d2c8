//! The text of a query. The queries are declared beside the functions that run them.

/// A query, with its text for each database.
#[derive(Clone, Copy, Debug)]
pub struct Sql {
    /// The operation, worded to follow `the database failed`: `reading a stream`.
    pub doing: &'static str,
    /// The table whose rows it reads or writes.
    pub table: &'static str,
    pub sqlite: &'static str,
    /// The same text as for SQLite wherever possible.
    pub postgres: &'static str,
}

/// Declares the queries of a module and lists them as `QUERIES`, for the test that prepares each on both databases. A
/// text for PostgreSQL is given only where the dialects differ.
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
