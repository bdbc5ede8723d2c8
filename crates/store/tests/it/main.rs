//! The store on real databases: each test runs on SQLite, and on PostgreSQL where `CANDOUR_POSTGRES` names a server.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on stops there")]
#![expect(clippy::panic, reason = "a story stops where something is not as it says")]

mod appending;
mod backup;
mod checks;
mod codes;
mod jobs;
mod log;
mod opening;
mod reading;
mod rebuilding;
mod samples;
mod staff;
mod tampering;
mod trial;
mod vault;
