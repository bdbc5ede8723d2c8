//! The rates in the files are those that the README promises.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use synth::{Contact, Population};

use crate::tables::{Made, Row, make, small};

const README: &str = include_str!("../../README.md");

/// Checks a measured share against the row with this name in the README's table.
fn assert_promised(what: &str, measured: f64) {
    let start = format!("| {what} | ");
    let line = README.lines().find(|line| line.starts_with(&start));
    // A rate changed on purpose? Change its row in the README too.
    let line = line.unwrap_or_else(|| panic!("the README has no row for `{what}`, measured {measured:.4}"));
    let promised: f64 = line[start.len()..].split(' ').next().unwrap().parse().unwrap();
    let tolerance = (promised * 0.08).max(0.25);
    assert!((measured * 100.0 - promised).abs() <= tolerance, "{what}: promised {promised} %, measured {measured:.4}");
}

/// A population large enough for rates to settle. It is generated once and shared by all tests.
static NATIONAL: LazyLock<Made> =
    LazyLock::new(|| make(&Population { workforce: 25_000, records: 100_000, style: Contact::Benchmark, ..small(11) }));

#[test]
fn records_are_about_whom_the_readme_says_and_as_dirty() {
    let made = &*NATIONAL;
    let rows = made.by_id();
    let count = made.records.len() as f64;
    let share = |test: &dyn Fn(&Row) -> bool| made.records.iter().filter(|row| test(row)).count() as f64 / count;

    assert_promised("records about the workforce", made.summary.about_workforce as f64 / count);
    assert_promised("records about their relatives", made.summary.about_relatives as f64 / count);
    assert_promised("a person and event entered again", made.summary.duplicates as f64 / count);
    assert_promised("a name misspelt", made.summary.misspelt_names as f64 / count);
    assert_promised(
        "a part of a plate",
        share(&|row| {
            let seen = row.get("vrm");
            seen.contains('?') || (1..6).contains(&seen.len())
        }),
    );
    for (what, column) in [
        ("first name blank", "first_name"),
        ("surname blank", "surname"),
        ("date of birth blank", "dob"),
        ("address blank", "address"),
        ("postcode blank", "postcode"),
        ("phone blank", "phone"),
        ("plate blank", "vrm"),
    ] {
        assert_promised(what, share(&|row| row.get(column).is_empty()));
    }
    assert_promised("first name only an initial", share(&|row| row.get("first_name").len() == 1));

    let about: Vec<_> = made.records.iter().filter_map(|row| Some((row, *rows.get(row.get("truth_id"))?))).collect();
    let share = |test: &dyn Fn(&Row, &Row) -> bool| {
        about.iter().filter(|(record, member)| test(record, member)).count() as f64 / about.len() as f64
    };
    assert_promised(
        "date of birth wrong (workforce)",
        share(&|record, member| !record.get("dob").is_empty() && record.get("dob") != member.get("dob")),
    );
    assert_promised(
        "neither force of the person (workforce)",
        share(&|record, member| ![member.get("force"), member.get("prev_force")].contains(&record.get("force"))),
    );
    assert_promised("collar blank (workforce)", share(&|record, _| record.get("collar").is_empty()));
    assert_promised(
        "surname before a change (workforce)",
        share(&|record, member| {
            !record.get("surname").is_empty() && record.get("surname").eq_ignore_ascii_case(member.get("prev_surname"))
        }),
    );
}

#[test]
fn a_few_members_attract_many_allegations() {
    let made = &*NATIONAL;
    let mut allegations: HashMap<&str, usize> = HashMap::new();
    for record in made.records.iter().filter(|row| row.get("kind") == "allegation") {
        *allegations.entry(record.get("truth_id")).or_default() += 1;
    }
    let many = allegations.iter().filter(|(id, count)| id.starts_with('W') && **count >= 4).count();
    assert_promised("members with four allegations or more", many as f64 / made.workforce.len() as f64);

    let mut burdens: HashMap<&str, usize> = HashMap::new();
    for pair in &made.truth {
        *burdens.entry(pair.get("left_id")).or_default() += 1;
    }
    assert!(burdens.values().max() < Some(&40), "the cap does not hold");
}

#[test]
fn older_records_hold_less() {
    let made = &*NATIONAL;
    let blank = |older: bool| {
        let of_age = made.records.iter().filter(|row| (row.get("recorded_on") < "2012") == older);
        let (mut all, mut blank) = (0.0, 0.0);
        for row in of_age {
            all += 1.0;
            blank += if row.get("dob").is_empty() { 1.0 } else { 0.0 };
        }
        blank / all
    };
    assert!(blank(true) > 1.25 * blank(false));
}

#[test]
fn the_workforce_has_families_transfers_and_changed_names() {
    let made = &*NATIONAL;
    let count = made.workforce.len() as f64;
    let share = |test: &dyn Fn(&Row) -> bool| made.workforce.iter().filter(|row| test(row)).count() as f64 / count;
    assert_promised("members who transferred", share(&|row| !row.get("prev_force").is_empty()));
    assert_promised("members with an earlier surname", share(&|row| !row.get("prev_surname").is_empty()));
    assert_promised("members with a hyphenated surname", share(&|row| row.get("surname").contains('-')));
    assert_promised("members with an earlier address", share(&|row| !row.get("prev_address").is_empty()));

    let mut homes: HashMap<(&str, &str), usize> = HashMap::new();
    for row in &made.workforce {
        *homes.entry((row.get("address"), row.get("postcode"))).or_default() += 1;
    }
    let shared: usize = homes.values().filter(|count| **count > 1).sum();
    assert_promised("members who share a home with another", shared as f64 / count);
}

#[test]
fn surnames_are_many_and_a_few_are_frequent() {
    let made = make(&Population { workforce: 60_000, records: 2_000, ..small(12) });
    let mut counts: HashMap<&str, usize> = HashMap::new();
    for row in &made.workforce {
        *counts.entry(row.get("surname")).or_default() += 1;
    }
    assert!(counts.len() > 10_000, "{}", counts.len());
    let most = counts.iter().max_by_key(|entry| entry.1).unwrap();
    assert_eq!(*most.0, "Smith");
    let known: HashSet<_> = ["Patel", "Khan", "O'Brien", "Jones", "McRory", "Nowak", "Okafor", "Wong"].into();
    let met: HashSet<_> = known.iter().filter(|name| counts.contains_key(**name)).collect();
    assert_eq!(met.len(), known.len(), "{met:?}");
}
