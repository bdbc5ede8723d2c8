//! Conflicts of interest between people who share a past. Checked when somebody is assigned, at each access, and every
//! night.

use domain::officer::Officer;
use jiff::ToSpan as _;
use jiff::civil::Date;

/// Years for which a shared posting counts (journey e1).
pub const SHARED_POSTING_YEARS: i64 = 5;

/// A reason for somebody to have an interest in somebody else.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Interest {
    /// Both are the same person.
    Same,
    /// A tie was declared or recorded.
    Tie,
    /// They served in one unit within the last five years.
    SharedPosting,
}

impl Interest {
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Same => "the same person",
            Self::Tie => "a declared tie",
            Self::SharedPosting => "a shared posting within five years",
        }
    }
}

/// The interest of one officer in another on a day.
pub fn interest(one: &Officer, other: &Officer, today: Date) -> Option<Interest> {
    if one.id == other.id {
        return Some(Interest::Same);
    }
    if one.is_tied_to(other) {
        return Some(Interest::Tie);
    }
    let since = today.checked_sub(SHARED_POSTING_YEARS.years()).unwrap_or(Date::MIN);
    one.shared_a_posting(other, since).then_some(Interest::SharedPosting)
}
