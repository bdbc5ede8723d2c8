//! An officer presents a QR code, or somebody pretends to be an officer.

use attest::duty::{
    AttestedState, Audience, DutyClaims, ExpectedNonce, ForceSigner, IssueError, Nonce, PresentationRefusal,
    SignerError, slot_at, verify,
};

use super::scene::{
    ADDRESS, Asked, DAY, NOW, STOP, another_device, answer_to, asked, asked_at, attest_by, audience, challenge,
    challenged, claims, device, eastmarsh, forger, genuine, keys, keys_of, northmere, present, present_by,
};

/// Prefix 7, head of the payload 3, head of the array 1, slot 5, head of the tag 1.
const TAG_AT: usize = 17;

#[test]
fn an_officer_on_duty_is_verified_with_all_that_the_force_attested() {
    let verified = asked().verify(&genuine()).expect("genuine");
    assert_eq!((verified.force.as_str(), verified.force_name.as_str()), ("NM", "Northmere Police"));
    assert_eq!((verified.number.as_str(), verified.stop.as_str()), ("NM4471", STOP));
    assert_eq!(verified.duty, AttestedState::OnDuty);
    assert_eq!(verified.photo_sha256, Some([0xab; 32]));
    assert_eq!(verified.device.as_sec1(), &device().sec1());
    assert_eq!(verified.nonce, Nonce::Slot(slot_at(NOW)));
    assert_eq!((verified.issued_at, verified.expires_at), (NOW - 20, NOW + 280));
}

#[test]
fn an_officer_off_duty_whom_control_confirmed_is_verified_as_that_and_without_a_photo() {
    let claims = DutyClaims { duty: AttestedState::OffDutyConfirmed, photo_sha256: None, ..claims() };
    let verified = asked().verify(&present(&claims, NOW)).expect("genuine");
    assert_eq!((verified.duty, verified.photo_sha256), (AttestedState::OffDutyConfirmed, None));
}

#[test]
fn what_a_force_signs_with_its_own_key_file_is_verified() {
    let made = ForceSigner::generate().expect("a key");
    let signer = ForceSigner::from_pkcs8(&made.to_pkcs8().expect("a file")).expect("its own file");
    assert_eq!(signer.key_id(), made.key_id());
    let attestation = signer.attest(&claims()).expect("claims to attest");
    let presented = present_by(&device(), &attestation, Nonce::Slot(slot_at(NOW)), &audience());
    let key = attest::duty::ForceKey::new("NM", "Northmere Police", signer.public_key(), NOW - DAY, NOW + DAY);
    let set = attest::duty::ForceKeys::new(NOW - DAY, NOW + DAY, vec![key.expect("a key")]).expect("a set");
    assert!(verify(&presented, &set, &asked().expected()).is_ok());
    assert_eq!(verify(&presented, &keys(), &asked().expected()), Err(PresentationRefusal::UnknownKey));
    assert_eq!(ForceSigner::from_pkcs8(b"something else").err(), Some(SignerError::NotPkcs8));
}

#[test]
fn a_private_key_is_not_shown_when_it_is_printed_for_a_developer() {
    let signer = ForceSigner::generate().expect("a key");
    assert_eq!(format!("{signer:?}"), format!("ForceSigner({})", signer.key_id()));
}

#[test]
fn an_attestation_that_no_force_signed_is_refused() {
    // The forger knows the id of Northmere's key but does not have the key.
    let unsigned = attest::duty::UnsignedAttestation::new(&claims(), northmere().id()).expect("claims");
    let signature = forger().sign(unsigned.to_be_signed());
    let forged = unsigned.assemble(&signature);
    let presented = present_by(&device(), &forged, Nonce::Slot(slot_at(NOW)), &audience());
    assert_eq!(asked().verify(&presented), Err(PresentationRefusal::Forged));

    let own_key = attest_by(&forger(), &claims());
    let presented = present_by(&device(), &own_key, Nonce::Slot(slot_at(NOW)), &audience());
    assert_eq!(asked().verify(&presented), Err(PresentationRefusal::UnknownKey));
}

#[test]
fn a_force_cannot_attest_in_the_name_of_another() {
    let presented = present_by(&device(), &attest_by(&eastmarsh(), &claims()), Nonce::Slot(slot_at(NOW)), &audience());
    assert_eq!(asked().verify(&presented), Err(PresentationRefusal::OtherForce));
}

#[test]
fn a_key_attests_only_in_its_own_time() {
    let long_ago = DutyClaims { issued_at: NOW - 31 * DAY, expires_at: NOW - 31 * DAY + 300, ..claims() };
    assert_eq!(asked().verify(&present(&long_ago, NOW - 31 * DAY)), Err(PresentationRefusal::KeyOutOfTime));
    let far_ahead = DutyClaims { issued_at: NOW + 31 * DAY, expires_at: NOW + 31 * DAY + 300, ..claims() };
    assert_eq!(asked().verify(&present(&far_ahead, NOW + 31 * DAY)), Err(PresentationRefusal::KeyOutOfTime));
}

#[test]
fn a_copied_attestation_on_another_device_is_refused() {
    let copied = attest_by(&northmere(), &claims());
    let presented = present_by(&another_device(), &copied, Nonce::Slot(slot_at(NOW)), &audience());
    assert_eq!(asked().verify(&presented), Err(PresentationRefusal::OtherDevice));
}

#[test]
fn a_photographed_code_is_accepted_for_thirty_seconds_and_no_longer() {
    let photographed = genuine();
    assert_eq!(asked_at(NOW + 29).code(&photographed), "genuine");
    assert_eq!(asked_at(NOW + 30).code(&photographed), "genuine");
    assert_eq!(asked_at(NOW + 31).verify(&photographed), Err(PresentationRefusal::Replayed { age_seconds: 31 }));
}

#[test]
fn who_asks_can_make_the_thirty_seconds_shorter_but_not_longer() {
    let within = |seconds, at| Asked { maximum_age_seconds: seconds, ..asked_at(NOW + at) }.code(&genuine());
    assert_eq!(within(10, 10), "genuine");
    assert_eq!(within(10, 11), "replayed");
    assert_eq!(within(u64::MAX, 31), "replayed");
}

#[test]
fn a_device_whose_clock_is_ten_seconds_ahead_is_believed_and_no_further() {
    assert_eq!(asked_at(NOW - 10).code(&present(&claims(), NOW)), "genuine");
    assert_eq!(
        asked_at(NOW - 11).verify(&present(&claims(), NOW)),
        Err(PresentationRefusal::NotYetValid { ahead_seconds: 11 })
    );
}

#[test]
fn an_attestation_that_is_not_issued_yet_is_refused() {
    // Answered over a challenge, so that only the times in the attestation matter.
    let later = DutyClaims { issued_at: NOW + 60, expires_at: NOW + 360, ..claims() };
    let nonce = Nonce::Challenge(challenge());
    let presented = present_by(&device(), &attest_by(&northmere(), &later), nonce, &audience());
    assert_eq!(challenged().verify(&presented), Err(PresentationRefusal::NotYetValid { ahead_seconds: 57 }));
}

#[test]
fn a_suspended_officers_last_attestation_ends_with_its_five_minutes() {
    let last = claims();
    assert_eq!(asked_at(last.expires_at - 1).code(&present(&last, last.expires_at - 1)), "genuine");
    // The device keeps signing, first over slots in which the attestation was still valid ...
    let refused = asked_at(last.expires_at).verify(&present(&last, last.expires_at - 1));
    assert_eq!(refused, Err(PresentationRefusal::Expired { ago_seconds: 0 }));
    // ... and then over slots in which it was not: no clock is needed to refuse those.
    let refused = asked_at(last.expires_at + 5).verify(&present(&last, last.expires_at + 5));
    assert_eq!(refused, Err(PresentationRefusal::OutsideLife));
    let refused = asked_at(last.issued_at - 30).verify(&present(&last, last.issued_at - 30));
    assert_eq!(refused, Err(PresentationRefusal::OutsideLife));
}

#[test]
fn no_force_can_attest_for_longer_than_five_minutes() {
    let over = DutyClaims { expires_at: claims().issued_at + 301, ..claims() };
    let life = IssueError::Life { issued_at: over.issued_at, expires_at: over.expires_at };
    let signer = ForceSigner::generate().expect("a key");
    assert_eq!(signer.attest(&over), Err(SignerError::Claims(life)));
    for expires_at in [claims().issued_at, claims().issued_at - 1, u64::MAX] {
        assert!(signer.attest(&DutyClaims { expires_at, ..claims() }).is_err());
    }
    let end_of_time = DutyClaims { issued_at: u64::MAX - 10, expires_at: u64::MAX, ..claims() };
    assert!(signer.attest(&end_of_time).is_err());
}

#[test]
fn claims_that_would_not_fit_the_page_cannot_be_attested() {
    let refused = |claims: DutyClaims| {
        let unsigned = attest::duty::UnsignedAttestation::new(&claims, northmere().id());
        unsigned.expect_err("refused").to_string()
    };
    assert_eq!(
        refused(DutyClaims { stop: "NM 7Q4K".to_owned(), ..claims() }),
        "`NM 7Q4K` is not a stop reference: needs 1 to 24 of A-Z, 0-9 and `-`"
    );
    for text in ["", "<b>", "nm", "Ünited", "NORTHMERE-POLICE"] {
        assert!(refused(DutyClaims { force: text.to_owned(), ..claims() }).contains("force code"));
    }
    for text in ["", "12345678901234567", "44\n71", "４４７１"] {
        assert!(refused(DutyClaims { number: text.to_owned(), ..claims() }).contains("warrant number"));
    }
}

#[test]
fn a_presentation_of_another_stop_is_refused_where_the_visitor_has_a_reference() {
    let about = |stop| Asked { stop: Some(stop), ..asked() };
    assert_eq!(about(STOP).code(&genuine()), "genuine");
    assert_eq!(about("NM-7Q4K-28").verify(&genuine()), Err(PresentationRefusal::OtherStop));
    assert_eq!(about("").verify(&genuine()), Err(PresentationRefusal::OtherStop));
}

#[test]
fn what_was_presented_to_another_address_is_refused() {
    let elsewhere = Audience::parse("https://check-police.example/").expect("an address");
    let relayed = present_by(&device(), &attest_by(&northmere(), &claims()), Nonce::Slot(slot_at(NOW)), &elsewhere);
    assert_eq!(asked().verify(&relayed), Err(PresentationRefusal::WrongAudience));
    // The tag only identifies the cause. Even with the tag of the right address, the signature is for the wrong one.
    let [wrong, right] = [&elsewhere, &audience()].map(|audience| {
        present_by(&device(), &attest_by(&northmere(), &claims()), Nonce::Slot(slot_at(NOW)), audience)
    });
    let tag = TAG_AT..TAG_AT + 4;
    assert_eq!(right[TAG_AT - 1], 0x44);
    let mut relabelled = wrong;
    relabelled[tag.clone()].copy_from_slice(&right[tag]);
    assert_eq!(asked().verify(&relabelled), Err(PresentationRefusal::OtherDevice));
}

#[test]
fn an_address_is_one_line_that_a_person_could_read_out() {
    assert!(Audience::parse(ADDRESS).is_ok());
    for address in
        ["", "https://", "check.police.example", "https://a b/", "https://a/?q", "https://a/#f", "https://é/"]
    {
        assert!(Audience::parse(address).is_err(), "{address}");
    }
    assert!(Audience::parse(&format!("https://{}", "a".repeat(193))).is_err());
}

#[test]
fn the_challenge_on_the_visitors_page_is_answered_by_it_alone() {
    assert_eq!(challenged().code(&answer_to(challenge())), "genuine");
    let another = "7Q4K29XB".parse().expect("a challenge");
    assert_eq!(challenged().verify(&answer_to(another)), Err(PresentationRefusal::WrongChallenge));
}

#[test]
fn a_slot_does_not_answer_a_challenge_nor_a_challenge_a_slot() {
    assert_eq!(challenged().verify(&genuine()), Err(PresentationRefusal::OtherNonce));
    assert_eq!(asked().verify(&answer_to(challenge())), Err(PresentationRefusal::OtherNonce));
}

#[test]
fn a_challenge_is_open_for_two_minutes_on_the_clock_that_showed_it() {
    let shown = |at| {
        let nonce = ExpectedNonce::Challenge { challenge: challenge(), shown_at: at };
        Asked { nonce, ..challenged() }.code(&answer_to(challenge()))
    };
    let now = challenged().now;
    assert_eq!(shown(now - 120), "genuine");
    assert_eq!(shown(now - 121), "challenge-over");
    assert_eq!(shown(now + 1), "challenge-over");
    assert_eq!(shown(u64::MAX), "challenge-over");
    let hasty = Asked { maximum_age_seconds: 30, ..challenged() };
    assert_eq!(hasty.code(&answer_to(challenge())), "challenge-over");
}

#[test]
fn a_typed_challenge_is_read_however_it_was_grouped() {
    for typed in ["7Q4K29XA", "7q4k 29xa", " 7q4-k29-xa "] {
        assert_eq!(typed.parse(), Ok(challenge()));
    }
    for typed in ["", "7Q4K29X", "7Q4K29XAA", "7Q4K29X0", "7Q4K29XI", "7Q4K29XÄ"] {
        assert!(typed.parse::<attest::duty::Challenge>().is_err(), "{typed}");
    }
    assert_eq!(challenge().to_string(), "7Q4K 29XA");
}

#[test]
fn a_drawn_challenge_passes_over_the_bytes_that_would_favour_a_letter() {
    let mut bytes = [248, 255, 0, 247, 30, 31, 62, 1, 2, 3].into_iter();
    let drawn = attest::duty::Challenge::draw(|| bytes.next().expect("enough"));
    assert_eq!(drawn.as_bytes(), b"2ZZ22345");
}

#[test]
fn two_keys_of_a_force_that_changes_its_key_are_both_believed() {
    let (old, new) = (northmere(), eastmarsh());
    let set = keys_of(NOW - 3600, &[(&old, "NM", "Northmere Police"), (&new, "NM", "Northmere Police")]);
    for key in [&old, &new] {
        let presented = present_by(&device(), &attest_by(key, &claims()), Nonce::Slot(slot_at(NOW)), &audience());
        assert!(verify(&presented, &set, &asked().expected()).is_ok());
    }
}
