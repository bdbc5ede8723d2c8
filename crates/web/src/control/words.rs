//! The words of the board: causes, outcomes, times of day to the second.

use domain::check::{AlarmCause, AlarmFinding, Cause, Escalation};
use domain::officer::{PoliceRank, Posting};
use jiff::{SignedDuration, Timestamp};

use crate::texts::{Text, Texts};

/// The time of day in London to the second, with the day where it is another: `18:06:20`.
pub(super) fn moment(t: &Texts, at: Timestamp, now: Timestamp) -> Text {
    let clock = at.to_zoned(domain::record::time::london()).strftime("%H:%M:%S").to_string();
    let day = domain::record::time::day(at);
    if day == domain::record::time::day(now) { clock.into() } else { t.date_at_time(t.date(day), clock) }
}

/// How long something waits, in steps: a board that changes each second is read by nobody.
pub(super) fn waiting(t: &Texts, since: Timestamp, now: Timestamp) -> Text {
    let seconds = now.duration_since(since).max(SignedDuration::ZERO).as_secs();
    match seconds {
        0..60 => t.control_waiting_seconds(seconds / 10 * 10),
        60..7_200 => t.control_waiting_minutes(seconds / 60),
        _ => t.control_waiting_hours(seconds / 3_600),
    }
}

/// Why there is an alarm.
pub(super) fn cause(t: &Texts, cause: AlarmCause) -> Text {
    t.control_cause(cause.as_str())
}

/// Why an officer may not act now.
pub(super) fn standing(t: &Texts, cause: Cause) -> Text {
    t.control_cause(cause.as_str())
}

/// A posting: `Chief inspector, Harbour response`.
pub(super) fn posting(posting: &Posting) -> String {
    let rank = posting.rank.map(PoliceRank::as_str).unwrap_or_default().replace('-', " ");
    let mut letters = rank.chars();
    let rank: String = letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect());
    [rank.as_str(), &posting.unit].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ")
}

/// To whom an alarm is carried on.
pub(super) fn escalation(t: &Texts, to: Escalation, neighbour: Option<&str>) -> Text {
    match (to, neighbour) {
        (Escalation::DutySuperintendent, _) => t.control_superintendent(),
        (Escalation::NeighbouringForce, Some(name)) => t.control_neighbour(name),
        (Escalation::NeighbouringForce, None) => t.control_no_neighbour(),
    }
}

/// What can be found of an alarm, as choices.
pub(super) fn findings(t: &Texts) -> Vec<(&'static str, Text)> {
    AlarmFinding::ALL.into_iter().map(|one| (one.as_str(), t.control_finding(one.as_str()))).collect()
}
