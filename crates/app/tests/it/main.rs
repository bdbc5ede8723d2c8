//! Use cases as stories, on real databases: each runs on SQLite, and on PostgreSQL where `CANDOUR_POSTGRES` names a server.
#![expect(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "what a test calls may fail it")]

mod cast;
mod conduct;
mod exposure;
mod fairness;
mod import;
mod linking;
mod log;
mod roles;
mod support;
