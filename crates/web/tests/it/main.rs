//! The service as a browser and a program meet it, on a real record.
#![expect(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "what a test calls may fail it")]

mod about;
mod assets;
mod check;
mod config;
mod control;
mod desk;
mod duty;
mod errors;
mod hook;
mod limits;
mod operator;
mod room;
mod samples;
mod security;
mod site;
mod staff;
mod street;
