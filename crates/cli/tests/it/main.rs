//! Stories about the command: a person types a command line, and sees its result.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on stops there")]

mod add;
mod bad_input;
mod check;
mod evaluate;
mod formats;
mod help;
mod import;
mod policy;
mod progress;
mod real_data;
mod run;
mod search;
mod support;

/// The program that the tests run.
fn program(_: &str) -> &'static std::path::Path {
    assert_cmd::cargo::cargo_bin!("candour")
}
