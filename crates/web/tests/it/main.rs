//! The service as browsers and programs experience it, on a real record.
#![expect(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "what a test calls may fail it")]

mod about;
mod alarm;
mod assets;
mod board;
mod call;
mod caller;
mod check;
mod components;
mod config;
mod desks;
mod device;
mod errors;
mod hook;
mod limits;
mod operator;
mod receipt;
mod security;
mod session;
mod shift;
mod stop;
mod support;
