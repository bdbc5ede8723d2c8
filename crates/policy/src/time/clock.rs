//! Clocks as written in rules: a way of counting, a number, and the date to count from.

use jiff::{Span, Timestamp};
use serde::{Deserialize, Serialize};

use super::counting::{self, CountingError, PeriodCount};
use super::{Calendar, london_day};
use crate::reaction::DueDate;
use jiff::civil::Date;

/// A way of counting, with its numbers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "count", rename_all = "kebab-case", deny_unknown_fields)]
pub enum LegalClock {
    /// N working days beginning with the first working day after the date.
    WorkingDaysAfter { days: i64, from: Anchors },
    /// N working days beginning with the date itself.
    WorkingDaysBeginningWith { days: i64, from: Anchors },
    /// At least N working days before the date.
    WorkingDaysBefore { days: i64, from: Anchors },
    /// Between `least` and `most` working days after the date.
    WorkingDayWindow { least: i64, most: i64, from: Anchors },
    /// N weeks beginning with the first working day after the date.
    WeeksFromFirstWorkingDayAfter { weeks: i64, from: Anchors },
    /// N weeks beginning with the day after the date.
    WeeksFromDayAfter { weeks: i64, from: Anchors },
    /// Within N weeks of the date.
    WithinWeeksOf { weeks: i64, from: Anchors },
    /// N days beginning with the day after the date.
    DaysAfter { days: i64, from: Anchors },
    /// For at least N days beginning with the date.
    ForAtLeastDays { days: i64, from: Anchors },
    /// N months beginning with the date.
    MonthsBeginningWith { months: i64, from: Anchors },
    /// N months beginning with the day after the date, which is the end of the previous period.
    MonthsFollowing { months: i64, from: Anchors },
    /// No later than the end of the day after the date.
    EndOfFollowingDay { from: Anchors },
    /// On the date itself.
    SameDay { from: Anchors },
    /// N hours after the event, on any day.
    HoursAfterEvent { hours: i64 },
    /// As soon as practicable, without a date.
    AsSoonAsPracticable {},
}

/// Names of dates to count from, in order of preference.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Anchors {
    One(String),
    /// Use the first of these dates that is known.
    FirstOf(Vec<String>),
}

impl Anchors {
    #[must_use]
    pub fn names(&self) -> &[String] {
        match self {
            Anchors::One(name) => std::slice::from_ref(name),
            Anchors::FirstOf(names) => names,
        }
    }
}

/// The reasons why a clock cannot be set.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ClockError {
    #[error("no date to count from: give `{}` among the dates", names.join("` or `"))]
    NoDate {
        /// The names of the dates that would be suitable.
        names: Vec<String>,
    },
    /// The count failed.
    #[error(transparent)]
    Counting(#[from] CountingError),
}

impl LegalClock {
    /// The names of the dates that the clock can count from.
    #[must_use]
    pub fn from(&self) -> &[String] {
        match self {
            LegalClock::WorkingDaysAfter { from, .. }
            | LegalClock::WorkingDaysBeginningWith { from, .. }
            | LegalClock::WorkingDaysBefore { from, .. }
            | LegalClock::WorkingDayWindow { from, .. }
            | LegalClock::WeeksFromFirstWorkingDayAfter { from, .. }
            | LegalClock::WeeksFromDayAfter { from, .. }
            | LegalClock::WithinWeeksOf { from, .. }
            | LegalClock::DaysAfter { from, .. }
            | LegalClock::ForAtLeastDays { from, .. }
            | LegalClock::MonthsBeginningWith { from, .. }
            | LegalClock::MonthsFollowing { from, .. }
            | LegalClock::EndOfFollowingDay { from }
            | LegalClock::SameDay { from } => from.names(),
            LegalClock::HoursAfterEvent { .. } | LegalClock::AsSoonAsPracticable {} => &[],
        }
    }

    /// The numbers of the clock, each of which must be at least 1.
    pub(crate) fn numbers(&self) -> Vec<i64> {
        match self {
            LegalClock::WorkingDaysAfter { days, .. }
            | LegalClock::WorkingDaysBeginningWith { days, .. }
            | LegalClock::WorkingDaysBefore { days, .. }
            | LegalClock::DaysAfter { days, .. }
            | LegalClock::ForAtLeastDays { days, .. } => vec![*days],
            LegalClock::WorkingDayWindow { least, most, .. } => {
                vec![*least, *most, most.saturating_sub(*least).saturating_add(1)]
            }
            LegalClock::WeeksFromFirstWorkingDayAfter { weeks, .. }
            | LegalClock::WeeksFromDayAfter { weeks, .. }
            | LegalClock::WithinWeeksOf { weeks, .. } => vec![*weeks],
            LegalClock::MonthsBeginningWith { months, .. } | LegalClock::MonthsFollowing { months, .. } => {
                vec![*months]
            }
            LegalClock::HoursAfterEvent { hours } => vec![*hours],
            LegalClock::EndOfFollowingDay { .. } | LegalClock::SameDay { .. } | LegalClock::AsSoonAsPracticable {} => {
                Vec::new()
            }
        }
    }

    /// The due date, given the time of the event and the known dates; `None` if the law sets no date.
    ///
    /// # Errors
    ///
    /// If none of the named dates is known, or if the count goes beyond the calendar.
    pub fn due(
        &self,
        calendar: &Calendar,
        at: Timestamp,
        date: impl Fn(&str) -> Option<Date>,
    ) -> Result<Option<DueDate>, ClockError> {
        let from = || {
            let names = self.from();
            names.iter().find_map(|name| date(name)).ok_or_else(|| ClockError::NoDate { names: names.to_vec() })
        };
        let counted = match self {
            LegalClock::WorkingDaysAfter { days, .. } => counting::working_days_after(calendar, from()?, *days)?,
            LegalClock::WorkingDaysBeginningWith { days, .. } => {
                counting::working_days_beginning_with(calendar, from()?, *days)?
            }
            LegalClock::WorkingDaysBefore { days, .. } => counting::working_days_before(calendar, from()?, *days)?,
            LegalClock::WorkingDayWindow { least, most, .. } => {
                counting::working_day_window(calendar, from()?, *least, *most)?
            }
            LegalClock::WeeksFromFirstWorkingDayAfter { weeks, .. } => {
                counting::weeks_beginning_with_first_working_day_after(calendar, from()?, *weeks)?
            }
            LegalClock::WeeksFromDayAfter { weeks, .. } => counting::weeks_beginning_with_day_after(from()?, *weeks)?,
            LegalClock::WithinWeeksOf { weeks, .. } => counting::within_weeks_of(from()?, *weeks)?,
            LegalClock::DaysAfter { days, .. } => counting::days_after(from()?, *days)?,
            LegalClock::ForAtLeastDays { days, .. } => counting::for_at_least_days(from()?, *days)?,
            LegalClock::MonthsBeginningWith { months, .. } => counting::months_beginning_with(from()?, *months)?,
            LegalClock::MonthsFollowing { months, .. } => counting::months_following(from()?, *months)?,
            LegalClock::EndOfFollowingDay { .. } => counting::end_of_following_day(from()?)?,
            LegalClock::SameDay { .. } => counting::same_day(from()?),
            LegalClock::HoursAfterEvent { hours } => return hours_after(at, *hours).map(Some),
            LegalClock::AsSoonAsPracticable {} => return Ok(None),
        };
        Ok(Some(due(counted)))
    }
}

fn due(counted: PeriodCount) -> DueDate {
    DueDate {
        by: counted.by,
        not_before: counted.not_before,
        by_time: None,
        explanation: counted.explanation,
        counted: counted.counted,
        calendar: counted.calendar,
    }
}

fn hours_after(at: Timestamp, hours: i64) -> Result<DueDate, ClockError> {
    let day = london_day(at)?;
    let end = Span::new()
        .try_hours(hours)
        .and_then(|span| at.checked_add(span))
        .map_err(|_| CountingError::OutOfRange(day))?;
    Ok(DueDate {
        by: london_day(end)?,
        not_before: None,
        by_time: Some(end),
        explanation: format!("{hours} hours after {}", at.to_zoned(super::london()?).strftime("%a %-d %b %Y %H:%M")),
        counted: None,
        calendar: crate::reaction::Status::Verified,
    })
}
