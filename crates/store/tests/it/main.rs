//! The store on real databases: each test runs on SQLite, and on PostgreSQL where `CANDOUR_POSTGRES` names a server.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on stops there")]
#![expect(clippy::panic, reason = "a story stops where something is not as it says")]

mod check;
mod code;
mod consultation;
mod device;
mod followed;
mod forgetting;
mod matter;
mod officer;
mod opening;
mod receipt;
mod record;
mod session;
mod support;
