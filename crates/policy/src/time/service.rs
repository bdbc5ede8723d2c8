//! Deemed service: the day on which a notice counts as served, given the way it was sent. The times are data in
//! `service.toml`.

use jiff::{Timestamp, civil::Date, civil::Time};
use serde::{Deserialize, Serialize};

use super::counting::{CountingError, first_working_day_from, working_days_after};
use super::{Calendar, london, words};
use crate::reaction::Status;

/// The rule for one method of service.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ServiceEntry {
    /// The method of service: `personal`, `left-with-person`, `post`, `police-friend`, `agreed` or `email`.
    pub(crate) method: String,
    /// The number of working days after sending; 0 means the day of sending.
    pub(crate) working_days: i64,
    /// Notices sent at or after this time of day in London count as sent on the next day.
    #[serde(default)]
    pub(crate) before: Option<Time>,
    /// True if service at a weekend or on a bank holiday counts as service on the next working day.
    pub(crate) working_days_only: bool,
    /// If set, the method is law only for matters that came to attention on this day or later.
    #[serde(default)]
    pub(crate) came_to_attention_from: Option<Date>,
    pub(crate) citation: String,
    /// The source in which the rule was read, or the reason why it was not.
    pub(crate) source: String,
    pub(crate) status: Status,
}

/// The day on which a notice counts as served, and an explanation of the count.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct DeemedService {
    pub method: String,
    pub sent_at: Timestamp,
    pub served_on: Date,
    pub explanation: String,
    pub citation: String,
    /// The source in which the provision was read.
    pub source: String,
    pub status: Status,
}

impl ServiceEntry {
    /// The day on which a notice counts as served if it was sent in this way at the given instant.
    pub(crate) fn deemed(&self, calendar: &Calendar, sent_at: Timestamp) -> Result<DeemedService, CountingError> {
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
        Ok(DeemedService {
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
