//! The test vectors of the protocol: one file for this crate, for the WebAssembly verifier and for other implementers.

use attest::duty::{
    AttestedState, Challenge, DutyClaims, ExpectedNonce, ForceKeys, Nonce, answer, encode_fragment, slot_at,
};
use serde_json::{Map, Value, json};

use super::scene::{
    Asked, DAY, NOW, another_device, answer_to, asked, asked_at, attest_by, audience, challenge, challenged, claims,
    device, eastmarsh, forger, genuine, keys, keys_of, northmere, other_half, present, present_by,
};

fn key_sets() -> Vec<(&'static str, ForceKeys)> {
    let eastmarsh = eastmarsh();
    let of_eastmarsh = |issued_at| keys_of(issued_at, &[(&eastmarsh, "EM", "Eastmarsh Police")]);
    vec![
        ("fresh", keys()),
        ("eastmarsh-only", of_eastmarsh(NOW - 3600)),
        ("eastmarsh-only-two-days-old", of_eastmarsh(NOW - 2 * DAY)),
    ]
}

/// A request as a page would make it, but with the name of a key set in place of the set itself.
fn request(asked: &Asked, keys: Option<&str>, presentation: &[u8]) -> Value {
    let challenge = match asked.nonce {
        ExpectedNonce::Slot => Value::Null,
        ExpectedNonce::Challenge { challenge, shown_at } => {
            json!({ "characters": challenge.to_string(), "shown_at": shown_at })
        }
    };
    json!({
        "fragment": encode_fragment(presentation),
        "audience": asked.audience.as_str(),
        "now": asked.now,
        "maximum_age_seconds": asked.maximum_age_seconds,
        "challenge": challenge,
        "stop": asked.stop,
        "keys": keys,
    })
}

/// The request as text, with the key set itself.
fn with_keys(request: &Value) -> String {
    let mut request = request.clone();
    if let Some(name) = request["keys"].as_str() {
        let sets = key_sets();
        let (_, set) = sets.iter().find(|(known, _)| *known == name).expect("a set of that name");
        request["keys"] = serde_json::from_str(&set.to_json()).expect("its own JSON");
    }
    request.to_string()
}

fn stories() -> Vec<(&'static str, Value)> {
    let fresh = Some("fresh");
    let ask = |asked: Asked, presentation: Vec<u8>| request(&asked, fresh, &presentation);
    let slot = Nonce::Slot(slot_at(NOW));
    let attestation = attest_by(&northmere(), &claims());
    let forged = {
        let unsigned = attest::duty::UnsignedAttestation::new(&claims(), northmere().id()).expect("claims");
        let signature = forger().sign(unsigned.to_be_signed());
        present_by(&device(), &unsigned.assemble(&signature), slot, &audience())
    };
    let elsewhere = attest::duty::Audience::parse("https://check-police.example/").expect("an address");
    let off_duty = DutyClaims { duty: AttestedState::OffDutyConfirmed, photo_sha256: None, ..claims() };
    let later = DutyClaims { issued_at: NOW + 60, expires_at: NOW + 360, ..claims() };
    let another: Challenge = "7Q4K 29XB".parse().expect("a challenge");
    let last_slot = claims().expires_at - 1;
    let mut flipped = genuine();
    flipped[200] ^= 1;
    let about = |stop| Asked { stop: Some(stop), ..asked() };
    let bare = |asked: &Asked, fragment: &str| {
        let mut request = request(asked, fresh, &[]);
        request["fragment"] = Value::from(fragment);
        request
    };
    vec![
        ("an officer on duty, over a slot", ask(asked(), genuine())),
        ("an officer on duty, over a challenge", ask(challenged(), answer_to(challenge()))),
        ("off duty and confirmed by control, without a photo", ask(asked(), present(&off_duty, NOW))),
        ("the stop that the visitor has", ask(about(super::scene::STOP), genuine())),
        ("the other signature of the same message", ask(asked(), other_signature())),
        ("another stop", ask(about("NM-7Q4K-28"), genuine())),
        ("shown again after 29 seconds", ask(asked_at(NOW + 29), genuine())),
        ("shown again after 31 seconds", ask(asked_at(NOW + 31), genuine())),
        ("a visitor's clock one hour ahead", ask(asked_at(NOW + 3600), genuine())),
        ("a visitor's clock 20 minutes behind", ask(asked_at(NOW - 1200), genuine())),
        ("a device's clock 11 seconds ahead", ask(asked_at(NOW - 11), genuine())),
        ("not signed by the force", ask(asked(), forged)),
        (
            "signed by a key nobody published",
            ask(asked(), present_by(&device(), &attest_by(&forger(), &claims()), slot, &audience())),
        ),
        (
            "one force in the name of another",
            ask(asked(), present_by(&device(), &attest_by(&eastmarsh(), &claims()), slot, &audience())),
        ),
        ("on another device", ask(asked(), present_by(&another_device(), &attestation, slot, &audience()))),
        ("made for another address", ask(asked(), present_by(&device(), &attestation, slot, &elsewhere))),
        ("the attestation has just expired", ask(asked_at(last_slot + 1), present(&claims(), last_slot))),
        ("signed after the attestation expired", ask(asked_at(last_slot + 10), present(&claims(), last_slot + 10))),
        (
            "not issued yet",
            ask(
                challenged(),
                present_by(&device(), &attest_by(&northmere(), &later), Nonce::Challenge(challenge()), &audience()),
            ),
        ),
        ("the answer to another challenge", ask(challenged(), answer_to(another))),
        ("a slot where a challenge was asked", ask(challenged(), genuine())),
        ("a challenge where a slot was asked", ask(asked(), answer_to(challenge()))),
        (
            "an answer after two minutes",
            ask(
                Asked {
                    nonce: ExpectedNonce::Challenge { challenge: challenge(), shown_at: NOW - 121 },
                    ..challenged()
                },
                answer_to(challenge()),
            ),
        ),
        ("no nonce", ask(asked(), super::hostile::without_nonce())),
        ("a life of 301 seconds, signed by the force", ask(asked(), super::hostile::living_too_long())),
        ("a claim twice, signed by the force", ask(asked(), super::hostile::claim_twice())),
        ("one bit flipped", ask(asked(), flipped)),
        ("cut off", ask(asked(), genuine()[..genuine().len() - 1].to_vec())),
        ("a byte too many", ask(asked(), [genuine(), vec![0]].concat())),
        ("a bare attestation", ask(asked(), attestation.as_bytes().to_vec())),
        ("too long", ask(asked(), vec![0; 2049])),
        ("not digits", bare(&asked(), "12a")),
        ("an empty fragment", bare(&asked(), "")),
        ("no keys were kept", request(&asked(), None, &genuine())),
        ("the kept keys have expired", ask(asked_at(NOW + 8 * DAY), genuine())),
        ("an unknown key, by a set of today", request(&asked(), Some("eastmarsh-only"), &genuine())),
        (
            "an unknown key, by a set of the day before yesterday",
            request(&asked(), Some("eastmarsh-only-two-days-old"), &genuine()),
        ),
        ("a page that shows no such challenge", {
            let mut request = request(&challenged(), fresh, &genuine());
            request["challenge"]["characters"] = Value::from("short");
            request
        }),
    ]
}

fn other_signature() -> Vec<u8> {
    let mut presented = genuine();
    let signature = presented.last_chunk_mut::<64>().expect("a signature");
    *signature = other_half(signature);
    assert_ne!(presented, genuine());
    presented
}

/// The file as generated by this code, without the expected answers.
fn made() -> Value {
    let hex = |bytes: &[u8]| bytes.iter().map(|byte| format!("{byte:02x}")).collect::<String>();
    let attestation = attest_by(&northmere(), &claims());
    let unsigned = attest::duty::UnsignedAttestation::new(&claims(), northmere().id()).expect("claims");
    let presented = attest::duty::UnsignedPresentation::new(&attestation, Nonce::Slot(slot_at(NOW)), &audience());
    let sets: Map<String, Value> = key_sets()
        .into_iter()
        .map(|(name, set)| (name.to_owned(), serde_json::from_str(&set.to_json()).expect("its own JSON")))
        .collect();
    let cases: Vec<Value> = stories()
        .into_iter()
        .map(|(name, request)| {
            let answer: Value = serde_json::from_str(&answer(&with_keys(&request))).expect("JSON");
            json!({ "name": name, "request": request, "answer": answer })
        })
        .collect();
    json!({
        "about": "Vectors of docs/check-protocol.md. `keys` of a request names one of `key_sets`.",
        "first": {
            "attestation_to_be_signed": hex(unsigned.to_be_signed()),
            "attestation": hex(attestation.as_bytes()),
            "presentation_to_be_signed": hex(presented.to_be_signed()),
            "presentation": hex(&genuine()),
            "force_public_key": hex(&northmere().sec1()),
            "device_public_key": hex(&device().sec1()),
            "device_private_key": hex(&[3; 32]),
        },
        "key_sets": sets,
        "cases": cases,
    })
}

#[test]
#[expect(clippy::disallowed_methods, reason = "the environment alone says whether the vectors are to be written")]
fn the_same_people_still_make_the_same_bytes_and_get_the_same_answers() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/vectors/duty.json");
    // Has the protocol changed on purpose? `CANDOUR_WRITE=1 cargo nextest run --workspace the_same_people`
    if std::env::var("CANDOUR_WRITE").is_ok() {
        let text = serde_json::to_string_pretty(&made()).expect("JSON") + "\n";
        std::fs::write(path, text).expect("the file is ours to write");
    }
    let text = std::fs::read_to_string(path).expect("the vectors are in the repository");
    let written: Value = serde_json::from_str(&text).expect("JSON");
    assert_eq!(written, made());
}

#[test]
fn every_vector_is_answered_as_the_name_of_its_story_demands() {
    let answers: String = stories()
        .into_iter()
        .map(|(name, request)| {
            let answer: Value = serde_json::from_str(&answer(&with_keys(&request))).expect("JSON");
            let text = |member: &str| answer[member].as_str().expect("a text").to_owned();
            format!("{name}: {} ({})\n", text("outcome"), text("code"))
        })
        .collect();
    insta::assert_snapshot!(answers, @"
    an officer on duty, over a slot: genuine (genuine)
    an officer on duty, over a challenge: genuine (genuine)
    off duty and confirmed by control, without a photo: genuine (genuine)
    the stop that the visitor has: genuine (genuine)
    the other signature of the same message: genuine (genuine)
    another stop: not-verified (other-stop)
    shown again after 29 seconds: genuine (genuine)
    shown again after 31 seconds: not-verified (replayed)
    a visitor's clock one hour ahead: could-not-be-determined (clock)
    a visitor's clock 20 minutes behind: could-not-be-determined (clock)
    a device's clock 11 seconds ahead: not-verified (not-yet-valid)
    not signed by the force: not-verified (forged)
    signed by a key nobody published: not-verified (unknown-key)
    one force in the name of another: not-verified (other-force)
    on another device: not-verified (other-device)
    made for another address: not-verified (wrong-audience)
    the attestation has just expired: not-verified (expired)
    signed after the attestation expired: not-verified (outside-life)
    not issued yet: not-verified (not-yet-valid)
    the answer to another challenge: not-verified (wrong-challenge)
    a slot where a challenge was asked: not-verified (other-nonce)
    a challenge where a slot was asked: not-verified (other-nonce)
    an answer after two minutes: not-verified (challenge-over)
    no nonce: not-verified (no-nonce)
    a life of 301 seconds, signed by the force: not-verified (life-too-long)
    a claim twice, signed by the force: not-verified (malformed)
    one bit flipped: not-verified (forged)
    cut off: not-verified (malformed)
    a byte too many: not-verified (malformed)
    a bare attestation: not-verified (malformed)
    too long: not-verified (too-long)
    not digits: not-verified (malformed)
    an empty fragment: not-verified (malformed)
    no keys were kept: could-not-be-determined (no-keys)
    the kept keys have expired: could-not-be-determined (keys-expired)
    an unknown key, by a set of today: not-verified (unknown-key)
    an unknown key, by a set of the day before yesterday: could-not-be-determined (keys-old)
    a page that shows no such challenge: could-not-be-determined (bad-request)
    ");
}

#[test]
fn the_dump_in_the_document_for_implementers_is_the_first_vector() {
    let document = include_str!("../../../../../docs/check-protocol.md");
    let (_, dump) = document.split_once("```cbor\n").expect("a dump");
    let (dump, _) = dump.split_once("```").expect("its end");
    let bytes = dump.lines().map(|line| line.split(';').next().unwrap_or_default());
    let hex: String = bytes.flat_map(str::chars).filter(|character| !character.is_whitespace()).collect();
    assert_eq!(hex, made()["first"]["presentation"]);
}
