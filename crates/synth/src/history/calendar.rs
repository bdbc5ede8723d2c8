//! Working days in England and Wales, and times of day. The legal clocks that count these days are elsewhere.

use jiff::ToSpan;
use jiff::civil::{Date, DateTime, Weekday, date};

use crate::chance::Chance;
use crate::dates::later;

/// Returns true unless the day is at a weekend or is a regular bank holiday. Holidays for one year only are left out.
pub(super) fn is_working_day(day: Date) -> bool {
    !matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday) && !is_bank_holiday(day)
}

fn is_bank_holiday(day: Date) -> bool {
    let (month, number, weekday) = (day.month(), day.day(), day.weekday());
    let monday = weekday == Weekday::Monday;
    match month {
        // A holiday that falls on a weekend moves to the next working day.
        1 => number == 1 || (monday && number <= 3),
        // The first and the last Monday of May.
        5 => monday && (number <= 7 || number >= 25),
        8 => monday && number >= 25,
        12 => {
            number == 25
                || number == 26
                || (number == 27 && matches!(weekday, Weekday::Monday | Weekday::Tuesday))
                || (number == 28 && matches!(weekday, Weekday::Monday | Weekday::Tuesday))
        }
        3 | 4 => {
            let easter = easter(day.year());
            day == later(easter, -2) || day == later(easter, 1)
        }
        _ => false,
    }
}

/// Easter Sunday, by the anonymous Gregorian computus.
fn easter(year: i16) -> Date {
    let year_number = i32::from(year);
    let (golden, century, rest) = (year_number % 19, year_number / 100, year_number % 100);
    let moon = (19 * golden + century - century / 4 - (century - (century + 8) / 25 + 1) / 3 + 15) % 30;
    let week = (32 + 2 * (century % 4) + 2 * (rest / 4) - moon - rest % 4) % 7;
    let shift = (golden + 11 * moon + 22 * week) / 451;
    let days = moon + week - 7 * shift + 114;
    date(year, (days / 31) as i8, (days % 31 + 1) as i8)
}

/// The given day or, if it is not a working day, the next one after it.
pub(super) fn working_day(mut day: Date) -> Date {
    while !is_working_day(day) {
        day = later(day, 1);
    }
    day
}

/// The given day or, if it is not a working day, the last one before it.
pub(super) fn working_day_upto(mut day: Date) -> Date {
    while !is_working_day(day) {
        day = later(day, -1);
    }
    day
}

/// The working day this many working days after a day, which itself does not count.
pub(super) fn working_days_after(mut day: Date, count: i32) -> Date {
    for _ in 0..count {
        day = working_day(later(day, 1));
    }
    day
}

/// The working day this many working days before a day, which itself does not count.
pub(super) fn working_days_before(mut day: Date, count: i32) -> Date {
    for _ in 0..count {
        day = working_day_upto(later(day, -1));
    }
    day
}

/// A random time during office hours.
pub(super) fn in_office_hours(day: Date, chance: &mut Chance) -> DateTime {
    moment(day, 8 * 60 + chance.below(9 * 60) as i32)
}

/// A random time of day, seldom at night.
pub(super) fn any_time(day: Date, chance: &mut Chance) -> DateTime {
    let least = if chance.odds(0.85) { 7 * 60 } else { 0 };
    moment(day, chance.between(least, 24 * 60 - 1))
}

/// The time this many minutes after midnight.
pub(super) fn moment(day: Date, minutes: i32) -> DateTime {
    day.at((minutes / 60).clamp(0, 23) as i8, (minutes % 60) as i8, 0, 0)
}

pub(super) fn minutes_later(at: DateTime, minutes: i32) -> DateTime {
    at.saturating_add(minutes.minutes())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bank_holidays_of_2026_are_known() {
        let holidays = (0..365).map(|day| later(date(2026, 1, 1), day)).filter(|&day| is_bank_holiday(day));
        let texts: Vec<_> =
            holidays.filter(|day| day.weekday() != Weekday::Saturday).map(|day| day.to_string()).collect();
        assert_eq!(
            texts,
            [
                "2026-01-01",
                "2026-04-03",
                "2026-04-06",
                "2026-05-04",
                "2026-05-25",
                "2026-08-31",
                "2026-12-25",
                "2026-12-28"
            ]
        );
    }

    #[test]
    fn working_days_are_counted_over_easter() {
        assert_eq!(working_days_after(date(2026, 4, 2), 3), date(2026, 4, 9));
        assert_eq!(working_days_before(date(2026, 4, 9), 3), date(2026, 4, 2));
    }
}
