//! Nothing in a history can reach or name a real person.

use std::collections::HashSet;

use synth::history::{HappeningContent, warrant_number};

use super::SMALL;

#[test]
fn phones_ring_nowhere_and_postcodes_are_no_real_ones() {
    let ranges = [
        "01632960", "07700900", "01134960", "01144960", "01154960", "01164960", "01174960", "01184960", "01214960",
        "01514960", "01614960", "02079460", "01914980",
    ];
    let workforce: HashSet<&String> = SMALL.people.iter().filter_map(|person| person.phone.as_ref()).collect();
    let members = SMALL.people.iter().map(|person| (&person.phone, &person.postcode));
    let public = SMALL.public.iter().map(|person| (&person.phone, &person.postcode));
    for (phone, postcode) in members.chain(public) {
        if let Some(phone) = phone {
            assert_eq!(phone.len(), 11, "{phone}");
            assert!(ranges.iter().any(|range| phone.starts_with(range)), "{phone}");
        }
        assert!(postcode.starts_with(['Q', 'V', 'X']), "{postcode}");
    }
    for person in &SMALL.public {
        assert!(person.phone.as_ref().is_none_or(|phone| !workforce.contains(phone)), "{person:?}");
    }
}

#[test]
fn a_warrant_number_is_a_test_number_of_its_own_with_a_check_digit() {
    let numbers: HashSet<&str> = SMALL.people.iter().map(|person| &*person.warrant).collect();
    assert_eq!(numbers.len(), SMALL.people.len());
    for number in numbers {
        let digits = number.strip_prefix("TEST").unwrap();
        assert_eq!(digits.len(), 7);
        let luhn: u32 = digits
            .chars()
            .rev()
            .enumerate()
            .map(|(place, digit)| digit.to_digit(10).unwrap() * (1 + place as u32 % 2))
            .map(|doubled| doubled / 10 + doubled % 10)
            .sum();
        assert_eq!(luhn % 10, 0, "{number}");
    }
    assert_eq!(warrant_number(0), "TEST1000009");
}

#[test]
fn a_plate_was_never_issued() {
    for happening in &SMALL.happenings {
        if let HappeningContent::VehicleDeclared { vehicle, .. } = &happening.what {
            assert!(vehicle.plate[..2].contains(['I', 'Q', 'Z']), "{}", vehicle.plate);
        }
    }
}
