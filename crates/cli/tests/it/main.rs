//! Stories of the command: somebody gives a line, and sees what comes of it.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on stops there")]

mod add;
mod audit;
mod bad_input;
mod check;
mod crash;
mod demo;
mod evaluate;
mod formats;
mod help;
mod import;
mod made_up;
mod real_data;
mod run;
mod search;
mod support;
