//! Each planted story can be read from the files, and matches its description.

use std::collections::BTreeMap;

use jiff::civil::Date;
use jiff::{ToSpan, Unit};
use synth::{Contact, Population};

use crate::tables::{Made, Row, could_be, make, small};

/// The person in each needle with this code, and the records about them in date order.
fn stories<'a>(made: &'a Made, code: &str) -> Vec<(&'a Row, Vec<&'a Row>)> {
    let rows = made.by_id();
    let mut by_person: BTreeMap<&str, Vec<&Row>> = BTreeMap::new();
    for needle in made.needles.iter().filter(|row| row.get("needle") == code) {
        let record = rows[needle.get("right_id")];
        assert_eq!(record.get("truth_id"), needle.get("left_id"));
        by_person.entry(needle.get("left_id")).or_default().push(record);
    }
    assert!(!by_person.is_empty(), "no {code}");
    by_person
        .into_iter()
        .map(|(person, mut records)| {
            records.sort_by_key(|record| recorded(record));
            (rows[person], records)
        })
        .collect()
}

fn recorded(record: &Row) -> Date {
    record.get("recorded_on").parse().unwrap()
}

fn both_sizes() -> [Made; 2] {
    let large = Population { workforce: 20_000, records: 40_000, style: Contact::Benchmark, ..small(9) };
    [make(&small(8)), make(&large)]
}

#[test]
fn n1_a_transferee_was_seen_in_a_car_that_nobody_looked_up() {
    for made in both_sizes() {
        for (officer, records) in stories(&made, "N1") {
            let [allegation] = records[..] else { panic!("one allegation is expected") };
            assert_eq!(allegation.get("kind"), "allegation");
            assert_eq!((allegation.get("first_name"), allegation.get("surname")), ("", ""));
            assert_eq!(allegation.get("force"), officer.get("prev_force"));
            assert_ne!(officer.get("prev_force"), officer.get("force"));
            assert!(could_be(allegation.get("vrm"), officer.get("vrm")) && allegation.get("vrm").contains('?'));
            assert!(officer.get("prev_postcode").starts_with(allegation.get("postcode")));
        }
    }
}

#[test]
fn n1_a_similar_car_is_told_apart_by_what_was_seen() {
    for made in both_sizes() {
        let rows = made.by_id();
        for (_, records) in stories(&made, "N1") {
            let id = records[0].get("unique_id");
            let other = made.look_alikes.iter().find(|row| row.get("right_id") == id).unwrap();
            assert!(!could_be(records[0].get("vrm"), rows[other.get("left_id")].get("vrm")));
        }
    }
}

#[test]
fn n2_two_allegations_three_weeks_apart_were_made_in_two_forces() {
    for made in both_sizes() {
        for (officer, records) in stories(&made, "N2") {
            let [first, second] = records[..] else { panic!("two allegations are expected") };
            assert_eq!(recorded(first).checked_add(21.days()).unwrap(), recorded(second));
            assert_eq!((first.get("kind"), second.get("kind")), ("allegation", "allegation"));
            assert_eq!(first.get("force"), officer.get("force"));
            assert_ne!(second.get("force"), officer.get("force"));
        }
    }
}

#[test]
fn n3_three_colleagues_of_the_earlier_force_noted_a_nickname() {
    for made in both_sizes() {
        for (officer, notes) in stories(&made, "N3") {
            assert_eq!(notes.len(), 3);
            for note in notes {
                assert_eq!(note.get("first_name"), officer.get("nickname"));
                assert_ne!(note.get("first_name"), officer.get("first_name"));
                assert_eq!(note.get("force"), officer.get("prev_force"));
                assert_eq!(note.get("kind"), "intelligence");
            }
        }
    }
}

#[test]
fn n4_somebody_whose_probation_ended_early_was_hired_again_under_another_surname() {
    for made in both_sizes() {
        for (officer, records) in stories(&made, "N4") {
            let [ended] = records[..] else { panic!("one record is expected") };
            assert_ne!(ended.get("force"), officer.get("force"));
            assert_ne!(ended.get("surname"), officer.get("surname"));
            assert_eq!((officer.get("prev_surname"), officer.get("prev_force")), ("", ""));
            assert_eq!(ended.get("first_name"), officer.get("first_name"));
            assert_eq!(ended.get("dob"), officer.get("dob"));
            let joined: Date = officer.get("joined").parse().unwrap();
            assert!(recorded(ended).until((Unit::Day, joined)).unwrap().get_days() >= 400);
        }
    }
}

#[test]
fn a_large_workforce_has_a_set_of_needles_for_each_five_thousand() {
    let [small, large] = both_sizes();
    assert_eq!((small.needles.len(), large.needles.len()), (7, 28));
}
