//! Stories about use cases on real databases. Each runs on SQLite and, if `CANDOUR_POSTGRES` names a server, on
//! PostgreSQL.
#![expect(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "what a test calls may fail it")]

mod check;
mod clock;
mod control;
mod device;
mod import;
mod law;
mod linking;
mod log;
mod matter;
mod oversight;
mod receipt;
mod report;
mod roles;
mod secrets;
mod stop;
mod subject;
mod support;
