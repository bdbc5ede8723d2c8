//! Time: the clock, which callers pass in, and calendar days in London. Working days are counted in `policy`.

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Span, Timestamp};

/// The source of `now`. Only the context of an operation has a clock; `now` is read once and passed down.
pub trait Clock: Send + Sync {
    fn now(&self) -> Timestamp;
}

/// The time zone that the law uses: Europe/London.
///
/// The time zone database is built in, so the name is always known; if it were not, days would be counted in UTC.
pub fn london() -> TimeZone {
    TimeZone::get("Europe/London").unwrap_or(TimeZone::UTC)
}

/// The calendar day in London at the given instant.
pub fn day(at: Timestamp) -> Date {
    at.to_zoned(london()).date()
}

/// The first instant after a day in London; `None` after the last representable time.
pub fn day_after(day: Date) -> Option<Timestamp> {
    let zoned = day.tomorrow().ok()?.to_zoned(london()).ok()?;
    Some(zoned.timestamp())
}

/// The first instant of the day in London that is `days` before `day`; `None` before the first representable time.
pub fn day_before(day: Date, days: i64) -> Option<Timestamp> {
    let span = Span::new().try_days(days).ok()?;
    let zoned = day.checked_sub(span).ok()?.to_zoned(london()).ok()?;
    Some(zoned.timestamp())
}

/// Truncates an instant to the microsecond, the precision at which it is stored.
pub fn to_microsecond(at: Timestamp) -> Timestamp {
    Timestamp::from_microsecond(at.as_microsecond()).unwrap_or(at)
}
