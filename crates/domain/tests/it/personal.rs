//! Personal data in events: every personal field is marked, and no error reveals its value.

use domain::{Event, Personal, StreamKind, SubjectId};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::samples;
use crate::story::{officer, words};

/// Collects the strings that are not marked as personal.
fn in_the_open(value: &Value, texts: &mut Vec<String>) {
    match value {
        Value::Object(map) if map.contains_key(domain::record::personal::MARK) => {}
        Value::Object(map) => map.values().for_each(|value| in_the_open(value, texts)),
        Value::Array(values) => values.iter().for_each(|value| in_the_open(value, texts)),
        Value::String(text) => texts.push(text.clone()),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

#[test]
fn nothing_personal_stands_outside_a_mark() {
    let mut marked_count = 0;
    for (_, event) in samples::all() {
        let (kind, payload) = event.encode().unwrap();
        marked_count += usize::from(payload.to_string().contains("SECRET"));
        let mut texts = Vec::new();
        in_the_open(&payload, &mut texts);
        // Every personal value in samples.rs begins with SECRET.
        assert!(!texts.iter().any(|text| text.contains("SECRET")), "{kind} tells {texts:?}");
    }
    assert!(marked_count > 30, "the samples hold personal parts: {marked_count}");
}

fn erased(value: &mut Value) {
    match value {
        Value::Object(map) if map.contains_key(domain::record::personal::MARK) => {
            map.remove("value");
            map.insert("erased".to_owned(), json!(true));
        }
        Value::Object(map) => map.values_mut().for_each(erased),
        Value::Array(values) => values.iter_mut().for_each(erased),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

#[test]
fn every_event_stays_readable_after_everybody_in_it_was_erased() {
    for (stream, event) in samples::all() {
        let (kind, mut payload) = event.encode().unwrap();
        erased(&mut payload);
        let read = Event::decode(stream, &kind, payload.clone()).unwrap();
        assert_eq!(read.encode().unwrap(), (kind, payload));
    }
}

#[test]
fn an_unreadable_personal_part_does_not_tell_its_value() {
    let subject = SubjectId::from(officer(1));
    for payload in [
        json!({ "identity": { "personal": subject, "value": "Ada Marlow" } }),
        json!({ "identity": { "personal": subject, "value": { "born": "Ada Marlow" } } }),
    ] {
        let error = Event::decode(StreamKind::Officer, "officer.identity-changed", payload).unwrap_err();
        assert_eq!(error.source.to_string(), "the value of a personal part has another shape than it should");
    }
}

#[test]
fn what_was_erased_has_a_subject_and_no_value() {
    let gone: Personal<String> = Personal::Erased { subject: officer(1).into() };
    assert_eq!((gone.subject(), gone.known()), (SubjectId::from(officer(1)), None));
    assert_eq!(words("here").known().map(String::as_str), Some("here"));
}

#[test]
fn what_is_printed_is_read_again_known_or_erased() {
    let subject = SubjectId::new(Uuid::from_u128(7));
    for value in [Personal::about(subject, "Ada Marlow".to_owned()), Personal::Erased { subject }] {
        let text = serde_json::to_string(&value).unwrap();
        assert_eq!(serde_json::from_str::<Personal<String>>(&text).unwrap(), value);
    }
}

#[test]
fn a_mark_without_value_or_erasure_is_refused() {
    let text = format!("{{\"personal\":\"{}\"}}", Uuid::from_u128(7));
    assert!(serde_json::from_str::<Personal<String>>(&text).unwrap_err().to_string().contains("missing field `value`"));
}
