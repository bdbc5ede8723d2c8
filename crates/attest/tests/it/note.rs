//! Signed notes and keys: which of them are accepted, which are refused, and why.

use attest::note::{KeyError, MAX_SIGNATURES, Note, NoteError, Signer, Verifier, open};
use proptest::prelude::*;

use crate::world::{cosigner, log_key};

/// The example from the signed-note specification.
const POEM: &str = "Ognuno sta solo sul cuor della terra\ntrafitto da un raggio di sole:\n\ned è subito sera.\n\n\
    — quasimodo.example/salvatore NnugSzTjtVAewIS+Z/iJhUPeFDkO/5QQ2i5ddnGITLlC+EhfLW9oJKONrMouFSQU0xMcXxj99ihAQwaqP3ZekRwNtIc=\n";

fn note() -> String {
    log_key().sign_note("one line\n\nanother\n").expect("a note").to_string()
}

fn opened_by(key: &Verifier, note: &str) -> Result<usize, NoteError> {
    open(note.as_bytes(), std::slice::from_ref(key)).map(|opened| opened.verified.len())
}

#[test]
fn the_example_of_the_specification_is_read_and_printed() {
    let note = Note::parse(POEM.as_bytes()).expect("a note");
    assert!(note.text().ends_with("sole:\n\ned è subito sera.\n"));
    assert_eq!(note.signatures()[0].name(), "quasimodo.example/salvatore");
    assert_eq!(note.to_string(), POEM);
}

#[test]
fn a_note_opens_for_who_knows_the_key_and_for_nobody_else() {
    assert_eq!(opened_by(log_key().verifier(), &note()), Ok(1));
    let stranger = Signer::from_seed("stranger.example", &[9; 32]).expect("a key");
    assert_eq!(opened_by(stranger.verifier(), &note()), Err(NoteError::NobodyKnown));
    let namesake = Signer::from_seed(log_key().verifier().name(), &[9; 32]).expect("a key");
    assert_eq!(opened_by(namesake.verifier(), &note()), Err(NoteError::NobodyKnown));
}

#[test]
fn a_known_keys_signature_under_another_name_is_a_strangers() {
    let renamed = note().replace("— log.", "— gol.");
    assert_eq!(opened_by(log_key().verifier(), &renamed), Err(NoteError::NobodyKnown));
}

#[test]
fn a_changed_text_refuses_the_whole_note() {
    let changed = note().replace("another", "Another");
    let name = log_key().verifier().name().to_owned();
    assert_eq!(opened_by(log_key().verifier(), &changed), Err(NoteError::FalseSignature { name }));
}

#[test]
fn one_false_signature_of_a_known_key_refuses_the_note_though_another_is_true() {
    let mut doubtful = log_key().sign_note("text\n").expect("a note");
    doubtful.add([log_key().sign("other text\n")]);
    assert!(matches!(doubtful.open(&[log_key().verifier().clone()]), Err(NoteError::FalseSignature { .. })));
}

#[test]
fn a_strangers_signature_is_ignored_and_kept() {
    let stranger = Signer::from_seed("stranger.example", &[9; 32]).expect("a key");
    let mut note = log_key().sign_note("text\n").expect("a note");
    note.add([stranger.sign("anything else\n")]);
    let opened = note.open(&[log_key().verifier().clone()]).expect("known");
    assert_eq!((opened.verified.len(), opened.unknown.len()), (1, 1));
    assert_eq!(opened.unknown[0].name(), "stranger.example");
}

#[test]
fn a_note_that_is_not_well_formed_is_refused_with_the_reason() {
    let parse = |text: &str| Note::parse(text.as_bytes()).map(|_| ());
    assert_eq!(parse(""), Err(NoteError::NoSignatures));
    assert_eq!(parse("text\n"), Err(NoteError::NoSignatures));
    assert_eq!(parse("text\n\n"), Err(NoteError::NoSignatures));
    assert_eq!(parse(note().trim_end()), Err(NoteError::CutOff));
    assert_eq!(parse("text\t\n\n— a AAAAAAAA\n"), Err(NoteError::ControlCharacter(9)));
    for line in
        ["- a AAAAAAAA", "— a  AAAAAAAA", "— AAAAAAAA", "— a+b AAAAAAAA", "— a AAAA", "— a AAAAAA==", "— a AAAAAAA"]
    {
        assert_eq!(parse(&format!("text\n\n{line}\n")), Err(NoteError::SignatureLine(line.to_owned())));
    }
    assert_eq!(Note::parse(b"\xff\n\n"), Err(NoteError::NotText));
    assert_eq!(Note::parse(&vec![b'a'; 2 << 20]), Err(NoteError::TooLong(2 << 20)));
    assert_eq!(log_key().sign_note("no newline"), Err(NoteError::TextWithoutNewline));
}

#[test]
fn a_note_may_have_a_hundred_signatures_and_no_more() {
    let with = |count| format!("text\n\n{}", "— a.example AAAAAAAA\n".repeat(count));
    assert!(Note::parse(with(MAX_SIGNATURES).as_bytes()).is_ok());
    let refused = Note::parse(with(MAX_SIGNATURES + 1).as_bytes());
    assert_eq!(refused, Err(NoteError::TooManySignatures(MAX_SIGNATURES + 1)));
}

#[test]
fn keys_read_back_as_they_were_written() {
    let log = log_key();
    assert_eq!(log.verifier().to_string().parse(), Ok(log.verifier().clone()));
    assert_eq!(Signer::parse(&log.encode()).expect("its own text").verifier(), log.verifier());
    let witness = cosigner(1);
    assert_eq!(witness.verifier().to_string().parse(), Ok(witness.verifier().clone()));
    let read = attest::cosignature::Cosigner::parse(&witness.encode()).expect("its own text");
    assert_eq!(read.verifier(), witness.verifier());
}

#[test]
fn a_key_of_the_other_kind_is_refused() {
    let refused = Signer::parse(&cosigner(1).encode()).map(|_| ());
    let name = cosigner(1).verifier().name().to_owned();
    assert_eq!(refused, Err(KeyError::Algorithm { name, found: 4, expected: "0x01" }));
    assert!(attest::cosignature::Cosigner::parse(&log_key().encode()).is_err());
}

#[test]
fn a_key_that_is_not_sound_is_refused_with_the_reason() {
    let key = log_key().verifier().to_string();
    let parse = |text: &str| text.parse::<Verifier>().map(|_| ());
    let renamed = key.replacen("log.", "gol.", 1);
    assert!(matches!(parse(&renamed), Err(KeyError::Id { .. })));
    assert_eq!(parse("a"), Err(KeyError::Verifier("a".to_owned())));
    assert_eq!(parse(&key.replacen('+', "+0", 1)), Err(KeyError::Verifier(key.replacen('+', "+0", 1))));
    assert_eq!(parse(&format!("a b{}", &key[key.find('+').expect("a plus")..])), Err(KeyError::Name("a b".to_owned())));
    assert!(matches!(parse("a+00000000+AgAA"), Err(KeyError::Algorithm { found: 2, .. })));
    // The neutral element of the curve: with it, anybody's signature verifies.
    let weak = format!("a+00000000+{}", "AQEAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA");
    assert_eq!(parse(&weak), Err(KeyError::Unsound("a".to_owned())));
    for name in ["", "a b", "a+b", "a\nb", "a\u{a0}b", "a\u{1}b"] {
        assert_eq!(Signer::from_seed(name, &[1; 32]).map(|_| ()), Err(KeyError::Name(name.to_owned())));
    }
}

#[test]
fn a_private_key_is_not_shown_when_it_is_printed_for_a_developer() {
    let secret = log_key().encode();
    let secret = secret.rsplit('+').next().expect("its last part");
    assert!(!format!("{:?}", log_key()).contains(secret));
    assert!(!format!("{:?}", Signer::parse("PRIVATE+KEY+secret")).contains("secret"));
}

proptest! {
    #[test]
    fn a_note_reads_back_as_it_was_written(text in "[a-zé \n]{0,60}", seed: [u8; 32]) {
        let text = format!("{text}\n");
        let signer = Signer::from_seed("a.example/b", &seed).expect("a key");
        let note = signer.sign_note(&text).expect("a note");
        prop_assert_eq!(Note::parse(note.to_string().as_bytes()), Ok(note.clone()));
        prop_assert_eq!(note.open(&[signer.verifier().clone()]).expect("its own key").text, text);
    }

    #[test]
    fn no_bytes_make_the_reader_panic(bytes: Vec<u8>, text in "(.|\n|— ){0,40}") {
        let _ = Note::parse(&bytes);
        let _ = Note::parse(text.as_bytes());
        let _ = text.parse::<Verifier>();
        let _ = Signer::parse(&format!("PRIVATE+KEY+{text}"));
    }

    #[test]
    fn a_flipped_bit_in_a_signature_is_noticed(bit in 32_usize..(68 * 8)) {
        let note = log_key().sign_note("text\n").expect("a note").to_string();
        let start = note.rfind(' ').expect("a signature") + 1;
        let encoded = note[start..].trim_end();
        let mut bytes = base64::Engine::decode(&base64::engine::general_purpose::STANDARD, encoded).expect("base64");
        bytes[bit / 8] ^= 1 << (bit % 8);
        let forged = base64::Engine::encode(&base64::engine::general_purpose::STANDARD, bytes);
        prop_assert!(opened_by(log_key().verifier(), &note.replace(encoded, &forged)).is_err());
    }
}
