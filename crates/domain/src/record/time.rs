//! Time: the clock as a value handed in, and days as London counts them. Counting of working days is in `policy`.

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Span, Timestamp};

/// Where `now` comes from. Only the context of an operation holds one; `now` is read once and handed down.
pub trait Clock: Send + Sync {
    /// The present time.
    fn now(&self) -> Timestamp;
}

/// The time zone of the law: Europe/London.
///
/// The database of time zones is built in, so the name is always known; if it were not, days would be those of UTC.
pub fn london() -> TimeZone {
    TimeZone::get("Europe/London").unwrap_or(TimeZone::UTC)
}

/// The day in London at an instant.
pub fn day(at: Timestamp) -> Date {
    at.to_zoned(london()).date()
}

/// The first instant after a day in London; `None` at the end of time.
pub fn day_after(day: Date) -> Option<Timestamp> {
    let zoned = day.tomorrow().ok()?.to_zoned(london()).ok()?;
    Some(zoned.timestamp())
}

/// The first instant of the day that lies this many days before a day in London; `None` before the beginning of time.
pub fn day_before(day: Date, days: i64) -> Option<Timestamp> {
    let span = Span::new().try_days(days).ok()?;
    let zoned = day.checked_sub(span).ok()?.to_zoned(london()).ok()?;
    Some(zoned.timestamp())
}

/// An instant cut to the microsecond, as it is stored.
pub fn to_microsecond(at: Timestamp) -> Timestamp {
    Timestamp::from_microsecond(at.as_microsecond()).unwrap_or(at)
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn a_summer_night_belongs_to_the_day_in_london() {
        let at: Timestamp = "2026-07-12T23:30:00Z".parse().unwrap();
        assert_eq!(day(at), date(2026, 7, 13));
    }

    #[test]
    fn the_day_of_the_clock_change_has_its_own_length() {
        let after = day_after(date(2026, 10, 25)).unwrap();
        assert_eq!(after, "2026-10-26T00:00:00Z".parse().unwrap());
        assert_eq!(day_after(date(2026, 10, 24)).unwrap(), "2026-10-24T23:00:00Z".parse().unwrap());
    }
}
