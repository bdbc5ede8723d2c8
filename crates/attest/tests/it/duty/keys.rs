//! The published key set.

use attest::duty::{DeviceKey, ForceKey, ForceKeys, KeySetError};

use super::scene::{NOW, eastmarsh, keys, keys_of, northmere};

fn refused(json: &str) -> KeySetError {
    ForceKeys::parse(json).expect_err("refused")
}

#[test]
fn a_key_set_reads_back_as_it_was_printed() {
    assert_eq!(ForceKeys::parse(&keys().to_json()).expect("its own text"), keys());
    let names: Vec<_> = keys().keys().iter().map(|key| key.name.clone()).collect();
    assert_eq!(names.len(), 2);
    assert!(names.contains(&"Northmere Police".to_owned()));
}

#[test]
fn a_member_that_is_added_later_is_ignored_and_one_that_is_missing_is_not() {
    let json = keys().to_json();
    assert_eq!(ForceKeys::parse(&json.replacen('{', "{\"next\": 1,", 1)).expect("readable"), keys());
    assert!(matches!(refused(&json.replace("\"expires_at\"", "\"expires\"")), KeySetError::Json(_)));
    assert!(matches!(refused("null"), KeySetError::Json(_)));
}

#[test]
fn an_id_that_does_not_follow_from_its_key_is_refused() {
    let json = keys().to_json();
    let swapped = json.replace(&northmere().id().to_string(), "AAAAAAAAAAA");
    assert!(matches!(refused(&swapped), KeySetError::Id { .. }));
}

#[test]
fn bytes_that_are_no_point_of_the_curve_are_refused() {
    let mut off_the_curve = northmere().sec1();
    off_the_curve[64] ^= 1;
    assert!(ForceKey::new("NM", "Northmere", &off_the_curve, 0, NOW).is_err());
    assert!(DeviceKey::from_sec1(&off_the_curve).is_err());
    // The same point, compressed, or in the hybrid form that some libraries accept.
    let mut hybrid = northmere().sec1();
    hybrid[0] = 6 + (hybrid[64] & 1);
    assert!(DeviceKey::from_sec1(&hybrid).is_err());
    assert!(DeviceKey::from_sec1(&northmere().sec1()[..33]).is_err());
    assert!(DeviceKey::from_sec1(&[]).is_err());
    let mut infinity = [0; 65];
    assert!(DeviceKey::from_sec1(&infinity).is_err());
    infinity[0] = 4;
    assert!(DeviceKey::from_sec1(&infinity).is_err());
}

#[test]
fn a_key_that_is_there_twice_is_refused_even_for_two_forces() {
    let key = |force| ForceKey::new(force, "a name", &eastmarsh().sec1(), 0, NOW).expect("a key");
    let twice = ForceKeys::new(0, NOW, vec![key("EM"), key("NM")]);
    assert!(matches!(twice, Err(KeySetError::Twice(id)) if id == eastmarsh().id()));
}

#[test]
fn times_that_leave_no_moment_are_refused() {
    assert!(matches!(ForceKeys::new(NOW, NOW, Vec::new()), Err(KeySetError::Times(_))));
    let key = ForceKey::new("EM", "Eastmarsh Police", &eastmarsh().sec1(), NOW, NOW - 1).expect("a key");
    assert!(matches!(ForceKeys::new(0, NOW, vec![key]), Err(KeySetError::Times(_))));
}

#[test]
fn an_empty_set_knows_nobody() {
    let empty = keys_of(NOW, &[]);
    let asked = super::scene::asked();
    let refused = attest::duty::verify(&super::scene::genuine(), &empty, &asked.expected());
    assert_eq!(refused, Err(attest::duty::PresentationRefusal::UnknownKey));
}
