//! Deemed service: on which day a notice counts as served, by the way it was sent. The times are data in `service.toml`.

use jiff::{Timestamp, civil::Date, civil::Time};
use serde::{Deserialize, Serialize};

use super::counting::{CountingError, first_working_day_from, working_days_after};
use super::{Calendar, london, words};
use crate::reaction::Status;

/// How one way of sending counts.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ServiceEntry {
    /// The way: `personal`, `left-with-person`, `post`, `email`.
    pub(crate) method: String,
    /// Working days after sending; 0 is the day of sending.
    pub(crate) working_days: i64,
    /// Sent at or after this time of day in London counts as sent on the next day.
    #[serde(default)]
    pub(crate) before: Option<Time>,
    /// Whether service at a weekend or on a bank holiday counts on the next working day.
    pub(crate) working_days_only: bool,
    /// The provision.
    pub(crate) citation: String,
    /// Where it was read, or why it was not.
    pub(crate) source: String,
    /// Whether it was read.
    pub(crate) status: Status,
}

/// When a notice counts as served.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Deemed {
    /// The way it was sent.
    pub method: String,
    /// When it was sent.
    pub sent_at: Timestamp,
    /// The day on which it counts as served.
    pub served_on: Date,
    /// The count in words.
    pub explanation: String,
    /// The provision.
    pub citation: String,
    /// Where it was read.
    pub source: String,
    /// Whether it was read in its source.
    pub status: Status,
}

impl ServiceEntry {
    /// When a notice that was sent this way at this instant counts as served.
    pub(crate) fn deemed(&self, calendar: &Calendar, sent_at: Timestamp) -> Result<Deemed, CountingError> {
        let sent = sent_at.to_zoned(london()?);
        let late = self.before.is_some_and(|before| sent.time() >= before);
        let mut day = sent.date();
        if late {
            day = day.tomorrow().map_err(|_| CountingError::OutOfRange(day))?;
        }
        if self.working_days_only {
            day = first_working_day_from(calendar, day)?;
        }
        if self.working_days > 0 {
            day = working_days_after(calendar, day, self.working_days)?.by;
        }
        let explanation = format!("sent {}, deemed served on {}", sent.strftime("%a %-d %b %Y %H:%M"), words(day));
        Ok(Deemed {
            method: self.method.clone(),
            sent_at,
            served_on: day,
            explanation,
            citation: self.citation.clone(),
            source: self.source.clone(),
            status: self.status,
        })
    }
}
