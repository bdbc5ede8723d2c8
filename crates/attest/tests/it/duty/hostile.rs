//! Everything that an attacker might put in a QR code.

use attest::duty::{
    DutyAttestation, DutyClaims, MAX_BYTES, OfflineOutcome, PresentationRefusal, check_offline, decode_fragment,
    slot_at,
};
use ciborium::Value;
use coset::{CborSerializable as _, CoseSign1, TaggedCborSerializable as _};
use proptest::prelude::*;

use super::scene::{
    Asked, Key, NOW, answer_to, asked, attest_by, audience, challenge, challenged, claims, device, genuine, keys,
    northmere,
};

/// A signed COSE_Sign1 with any payload and any external data, including what our own code would never build.
fn sign_anything(key: &Key, key_id: Option<&[u8]>, external: &[u8], payload: Vec<u8>) -> Vec<u8> {
    let mut header = coset::HeaderBuilder::new().algorithm(coset::iana::Algorithm::ES256).build();
    header.key_id = key_id.unwrap_or_default().to_vec();
    let built = coset::CoseSign1Builder::new().protected(header).payload(payload);
    let built = built.create_signature(external, |message| key.sign(message).to_vec()).build();
    built.to_tagged_vec().expect("bytes")
}

/// The device presents arbitrary items, signed for the right address.
fn present_items(items: Vec<Value>) -> Vec<u8> {
    let external = [b"candour-check-v1\n", audience().as_str().as_bytes()].concat();
    sign_anything(&device(), None, &external, Value::Array(items).to_vec().expect("bytes"))
}

fn tag() -> Value {
    let received = CoseSign1::from_tagged_slice(&genuine()).expect("ours");
    let items = Value::from_slice(&received.payload.expect("a payload")).expect("ours").into_array().expect("an array");
    items[1].clone()
}

/// The force attests an arbitrary map of claims.
fn attest_map(claims: Vec<(Value, Value)>) -> Vec<u8> {
    attest_bytes(Value::Map(claims).to_vec().expect("bytes"))
}

/// The force attests arbitrary bytes.
fn attest_bytes(payload: Vec<u8>) -> Vec<u8> {
    let attestation = sign_anything(&northmere(), Some(northmere().id().as_bytes()), b"candour-duty-v1", payload);
    present_items(vec![Value::from(slot_at(NOW)), tag(), Value::Bytes(attestation)])
}

fn claims_map() -> Vec<(Value, Value)> {
    let attested = CoseSign1::from_tagged_slice(attest_by(&northmere(), &claims()).as_bytes()).expect("ours");
    Value::from_slice(&attested.payload.expect("a payload")).expect("ours").into_map().expect("a map")
}

fn set(mut map: Vec<(Value, Value)>, label: i64, value: Value) -> Vec<(Value, Value)> {
    let claim = map.iter_mut().find(|(name, _)| *name == Value::from(label)).expect("the claim");
    claim.1 = value;
    map
}

pub fn without_nonce() -> Vec<u8> {
    present_items(vec![tag(), Value::Bytes(attest_by(&northmere(), &claims()).as_bytes().to_vec())])
}

pub fn living_too_long() -> Vec<u8> {
    attest_map(set(claims_map(), 4, Value::from(claims().issued_at + 301)))
}

pub fn claim_twice() -> Vec<u8> {
    attest_map(twice(1))
}

/// The claims, with one of them repeated.
fn twice(at: usize) -> Vec<(Value, Value)> {
    let mut map = claims_map();
    let claim = map[at].clone();
    map.insert(at + 1, claim);
    map
}

#[test]
fn the_attackers_tools_make_what_we_make_when_nothing_is_changed() {
    assert_eq!(attest_map(claims_map()), genuine());
}

#[test]
fn a_presentation_without_a_nonce_is_refused() {
    let attestation = Value::Bytes(attest_by(&northmere(), &claims()).as_bytes().to_vec());
    assert_eq!(asked().verify(&without_nonce()), Err(PresentationRefusal::NoNonce));
    let null = present_items(vec![Value::Null, tag(), attestation]);
    assert_eq!(asked().verify(&null), Err(PresentationRefusal::NoNonce));
    assert_eq!(challenged().verify(&null), Err(PresentationRefusal::NoNonce));
}

#[test]
fn a_bare_attestation_without_the_devices_signature_is_refused() {
    let bare: DutyAttestation = attest_by(&northmere(), &claims());
    assert_eq!(asked().code(bare.as_bytes()), "malformed");
}

#[test]
fn a_life_of_more_than_five_minutes_is_refused_though_the_force_signed_it() {
    let issued_at = claims().issued_at;
    let until = |expires_at: u64| asked().code(&attest_map(set(claims_map(), 4, Value::from(expires_at))));
    assert_eq!(until(issued_at + 300), "genuine");
    assert_eq!(until(issued_at + 301), "life-too-long");
    assert_eq!(until(issued_at), "life-too-long");
    assert_eq!(until(0), "life-too-long");
    assert_eq!(until(u64::MAX >> 1), "life-too-long");
    assert_eq!(until(u64::MAX), "life-too-long");
}

#[test]
fn claims_with_duplicate_unknown_missing_or_misordered_labels_are_refused_though_the_force_signed_them() {
    let code = |map| asked().code(&attest_map(map));
    for at in 0..claims_map().len() {
        assert_eq!(code(twice(at)), "malformed", "claim {at} twice");
        let mut missing = claims_map();
        let removed = missing.remove(at);
        // The photo (the last claim) is the only claim that may be missing.
        let expected = if at == 7 { "genuine" } else { "malformed" };
        assert_eq!(code(missing), expected, "without {removed:?}");
    }
    let mut unknown = claims_map();
    unknown.push((Value::from(-65_540), Value::from(1)));
    assert_eq!(code(unknown), "malformed");
    let mut misordered = claims_map();
    misordered.swap(0, 1);
    assert_eq!(code(misordered), "malformed");
}

#[test]
fn claims_in_another_encoding_are_refused_though_the_force_signed_them() {
    let claims = Value::Map(claims_map()).to_vec().expect("bytes");
    assert_eq!(asked().code(&attest_bytes(claims.clone())), "genuine");
    // Trailing bytes; then the number of claims, the label of the issuer and the length of its text, encoded in two
    // bytes.
    let trailing = [claims.as_slice(), &[0]].concat();
    let long_map = [&[0xb8, 8], &claims[1..]].concat();
    let long_label = [&claims[..1], &[0x18, 1], &claims[2..]].concat();
    let long_text = [&claims[..2], &[0x78, 2], &claims[3..]].concat();
    for other in [trailing, long_map, long_label, long_text] {
        assert_eq!(asked().verify(&attest_bytes(other)), Err(PresentationRefusal::Malformed("claims")));
    }
}

#[test]
fn claims_of_another_type_or_shape_are_refused_though_the_force_signed_them() {
    let long = Value::Text("1".repeat(17));
    for (label, value) in [
        (1, Value::from(1)),
        (1, Value::Text("<script>".to_owned())),
        (2, long),
        (4, Value::Float(1_795_197_900.0)),
        (4, Value::from(-1)),
        (6, Value::Text("now".to_owned())),
        (8, Value::Map(Vec::new())),
        (8, Value::Map(vec![(Value::from(1), Value::Map(Vec::new()))])),
        (-65_537, Value::from(1)),
        (-65_538, Value::Text(String::new())),
        (-65_539, Value::Bytes(vec![1; 31])),
    ] {
        let shown = format!("{label}: {value:?}");
        assert_eq!(asked().code(&attest_map(set(claims_map(), label, value))), "malformed", "{shown}");
    }
}

#[test]
fn a_device_key_that_is_no_point_of_the_curve_verifies_nothing() {
    let key = Value::Map(vec![
        (Value::from(1), Value::from(2)),
        (Value::from(-1), Value::from(1)),
        (Value::from(-2), Value::Bytes(vec![1; 32])),
        (Value::from(-3), Value::Bytes(vec![1; 32])),
    ]);
    let map = set(claims_map(), 8, Value::Map(vec![(Value::from(1), key)]));
    assert_eq!(asked().verify(&attest_map(map)), Err(PresentationRefusal::Malformed("device key")));
}

#[test]
fn another_encoding_of_the_same_meaning_is_refused() {
    let genuine = genuine();
    // Untagged; indefinite length; a long form of the array's length; an unprotected header; trailing bytes.
    let mut indefinite = genuine.clone();
    indefinite[1] = 0x9f;
    indefinite.push(0xff);
    let long = [&genuine[..1], &[0x98, 4], &genuine[2..]].concat();
    let unprotected = [&genuine[..6], &[0xa1, 0x04, 0x41, 0x00], &genuine[7..]].concat();
    let trailing = [genuine.as_slice(), &[0]].concat();
    for other in [genuine[1..].to_vec(), indefinite, long, unprotected, trailing] {
        assert_eq!(asked().code(&other), "malformed");
    }
    // A slot encoded in nine bytes instead of five, and signed by the device in that form.
    let slot = slot_at(NOW).to_be_bytes();
    let received = CoseSign1::from_tagged_slice(&genuine).expect("ours");
    let payload = received.payload.expect("a payload");
    let long_slot = [&payload[..1], &[0x1b], &slot, &payload[6..]].concat();
    let external = [b"candour-check-v1\n", audience().as_str().as_bytes()].concat();
    let presented = sign_anything(&device(), None, &external, long_slot);
    assert_eq!(asked().verify(&presented), Err(PresentationRefusal::Malformed("payload")));
}

#[test]
fn a_signature_for_another_purpose_is_no_presentation_and_no_attestation() {
    let received = CoseSign1::from_tagged_slice(&genuine()).expect("ours");
    let presented = sign_anything(&device(), None, b"", received.payload.expect("a payload"));
    assert_eq!(asked().verify(&presented), Err(PresentationRefusal::OtherDevice));

    let payload = Value::Map(claims_map()).to_vec().expect("bytes");
    let attested = sign_anything(&northmere(), Some(northmere().id().as_bytes()), b"", payload);
    let presented = present_items(vec![Value::from(slot_at(NOW)), tag(), Value::Bytes(attested)]);
    assert_eq!(asked().verify(&presented), Err(PresentationRefusal::Forged));
}

#[test]
fn a_presentation_that_is_cut_off_anywhere_is_refused() {
    for presentation in [genuine(), answer_to(challenge())] {
        for length in 0..presentation.len() {
            assert_eq!(asked().code(&presentation[..length]), "malformed", "cut at {length}");
        }
    }
}

#[test]
fn every_flipped_bit_is_refused() {
    for (asked, genuine) in [(asked(), genuine()), (challenged(), answer_to(challenge()))] {
        for bit in 0..genuine.len() * 8 {
            let mut flipped = genuine.clone();
            flipped[bit / 8] ^= 1 << (bit % 8);
            assert_ne!(asked.code(&flipped), "genuine", "bit {bit}");
        }
    }
}

#[test]
fn a_megabyte_of_junk_is_refused_by_its_length() {
    assert_eq!(asked().verify(&vec![0x9f; 1 << 20]), Err(PresentationRefusal::TooLong));
    assert_eq!(asked().verify(&vec![0xd2; MAX_BYTES + 1]), Err(PresentationRefusal::TooLong));
    // Within the permitted length: the deepest nesting, and lengths that promise more bytes than there are.
    for byte in [0x81, 0x9f, 0xa1, 0xbf, 0xd2, 0x5f, 0x7f, 0x9b, 0x5b, 0xff] {
        assert_eq!(asked().code(&vec![byte; MAX_BYTES]), "malformed", "{byte:#x}");
    }
}

#[test]
fn no_time_makes_the_arithmetic_overflow() {
    for now in [0, 1, u64::MAX - 1, u64::MAX] {
        assert_ne!(Asked { now, ..asked() }.code(&genuine()), "genuine");
        assert_ne!(Asked { now, ..challenged() }.code(&answer_to(challenge())), "genuine");
    }
    let attestation = Value::Bytes(attest_by(&northmere(), &claims()).as_bytes().to_vec());
    for slot in [0, 23, 24, u64::from(u32::MAX), u64::MAX / 10, u64::MAX] {
        let presented = present_items(vec![Value::from(slot), tag(), attestation.clone()]);
        assert_eq!(asked().verify(&presented), Err(PresentationRefusal::OutsideLife));
    }
}

fn near_genuine() -> impl Strategy<Value = Vec<u8>> {
    let edits = prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..6);
    edits.prop_map(|edits| {
        let mut bytes = genuine();
        for (at, byte) in edits {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        bytes
    })
}

proptest! {
    #[test]
    fn no_bytes_make_it_panic_or_are_genuine(bytes in prop::collection::vec(any::<u8>(), 0..2100)) {
        prop_assert!(asked().verify(&bytes).is_err());
    }

    #[test]
    fn no_edit_of_a_genuine_presentation_is_genuine(bytes in near_genuine()) {
        prop_assert!(bytes == genuine() || asked().verify(&bytes).is_err());
    }

    #[test]
    fn no_clock_makes_more_of_a_presentation_than_is_in_it(now: u64, off in -4000_i64..4000) {
        for now in [now, NOW.saturating_add_signed(off)] {
            let asked = Asked { now, ..asked() };
            let offline = check_offline(&genuine(), Some(&keys()), &asked.expected());
            let is_genuine = matches!(offline, OfflineOutcome::Genuine(_));
            prop_assert!(!is_genuine || (NOW - 10..=NOW + 30).contains(&now));
        }
    }

    #[test]
    fn no_request_makes_the_page_panic(request in ".{0,300}", fragment in "[0-9]{0,400}") {
        prop_assert!(attest::duty::answer(&request).contains("could-not-be-determined"));
        let _ = decode_fragment(&fragment);
    }

    #[test]
    fn any_claims_that_can_be_attested_are_verified(
        number in "[A-Za-z0-9/ -]{1,16}", force in "[A-Z0-9-]{1,12}", stop in "[A-Z0-9-]{1,24}",
        photo in prop::option::of(any::<[u8; 32]>()), life in 4_u64..=300,
    ) {
        let claims = DutyClaims {
            number: number.clone(), force: force.clone(), stop, photo_sha256: photo,
            issued_at: NOW, expires_at: NOW + life, ..claims()
        };
        let northmere = northmere();
        let set = super::scene::keys_of(NOW, &[(&northmere, &force, "a force")]);
        let verified = attest::duty::verify(&super::scene::present(&claims, NOW), &set, &asked().expected());
        let verified = verified.map(|verified| (verified.number, verified.force, verified.photo_sha256));
        prop_assert_eq!(verified, Ok((number, force, photo)));
    }
}
