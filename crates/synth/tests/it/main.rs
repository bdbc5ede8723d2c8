//! Stories about a made-up population: the contents of its files, and the properties that users rely on.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on stops there")]

mod files;
mod history;
mod look_alikes;
mod needles;
mod rates;
mod safety;
mod tables;
mod truth;
