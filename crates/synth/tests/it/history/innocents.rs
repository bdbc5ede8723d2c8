//! The fifty innocent people: each has the likeness, and the one fact, that their note claims.

use std::collections::{BTreeMap, HashMap};

use synth::history::{HappeningContent, SynthDescription};

use super::SMALL;
use super::clues::{detect, same_vehicle};
use super::needles::NAMES;

#[test]
fn there_are_fifty_and_none_of_them_is_found() {
    assert_eq!(SMALL.look_alikes.len(), 50);
    let mut kinds: BTreeMap<&str, usize> = BTreeMap::new();
    for alike in &SMALL.look_alikes {
        *kinds.entry(alike.kind).or_default() += 1;
    }
    assert!(kinds.len() >= 14, "{kinds:?}");
    for name in NAMES {
        let found = detect(name, &SMALL, SMALL.happenings.len());
        for alike in &SMALL.look_alikes {
            assert!(!found.contains(&alike.people[0]), "{} taken for {name}", alike.kind);
        }
    }
}

#[test]
fn the_born_alike_are_alike_and_another_human() {
    let mut seen = 0;
    for alike in &SMALL.look_alikes {
        let (Some(one), Some(other)) = (alike.people.first(), alike.people.get(1)) else { continue };
        let (one, other) = (&SMALL.people[*one as usize], &SMALL.people[*other as usize]);
        let named = |field: &dyn Fn(&synth::history::ServiceRecord) -> String| (field(one), field(other));
        let (first, second) = named(&|person| person.first_name.clone());
        let homes = named(&|person| format!("{}, {}", person.address, person.postcode));
        match alike.kind {
            "namesakes" => assert!(first == second && one.surname == other.surname && one.born != other.born),
            "twins" => assert!(first != second && one.born == other.born && homes.0 == homes.1),
            "father and son" => assert!(first == second && one.born.year() != other.born.year() && homes.0 == homes.1),
            _ => continue,
        }
        assert_ne!(one.human, other.human);
        seen += 1;
    }
    assert!(seen >= 8, "{seen}");
}

#[test]
fn a_similar_plate_is_one_letter_off_and_does_not_fit_the_report() {
    let described: HashMap<u32, &SynthDescription> = SMALL
        .happenings
        .iter()
        .filter_map(|happening| match &happening.what {
            HappeningContent::ReportReceived { report, described, .. } => Some((*report, &**described)),
            _ => None,
        })
        .collect();
    let plates: Vec<&str> =
        SMALL.people.iter().flat_map(|person| &person.plates).map(|vehicle| &*vehicle.plate).collect();
    let mut count = 0;
    for alike in SMALL.look_alikes.iter().filter(|alike| alike.kind == "similar plate") {
        let vehicle = &SMALL.people[alike.people[0] as usize].plates[0];
        assert!(!same_vehicle(described[&alike.reports[0]], vehicle));
        let off = |plate: &str| plate.chars().zip(vehicle.plate.chars()).filter(|(a, b)| a != b).count();
        assert!(plates.iter().any(|plate| off(plate) == 1));
        count += 1;
    }
    assert_eq!(count, 6);
}

#[test]
fn some_innocent_looks_fourteen_times_with_a_task() {
    for alike in SMALL.look_alikes.iter().filter(|alike| alike.kind == "looks with a task") {
        let looks = SMALL.happenings.iter().filter(|happening| {
            matches!(&happening.what, HappeningContent::Consulted { by, about, purpose: Some(_) }
                if [*by, *about] == alike.people[..])
        });
        assert!(looks.count() >= 14);
    }
}
