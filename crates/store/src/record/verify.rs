//! Verification of the record: every commitment is recomputed from the stored data and compared.

use std::collections::HashSet;
use std::fmt;

use attest::frontier::Frontier;
use attest::hash::leaf_hash;
use domain::record::stream::StreamKind;
use domain::{EventId, State, StreamId, SubjectId};
use serde_json::Value;

use crate::engine::{Cell, Connection, queries};
use crate::record::events::PartRow;
use crate::record::sweep::{SweepProgress, SweptEvent, SweptStream, page, stream_count};
use crate::{Store, StoreError};

queries! {
    ERASURES = "event", "reading erasures", "SELECT id, body FROM event WHERE kind = 'erasure.done' ORDER BY id";
    STRAYS = "event", "looking for events without a stream",
        "SELECT id, stream_kind, stream_key FROM event e WHERE NOT EXISTS \
         (SELECT 1 FROM stream s WHERE s.kind = e.stream_kind AND s.key = e.stream_key) ORDER BY id";
    GONE_FROM_LOG = "log_entry", "looking for entries without an event",
        "SELECT event_id, position FROM log_entry l WHERE NOT EXISTS (SELECT 1 FROM event e WHERE e.id = l.event_id) \
         ORDER BY position";
    GONE_FROM_QUEUE = "log_queue", "looking for entries without an event",
        "SELECT event_id FROM log_queue q WHERE NOT EXISTS (SELECT 1 FROM event e WHERE e.id = q.event_id) ORDER BY event_id";
    POSITIONS = "log_entry", "reading the log",
        "SELECT position, entry FROM log_entry WHERE position >= $1 ORDER BY position LIMIT 10000";
    GUARDED = "log_guard", "reading the size of the log", "SELECT size FROM log_guard WHERE name = 'sequencer'";
    HEADS_KEPT = "log_checkpoint", "reading checkpoints", "SELECT size, root FROM log_checkpoint ORDER BY size";
}

/// A kind of tampering.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Tampering {
    /// The row of the event can no longer be read.
    Unreadable(String),
    /// A part that is not personal was altered: body, actor, reason, regime, cause or claimed time.
    Altered,
    /// A personal part was altered, or was moved here.
    PartAltered(u64),
    /// A personal part was removed or added.
    PartsCount {
        /// The number of parts that the event commits to, as far as can be determined.
        named: u64,
        /// The number of stored parts.
        stored: u64,
    },
    /// The key of the subject is gone, but no erasure was recorded.
    KeyGone(SubjectId),
    /// The id, time, stream, version, kind or entry was altered.
    EntryAltered,
    /// The log holds a different entry for this event.
    LogAltered,
    /// The event is neither in the log nor in its queue.
    NotInLog,
    /// Events of the stream are missing before this one.
    Gap { expected: u64, found: u64 },
    /// Events are missing at the end of the stream, or its head was altered.
    Head {
        /// The version recorded in the head of the stream.
        says: u64,
        /// The version of the last stored event.
        last: u64,
    },
    /// The event belongs to no stream.
    Stray,
    /// The log holds an entry whose event is gone.
    EventGone,
    /// The log lacks this position.
    PositionMissing,
    /// The number of entries in the log differs from its recorded size.
    LogSize { says: u64, found: u64 },
    /// The entries up to this size do not produce the signed root.
    Root {
        /// The size of the signed head.
        size: u64,
    },
    /// The events of the stream contradict each other.
    Misfit,
}

/// A finding, located as precisely as possible.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TamperingFinding {
    pub stream: Option<StreamId>,
    pub event: Option<EventId>,
    pub position: Option<u64>,
    pub what: Tampering,
}

impl fmt::Display for Tampering {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unreadable(why) => write!(f, "it cannot be read: {why}"),
            Self::Altered => write!(f, "what it says was altered after it was recorded"),
            Self::PartAltered(part) => write!(f, "its personal part {part} was altered after it was recorded"),
            Self::PartsCount { named, stored } => write!(f, "it names {named} personal parts and {stored} are stored"),
            Self::KeyGone(subject) => write!(f, "the key of subject `{subject}` is gone and no erasure was recorded"),
            Self::EntryAltered => write!(f, "its id, time, stream, version, kind or entry was altered"),
            Self::LogAltered => write!(f, "the log holds another entry for it"),
            Self::NotInLog => write!(f, "it is neither in the log nor waiting for it"),
            Self::Gap { expected, found } => write!(f, "version {expected} should follow and version {found} does"),
            Self::Head { says, last } => write!(f, "the stream says version {says} and its last event is {last}"),
            Self::Stray => write!(f, "it belongs to no stream"),
            Self::EventGone => write!(f, "the log has an entry for it and the event is gone"),
            Self::PositionMissing => write!(f, "the log lacks this position"),
            Self::LogSize { says, found } => write!(f, "the log says {says} entries and has {found}"),
            Self::Root { size } => write!(f, "the first {size} entries do not give the root that was signed"),
            Self::Misfit => write!(f, "the events of this stream contradict each other"),
        }
    }
}

impl fmt::Display for TamperingFinding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(event) = &self.event {
            write!(f, "event `{event}` ")?;
        }
        if let Some(stream) = &self.stream {
            write!(f, "of stream `{stream}` ")?;
        }
        if let Some(position) = self.position {
            write!(f, "at position {position} ")?;
        }
        write!(f, "- {}", self.what)
    }
}

impl Store {
    /// Recomputes every commitment from the stored data and compares it: events, parts, entries, streams, the log and
    /// its signed heads. The result is empty if nothing was tampered with. For a part whose key was destroyed, the
    /// stored commitment is accepted, but only if the erasure was recorded.
    ///
    /// This cannot detect a database that was replaced as a whole by an older one, or that was rewritten from end to
    /// end with its signed heads removed. The witnesses detect both, because they hold a later head.
    pub async fn verify_events(
        &self,
        progress: &mut (dyn FnMut(SweepProgress) + Send),
    ) -> Result<Vec<TamperingFinding>, StoreError> {
        let mut snapshot = self.backend().snapshot().await?;
        let mut findings = Findings { store: self, erased: erased(&mut snapshot).await?, found: Vec::new() };
        let streams_count = stream_count(&mut snapshot).await?;
        let mut streams_done = 0;
        for kind in StreamKind::ALL {
            let mut after = String::new();
            loop {
                let streams = page(&mut snapshot, kind, &after).await?;
                let Some(last) = streams.last() else { break };
                after.clone_from(&last.stream.key);
                streams_done += streams.len() as u64;
                for swept in streams {
                    findings.stream(swept);
                }
                progress(SweepProgress { streams_done, streams_count });
            }
        }
        findings.strays(&mut snapshot).await?;
        findings.log(&mut snapshot).await?;
        let found = findings.found;
        snapshot.roll_back().await?;
        Ok(found)
    }
}

struct Findings<'a> {
    store: &'a Store,
    erased: HashSet<SubjectId>,
    found: Vec<TamperingFinding>,
}

impl Findings<'_> {
    fn stream(&mut self, swept: SweptStream) {
        let before = self.found.len();
        let mut expected = 1;
        for event in &swept.events {
            let row = match &event.row {
                Ok(row) => row,
                Err((id, error)) => {
                    self.found.push(TamperingFinding {
                        stream: Some(swept.stream.clone()),
                        event: id.parse().ok(),
                        position: event.position,
                        what: Tampering::Unreadable(error.to_string()),
                    });
                    expected += 1;
                    continue;
                }
            };
            if row.version != expected {
                self.of(event, Tampering::Gap { expected, found: row.version });
            }
            expected = row.version + 1;
            self.event(event, &swept.salt);
        }
        let last = expected - 1;
        if last != swept.version {
            self.found.push(TamperingFinding {
                stream: Some(swept.stream.clone()),
                event: None,
                position: None,
                what: Tampering::Head { says: swept.version, last },
            });
        }
        if self.found.len() > before {
            return;
        }
        let stream = swept.stream.clone();
        let folded = swept.open(self.store).map(|events| State::fold(&events).is_ok());
        if !folded.unwrap_or(false) {
            self.found.push(TamperingFinding {
                stream: Some(stream),
                event: None,
                position: None,
                what: Tampering::Misfit,
            });
        }
    }

    fn of(&mut self, event: &SweptEvent, what: Tampering) {
        if let Ok(row) = &event.row {
            let (stream, id) = (Some(row.stream.clone()), Some(row.id));
            self.found.push(TamperingFinding { stream, event: id, position: event.position, what });
        }
    }

    fn event(&mut self, event: &SweptEvent, stream_salt: &[u8; 32]) {
        let Ok(row) = &event.row else { return };
        let mut commitments = Vec::with_capacity(event.parts.len());
        let mut parts_are_good = true;
        let mut named = references(&row.body);
        for (number, part) in (1..).zip(&event.parts) {
            if part.part != number {
                parts_are_good = false;
            }
            match self.part(part) {
                Ok(inner) => named += inner,
                Err(what) => {
                    parts_are_good = false;
                    self.of(event, what);
                }
            }
            commitments.push(part.commitment);
        }
        let stored = event.parts.len() as u64;
        // A part nested inside an erased part is stored, but the text that referred to it is gone.
        let some_erased = event.parts.iter().any(|part| part.wrapped.is_none());
        if named != stored && !(some_erased && named < stored) {
            parts_are_good = false;
            self.of(event, Tampering::PartsCount { named, stored });
        }
        let payload = row.payload(commitments);
        if payload.0 != row.commitment && parts_are_good {
            self.of(event, Tampering::Altered);
        } else if row.entry(stream_salt, attest::hash::Hash(row.commitment)) != row.entry {
            self.of(event, Tampering::EntryAltered);
        }
        match (event.in_log, event.in_queue) {
            (None, None) => self.of(event, Tampering::NotInLog),
            (in_log, in_queue) => {
                if [in_log, in_queue].into_iter().flatten().any(|entry| entry != row.entry) {
                    self.of(event, Tampering::LogAltered);
                }
            }
        }
    }

    /// Checks a part, and counts the parts that it refers to.
    fn part(&self, part: &PartRow) -> Result<u64, Tampering> {
        match part.open(self.store.vault()) {
            Ok(Some(opened)) if opened.commitment == part.commitment => Ok(references(&opened.value)),
            Ok(Some(_)) | Err(_) => Err(Tampering::PartAltered(part.part)),
            Ok(None) if self.erased.contains(&part.subject) => Ok(0),
            Ok(None) => Err(Tampering::KeyGone(part.subject)),
        }
    }

    async fn strays(&mut self, connection: &mut Connection) -> Result<(), StoreError> {
        for row in connection.fetch(&STRAYS, vec![]).await? {
            let stream = format!("{}/{}", row.text(1)?, row.text(2)?).parse().ok();
            let event = row.text(0)?.parse().ok();
            self.found.push(TamperingFinding { stream, event, position: None, what: Tampering::Stray });
        }
        for row in connection.fetch(&GONE_FROM_LOG, vec![]).await? {
            let (event, position) = (row.text(0)?.parse().ok(), Some(row.count(1)?));
            self.found.push(TamperingFinding { stream: None, event, position, what: Tampering::EventGone });
        }
        for row in connection.fetch(&GONE_FROM_QUEUE, vec![]).await? {
            let event = row.text(0)?.parse().ok();
            self.found.push(TamperingFinding { stream: None, event, position: None, what: Tampering::EventGone });
        }
        Ok(())
    }

    /// Checks that the positions have no gaps, and that every signed head matches the root of the entries before it.
    async fn log(&mut self, connection: &mut Connection) -> Result<(), StoreError> {
        let finding = |position, what| TamperingFinding { stream: None, event: None, position, what };
        let mut heads = Vec::new();
        for row in connection.fetch(&HEADS_KEPT, vec![]).await? {
            heads.push((row.count(0)?, row.hash(1)?));
        }
        let mut heads = heads.into_iter().peekable();
        let (mut frontier, mut next, mut whole) = (Frontier::default(), 0_u64, true);
        loop {
            let rows = connection.fetch(&POSITIONS, vec![Cell::count(next)]).await?;
            if rows.is_empty() {
                break;
            }
            for row in rows {
                let position = row.count(0)?;
                if position != next {
                    self.found.push(finding(Some(next), Tampering::PositionMissing));
                    whole = false;
                }
                frontier.append(leaf_hash(&row.bytes(1)?));
                next = position + 1;
                while let Some((size, root)) = heads.next_if(|(size, _)| *size <= next) {
                    if whole && size == next && frontier.root().0 != root {
                        self.found.push(finding(None, Tampering::Root { size }));
                    }
                }
            }
        }
        let guard = connection.fetch_one(&GUARDED, vec![]).await?.map_or(Ok(0), |row| row.count(0))?;
        // The remaining heads cover more entries than the log has.
        for says in std::iter::once(guard).chain(heads.map(|(size, _)| size)).filter(|says| *says != next) {
            self.found.push(finding(None, Tampering::LogSize { says, found: next }));
        }
        Ok(())
    }
}

/// Counts the parts that a skeleton refers to.
fn references(value: &Value) -> u64 {
    match value {
        Value::Object(members) => {
            let one = u64::from(members.contains_key(domain::record::personal::MARK) && members.contains_key("part"));
            one + members.values().map(references).sum::<u64>()
        }
        Value::Array(elements) => elements.iter().map(references).sum(),
        _ => 0,
    }
}

async fn erased(connection: &mut Connection) -> Result<HashSet<SubjectId>, StoreError> {
    let rows = connection.fetch(&ERASURES, vec![]).await?;
    let mut subjects = HashSet::with_capacity(rows.len());
    for row in rows {
        let body: Value = serde_json::from_str(&row.text(1)?).unwrap_or_default();
        subjects
            .extend(body.get("subject").and_then(Value::as_str).and_then(|subject| subject.parse::<SubjectId>().ok()));
    }
    Ok(subjects)
}
