//! Days in London, in summer and on the days when the clocks change.

use domain::record::time::{day, day_after};
use jiff::Timestamp;
use jiff::civil::date;

#[test]
fn a_summer_night_belongs_to_the_day_in_london() {
    let at: Timestamp = "2026-07-12T23:30:00Z".parse().unwrap();
    assert_eq!(day(at), date(2026, 7, 13));
}

#[test]
fn the_day_of_the_clock_change_has_its_own_length() {
    let after = day_after(date(2026, 10, 25)).unwrap();
    assert_eq!(after, "2026-10-26T00:00:00Z".parse().unwrap());
    assert_eq!(day_after(date(2026, 10, 24)).unwrap(), "2026-10-24T23:00:00Z".parse().unwrap());
}
