//! Working days in England and Wales: every day except Saturdays, Sundays, Christmas Day, Good Friday and bank holidays
//! (Banking and Financial Dealings Act 1971). The holidays are data. A day outside the calendar is an error rather than
//! a guess.

use std::collections::BTreeMap;

use jiff::civil::{Date, Weekday};
use serde::Deserialize;

use crate::reaction::Status;

/// The error for a day outside the calendar.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "`{day}` is outside the calendar, which holds {first} to {last}: add the bank holidays of that year to `calendar.toml`"
)]
pub struct OutOfCalendar {
    pub day: Date,
    /// The first year of the calendar.
    pub first: i16,
    /// The last year of the calendar.
    pub last: i16,
}

/// The bank holidays, Good Fridays and Christmas Days in a range of years.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Calendar {
    first_year: i16,
    last_published_year: i16,
    last_year: i16,
    holidays: BTreeMap<Date, String>,
}

/// `calendar.toml` as written.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct CalendarFile {
    first_year: i16,
    last_published_year: i16,
    last_year: i16,
    #[serde(rename = "source")]
    _source: String,
    holiday: Vec<HolidayEntry>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct HolidayEntry {
    date: Date,
    name: String,
    #[serde(default, rename = "note")]
    _note: Option<String>,
}

impl CalendarFile {
    /// Returns the calendar, or the fault in it.
    pub(crate) fn check(self) -> Result<Calendar, String> {
        if self.first_year > self.last_published_year || self.last_published_year > self.last_year {
            return Err("`first_year`, `last_published_year` and `last_year` must follow one another".into());
        }
        let mut holidays = BTreeMap::new();
        for entry in self.holiday {
            if entry.date.year() < self.first_year || entry.date.year() > self.last_year {
                return Err(format!("`{}` is outside `first_year` to `last_year`", entry.date));
            }
            if matches!(entry.date.weekday(), Weekday::Saturday | Weekday::Sunday) && entry.name != "Christmas Day" {
                return Err(format!("`{}` ({}) is at a weekend: give its substitute day", entry.date, entry.name));
            }
            if holidays.insert(entry.date, entry.name).is_some() {
                return Err(format!("`{}` occurs twice", entry.date));
            }
        }
        for year in self.first_year..=self.last_year {
            // There are eight a year: New Year, Good Friday, Easter Monday, two in May, August, Christmas and Boxing
            // Day.
            let found = holidays.keys().filter(|day| day.year() == year).count();
            if found < 8 {
                return Err(format!("{year} has {found} holidays and needs at least 8"));
            }
        }
        Ok(Calendar {
            first_year: self.first_year,
            last_published_year: self.last_published_year,
            last_year: self.last_year,
            holidays,
        })
    }
}

impl Calendar {
    /// The name of the holiday on a day, if it is one.
    ///
    /// # Errors
    ///
    /// If the day is outside the calendar.
    pub fn holiday(&self, day: Date) -> Result<Option<&str>, OutOfCalendar> {
        if day.year() < self.first_year || day.year() > self.last_year {
            return Err(OutOfCalendar { day, first: self.first_year, last: self.last_year });
        }
        Ok(self.holidays.get(&day).map(String::as_str))
    }

    /// Returns true if the day is a working day.
    ///
    /// # Errors
    ///
    /// If the day is outside the calendar.
    pub fn is_working_day(&self, day: Date) -> Result<bool, OutOfCalendar> {
        let weekend = matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday);
        Ok(self.holiday(day)?.is_none() && !weekend)
    }

    /// `Unverified` for a day in a year whose bank holidays are only projected, because they have not been published
    /// yet.
    #[must_use]
    pub fn status(&self, day: Date) -> Status {
        if day.year() > self.last_published_year { Status::Unverified } else { Status::Verified }
    }

    /// The first and the last year of the calendar.
    #[must_use]
    pub fn years(&self) -> (i16, i16) {
        (self.first_year, self.last_year)
    }

    /// The last year whose holidays have been published. Later holidays are projections.
    #[must_use]
    pub fn last_published_year(&self) -> i16 {
        self.last_published_year
    }

    /// All holidays, in date order.
    pub fn holidays(&self) -> impl Iterator<Item = (Date, &str)> {
        self.holidays.iter().map(|(day, name)| (*day, name.as_str()))
    }
}
