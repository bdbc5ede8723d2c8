//! Cosignatures: one signature that covers a time and a text.

use attest::cosignature::{MAX_UNIX_SECONDS, TimeTooLate};
use attest::note::{Algorithm, NoteError, Signer};
use ed25519_dalek::{Signature, Signer as _, SigningKey};

use crate::world::{cosigner, head_at, log_key, signed};

#[test]
fn a_cosignature_verifies_and_says_when_it_was_made() {
    let mut note = signed(head_at(5));
    note.add([cosigner(1).cosign(note.text(), 1_679_315_147).expect("a time")]);
    let opened = note.open(&[log_key().verifier().clone(), cosigner(1).verifier().clone()]).expect("both known");
    let times: Vec<_> = opened.verified.iter().map(|verified| (verified.by.name(), verified.unix_seconds)).collect();
    assert_eq!(times, [("log.avonvale.example/record", None), ("witness1.example/w", Some(1_679_315_147))]);
}

#[test]
fn what_is_signed_is_the_message_of_the_specification() {
    let text = signed(head_at(5)).text().to_owned();
    let line = cosigner(1).cosign(&text, 1_679_315_147).expect("a time");
    let (time, signature) = line.signature().split_at(8);
    assert_eq!(time, 1_679_315_147_u64.to_be_bytes());
    let key = SigningKey::from_bytes(&[101; 32]).verifying_key();
    let message = format!("cosignature/v1\ntime 1679315147\n{text}");
    let signature = Signature::from_slice(signature).expect("64 bytes");
    key.verify_strict(message.as_bytes(), &signature).expect("a true signature");
}

#[test]
fn a_cosignature_moved_to_another_time_is_false() {
    let text = signed(head_at(5)).text().to_owned();
    let mut bytes = cosigner(1).cosign(&text, 1_000).expect("a time").signature().to_vec();
    assert!(cosigner(1).verifier().verify(&text, &bytes).is_some());
    bytes[7] ^= 1;
    assert_eq!(cosigner(1).verifier().verify(&text, &bytes), None);
}

#[test]
fn a_cosignature_is_not_a_signature_of_the_same_key_over_the_text() {
    // A log key made from the same seed under the same name: the ids differ, so neither line can pass for the other.
    let as_log = Signer::from_seed(cosigner(1).verifier().name(), &[101; 32]).expect("a key");
    assert_eq!(as_log.verifier().public_key(), cosigner(1).verifier().public_key());
    assert_ne!(as_log.verifier().key_id(), cosigner(1).verifier().key_id());
    assert_eq!(
        (as_log.verifier().algorithm(), cosigner(1).verifier().algorithm()),
        (Algorithm::Ed25519, Algorithm::CosignatureV1)
    );
    let mut note = as_log.sign_note("text\n").expect("a note");
    assert_eq!(note.open(&[cosigner(1).verifier().clone()]), Err(NoteError::NobodyKnown));
    note.add([cosigner(1).cosign("text\n", 1).expect("a time")]);
    assert_eq!(note.open(&[cosigner(1).verifier().clone()]).expect("one known").verified.len(), 1);
}

#[test]
fn a_time_beyond_the_specifications_range_is_refused() {
    assert_eq!(cosigner(1).cosign("text\n", MAX_UNIX_SECONDS + 1), Err(TimeTooLate(MAX_UNIX_SECONDS + 1)));
    assert!(cosigner(1).cosign("text\n", MAX_UNIX_SECONDS).is_ok());
    // If a witness signs such a time anyway, its cosignature is not trusted.
    let time = MAX_UNIX_SECONDS + 1;
    let signature = SigningKey::from_bytes(&[101; 32]).sign(format!("cosignature/v1\ntime {time}\ntext\n").as_bytes());
    let timestamped = [time.to_be_bytes().as_slice(), &signature.to_bytes()].concat();
    assert_eq!(cosigner(1).verifier().verify("text\n", &timestamped), None);
}
