//! The truth is complete: it says whom each record is about, and the files agree with each other.

use std::collections::{BTreeSet, HashMap, HashSet};

use jiff::civil::Date;
use synth::Population;

use crate::tables::{could_be, make, small};

#[test]
fn every_record_is_about_somebody_in_the_workforce_or_outside_it() {
    let made = make(&small(1));
    let ids: HashSet<_> = made.workforce.iter().map(|row| row.get("unique_id")).collect();
    assert_eq!(ids.len(), made.workforce.len());
    assert!(ids.contains("W0000001"));
    assert_eq!(made.records[0].get("unique_id"), "R00000001");
    for record in &made.records {
        let truth = record.get("truth_id");
        assert!(truth.starts_with('X') || ids.contains(truth), "{truth} is nobody");
    }
}

#[test]
fn the_true_pairs_are_the_records_about_the_workforce() {
    let made = make(&small(2));
    let pairs: BTreeSet<_> = made.truth.iter().map(|row| (row.get("left_id"), row.get("right_id"))).collect();
    let about_workforce = made.records.iter().filter(|row| row.get("truth_id").starts_with('W'));
    let expected: BTreeSet<_> = about_workforce.map(|row| (row.get("truth_id"), row.get("unique_id"))).collect();
    assert_eq!(pairs, expected);
    assert_eq!(pairs.len(), made.truth.len());
    assert_eq!(pairs.len(), made.summary.about_workforce);
    let summary = &made.summary;
    assert_eq!(summary.about_workforce + summary.about_relatives + summary.about_public, made.records.len());
}

#[test]
fn a_record_entered_twice_is_about_the_same_person_and_event() {
    let made = make(&small(3));
    let rows = made.by_id();
    assert_eq!(made.duplicates.len(), made.summary.duplicates);
    for pair in &made.duplicates {
        let (first, second) = (rows[pair.get("left_id")], rows[pair.get("right_id")]);
        for column in ["truth_id", "kind", "recorded_on"] {
            assert_eq!(first.get(column), second.get(column));
        }
    }
}

#[test]
fn a_part_of_a_plate_always_matches_the_plate_of_its_owner() {
    let made = make(&small(4));
    let rows = made.by_id();
    let mut seen_count = 0;
    for record in made.records.iter().filter(|row| row.get("truth_id").starts_with('W')) {
        let seen = record.get("vrm");
        if seen.contains('?') || (1..6).contains(&seen.len()) {
            let plate = rows[record.get("truth_id")].get("vrm");
            assert!(could_be(seen, plate), "{seen} is not {plate}");
            seen_count += 1;
        }
    }
    assert!(seen_count > 200, "{seen_count}");
}

#[test]
fn nothing_happens_after_today() {
    let made = make(&small(5));
    let day = |text: &str| text.parse::<Date>().unwrap();
    for member in &made.workforce {
        let (born, joined) = (day(member.get("dob")), day(member.get("joined")));
        assert!(born < joined && joined <= Population::TODAY);
    }
    assert!(made.records.iter().all(|record| day(record.get("recorded_on")) <= Population::TODAY));
}

#[test]
fn no_record_is_about_a_child_under_twelve() {
    // A date of birth may have been mistyped, by at most ten years or as any year of the decade.
    let made = make(&small(5));
    let too_young = made.records.iter().filter(|record| {
        let age = |born: Date| record.get("recorded_on").parse::<Date>().unwrap().year() - born.year();
        record.get("dob").parse().is_ok_and(|born| age(born) < 12)
    });
    assert!(too_young.count() * 100 < made.records.len());
}

#[test]
fn a_transfer_changes_the_force_and_older_records_hold_the_earlier_one() {
    let made = make(&small(6));
    let rows = made.by_id();
    let mut by_force: HashMap<&str, usize> = HashMap::new();
    for record in &made.records {
        let Some(member) = rows.get(record.get("truth_id")) else { continue };
        if member.get("prev_force").is_empty() {
            continue;
        }
        assert_ne!(member.get("prev_force"), member.get("force"));
        let which = match record.get("force") {
            force if force == member.get("force") => "now",
            force if force == member.get("prev_force") => "earlier",
            _ => "another",
        };
        *by_force.entry(which).or_default() += 1;
    }
    assert!(by_force["earlier"] * 4 > by_force["now"], "{by_force:?}");
}

#[test]
fn the_public_lives_in_the_streets_of_the_workforce() {
    let made = make(&small(7));
    let homes: HashSet<_> = made.workforce.iter().map(|row| row.get("postcode")).collect();
    let public = made.records.iter().filter(|row| row.get("truth_id").starts_with('X'));
    assert!(public.filter(|row| homes.contains(row.get("postcode"))).count() > 200);
}
