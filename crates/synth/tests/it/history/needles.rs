//! Every needle can be found by its definition once its last happening is recorded, and nobody else is found.

use proptest::prelude::*;
use synth::history::{HappeningContent, History};

use super::clues::{Found, detect};
use super::{SMALL, seeded};

pub(super) const NAMES: [&str; 12] = ["N1", "N2", "N3", "N4", "N5", "N6", "N7", "N8", "N9", "N10", "N11", "N12"];

/// The subjects of the needles with this name.
pub(super) fn planted(history: &History, name: &str) -> Found {
    history.needles.iter().filter(|needle| needle.name == name).map(|needle| needle.people[0]).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn by_its_definition_each_needle_is_found_and_nobody_else(seed in 0_u64..1_000_000) {
        let history = seeded(seed);
        for name in NAMES {
            let planted = planted(&history, name);
            prop_assert_eq!(planted.len(), 1, "{}", name);
            let found = detect(name, &history, history.happenings.len());
            // For about one seed in thousands, a partial plate also fits the car of another person who changed force.
            let by_chance = usize::from(name == "N1");
            prop_assert!(found.is_superset(&planted), "{}: {:?} without {:?}", name, found, planted);
            prop_assert!(found.len() <= planted.len() + by_chance, "{}: {:?} beside {:?}", name, found, planted);
        }
    }
}

#[test]
fn a_needle_can_be_seen_from_the_happening_that_completes_it_on_and_not_before() {
    for needle in &SMALL.needles {
        let (at, subject) = (needle.gives_it_away, needle.people[0]);
        assert_eq!(SMALL.happenings[at].needle, Some(needle.name));
        assert!(!detect(needle.name, &SMALL, at).contains(&subject), "{} is seen too early", needle.name);
        assert!(detect(needle.name, &SMALL, at + 1).contains(&subject), "{} is not seen", needle.name);
    }
}

fn subject(name: &str) -> (&'static synth::history::Needle, u32) {
    let needle = SMALL.needles.iter().find(|needle| needle.name == name).unwrap();
    (needle, needle.people[0])
}

#[test]
fn the_one_whose_car_was_ignored_transferred_and_is_armed_and_cleared() {
    let (needle, officer) = subject("N1");
    let later = &SMALL.happenings[needle.gives_it_away..];
    let transfer = later
        .iter()
        .find(|happening| matches!(happening.what, HappeningContent::Transferred { person, .. } if person == officer));
    assert!(transfer.is_some());
    let armed = later
        .iter()
        .any(|happening| matches!(happening.what, HappeningContent::Posted { person, role: "armed", .. } if person == officer));
    assert!(armed);
    let judged = later
        .iter()
        .any(|happening| matches!(happening.what, HappeningContent::LinkJudged { report, .. } if report == needle.reports[0]));
    assert!(!judged);
    assert!(SMALL.happenings[needle.gives_it_away].at.year() <= 2016);
}

#[test]
fn the_truth_about_the_reports_of_a_needle_is_its_subject() {
    for needle in &SMALL.needles {
        for happening in &SMALL.happenings {
            if let HappeningContent::ReportReceived { report, truth, .. } = &happening.what
                && needle.reports.contains(report)
            {
                assert_eq!(*truth, Some(needle.people[0]), "{}", needle.name);
            }
        }
    }
}

#[test]
fn the_one_who_was_rehired_is_one_human_with_two_records() {
    let (needle, officer) = subject("N4");
    let (new, old) = (&SMALL.people[officer as usize], &SMALL.people[needle.people[1] as usize]);
    assert_eq!(new.human, old.human);
    assert_ne!(new.surname, old.surname);
    assert_eq!(new.previous_surname, None);
    assert_eq!((&new.first_name, new.born, &new.phone), (&old.first_name, old.born, &old.phone));
}

#[test]
fn the_posting_shared_with_the_investigator_was_entered_after_the_appointment() {
    let (needle, _) = subject("N6");
    let investigator = needle.people[1];
    let place = |test: &dyn Fn(&HappeningContent) -> bool| {
        SMALL.happenings.iter().position(|happening| test(&happening.what)).unwrap()
    };
    let assigned = place(
        &|what| matches!(what, HappeningContent::InvestigatorAssigned { investigator: by, .. } if *by == investigator),
    );
    let entered = place(
        &|what| matches!(what, HappeningContent::Posted { person, until: Some(_), .. } if *person == investigator),
    );
    assert!(assigned < entered && entered < needle.gives_it_away);
}

#[test]
fn five_were_in_the_chat_and_one_reported() {
    let (needle, _) = subject("N7");
    let chat = SMALL.happenings.iter().find_map(|happening| match &happening.what {
        HappeningContent::ChatGroupRecorded { matter, members, reporters } if *matter == needle.matters[0] => {
            Some((members, reporters))
        }
        _ => None,
    });
    let (members, reporters) = chat.unwrap();
    assert_eq!((members.len(), reporters.len()), (5, 1));
}
