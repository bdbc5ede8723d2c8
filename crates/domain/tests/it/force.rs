//! Forces: founded, renamed and merged, with the right name on each day.

use domain::force::ForceEvent;
use domain::{ForceId, StreamKind};
use jiff::civil::date;

use crate::story::{Story, force, line};

fn northmere() -> Story {
    Story::of(StreamKind::Force, "northmere")
        .then(ForceEvent::Founded { name: "Northmere".to_owned(), from: date(1968, 4, 1) })
        .then(ForceEvent::Renamed { name: "North and Mere".to_owned(), from: date(2020, 4, 1) })
}

#[test]
fn a_name_holds_from_its_day_until_the_next() {
    let known = northmere().force();
    for (on, name) in
        [(date(1950, 1, 1), "Northmere"), (date(2020, 3, 31), "Northmere"), (date(2020, 4, 1), "North and Mere")]
    {
        assert_eq!(known.name(on), name, "{on}");
    }
}

#[test]
fn a_name_entered_late_takes_its_place() {
    let late = ForceEvent::Renamed { name: "Northmere Constabulary".to_owned(), from: date(1974, 4, 1) };
    let known = northmere().then(late).force();
    assert_eq!(known.name(date(1980, 1, 1)), "Northmere Constabulary");
    assert_eq!(known.name(date(2026, 1, 1)), "North and Mere");
    assert!(!known.exists(date(1968, 3, 31)) && known.exists(date(1968, 4, 1)));
}

#[test]
fn a_merged_force_ends_the_day_before_and_names_its_successor() {
    let story = northmere();
    let merged = story.force().merge(force("greatmere"), date(2030, 4, 1)).unwrap();
    let known = story.then(merged).force();
    assert!(known.exists(date(2030, 3, 31)) && !known.exists(date(2030, 4, 1)));
    assert_eq!(known.successor, Some((date(2030, 4, 1), force("greatmere"))));
    assert_eq!(line(known.merge(force("other"), date(2031, 1, 1))), "Conflict force.already-merged");
}

#[test]
fn a_force_is_not_merged_into_itself() {
    let refused = northmere().force().merge(force("northmere"), date(2030, 4, 1));
    assert_eq!(line(refused), "Invalid force.merged-into-itself");
}

#[test]
fn a_code_has_small_letters_digits_and_hyphens_only() {
    for text in ["", "Northmere", "north mere", "nörd", &"x".repeat(41)] {
        assert!(ForceId::parse(text).is_err(), "{text}");
        assert!(serde_json::from_value::<ForceId>(text.into()).is_err(), "{text}");
    }
    assert_eq!(force("force-9").as_str(), "force-9");
}
