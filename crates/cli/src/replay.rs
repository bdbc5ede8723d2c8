//! `candour replay`: what was known at a given time, and what the maker of a decision saw. It prints only codes, dates
//! and ids: personal data is shown only on pages.

use std::fmt::Write as _;

use domain::{Actor, Role, StreamId, SubjectId};
use serde::Serialize;

use crate::arguments::ReplayArguments;
use crate::exit::Failure;
use crate::open::Record;
use crate::session::Session;

/// The message if a decision does not match the record.
const NOT_PROVEN: &str = "the record does not prove what the maker of this decision saw: run `candour audit`";

#[derive(Serialize)]
struct EventLine {
    version: u64,
    recorded_at: String,
    happened_at: Option<String>,
    role: &'static str,
    kind: String,
    event: String,
}

#[derive(Serialize)]
struct ReplaySummary {
    streams: Vec<(String, Vec<EventLine>)>,
    hash: Option<String>,
    proven: Option<bool>,
}

pub fn replay(arguments: &ReplayArguments, session: &Session) -> Result<(), Failure> {
    let record = Record::existing(&arguments.record)?;
    let app = record.app()?;
    // Anyone who has the folder and its keys can inspect the record, so the use case runs in the role of an inspector.
    let cx = app.context(Actor::person(SubjectId::new(uuid::Uuid::nil()), Role::Inspector));
    let replayed = if arguments.decision {
        let id = arguments.stream.parse().map_err(|error| Failure::usage(format!("{error}")))?;
        let found = record.wait(app::change::replay::decision(&cx, id)).map_err(Failure::from)?;
        let mut streams = Vec::new();
        for ((stream, _), (_, version)) in found.then.iter().zip(&found.seen.streams) {
            let mut events = record.wait(app::change::replay::history(&cx, stream, None)).map_err(Failure::from)?;
            events.retain(|event| event.version <= *version);
            streams.push((stream.to_string(), shown(&events)));
        }
        ReplaySummary { streams, hash: Some(found.seen.hash), proven: Some(found.proven) }
    } else {
        let stream: StreamId = arguments.stream.parse().map_err(|error| Failure::usage(format!("{error}")))?;
        let at = arguments.at.unwrap_or(cx.now);
        let events = record.wait(app::change::replay::history(&cx, &stream, Some(at))).map_err(Failure::from)?;
        ReplaySummary { streams: vec![(stream.to_string(), shown(&events))], hash: None, proven: None }
    };
    let proven = replayed.proven;
    session.print(|| text(&replayed), &replayed)?;
    if proven == Some(false) { Err(Failure::wrong(NOT_PROVEN)) } else { Ok(()) }
}

fn shown(events: &[domain::RecordedEvent]) -> Vec<EventLine> {
    events
        .iter()
        .map(|event| EventLine {
            version: event.version,
            recorded_at: event.recorded_at.to_string(),
            happened_at: event.happened_at.map(|at| at.to_string()),
            role: event.actor.role.as_str(),
            kind: event.event.encode().map(|(kind, _)| kind).unwrap_or_default(),
            event: event.id.to_string(),
        })
        .collect()
}

fn text(replayed: &ReplaySummary) -> String {
    let mut text = String::new();
    for (stream, events) in &replayed.streams {
        writeln!(text, "{stream}").ok();
        if events.is_empty() {
            writeln!(text, "  nothing was recorded by then").ok();
        }
        for event in events {
            let claimed =
                event.happened_at.as_ref().map(|at| format!(", said to have happened {at}")).unwrap_or_default();
            let EventLine { version, recorded_at, role, kind, event, .. } = event;
            writeln!(text, "  {version:>4}  {recorded_at}  {kind}  ({role}{claimed})  {event}").ok();
        }
    }
    if let (Some(hash), Some(proven)) = (&replayed.hash, replayed.proven) {
        let verdict = match proven {
            true => "the record proves that this, and nothing else, is what the maker of the decision saw",
            false => "NOT PROVEN: the events that stand in the record now are not those that the decision names",
        };
        writeln!(text, "{verdict}\n  {hash}").ok();
    }
    text
}
