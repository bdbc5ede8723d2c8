//! Conflicts of interest between people with a shared past. Checked on assignment, on each access, and every night.

use domain::officer::Officer;
use jiff::ToSpan as _;
use jiff::civil::Date;

/// Number of years for which a shared posting counts (journey e1).
pub const SHARED_POSTING_YEARS: i64 = 5;

/// The reason why one person has an interest in another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Interest {
    /// Both ids belong to the same person.
    Same,
    /// A relationship was declared or recorded.
    Tie,
    /// Both served in the same unit within the last five years.
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

/// The interest that one officer has in another on a given day.
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
