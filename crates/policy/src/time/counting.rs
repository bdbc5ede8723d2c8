//! The ways of counting that the regulations use. They differ from each other by a day or more, so none of them can
//! replace another.

use jiff::{Span, civil::Date};

use super::{Calendar, OutOfCalendar, words};
use crate::reaction::Status;

/// The reasons why a period cannot be counted.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CountingError {
    /// The count reaches a year that is not in the calendar.
    #[error(transparent)]
    OutOfCalendar(#[from] OutOfCalendar),
    /// The day is outside the range of dates.
    #[error("counting from `{0}` leaves the range of dates: give a day between the years 1 and 9999")]
    OutOfRange(Date),
    /// The count is less than 1.
    #[error("a period of `{0}` cannot be counted: it needs at least 1")]
    NotAPeriod(i64),
    /// The build has no time zone database.
    #[error("the time zone Europe/London is not in this build: build it with the bundled time zone database")]
    NoTimeZone,
}

/// The result of counting a period: its last day, the working days counted, and the count in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PeriodCount {
    pub by: Date,
    /// The first permitted day, if the period is a window.
    pub not_before: Option<Date>,
    pub counted: Option<Vec<Date>>,
    pub explanation: String,
    /// `Unverified` if the period includes years whose bank holidays are projected.
    pub calendar: Status,
}

fn tomorrow(day: Date) -> Result<Date, CountingError> {
    day.tomorrow().map_err(|_| CountingError::OutOfRange(day))
}

fn plus_days(day: Date, days: i64) -> Result<Date, CountingError> {
    Span::new().try_days(days).and_then(|span| day.checked_add(span)).map_err(|_| CountingError::OutOfRange(day))
}

fn at_least_one(count: i64) -> Result<i64, CountingError> {
    if count < 1 { Err(CountingError::NotAPeriod(count)) } else { Ok(count) }
}

fn calendar_days(by: Date, explanation: String) -> PeriodCount {
    PeriodCount { by, not_before: None, counted: None, explanation, calendar: Status::Verified }
}

/// The first working day on or after the given day.
///
/// # Errors
///
/// If the calendar ends before a working day is found.
pub fn first_working_day_from(calendar: &Calendar, day: Date) -> Result<Date, CountingError> {
    let mut day = day;
    while !calendar.is_working_day(day)? {
        day = tomorrow(day)?;
    }
    Ok(day)
}

/// Counts `count` working days, starting with the first working day on or after `from`.
fn working_days_from(calendar: &Calendar, from: Date, count: i64) -> Result<Vec<Date>, CountingError> {
    let mut counted = Vec::new();
    let mut day = from;
    for _ in 0..at_least_one(count)? {
        let next = first_working_day_from(calendar, day)?;
        counted.push(next);
        day = tomorrow(next)?;
    }
    Ok(counted)
}

fn working_days(calendar: &Calendar, counted: Vec<Date>, from: Date, explanation: String) -> PeriodCount {
    let by = counted.last().copied().unwrap_or(from);
    PeriodCount { by, not_before: None, calendar: calendar.status(by), counted: Some(counted), explanation }
}

/// "`count` working days beginning with the first working day after X": X does not count (most
/// of the Conduct Regulations).
///
/// # Errors
///
/// If the count goes beyond the calendar, or is less than 1.
pub fn working_days_after(calendar: &Calendar, after: Date, count: i64) -> Result<PeriodCount, CountingError> {
    let counted = working_days_from(calendar, tomorrow(after)?, count)?;
    let explanation =
        format!("{} beginning with the first working day after {}", days(count, "working day"), words(after));
    Ok(working_days(calendar, counted, after, explanation))
}

/// "`count` working days beginning with the date of X": X counts if it is a working day (Barred List Regulations).
///
/// # Errors
///
/// If the count goes beyond the calendar, or is less than 1.
pub fn working_days_beginning_with(calendar: &Calendar, with: Date, count: i64) -> Result<PeriodCount, CountingError> {
    let counted = working_days_from(calendar, with, count)?;
    let explanation = format!("{} beginning with {}", days(count, "working day"), words(with));
    Ok(working_days(calendar, counted, with, explanation))
}

/// "not less than `least` and not more than `most` working days after X": both ends are enforced (reg 51).
///
/// # Errors
///
/// If the count goes beyond the calendar, or is less than 1.
pub fn working_day_window(
    calendar: &Calendar,
    after: Date,
    least: i64,
    most: i64,
) -> Result<PeriodCount, CountingError> {
    at_least_one(least)?;
    let counted = working_days_from(calendar, tomorrow(after)?, most.max(least))?;
    let explanation = format!("not less than {least} and not more than {most} working days after {}", words(after));
    // `least` is at least 1, and at most the number of days counted.
    let not_before = counted.iter().copied().nth(usize::try_from(least - 1).unwrap_or(0));
    Ok(PeriodCount { not_before, ..working_days(calendar, counted, after, explanation) })
}

/// "at least `count` working days before X": the last day that leaves `count` working days
/// before X, which does not count.
///
/// # Errors
///
/// If the count goes beyond the calendar, or is less than 1.
pub fn working_days_before(calendar: &Calendar, before: Date, count: i64) -> Result<PeriodCount, CountingError> {
    let mut counted = Vec::new();
    let mut day = before;
    for _ in 0..at_least_one(count)? {
        day = day.yesterday().map_err(|_| CountingError::OutOfRange(before))?;
        while !calendar.is_working_day(day)? {
            day = day.yesterday().map_err(|_| CountingError::OutOfRange(before))?;
        }
        counted.push(day);
    }
    counted.reverse();
    let by = counted.first().copied().unwrap_or(before);
    let explanation = format!("at least {} before {}", days(count, "working day"), words(before));
    let calendar = calendar.status(before);
    Ok(PeriodCount { by, not_before: None, counted: Some(counted), explanation, calendar })
}

/// "`weeks` weeks beginning with the first working day after X": used for the first review of a suspension.
///
/// # Errors
///
/// If the count goes beyond the calendar, or is less than 1.
pub fn weeks_beginning_with_first_working_day_after(
    calendar: &Calendar,
    after: Date,
    weeks: i64,
) -> Result<PeriodCount, CountingError> {
    let first = first_working_day_from(calendar, tomorrow(after)?)?;
    let by = plus_days(first, at_least_one(weeks)?.saturating_mul(7) - 1)?;
    let explanation = format!(
        "{} beginning with {}, the first working day after {}",
        days(weeks, "week"),
        words(first),
        words(after)
    );
    Ok(PeriodCount { calendar: calendar.status(first), ..calendar_days(by, explanation) })
}

/// "`weeks` weeks beginning with the day after X": used for every later review of a suspension.
///
/// # Errors
///
/// If the count goes beyond the range of dates, or is less than 1.
pub fn weeks_beginning_with_day_after(after: Date, weeks: i64) -> Result<PeriodCount, CountingError> {
    let by = plus_days(after, at_least_one(weeks)?.saturating_mul(7))?;
    Ok(calendar_days(by, format!("{} beginning with the day after {}", days(weeks, "week"), words(after))))
}

/// "within `weeks` weeks of X": used for rolling periods that run from the last message sent.
///
/// # Errors
///
/// If the count goes beyond the range of dates, or is less than 1.
pub fn within_weeks_of(of: Date, weeks: i64) -> Result<PeriodCount, CountingError> {
    let by = plus_days(of, at_least_one(weeks)?.saturating_mul(7))?;
    Ok(calendar_days(by, format!("within {} ({} days) of {}", days(weeks, "week"), weeks.saturating_mul(7), words(of))))
}

/// "`count` days beginning with the day after X", including weekends and bank holidays.
///
/// # Errors
///
/// If the count goes beyond the range of dates, or is less than 1.
pub fn days_after(after: Date, count: i64) -> Result<PeriodCount, CountingError> {
    let by = plus_days(after, at_least_one(count)?)?;
    Ok(calendar_days(by, format!("{} beginning with the day after {}", days(count, "day"), words(after))))
}

/// "for not less than `count` days beginning with X": the first day on which it may end.
///
/// # Errors
///
/// If the count goes beyond the range of dates, or is less than 1.
pub fn for_at_least_days(with: Date, count: i64) -> Result<PeriodCount, CountingError> {
    let over = plus_days(with, at_least_one(count)?)?;
    let explanation = format!("not before {} have passed beginning with {}", days(count, "day"), words(with));
    Ok(PeriodCount { not_before: Some(over), ..calendar_days(over, explanation) })
}

/// "`months` months beginning with the day X": X counts, so 12 months from 14 March end on 13 March. If the last month
/// has no such day, the period ends at the end of that month.
///
/// # Errors
///
/// If the count goes beyond the range of dates, or is less than 1.
pub fn months_beginning_with(with: Date, months: i64) -> Result<PeriodCount, CountingError> {
    let corresponding = Span::new()
        .try_months(at_least_one(months)?)
        .and_then(|span| with.checked_add(span))
        .map_err(|_| CountingError::OutOfRange(with))?;
    let by = if corresponding.day() == with.day() {
        corresponding.yesterday().map_err(|_| CountingError::OutOfRange(with))?
    } else {
        corresponding
    };
    Ok(calendar_days(by, format!("{} beginning with {}", days(months, "month"), words(with))))
}

/// "`months` months beginning with the day after the end of the previous period".
///
/// # Errors
///
/// If the count goes beyond the range of dates, or is less than 1.
pub fn months_following(previous_end: Date, months: i64) -> Result<PeriodCount, CountingError> {
    let counted = months_beginning_with(tomorrow(previous_end)?, months)?;
    let explanation = format!("{}, the day after the previous period", counted.explanation);
    Ok(PeriodCount { explanation, ..counted })
}

/// "not later than the end of the day following X": every day counts, Sundays and bank holidays too.
///
/// # Errors
///
/// If the count goes beyond the range of dates.
pub fn end_of_following_day(day: Date) -> Result<PeriodCount, CountingError> {
    Ok(calendar_days(tomorrow(day)?, format!("not later than the end of the day following {}", words(day))))
}

/// On the day itself.
#[must_use]
pub fn same_day(day: Date) -> PeriodCount {
    calendar_days(day, format!("on the same day, {}", words(day)))
}

/// "1 working day", "5 working days".
fn days(count: i64, unit: &str) -> String {
    if count == 1 { format!("1 {unit}") } else { format!("{count} {unit}s") }
}
