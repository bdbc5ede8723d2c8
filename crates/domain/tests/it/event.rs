//! Events: they are read back as they were written, a broken one gives an error that says what is wrong, and folding
//! never panics.

use std::collections::BTreeSet;
use std::path::Path;

use domain::allegation::Category;
use domain::record::event::UnreadableEvent;
use domain::{Event, Role, State, StreamId, StreamKind};
use proptest::prelude::*;
use serde_json::json;

use crate::samples;
use crate::story::{Story, officer};

/// Collects the kinds in the sources: every `area.verb` in `#[serde(rename = "...")]`.
fn kinds_in(folder: &Path, kinds: &mut BTreeSet<String>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            kinds_in(&path, kinds);
            continue;
        }
        let source = std::fs::read_to_string(path).unwrap();
        let renamed = source.split("#[serde(rename = \"").skip(1).map(|rest| rest.split('"').next().unwrap());
        kinds.extend(renamed.filter(|kind| kind.contains('.')).map(str::to_owned));
    }
}

#[test]
fn every_kind_of_the_sources_has_a_sample() {
    let mut named = BTreeSet::new();
    kinds_in(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut named);
    let sampled: BTreeSet<String> = samples::all().iter().map(|(_, event)| event.encode().unwrap().0).collect();
    // New kind of event? Add a sample of it to samples.rs.
    assert_eq!(named.symmetric_difference(&sampled).collect::<Vec<_>>(), Vec::<&String>::new());
}

#[test]
fn what_is_written_is_read_again() {
    for (stream, event) in samples::all() {
        let (kind, payload) = event.encode().unwrap();
        let text = payload.to_string();
        let read = Event::decode(stream, &kind, serde_json::from_str(&text).unwrap());
        assert_eq!(read.unwrap(), event, "{kind}");
    }
}

#[test]
fn a_kind_belongs_to_one_kind_of_stream_unless_it_follows_by_rule() {
    for (stream, event) in samples::all() {
        let (kind, payload) = event.encode().unwrap();
        let follows = ["duty.", "notice.", "sign."].iter().any(|area| kind.starts_with(area));
        let holds = |stream| matches!(stream, StreamKind::Officer | StreamKind::Report | StreamKind::Matter);
        for other in StreamKind::ALL.into_iter().filter(|other| *other != stream) {
            let read = Event::decode(other, &kind, payload.clone());
            assert_eq!(read.is_ok(), follows && holds(other), "{kind} in {other:?}");
        }
    }
}

#[test]
fn a_sign_is_raised_only_in_a_stream_that_holds_what_follows() {
    let raised = samples::all().into_iter().find_map(|(_, event)| event.follow().cloned()).unwrap();
    for kind in StreamKind::ALL {
        let event = kind.follow_event(raised.clone());
        let holds = matches!(kind, StreamKind::Officer | StreamKind::Report | StreamKind::Matter);
        assert_eq!(event.is_some(), holds, "{kind:?}");
        assert_eq!(event.as_ref().and_then(Event::follow), holds.then_some(&raised), "{kind:?}");
    }
}

#[test]
fn a_state_says_which_force_holds_it_and_which_officer_it_is_about() {
    for kind in StreamKind::ALL {
        let (_, begins) = samples::all().into_iter().find(|(stream, _)| *stream == kind).unwrap();
        let key = if kind == StreamKind::Force { "northmere".to_owned() } else { officer(1).to_string() };
        let state = Story::of(kind, key).then(begins).state();
        let expected = match &state {
            State::Force(force) => (Some(&force.id), None),
            State::Officer(officer) => (Some(officer.force()), Some(officer.id)),
            State::Report(report) => (Some(&report.received.force), report.officer()),
            State::Matter(matter) => (Some(&matter.force), Some(matter.subject)),
            State::Stop(stop) => (Some(&stop.opening.force), Some(stop.opening.officer)),
            State::Check(_) | State::Consultation(_) | State::Erasure(_) => (None, None),
        };
        assert_eq!((state.force(), state.subject()), expected, "{kind:?}");
    }
}

fn unreadable(stream: StreamKind, kind: &str, payload: serde_json::Value) -> UnreadableEvent {
    Event::decode(stream, kind, payload).unwrap_err()
}

#[test]
fn an_unknown_kind_says_which_kinds_there_are() {
    for (stream, kind, known) in [
        (StreamKind::Officer, "officer.knighted", "`officer.enrolled`"),
        (StreamKind::Report, "report.burnt", "`report.received`"),
        (StreamKind::Matter, "matter.lost", "`matter.opened`"),
        (StreamKind::Matter, "duty.arisen", "`duty.arose`"),
    ] {
        let error = unreadable(stream, kind, json!({}));
        assert_eq!(
            error.to_string(),
            format!(
                "an event of kind `{kind}` cannot be read: the record was written by a newer candour, or was altered"
            )
        );
        let said = error.source.to_string();
        assert!(said.starts_with(&format!("unknown variant `{kind}`, expected")) && said.contains(known), "{said}");
    }
}

#[test]
fn a_broken_payload_says_which_field_is_missing() {
    for (stream, kind, field) in [
        (StreamKind::Officer, "officer.left", "how"),
        (StreamKind::Report, "report.matter-opened", "matter"),
        (StreamKind::Matter, "matter.arrested", "offence"),
        (StreamKind::Matter, "duty.met", "duty"),
        (StreamKind::Force, "force.renamed", "name"),
    ] {
        let said = unreadable(stream, kind, json!({ "misspelt": 1 })).source.to_string();
        assert_eq!(said, format!("missing field `{field}`"), "{kind}");
    }
}

#[test]
fn nothing_comes_before_the_beginning_and_nothing_begins_twice() {
    for (stream, event) in samples::all() {
        let key = if stream == StreamKind::Force { "northmere".to_owned() } else { officer(1).to_string() };
        let story = Story::of(stream, key).then(event.clone());
        let kind = event.encode().unwrap().0;
        let begins = [
            "force.founded",
            "officer.enrolled",
            "report.received",
            "matter.opened",
            "stop.opened",
            "check.asked",
            "check.made",
        ];
        let alone = begins.contains(&kind.as_str()) || kind == "erasure.done" || stream == StreamKind::Consultation;
        assert_eq!(story.fold().is_ok(), alone, "{kind}");
        if alone && stream != StreamKind::Consultation {
            let misfit = story.then(event).fold().unwrap_err();
            assert_eq!(misfit.version, 2, "{kind}");
        }
    }
    assert_eq!(State::fold(&[]).unwrap(), None);
}

#[test]
fn an_event_of_another_stream_does_not_fit() {
    let story = Story::of(StreamKind::Officer, officer(1)).then(samples::enrolled()).then(samples::opened(&[]));
    let misfit = story.fold().unwrap_err();
    assert_eq!(
        misfit.to_string(),
        format!("event 2 of stream `officer/{}` does not fit what is recorded before it", officer(1))
    );
}

#[test]
fn a_key_that_is_no_id_begins_nothing() {
    for (stream, event) in samples::all() {
        if matches!(stream, StreamKind::Consultation | StreamKind::Erasure) {
            continue;
        }
        assert!(Story::of(stream, "No Id!").then(event).fold().is_err());
    }
}

#[test]
fn a_stream_is_read_as_it_is_printed() {
    for kind in StreamKind::ALL {
        let stream = StreamId::new(kind, "matter/7");
        assert_eq!(stream.to_string().parse::<StreamId>().unwrap(), stream);
    }
    for text in ["", "matter", "matter/", "matters/7", "/7"] {
        assert!(text.parse::<StreamId>().unwrap_err().to_string().contains("names no stream"), "{text}");
    }
}

#[test]
fn a_code_is_what_is_stored() {
    for role in Role::ALL {
        assert_eq!(json!(role), json!(role.as_str()));
        assert_eq!(Role::parse(role.as_str()), Some(role));
    }
    for category in Category::ALL {
        assert_eq!(json!(category), json!(category.as_str()));
        assert_eq!(Category::parse(category.as_str()), Some(category));
    }
    for kind in StreamKind::ALL {
        assert_eq!(json!(kind), json!(kind.as_str()));
        assert_eq!(StreamKind::parse(kind.as_str()), Some(kind));
    }
    for sign in domain::record::followed::SignKind::ALL {
        assert_eq!(json!(sign), json!(sign.as_str()));
    }
    for protection in domain::officer::Protection::ALL {
        assert_eq!(json!(protection), json!(protection.as_str()));
        assert_eq!(domain::officer::Protection::parse(protection.as_str()), Some(protection));
    }
    assert_eq!((Role::parse("king"), Category::parse("")), (None, None));
}

/// Random events of one kind of stream, often preceded by an event that can open it.
fn any_story() -> impl Strategy<Value = Story> {
    proptest::sample::select(StreamKind::ALL.to_vec()).prop_flat_map(|stream| {
        let of: Vec<Event> = samples::all().into_iter().filter(|(kind, _)| *kind == stream).map(|(_, e)| e).collect();
        let begin = of[0].clone();
        let more = proptest::collection::vec(proptest::sample::select(of), 0..40);
        (any::<bool>(), more).prop_map(move |(begun, more)| {
            let key = if stream == StreamKind::Force { "northmere".to_owned() } else { officer(1).to_string() };
            let story = Story::of(stream, key);
            let story = if begun { story.then(begin.clone()) } else { story };
            more.into_iter().fold(story, Story::then)
        })
    })
}

/// The events of a story that fit the state before them.
fn fitting(story: &Story) -> Vec<domain::RecordedEvent> {
    let mut state = None;
    let mut kept = Vec::new();
    for recorded in &story.events {
        if let Ok(next) = State::after(state.clone(), recorded) {
            state = Some(next);
            kept.push(recorded.clone());
        }
    }
    kept
}

proptest! {
    #[test]
    fn folding_never_panics_and_what_is_asked_of_an_officer_has_an_answer(story in any_story()) {
        let _ = story.fold();
        let kept = fitting(&story);
        if let Some(State::Officer(officer)) = State::fold(&kept).unwrap() {
            prop_assert!(officer.postings.is_sorted_by_key(|posting| posting.from));
            prop_assert_eq!(officer.force(), &officer.posting().force);
            prop_assert_eq!(officer.periods().count(), officer.postings.len());
        }
    }

    #[test]
    fn folding_in_two_parts_is_folding_at_once(story in any_story(), cut in 0_usize..40) {
        let kept = fitting(&story);
        let (first, second) = kept.split_at(cut.min(kept.len()));
        let half = State::fold(first).unwrap();
        let both = second.iter().try_fold(half, |state, recorded| State::after(state, recorded).map(Some)).unwrap();
        prop_assert_eq!(both, State::fold(&kept).unwrap());
    }

    #[test]
    fn any_kind_and_payload_is_read_or_refused(kind in "[a-z]{0,8}\\.?[a-z-]{0,12}", number in any::<i64>()) {
        for stream in StreamKind::ALL {
            for payload in [json!(null), json!(number), json!({ "duty": number }), json!([[number]])] {
                prop_assert!(Event::decode(stream, &kind, payload).is_err());
            }
        }
    }
}
