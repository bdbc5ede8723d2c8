//! Dates: arithmetic and formatting. Nothing here reads the clock.

use jiff::civil::Date;
use jiff::{ToSpan, Unit};

/// The date this many days later, or earlier if negative.
pub(crate) fn later(day: Date, days: i32) -> Date {
    day.saturating_add(days.days())
}

/// The number of days from `from` to `to`.
pub(crate) fn days_between(from: Date, to: Date) -> i32 {
    // Days are the largest unit requested, so nothing can be out of range; the 0 would only hide a bug in `jiff`.
    from.until((Unit::Day, to)).map_or(0, |span| span.get_days())
}

/// Appends a date in the form `2026-03-01`.
pub(crate) fn write_day(day: Date, text: &mut String) {
    let digit = |number: i32| char::from(b'0' + (number % 10) as u8);
    let (year, month, date) = (i32::from(day.year()), i32::from(day.month()), i32::from(day.day()));
    for power in [1000, 100, 10, 1] {
        text.push(digit(year / power));
    }
    for part in [month, date] {
        text.push('-');
        text.push(digit(part / 10));
        text.push(digit(part));
    }
}
