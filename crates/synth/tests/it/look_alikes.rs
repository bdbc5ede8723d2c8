//! Look-alikes exist, resemble each other as described, and are different people.

use jiff::civil::Date;

use crate::tables::{Made, Row, make, small};

/// The pairs of this kind in the workforce.
fn pairs<'a>(made: &'a Made, what: &str) -> Vec<(&'a Row, &'a Row)> {
    let rows = made.by_id();
    let of_that_sort = made.look_alikes.iter().filter(|row| row.get("what") == what);
    let pairs: Vec<_> = of_that_sort
        .filter(|row| row.get("right_id").starts_with('W'))
        .map(|row| (rows[row.get("left_id")], rows[row.get("right_id")]))
        .collect();
    assert!(pairs.len() >= 2, "no {what}");
    pairs
}

fn born(row: &Row) -> Date {
    row.get("dob").parse().unwrap()
}

#[test]
fn twins_share_a_surname_and_a_birthday_but_not_a_first_name() {
    let made = make(&small(1));
    for (one, other) in pairs(&made, "twins") {
        assert_eq!((one.get("surname"), one.get("dob")), (other.get("surname"), other.get("dob")));
        assert_ne!(one.get("first_name"), other.get("first_name"));
    }
}

#[test]
fn a_father_and_his_son_share_a_name_and_are_a_generation_apart() {
    let made = make(&small(1));
    for (father, son) in pairs(&made, "father and son") {
        let name = |row: &Row| (row.get("first_name").to_owned(), row.get("surname").to_owned());
        assert_eq!(name(father), name(son));
        assert!((19..=25).contains(&(born(son).year() - born(father).year())));
    }
}

#[test]
fn namesakes_serve_in_one_force_and_were_born_on_different_days() {
    let made = make(&small(1));
    for (one, other) in pairs(&made, "namesakes") {
        for column in ["first_name", "surname", "sex", "force"] {
            assert_eq!(one.get(column), other.get(column));
        }
        assert_ne!(born(one), born(other));
    }
}

#[test]
fn similar_plates_differ_in_one_character() {
    let made = make(&small(1));
    for (one, other) in pairs(&made, "similar plates") {
        let differing = one.get("vrm").chars().zip(other.get("vrm").chars()).filter(|(a, b)| a != b);
        assert_eq!(differing.count(), 1);
    }
}

#[test]
fn a_clear_record_of_one_is_never_about_the_other() {
    let made = make(&small(1));
    let rows = made.by_id();
    let records: Vec<_> = made.look_alikes.iter().filter(|row| row.get("right_id").starts_with('R')).collect();
    for what in ["twins", "father and son", "namesakes", "similar plates"] {
        assert!(records.iter().filter(|row| row.get("what") == what).count() >= 2, "no record of {what}");
    }
    for row in records {
        let (left, record) = (row.get("left_id"), rows[row.get("right_id")]);
        assert!(rows.contains_key(left));
        assert_ne!(record.get("truth_id"), left);
    }
}
