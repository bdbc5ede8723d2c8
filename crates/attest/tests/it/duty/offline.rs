//! A visitor without a network: stored keys, the visitor's own clock, three outcomes.

use attest::duty::{DutyClaims, ForceKeys, OfflineOutcome, PresentationRefusal, UndeterminedCause, check_offline};

use super::scene::{
    Asked, DAY, NOW, answer_to, asked, asked_at, challenge, challenged, claims, eastmarsh, genuine, keys, keys_of,
    present,
};

fn offline(asked: &Asked, keys: Option<&ForceKeys>, presentation: &[u8]) -> (&'static str, &'static str) {
    let outcome = check_offline(presentation, keys, &asked.expected());
    (outcome.name(), outcome.code())
}

fn at(now: u64) -> (&'static str, &'static str) {
    offline(&asked_at(now), Some(&keys()), &genuine())
}

#[test]
fn within_the_window_the_page_says_when_it_was_issued() {
    let outcome = check_offline(&genuine(), Some(&keys()), &asked().expected());
    let OfflineOutcome::Genuine(verified) = outcome else { panic!("{outcome:?}") };
    assert_eq!(verified.issued_at, NOW - 20);
}

#[test]
fn what_is_stale_by_up_to_five_minutes_is_not_verified() {
    assert_eq!(at(NOW + 31), ("not-verified", "replayed"));
    assert_eq!(at(NOW + 300), ("not-verified", "replayed"));
    assert_eq!(at(NOW - 11), ("not-verified", "not-yet-valid"));
    assert_eq!(at(NOW - 300), ("not-verified", "not-yet-valid"));
    let last = claims();
    let presented = present(&last, last.expires_at - 1);
    assert_eq!(offline(&asked_at(last.expires_at), Some(&keys()), &presented), ("not-verified", "expired"));
}

#[test]
fn a_clock_that_is_an_hour_off_is_not_held_against_the_officer() {
    for off in [3600, 301] {
        assert_eq!(at(NOW + off), ("could-not-be-determined", "clock"));
    }
    let keys = keys_of(NOW - 2 * 3600, &[(&super::scene::northmere(), "NM", "Northmere Police")]);
    for off in [3600, 301] {
        let outcome = offline(&asked_at(NOW - off), Some(&keys), &genuine());
        assert_eq!(outcome, ("could-not-be-determined", "clock"));
    }
    let answered = offline(&Asked { now: NOW + 3600, ..hour_off() }, Some(&keys), &answer_to(challenge()));
    assert_eq!(answered, ("could-not-be-determined", "clock"));
}

/// A challenge that was shown by a clock that is also an hour ahead.
fn hour_off() -> Asked {
    let nonce = attest::duty::ExpectedNonce::Challenge { challenge: challenge(), shown_at: NOW + 3590 };
    Asked { nonce, ..challenged() }
}

#[test]
fn a_false_signature_is_false_whatever_the_clock_says() {
    let mut forged = genuine();
    *forged.last_mut().expect("bytes") ^= 1;
    for now in [NOW, NOW + 3600, NOW + 60] {
        assert_eq!(offline(&asked_at(now), Some(&keys()), &forged), ("not-verified", "other-device"));
    }
}

#[test]
fn a_challenge_that_was_left_open_is_over_on_the_visitors_own_clock() {
    let nonce = attest::duty::ExpectedNonce::Challenge { challenge: challenge(), shown_at: NOW - 3600 };
    let left_open = Asked { nonce, ..challenged() };
    assert_eq!(offline(&left_open, Some(&keys()), &answer_to(challenge())), ("not-verified", "challenge-over"));
}

#[test]
fn without_keys_or_with_expired_ones_nothing_can_be_said() {
    assert_eq!(offline(&asked(), None, &genuine()), ("could-not-be-determined", "no-keys"));
    let published = keys().issued_at();
    assert_eq!(keys().expires_at(), published + 7 * DAY);
    let expired = asked_at(published + 7 * DAY);
    assert_eq!(offline(&expired, Some(&keys()), b"junk"), ("could-not-be-determined", "keys-expired"));
}

#[test]
fn an_unknown_key_is_held_against_the_officer_only_by_a_set_of_today() {
    let eastmarsh = eastmarsh();
    let set = |issued_at| keys_of(issued_at, &[(&eastmarsh, "EM", "Eastmarsh Police")]);
    let asked = asked();
    let with = |issued_at| offline(&asked, Some(&set(issued_at)), &genuine());
    assert_eq!(with(asked.now - DAY), ("not-verified", "unknown-key"));
    assert_eq!(with(asked.now - DAY - 1), ("could-not-be-determined", "keys-old"));
    assert_eq!(with(asked.now + 301), ("could-not-be-determined", "clock"));
}

#[test]
fn an_old_recording_does_not_pass_for_fresh_on_a_clock_that_is_behind_the_key_set() {
    // The recording is three hours old, and by chance the visitor's clock is three hours behind. But the key set was
    // fetched after that time.
    let then = NOW - 3 * 3600;
    let recorded = present(&DutyClaims { issued_at: then, expires_at: then + 300, ..claims() }, then);
    assert_eq!(offline(&asked_at(then), Some(&keys()), &recorded), ("could-not-be-determined", "clock"));
}

#[test]
fn every_code_of_a_refusal_is_its_own() {
    let all = [
        PresentationRefusal::TooLong,
        PresentationRefusal::Malformed("part"),
        PresentationRefusal::NoNonce,
        PresentationRefusal::UnknownKey,
        PresentationRefusal::OtherForce,
        PresentationRefusal::Forged,
        PresentationRefusal::KeyOutOfTime,
        PresentationRefusal::LifeTooLong,
        PresentationRefusal::WrongAudience,
        PresentationRefusal::OtherDevice,
        PresentationRefusal::OtherNonce,
        PresentationRefusal::WrongChallenge,
        PresentationRefusal::ChallengeOver,
        PresentationRefusal::OutsideLife,
        PresentationRefusal::Replayed { age_seconds: 31 },
        PresentationRefusal::Expired { ago_seconds: 0 },
        PresentationRefusal::NotYetValid { ahead_seconds: 11 },
        PresentationRefusal::OtherStop,
    ];
    let mut codes: Vec<_> = all.map(PresentationRefusal::code).to_vec();
    codes.extend(
        [
            UndeterminedCause::NoKeys,
            UndeterminedCause::KeysExpired,
            UndeterminedCause::KeysOld,
            UndeterminedCause::Clock,
        ]
        .map(|cause| OfflineOutcome::CouldNotBeDetermined(cause).code()),
    );
    // The document for implementers lists every code.
    let document = include_str!("../../../../../docs/check-protocol.md");
    for code in &codes {
        assert!(document.contains(&format!("`{code}`")), "docs/check-protocol.md does not name `{code}`");
    }
    codes.sort_unstable();
    codes.dedup();
    assert_eq!(codes.len(), 22);
}
