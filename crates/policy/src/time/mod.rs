//! Time as the law counts it: the calendar of working days, the ways of counting, and deemed service.

pub mod calendar;
pub mod clock;
pub mod counting;
pub mod service;

use jiff::{Timestamp, civil::Date, tz::TimeZone};

pub use calendar::{Calendar, OutOfCalendar};
pub use counting::{CountingError, PeriodCount};

/// The time zone of England and Wales, Europe/London, from the built-in database.
///
/// # Errors
///
/// If the build has no time zone database.
pub fn london() -> Result<TimeZone, CountingError> {
    TimeZone::get("Europe/London").map_err(|_| CountingError::NoTimeZone)
}

/// The day in London on which an instant falls: 23:30 UTC on 30 June is 1 July.
///
/// # Errors
///
/// If the build has no time zone database.
pub fn london_day(at: Timestamp) -> Result<Date, CountingError> {
    Ok(at.to_zoned(london()?).date())
}

/// The first instant after a day has ended in London. A day on which the clocks change has 23 or 25 hours.
///
/// # Errors
///
/// If the day is the last in the range of dates.
pub fn end_of_day(day: Date) -> Result<Timestamp, CountingError> {
    let next = day.tomorrow().map_err(|_| CountingError::OutOfRange(day))?;
    let midnight = next.to_zoned(london()?).map_err(|_| CountingError::OutOfRange(day))?;
    Ok(midnight.timestamp())
}

/// Formats a day as people write it: "Mon 3 Aug 2026".
#[must_use]
pub fn words(day: Date) -> String {
    day.strftime("%a %-d %b %Y").to_string()
}
