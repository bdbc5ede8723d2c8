//! The board: silent alarms, officers off duty who wait to be confirmed, open stops; and its words.

pub mod conflict;
pub mod live;
pub mod show;

use domain::check::{AlarmCause, Cause, Escalation, FINDINGS};
use jiff::{SignedDuration, Timestamp};
use shell::texts::{Text, Texts};

use crate::texts::Words as _;

pub use conflict::ConflictPage;
pub use live::{Fragment, Live};
pub use show::{BoardPage, BoardView, RepeatedView};

/// The time of day in London to the second, with the day where it is another: `18:06:20`.
pub(crate) fn moment(t: &Texts, at: Timestamp, now: Timestamp) -> Text {
    let clock = at.to_zoned(domain::record::time::london()).strftime("%H:%M:%S").to_string();
    let day = domain::record::time::day(at);
    if day == domain::record::time::day(now) { clock.into() } else { t.date_at_time(t.date(day), clock) }
}

/// How long something waits, in steps: a board that changes each second is read by nobody.
pub(crate) fn waiting(t: &Texts, since: Timestamp, now: Timestamp) -> Text {
    let seconds = now.duration_since(since).max(SignedDuration::ZERO).as_secs();
    match seconds {
        0..60 => t.control_waiting_seconds(seconds / 10 * 10),
        60..7_200 => t.control_waiting_minutes(seconds / 60),
        _ => t.control_waiting_hours(seconds / 3_600),
    }
}

/// Why there is an alarm.
pub(crate) fn cause(t: &Texts, cause: AlarmCause) -> Text {
    t.control_cause(cause.as_str())
}

/// Why an officer may not act now.
pub(crate) fn standing(t: &Texts, cause: Cause) -> Text {
    t.control_cause(cause.as_str())
}

/// To whom an alarm is carried on.
pub(crate) fn escalation(t: &Texts, to: Escalation, neighbour: Option<&str>) -> Text {
    match (to, neighbour) {
        (Escalation::DutySuperintendent, _) => t.control_superintendent(),
        (Escalation::NeighbouringForce, Some(name)) => t.control_neighbour(name),
        (Escalation::NeighbouringForce, None) => t.control_no_neighbour(),
    }
}

/// What can be found of an alarm, as choices.
pub(crate) fn findings(t: &Texts) -> Vec<(&'static str, Text)> {
    FINDINGS.iter().map(|code| (*code, t.control_finding(*code))).collect()
}
