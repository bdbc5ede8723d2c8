//! The store on real databases: each test runs on SQLite, and on PostgreSQL where `CANDOUR_POSTGRES` names a server.

mod appending;
mod jobs;
mod log;
mod opening;
mod reading;
mod rebuilding;
mod samples;
mod tampering;
mod trial;
mod vault;
