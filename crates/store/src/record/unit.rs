//! The unit of work: the changes of one request, job or clock tick, in one SQL transaction.
//!
//! Events, read models, jobs and the queue of the log are collected and written together at the end, so ten events take
//! about as many statements as one.

use std::collections::hash_map::Entry as Slot;
use std::collections::{HashMap, HashSet};

use domain::{Actor, Event, EventId, RecordedEvent, State, StreamId, StreamKind, SubjectId};
use jiff::Timestamp;
use serde_json::Value;

use crate::engine::{Cell, Connection, Sql, SqlRow, queries};
use crate::record::events::{EventRow, PartRow, event_columns, fold_columns, kind_cell, open_stream, part_columns};
use crate::record::job::{self, JobStart, NewJob};
use crate::record::parts::{PersonalPart, take_apart};
use crate::record::{key, projection};
use crate::{Store, StoreError};

queries! {
    // Reading locks nothing: the slower of two writers finds the event of the faster one and gets the conflict.
    HEAD = "stream", "reading a stream", "SELECT version, recorded_at, salt FROM stream WHERE kind = $1 AND key = $2";
    HOLD = "stream", "holding a stream", "SELECT version FROM stream WHERE kind = $1 AND key = $2",
        postgres: "SELECT version FROM stream WHERE kind = $1 AND key = $2 FOR UPDATE";
    HEAD_NOW = "stream", "reading a stream", "SELECT version FROM stream WHERE kind = $1 AND key = $2";
    EVENTS = "event", "reading events", concat!("SELECT ", fold_columns!(),
        " FROM event WHERE stream_kind = $1 AND stream_key = $2 AND recorded_at <= $3 ORDER BY version");
    PARTS = "event_part", "reading parts of events", concat!("SELECT ", part_columns!(),
        " FROM event e JOIN event_part p ON p.event_id = e.id LEFT JOIN subject_key k ON k.subject = p.subject \
         WHERE e.stream_kind = $1 AND e.stream_key = $2 AND e.recorded_at <= $3 ORDER BY p.event_id, p.part");
}

/// A stream with its current state.
#[derive(Clone, Debug, PartialEq)]
pub struct LoadedStream {
    pub state: State,
    /// The version of the stream's last event, which [`Append::expected`] must equal.
    pub version: u64,
    /// The time at which the stream's last event was recorded.
    pub last_recorded_at: Timestamp,
}

/// An event to record.
#[derive(Clone, Debug, PartialEq)]
pub struct NewEvent {
    /// A new, time-ordered id.
    pub id: EventId,
    /// The claimed time of the event, if it differs from the time of recording.
    pub happened_at: Option<Timestamp>,
    pub actor: Actor,
    /// The reason, as a code. No personal data.
    pub reason: Option<String>,
    /// The legal regime that governs the matter.
    pub regime: Option<String>,
    /// The event that caused this one.
    pub cause: Option<EventId>,
    pub event: Event,
}

/// Events to record in one stream.
#[derive(Clone, Debug, PartialEq)]
pub struct Append {
    pub stream: StreamId,
    /// The version that the decision is based on; 0 for a stream that does not exist yet.
    pub expected: u64,
    /// The time of recording. Within a stream it never goes back, even if the clock does.
    pub now: Timestamp,
    pub events: Vec<NewEvent>,
}

/// The result of an append.
#[derive(Clone, Debug, PartialEq)]
pub struct AppendedEvents {
    /// The state after the appended events.
    pub state: State,
    /// The events as recorded, in order.
    pub recorded: Vec<RecordedEvent>,
}

/// A unit of work. Nothing is stored before [`Unit::commit`]; dropping the unit rolls it back.
pub struct Unit {
    store: Store,
    connection: Connection,
    streams: HashMap<StreamId, HeldStream>,
    events: Vec<WaitingEvent>,
    jobs: Vec<(NewJob, JobStart)>,
    destroyed: bool,
    failed: bool,
}

/// A stream within the unit.
struct HeldStream {
    /// The state in the database; `None` if the stream is new.
    before: Option<State>,
    state: Option<State>,
    /// The version in the database.
    found: u64,
    version: u64,
    recorded_at: Timestamp,
    salt: [u8; 32],
    changed: bool,
}

/// An event to be written at the end of the unit.
struct WaitingEvent {
    row: EventRow,
    parts: Vec<PersonalPart>,
}

impl Unit {
    pub(crate) async fn begin(store: Store) -> Result<Self, StoreError> {
        let connection = store.backend().writer().await?;
        let (streams, events, jobs) = (HashMap::new(), Vec::new(), Vec::new());
        Ok(Self { store, connection, streams, events, jobs, destroyed: false, failed: false })
    }

    /// Loads a stream, including the events that this unit has appended to it. Returns `None` if it does not exist.
    ///
    /// This locks nothing: if another writer appends to the stream first, this unit's commit is refused.
    pub async fn load(&mut self, stream: &StreamId) -> Result<Option<LoadedStream>, StoreError> {
        let held = self.held(stream).await?;
        Ok(held.state.clone().map(|state| LoadedStream {
            state,
            version: held.version,
            last_recorded_at: held.recorded_at,
        }))
    }

    /// Keeps other units from holding or advancing a stream until this unit ends. This is for rules that span several
    /// streams of one owner, where no single stream shows that two writers decided at the same time.
    pub async fn hold(&mut self, stream: &StreamId) -> Result<(), StoreError> {
        self.fetch(&HOLD, vec![kind_cell(stream.kind), Cell::text(&stream.key)]).await.map(|_| ())
    }

    /// Runs a query on the read models. They do not yet include the events that this unit has appended.
    pub(crate) async fn fetch(&mut self, sql: &Sql, values: Vec<Cell>) -> Result<Vec<SqlRow>, StoreError> {
        let rows = self.connection.fetch(sql, values).await;
        self.failed |= rows.is_err();
        rows
    }

    /// Runs a query for its effect on tables beside the record. Returns the number of rows changed.
    pub(crate) async fn execute(&mut self, sql: &Sql, values: Vec<Cell>) -> Result<u64, StoreError> {
        let changed = self.connection.execute(sql, values).await;
        self.failed |= changed.is_err();
        changed
    }

    /// Runs a query that ends with a list of `count` values.
    pub(crate) async fn fetch_listed(
        &mut self,
        head: &str,
        count: usize,
        table: &'static str,
        doing: &'static str,
        values: Vec<Cell>,
    ) -> Result<Vec<SqlRow>, StoreError> {
        let text = format!("{head}{}", self.connection.values(1, count));
        let rows = self.connection.fetch_made(text, table, doing, values).await;
        self.failed |= rows.is_err();
        rows
    }

    /// Same as [`Unit::fetch_listed`], but for a query that is run for its effect.
    pub(crate) async fn execute_listed(
        &mut self,
        head: &str,
        count: usize,
        doing: &'static str,
        values: Vec<Cell>,
    ) -> Result<u64, StoreError> {
        let text = format!("{head}{}", self.connection.values(1, count));
        let changed = self.connection.execute_made(text, doing, values).await;
        self.failed |= changed.is_err();
        changed
    }

    /// Returns true if this unit has appended to the stream with this id, given as text.
    pub(crate) fn has_appended_to(&self, stream: &str) -> bool {
        stream.parse::<StreamId>().is_ok_and(|stream| self.streams.get(&stream).is_some_and(|held| held.changed))
    }

    /// Lists the states of the streams of a kind that this unit has appended to, in id order.
    pub(crate) fn appended(&self, kind: StreamKind) -> impl Iterator<Item = &State> {
        let of_kind = self.streams.iter().filter(|(stream, held)| stream.kind == kind && held.changed);
        let mut changed: Vec<_> = of_kind.collect();
        changed.sort_unstable_by_key(|(stream, _)| *stream);
        changed.into_iter().filter_map(|(_, held)| held.state.as_ref())
    }

    async fn held(&mut self, stream: &StreamId) -> Result<&mut HeldStream, StoreError> {
        match self.streams.entry(stream.clone()) {
            Slot::Occupied(slot) => Ok(slot.into_mut()),
            Slot::Vacant(slot) => {
                let held = HeldStream::read(&mut self.connection, &self.store, stream).await;
                if held.is_err() {
                    self.failed = true;
                }
                Ok(slot.insert(held?))
            }
        }
    }

    /// Appends events to a stream.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] if the stream is not at the expected version. Nothing in this unit can be kept then. If
    /// a stream was expected to be new but exists, [`Unit::commit`] returns the conflict instead.
    /// [`StoreError::Misfit`] if an event does not fit the state.
    pub async fn append(&mut self, append: Append) -> Result<AppendedEvents, StoreError> {
        let (stream, expected) = (append.stream.clone(), append.expected);
        let appended = self.try_append(append).await;
        self.failed |= appended.is_err();
        if let (Err(StoreError::Misfit(_)), 0) = (&appended, expected) {
            // No stream can begin with this event. Perhaps the stream already exists, and the writer did not know.
            let found = HeldStream::read(&mut self.connection, &self.store, &stream).await?.version;
            if found != 0 {
                return Err(StoreError::Conflict { stream, expected, found });
            }
        }
        appended
    }

    async fn try_append(&mut self, append: Append) -> Result<AppendedEvents, StoreError> {
        let Append { stream, expected, now, events } = append;
        if expected == 0 && !self.streams.contains_key(&stream) {
            // A stream that another writer has created is detected on writing, so that an import need not query for
            // each new stream.
            self.streams.insert(stream.clone(), HeldStream::new()?);
        }
        let held = self.held(&stream).await?;
        if held.version != expected {
            return Err(StoreError::Conflict { stream, expected, found: held.version });
        }
        let recorded_at = to_the_microsecond(now).max(held.recorded_at);
        let (mut state, mut version) = (held.state.take(), held.version);
        let mut recorded = Vec::with_capacity(events.len());
        let mut waiting = Vec::with_capacity(events.len());
        for new in events {
            version += 1;
            let one = new.recorded(&stream, version, recorded_at);
            waiting.push(WaitingEvent::of(&one)?);
            state = Some(State::after(state, &one)?);
            recorded.push(one);
        }
        let Some(state) = state else {
            return Err(StoreError::Conflict { stream, expected, found: 0 });
        };
        held.state = Some(state.clone());
        held.changed |= version > held.version;
        (held.version, held.recorded_at) = (version, recorded_at);
        self.events.append(&mut waiting);
        Ok(AppendedEvents { state, recorded })
    }

    /// Counts the events appended so far.
    pub fn events_count(&self) -> usize {
        self.events.len()
    }

    /// Enqueues a job together with the change that needs it. Has no effect if a job of this name was enqueued before,
    /// even if that job is done.
    pub fn enqueue(&mut self, job: &NewJob) {
        self.jobs.push((job.clone(), JobStart::Waiting));
    }

    /// Writes the row of a job that needs no work. This takes as long as enqueueing a real one, so that a caller who
    /// times the commit learns nothing.
    pub fn enqueue_done(&mut self, job: &NewJob) {
        self.jobs.push((job.clone(), JobStart::Done));
    }

    /// Destroys the key of a subject. Data sealed under it can never be read again, and nothing more can be recorded
    /// about the subject. Append the [`domain::erasure::ErasureEvent`] in the same unit; without it, an audit reports
    /// tampering.
    pub async fn destroy_key(&mut self, subject: SubjectId, now: Timestamp) -> Result<(), StoreError> {
        let vault = self.store.vault();
        let destroyed = vault.destroy(&mut self.connection, subject, to_the_microsecond(now)).await;
        self.failed |= destroyed.is_err();
        self.destroyed = true;
        destroyed
    }

    /// Writes everything and commits. Durable on return.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] if another writer created or advanced one of the streams first. No part of the unit is
    /// kept after this or any other error.
    pub async fn commit(mut self) -> Result<(), StoreError> {
        if self.failed {
            return Err(StoreError::UnitFailed);
        }
        match self.write().await {
            Ok(()) => {}
            Err(error) if error.is_double() => {
                let Self { store, connection, streams, .. } = self;
                connection.roll_back().await?;
                return Err(faster_writer(&store, &streams).await?.unwrap_or(error));
            }
            Err(error) => return Err(error),
        }
        let Self { store, connection, destroyed, .. } = self;
        connection.commit().await?;
        if destroyed {
            store.scrub().await;
        }
        Ok(())
    }

    async fn write(&mut self) -> Result<(), StoreError> {
        self.write_streams().await?;
        self.write_events().await?;
        self.write_read_models().await?;
        let jobs = std::mem::take(&mut self.jobs);
        job::enqueue(&mut self.connection, jobs).await
    }

    async fn write_streams(&mut self) -> Result<(), StoreError> {
        // Sorted, so that two units cannot deadlock.
        let mut changed: Vec<_> = self.streams.iter().filter(|(_, held)| held.changed).collect();
        changed.sort_unstable_by_key(|(stream, _)| *stream);
        let (mut new, mut known) = (Vec::new(), Vec::new());
        for (stream, held) in changed {
            let row = vec![
                kind_cell(stream.kind),
                Cell::text(&stream.key),
                Cell::count(held.version),
                Cell::time(held.recorded_at),
                Cell::bytes(held.salt),
            ];
            if held.before.is_none() { &mut new } else { &mut known }.push(row);
        }
        let head = "INSERT INTO stream (kind, key, version, recorded_at, salt)";
        let tail =
            " ON CONFLICT (kind, key) DO UPDATE SET version = excluded.version, recorded_at = excluded.recorded_at";
        self.connection.insert_many(head, "", "beginning streams", new).await?;
        self.connection.insert_many(head, tail, "advancing streams", known).await.map(|_| ())
    }

    async fn write_events(&mut self) -> Result<(), StoreError> {
        let waiting = std::mem::take(&mut self.events);
        let Some(last) = waiting.iter().map(|one| one.row.recorded_at).max() else { return Ok(()) };
        let subjects: HashSet<SubjectId> = waiting.iter().flat_map(|one| &one.parts).map(|part| part.subject).collect();
        let keys = self.store.vault().keys(&mut self.connection, subjects, last).await?;
        let (mut events, mut parts, mut queue) = (Vec::new(), Vec::new(), Vec::new());
        for WaitingEvent { mut row, parts: values } in waiting {
            let mut commitments = Vec::with_capacity(values.len());
            for (number, part) in (1..).zip(values) {
                let data_key = keys.get(&part.subject).ok_or(StoreError::SubjectErased(part.subject))?;
                let sealed = PartRow::seal(row.id, number, part.subject, &part.value, data_key)?;
                commitments.push(sealed.commitment);
                parts.push(sealed.cells());
            }
            row.salt = key::random_bytes()?;
            let payload = row.payload(commitments);
            let salt = self.streams.get(&row.stream).map(|held| held.salt).unwrap_or_default();
            row.commitment = payload.0;
            row.entry = row.entry(&salt, payload);
            let number = Cell::count(queue.len() as u64);
            queue.push(vec![Cell::text(row.id), Cell::bytes(row.entry), Cell::time(row.recorded_at), number]);
            events.push(row.cells());
        }
        let head = concat!("INSERT INTO event (", event_columns!(), ")");
        self.connection.insert_many(head, "", "recording events", events).await?;
        let head = "INSERT INTO event_part (event_id, part, subject, sealed, commitment)";
        self.connection.insert_many(head, "", "recording parts of events", parts).await?;
        let head = "INSERT INTO log_queue (event_id, entry, recorded_at, number)";
        self.connection.insert_many(head, "", "queueing for the log", queue).await.map(|_| ())
    }

    async fn write_read_models(&mut self) -> Result<(), StoreError> {
        let mut change = projection::ReadModelChange::default();
        for (stream, held) in self.streams.iter().filter(|(_, held)| held.changed) {
            change.add(stream, held.before.as_ref(), held.state.as_ref());
        }
        change.write(&mut self.connection).await
    }
}

impl HeldStream {
    fn new() -> Result<Self, StoreError> {
        let (salt, recorded_at) = (key::random_bytes()?, Timestamp::MIN);
        Ok(Self { before: None, state: None, found: 0, version: 0, recorded_at, salt, changed: false })
    }

    async fn read(connection: &mut Connection, store: &Store, stream: &StreamId) -> Result<Self, StoreError> {
        let name = vec![kind_cell(stream.kind), Cell::text(&stream.key)];
        let Some(head) = connection.fetch_one(&HEAD, name).await? else {
            return Self::new();
        };
        let (version, recorded_at, salt) = (head.count(0)?, head.time(1)?, head.hash(2)?);
        let mut events = read_stream(connection, store, stream, None).await?;
        // Another writer may have committed since the head was read. Its events are not part of this reading.
        events.retain(|event| event.version <= version);
        let state = State::fold(&events)?;
        if events.last().map(|last| last.version) != Some(version) {
            let why = format!("it says version {version} and has {} events", events.len());
            return Err(StoreError::Row { table: "stream", row: stream.to_string(), why });
        }
        Ok(Self { before: state.clone(), state, found: version, version, recorded_at, salt, changed: false })
    }
}

/// Reads the events of a stream that were recorded by `until`, oldest first.
pub(crate) async fn read_stream(
    connection: &mut Connection,
    store: &Store,
    stream: &StreamId,
    until: Option<Timestamp>,
) -> Result<Vec<RecordedEvent>, StoreError> {
    let until = Cell::time(until.unwrap_or(Timestamp::MAX));
    let values = vec![kind_cell(stream.kind), Cell::text(&stream.key), until];
    let events = connection.fetch(&EVENTS, values.clone()).await?;
    let parts = connection.fetch(&PARTS, values).await?;
    open_stream(stream, &events, Some((&parts, store.vault())))
}

/// Finds the stream that another writer has created or advanced in the meantime.
async fn faster_writer(
    store: &Store,
    streams: &HashMap<StreamId, HeldStream>,
) -> Result<Option<StoreError>, StoreError> {
    let mut connection = store.backend().reader().await?;
    let mut changed: Vec<(&StreamId, &HeldStream)> = streams.iter().filter(|(_, held)| held.changed).collect();
    changed.sort_unstable_by_key(|(stream, _)| *stream);
    for (stream, held) in changed {
        let name = vec![kind_cell(stream.kind), Cell::text(&stream.key)];
        let found = connection.fetch_one(&HEAD_NOW, name).await?.map_or(Ok(0), |head| head.count(0))?;
        if found != held.found {
            return Ok(Some(StoreError::Conflict { stream: stream.clone(), expected: held.found, found }));
        }
    }
    Ok(None)
}

impl NewEvent {
    fn recorded(self, stream: &StreamId, version: u64, recorded_at: Timestamp) -> RecordedEvent {
        RecordedEvent {
            id: self.id,
            stream: stream.clone(),
            version,
            recorded_at,
            happened_at: self.happened_at.map(to_the_microsecond),
            actor: self.actor,
            reason: self.reason,
            regime: self.regime,
            cause: self.cause,
            event: self.event,
        }
    }
}

impl WaitingEvent {
    fn of(recorded: &RecordedEvent) -> Result<Self, StoreError> {
        let unwritable = |source| StoreError::Unwritable { stream: recorded.stream.clone(), source };
        let (kind, payload) = recorded.event.encode().map_err(unwritable)?;
        let (body, parts) = take_apart(payload).map_err(|_| StoreError::MarkedTwice(recorded.stream.clone()))?;
        let actor: Value = serde_json::to_value(&recorded.actor).map_err(unwritable)?;
        let row = EventRow {
            id: recorded.id,
            stream: recorded.stream.clone(),
            version: recorded.version,
            kind,
            recorded_at: recorded.recorded_at,
            happened_at: recorded.happened_at,
            actor,
            reason: recorded.reason.clone(),
            regime: recorded.regime.clone(),
            cause: recorded.cause,
            body,
            salt: [0; 32],
            commitment: [0; 32],
            entry: [0; 32],
        };
        Ok(Self { row, parts })
    }
}

/// Rounds a time to the precision of the database, so that a state is the same before and after it is stored.
pub(crate) fn to_the_microsecond(at: Timestamp) -> Timestamp {
    Timestamp::from_microsecond(at.as_microsecond()).unwrap_or(at)
}
