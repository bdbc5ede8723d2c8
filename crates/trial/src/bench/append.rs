//! Measures appends through the store against bare inserts of the same rows: the same bytes, by the same driver, into
//! the same tables of a second database with the same settings. Both include the read models.

use std::collections::HashMap;

use clap::Args;
use cli::measure::Moment;
use domain::StreamId;
use jiff::Timestamp;
use serde_json::{Value, json};
use store::bare::{BareRows, StreamChange};
use store::{Append, Store};

use super::events::Events;
use super::figures::spread;
use super::{BenchError, open};

/// Number of officers to whose records events are appended.
const OFFICERS_COUNT: usize = 2_000;

/// The most events appended to one stream in a transaction; further events go to other streams.
const EVENTS_A_STREAM: usize = 5;

#[derive(Args)]
pub struct AppendBenchArguments {
    /// The database for the store: `sqlite:PATH` or `postgres://…?schema=NAME`
    #[arg(long, value_name = "DATABASE")]
    pub database: String,
    /// The database for the bare rows
    #[arg(long, value_name = "DATABASE")]
    pub bare: String,
    /// Number of rounds, each with a turn for the store and then one for the bare rows
    #[arg(long, value_name = "N", default_value_t = 5)]
    pub rounds: usize,
    /// Number of events in each turn
    #[arg(long, value_name = "N", default_value_t = 2_000)]
    pub events: usize,
}

/// The content of one transaction.
#[derive(Clone, Copy)]
enum Shape {
    /// This many events of officers who are already on record: their streams are read first, as a use case does.
    Known(usize),
    /// This many events of a new officer, as in an import: keys are created and nothing is read.
    New(usize),
}

impl Shape {
    const ALL: [Shape; 4] = [Self::Known(1), Self::Known(10), Self::Known(100), Self::New(10)];

    fn events(self) -> usize {
        match self {
            Self::Known(events) | Self::New(events) => events,
        }
    }
}

/// The store and the bare rows, with the events that both receive.
struct Sides {
    store: Store,
    bare: Store,
    events: Events,
    next: usize,
}

/// Events per second that each side reached in one turn.
struct Turn {
    store: f64,
    bare: f64,
}

pub async fn measure(arguments: &AppendBenchArguments) -> Result<Value, BenchError> {
    let (store, bare) = (open(&arguments.database).await?, open(&arguments.bare).await?);
    let mut sides = Sides { store, bare, events: Events::new(1)?, next: 0 };
    sides.enrol().await?;
    let mut shapes = Vec::new();
    for shape in Shape::ALL {
        // The first turn only prepares statements and fills caches.
        sides.turn(shape, shape.events() * 20).await?;
    }
    let mut turns: Vec<Vec<Turn>> = Shape::ALL.iter().map(|_| Vec::new()).collect();
    for _ in 0..arguments.rounds {
        for (turns, shape) in turns.iter_mut().zip(Shape::ALL) {
            let share = if shape.events() == 1 { 4 } else { 1 };
            turns.push(sides.turn(shape, arguments.events / share).await?);
        }
    }
    for (turns, shape) in turns.iter().zip(Shape::ALL) {
        let of = |side: fn(&Turn) -> f64| spread(&turns.iter().map(side).collect::<Vec<_>>());
        shapes.push(json!({
            "events": shape.events(),
            "new": matches!(shape, Shape::New(_)),
            "store": of(|turn| turn.store),
            "bare": of(|turn| turn.bare),
            "ratio": of(|turn| turn.store / turn.bare),
        }));
    }
    Ok(json!({ "rounds": arguments.rounds, "events_a_turn": arguments.events, "shapes": shapes }))
}

impl Sides {
    async fn enrol(&mut self) -> Result<(), BenchError> {
        let moments = self.events.fill(&self.store, OFFICERS_COUNT, 5, |_| {}).await?;
        for moment in moments {
            self.bare.insert_bare(self.store.bare_rows(moment, &[]).await?).await?;
        }
        Ok(())
    }

    /// Appends this many events through the store, then inserts the same rows bare.
    async fn turn(&mut self, shape: Shape, events: usize) -> Result<Turn, BenchError> {
        let units = (events / shape.events()).max(1);
        let mut prepared = Vec::with_capacity(units);
        for _ in 0..units {
            prepared.push(self.prepare(shape)?);
        }
        let mut changes: Vec<(Timestamp, Vec<StreamChange>)> = Vec::with_capacity(units);
        let begun = Moment::now();
        for appends in prepared {
            changes.push(unit(&self.store, shape, appends).await?);
        }
        let store = (units * shape.events()) as f64 / begun.elapsed().as_secs_f64();

        let mut rows: Vec<BareRows> = Vec::with_capacity(units);
        for (moment, changed) in changes {
            rows.push(self.store.bare_rows(moment, &changed).await?);
        }
        let begun = Moment::now();
        for rows in rows {
            self.bare.insert_bare(rows).await?;
        }
        let bare = (units * shape.events()) as f64 / begun.elapsed().as_secs_f64();
        Ok(Turn { store, bare })
    }

    fn prepare(&mut self, shape: Shape) -> Result<Vec<Append>, BenchError> {
        let now = self.events.moment()?;
        let events = shape.events();
        match shape {
            Shape::New(_) => Ok(vec![self.events.enrolment(events, now)]),
            Shape::Known(_) => {
                let each = events.min(EVENTS_A_STREAM);
                let mut appends = Vec::with_capacity(events / each);
                for _ in 0..events / each {
                    // The step is a prime number, so that neighbours in time are not neighbours in the tables.
                    self.next = (self.next + 719) % OFFICERS_COUNT;
                    appends.push(self.events.more(self.events.officers[self.next], each, now));
                }
                Ok(appends)
            }
        }
    }
}

/// Runs a unit of work as a use case would: load, append, commit.
async fn unit(store: &Store, shape: Shape, appends: Vec<Append>) -> Result<(Timestamp, Vec<StreamChange>), BenchError> {
    let mut unit = store.begin().await?;
    let mut changed: HashMap<StreamId, StreamChange> = HashMap::with_capacity(appends.len());
    let mut now = Timestamp::MIN;
    for mut append in appends {
        now = append.now;
        let stream = append.stream.clone();
        let before = match shape {
            Shape::Known(_) => unit.load(&stream).await?,
            Shape::New(_) => None,
        };
        append.expected = before.as_ref().map_or(0, |loaded| loaded.version);
        let after = unit.append(append).await?.state;
        changed.insert(stream.clone(), (stream, before.map(|loaded| loaded.state), after));
    }
    unit.commit().await?;
    Ok((now, changed.into_values().collect()))
}
