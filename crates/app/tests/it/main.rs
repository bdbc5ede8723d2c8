//! Use cases as stories, on real databases: each runs on SQLite, and on PostgreSQL where `CANDOUR_POSTGRES` names a server.
#![expect(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "what a test calls may fail it")]

mod cast;
mod check;
mod conduct;
mod control;
mod exposure;
mod fairness;
mod import;
mod law;
mod linking;
mod log;
mod oversight;
mod roles;
mod scan;
mod staff;
mod street;
mod subject;
mod support;
mod verified;
