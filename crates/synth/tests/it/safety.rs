//! No contact data can reach anybody: every field of every row stays within the safe ranges.

use proptest::prelude::*;
use synth::{Contact, Population};

use crate::tables::{Row, make};

fn assert_postcode_is_nowhere(row: &Row, column: &str) {
    let postcode = row.get(column).to_ascii_uppercase();
    let area = postcode.get(..2).unwrap_or("X-");
    assert!(area.starts_with(['Q', 'V', 'X']) && area != "XX" && area != "QC", "{postcode} may exist");
}

fn assert_plate_was_never_issued(plate: &str) {
    // A run of a few characters is not a plate.
    if plate.is_empty() || plate.len() < 6 {
        return;
    }
    // A 1 is an I that was read as a digit. No real plate of this form begins with a digit either.
    let tag = &plate[..2];
    assert!(tag.contains(['I', 'Q', 'Z', '1', '?']), "{plate} may have been issued");
}

fn national(phone: &str) -> String {
    let digits = phone.replace(' ', "");
    match digits.strip_prefix("+44") {
        Some(rest) => format!("0{rest}"),
        None => digits,
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]
    #[test]
    fn nobody_can_be_called_visited_or_stopped(
        seed: u64,
        workforce in 100_usize..600,
        style in prop_oneof![Just(Contact::Screen), Just(Contact::Benchmark)],
    ) {
        let population = Population { seed, workforce, records: 3_000, style, ..Population::default() };
        let made = make(&population);
        for row in made.workforce.iter().chain(&made.records) {
            assert_postcode_is_nowhere(row, "postcode");
            assert_plate_was_never_issued(row.get("vrm"));
            let phone = national(row.get("phone"));
            let ranges: &[&str] = match style {
                Contact::Screen => &["01632960", "07700900"],
                Contact::Benchmark => &["00000"],
            };
            let safe = phone.is_empty() || (phone.len() == 11 && ranges.iter().any(|range| phone.starts_with(range)));
            prop_assert!(safe, "{} could ring", phone);
            let collar = row.get("collar");
            prop_assert_eq!(collar.starts_with("TEST"), style == Contact::Screen && !collar.is_empty());
        }
        for member in &made.workforce {
            assert_postcode_is_nowhere(member, "prev_postcode");
        }
    }
}
