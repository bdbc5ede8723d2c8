//! The law as data, tested from the outside: the built-in packs, faulty packs, time, regimes and decisions.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on stops there")]

mod counting;
mod decisions;
mod faults;
mod packs;
mod permission;
mod regimes;
mod schema;

/// Noon in London on a day such as `2026-08-03`.
pub fn noon(day: &str) -> jiff::Timestamp {
    let day: jiff::civil::Date = day.parse().unwrap();
    day.at(12, 0, 0, 0).in_tz("Europe/London").unwrap().timestamp()
}

/// Parses a day such as `2026-08-03`.
pub fn day(day: &str) -> jiff::civil::Date {
    day.parse().unwrap()
}
