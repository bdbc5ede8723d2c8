//! Clocks as rules write them: a way of counting, a number, and the date to count from.

use jiff::{Span, Timestamp};
use serde::{Deserialize, Serialize};

use super::counting::{self, Counted, CountingError};
use super::{Calendar, london_day};
use crate::reaction::Due;
use jiff::civil::Date;

/// A way of counting, with its numbers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "count", rename_all = "kebab-case", deny_unknown_fields)]
pub enum Clock {
    /// N working days beginning with the first working day after the date.
    WorkingDaysAfter { days: i64, from: Anchors },
    /// N working days beginning with the date itself.
    WorkingDaysBeginningWith { days: i64, from: Anchors },
    /// At least N working days before the date.
    WorkingDaysBefore { days: i64, from: Anchors },
    /// At least and at most this many working days after the date.
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
    /// As soon as practicable: no date.
    AsSoonAsPracticable {},
}

/// Names of dates, in order of preference.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Anchors {
    One(String),
    /// The first of these that is known.
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

/// Reasons why a clock cannot be set.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ClockError {
    #[error("no date to count from: give `{}` among the dates", names.join("` or `"))]
    NoDate {
        /// The names of the suitable dates.
        names: Vec<String>,
    },
    /// The count failed.
    #[error(transparent)]
    Counting(#[from] CountingError),
}

impl Clock {
    /// The names of the dates from which the clock can count.
    #[must_use]
    pub fn from(&self) -> &[String] {
        match self {
            Clock::WorkingDaysAfter { from, .. }
            | Clock::WorkingDaysBeginningWith { from, .. }
            | Clock::WorkingDaysBefore { from, .. }
            | Clock::WorkingDayWindow { from, .. }
            | Clock::WeeksFromFirstWorkingDayAfter { from, .. }
            | Clock::WeeksFromDayAfter { from, .. }
            | Clock::WithinWeeksOf { from, .. }
            | Clock::DaysAfter { from, .. }
            | Clock::ForAtLeastDays { from, .. }
            | Clock::MonthsBeginningWith { from, .. }
            | Clock::MonthsFollowing { from, .. }
            | Clock::EndOfFollowingDay { from }
            | Clock::SameDay { from } => from.names(),
            Clock::HoursAfterEvent { .. } | Clock::AsSoonAsPracticable {} => &[],
        }
    }

    /// The numbers of the clock, each of which must be at least 1.
    pub(crate) fn numbers(&self) -> Vec<i64> {
        match self {
            Clock::WorkingDaysAfter { days, .. }
            | Clock::WorkingDaysBeginningWith { days, .. }
            | Clock::WorkingDaysBefore { days, .. }
            | Clock::DaysAfter { days, .. }
            | Clock::ForAtLeastDays { days, .. } => vec![*days],
            Clock::WorkingDayWindow { least, most, .. } => {
                vec![*least, *most, most.saturating_sub(*least).saturating_add(1)]
            }
            Clock::WeeksFromFirstWorkingDayAfter { weeks, .. }
            | Clock::WeeksFromDayAfter { weeks, .. }
            | Clock::WithinWeeksOf { weeks, .. } => vec![*weeks],
            Clock::MonthsBeginningWith { months, .. } | Clock::MonthsFollowing { months, .. } => vec![*months],
            Clock::HoursAfterEvent { hours } => vec![*hours],
            Clock::EndOfFollowingDay { .. } | Clock::SameDay { .. } | Clock::AsSoonAsPracticable {} => Vec::new(),
        }
    }

    /// The due date, given the instant of the event and the known dates; `None` if the law names no date.
    ///
    /// # Errors
    ///
    /// If no named date is known, or the count leaves the calendar.
    pub fn due(
        &self,
        calendar: &Calendar,
        at: Timestamp,
        date: impl Fn(&str) -> Option<Date>,
    ) -> Result<Option<Due>, ClockError> {
        let from = || {
            let names = self.from();
            names.iter().find_map(|name| date(name)).ok_or_else(|| ClockError::NoDate { names: names.to_vec() })
        };
        let counted = match self {
            Clock::WorkingDaysAfter { days, .. } => counting::working_days_after(calendar, from()?, *days)?,
            Clock::WorkingDaysBeginningWith { days, .. } => {
                counting::working_days_beginning_with(calendar, from()?, *days)?
            }
            Clock::WorkingDaysBefore { days, .. } => counting::working_days_before(calendar, from()?, *days)?,
            Clock::WorkingDayWindow { least, most, .. } => {
                counting::working_day_window(calendar, from()?, *least, *most)?
            }
            Clock::WeeksFromFirstWorkingDayAfter { weeks, .. } => {
                counting::weeks_beginning_with_first_working_day_after(calendar, from()?, *weeks)?
            }
            Clock::WeeksFromDayAfter { weeks, .. } => counting::weeks_beginning_with_day_after(from()?, *weeks)?,
            Clock::WithinWeeksOf { weeks, .. } => counting::within_weeks_of(from()?, *weeks)?,
            Clock::DaysAfter { days, .. } => counting::days_after(from()?, *days)?,
            Clock::ForAtLeastDays { days, .. } => counting::for_at_least_days(from()?, *days)?,
            Clock::MonthsBeginningWith { months, .. } => counting::months_beginning_with(from()?, *months)?,
            Clock::MonthsFollowing { months, .. } => counting::months_following(from()?, *months)?,
            Clock::EndOfFollowingDay { .. } => counting::end_of_following_day(from()?)?,
            Clock::SameDay { .. } => counting::same_day(from()?),
            Clock::HoursAfterEvent { hours } => return hours_after(at, *hours).map(Some),
            Clock::AsSoonAsPracticable {} => return Ok(None),
        };
        Ok(Some(due(counted)))
    }
}

fn due(counted: Counted) -> Due {
    Due {
        by: counted.by,
        not_before: counted.not_before,
        by_time: None,
        explanation: counted.explanation,
        counted: counted.counted,
        calendar: counted.calendar,
    }
}

fn hours_after(at: Timestamp, hours: i64) -> Result<Due, ClockError> {
    let day = london_day(at)?;
    let end = Span::new()
        .try_hours(hours)
        .and_then(|span| at.checked_add(span))
        .map_err(|_| CountingError::OutOfRange(day))?;
    Ok(Due {
        by: london_day(end)?,
        not_before: None,
        by_time: Some(end),
        explanation: format!("{hours} hours after {}", at.to_zoned(super::london()?).strftime("%a %-d %b %Y %H:%M")),
        counted: None,
        calendar: crate::reaction::Status::Verified,
    })
}
