//! The board, with silent alarms, off-duty officers waiting to be confirmed, and open stops; and its texts.

pub mod conflict;
pub mod live;
pub mod show;

use domain::check::{AlarmCause, AlarmFinding, Cause, Escalation};
use domain::officer::{PoliceRank, Posting};
use jiff::{SignedDuration, Timestamp};
use shell::texts::{Text, Texts};

use crate::texts::Words as _;

pub use conflict::BoardConflict;
pub use live::{BoardLive, LiveBoards};
pub use show::{BoardShow, BoardView, RepeatedView};

/// The time of day in London to the second, with the date if it is not today: `18:06:20`.
pub(crate) fn moment(t: &Texts, at: Timestamp, now: Timestamp) -> Text {
    let clock = at.to_zoned(domain::record::time::london()).strftime("%H:%M:%S").to_string();
    let day = domain::record::time::day(at);
    if day == domain::record::time::day(now) { clock.into() } else { t.date_at_time(t.date(day), clock) }
}

/// The waiting time, rounded: nobody can read a board that changes every second.
pub(crate) fn waiting(t: &Texts, since: Timestamp, now: Timestamp) -> Text {
    let seconds = now.duration_since(since).max(SignedDuration::ZERO).as_secs();
    match seconds {
        0..60 => t.call_waiting_seconds(seconds / 10 * 10),
        60..7_200 => t.call_waiting_minutes(seconds / 60),
        _ => t.call_waiting_hours(seconds / 3_600),
    }
}

pub(crate) fn cause(t: &Texts, cause: AlarmCause) -> Text {
    t.alarm_cause(cause.as_str())
}

pub(crate) fn standing(t: &Texts, cause: Cause) -> Text {
    t.alarm_cause(cause.as_str())
}

/// A posting, such as `Chief inspector, Harbour response`.
pub(crate) fn posting(posting: &Posting) -> String {
    let rank = posting.rank.map(PoliceRank::as_str).unwrap_or_default().replace('-', " ");
    let mut letters = rank.chars();
    let rank: String = letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect());
    [rank.as_str(), &posting.unit].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ")
}

/// The sentence about an escalation that has happened: its recipient and its time.
pub(crate) fn escalated(t: &Texts, at: Text, to: Escalation, neighbour: Option<&str>) -> Text {
    match (to, neighbour) {
        (Escalation::DutySuperintendent, _) => t.alarm_went_superintendent(at),
        (Escalation::NeighbouringForce, Some(name)) => t.alarm_went_neighbour(at, name),
        (Escalation::NeighbouringForce, None) => t.alarm_no_neighbour(),
    }
}

/// The sentence about the next escalation: its recipient and its time.
pub(crate) fn next_escalation(t: &Texts, at: Text, to: Escalation, neighbour: Option<&str>) -> Text {
    match (to, neighbour) {
        (Escalation::DutySuperintendent, _) => t.alarm_goes_superintendent(at),
        (Escalation::NeighbouringForce, Some(name)) => t.alarm_goes_neighbour(at, name),
        (Escalation::NeighbouringForce, None) => t.alarm_no_neighbour(),
    }
}

/// The findings with which an alarm can be closed, as choices.
pub(crate) fn findings(t: &Texts) -> Vec<(&'static str, Text)> {
    AlarmFinding::ALL.into_iter().map(|one| (one.as_str(), t.alarm_finding(one.as_str()))).collect()
}
