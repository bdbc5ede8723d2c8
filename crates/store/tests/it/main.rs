//! The store on real databases: each test runs on SQLite, and on PostgreSQL where `CANDOUR_POSTGRES` names a server.

mod appending;
mod samples;
mod trial;
