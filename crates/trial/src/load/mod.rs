//! `candour-trial load`: appends made-up events and prints those that were committed, so that a test can kill it at any
//! moment and look for them afterwards. With a time limit, it measures the time to commit a unit and to sign it.

mod check;

use std::collections::VecDeque;
use std::sync::Arc;
use std::time::Duration;

use app::log::{Sequencer, TickResult};
use app::{Ids as _, SystemClock, SystemIds};
use attest::policy::{Policy, Quorum};
use cli::exit::Failure;
use cli::measure::Moment;
use cli::open::Record;
use cli::sequence::{log_folder, log_key, signer, stopped};
use cli::session::{Session, print};
use domain::officer::{OfficerEvent, Workforce};
use domain::stop::{Power, StopEvent, StopOpening};
use domain::{Actor, Clock as _, Event, EventId, OfficerId, Personal, Role, StopId, StreamId, StreamKind};
use jiff::civil::date;
use serde::Serialize;
use store::{Append, NewEvent, Store, StoreError};
use synth::cast;
use tokio::sync::{Notify, mpsc, watch};

use crate::arguments::LoadArguments;
use crate::enrolled;

/// The log's name, for a record that has none yet.
const ORIGIN: &str = "log.northmere.example/trial";

#[derive(Serialize)]
struct LoadResult {
    events: u64,
    seconds: f64,
    events_per_second: f64,
    commit_p50_ms: Option<f64>,
    commit_p99_ms: Option<f64>,
    signed_p50_ms: Option<f64>,
    signed_p99_ms: Option<f64>,
    signed_size: u64,
}

/// A committed unit: its last event, when it was committed, and how long that took.
struct CommittedUnit {
    event: EventId,
    at: Moment,
    took: Duration,
}

pub fn load(arguments: &LoadArguments, session: &Session) -> Result<(), Failure> {
    if let Some(file) = &arguments.check {
        return check::check(file, &arguments.record, session);
    }
    let data = &arguments.record.data;
    let origin = app::log::known_signer(&log_key(data))?.is_none().then_some(ORIGIN);
    let signer = signer(data, origin)?;
    let policy = Policy::new(signer.verifier().clone(), Vec::new(), Quorum::NoWitness);
    let policy = policy.map_err(|error| Failure::usage(error.to_string()))?;
    let record = Record::open(&arguments.record)?;
    record.wait(async {
        let (store, log) = (record.store.clone(), log_folder(data));
        let (wake, signed, sequencing) = if arguments.no_log {
            (Arc::new(Notify::new()), None, None)
        } else {
            let opened = Sequencer::open(store.clone(), &log, signer, Vec::new(), policy, SystemClock.now()).await?;
            let (wake, signed) = (opened.wake(), opened.signed());
            let stop = stopped(session);
            (wake, Some(signed), Some(tokio::spawn(async move { opened.run(&SystemClock, stop).await })))
        };
        let (tell, told) = mpsc::unbounded_channel();
        let (count, mut counted) = watch::channel(0);
        let mut writers = Vec::new();
        for number in 0..arguments.writers {
            let writer = Writer {
                store: store.clone(),
                wake: Arc::clone(&wake),
                tell: tell.clone(),
                chance: Chance(arguments.seed.wrapping_mul(1_000_003).wrapping_add(number)),
                events: arguments.events.max(1),
                every: arguments.rate.map(|rate| Duration::from_secs_f64(arguments.writers as f64 / rate.max(0.01))),
                count: count.clone(),
                prints: arguments.seconds.is_none(),
            };
            writers.push(tokio::spawn(writer.run()));
        }
        drop((tell, count));
        let measuring = tokio::spawn(watch_signing(store.clone(), signed, told, arguments.seconds.is_none()));
        let begun = Moment::now();
        let stop = stopped(session);
        match arguments.seconds {
            Some(seconds) => {
                let limit = Duration::from_secs_f64(seconds);
                if tokio::time::timeout(limit, stop).await.is_err() {
                    // Even a slow machine writes something first. An error means that every writer has failed.
                    tokio::select! {
                        first = counted.wait_for(|count| *count > 0) => drop(first),
                        () = stopped(session) => {}
                    }
                }
            }
            None => stop.await,
        }
        let seconds = begun.elapsed().as_secs_f64();
        writers.iter().for_each(tokio::task::JoinHandle::abort);
        for writer in writers {
            if let Ok(failed) = writer.await {
                failed?;
            }
        }
        let (commits, signings, signed_size) = measuring.await.unwrap_or_default();
        if let Some(sequencing) = sequencing.filter(tokio::task::JoinHandle::is_finished) {
            sequencing.await.unwrap_or(Ok(()))?;
        }
        let events = *counted.borrow();
        let measured = LoadResult {
            events,
            seconds,
            events_per_second: events as f64 / seconds,
            commit_p50_ms: quantile(&commits, 0.5),
            commit_p99_ms: quantile(&commits, 0.99),
            signed_p50_ms: quantile(&signings, 0.5),
            signed_p99_ms: quantile(&signings, 0.99),
            signed_size,
        };
        session.print(|| serde_json::to_string(&measured).unwrap_or_default(), &measured)
    })
}

/// The value at or below which this share of the values lies.
fn quantile(values: &[f64], share: f64) -> Option<f64> {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let last = sorted.len().checked_sub(1)?;
    sorted.get((last as f64 * share).round() as usize).copied()
}

/// Follows the signed heads: prints each, and measures the time from a commit until a head covers its last event.
async fn watch_signing(
    store: Store,
    signed: Option<watch::Receiver<TickResult>>,
    mut told: mpsc::UnboundedReceiver<CommittedUnit>,
    prints: bool,
) -> (Vec<f64>, Vec<f64>, u64) {
    let (mut commits, mut signings, mut size) = (Vec::new(), Vec::new(), 0);
    let mut waiting: VecDeque<CommittedUnit> = VecDeque::new();
    let Some(mut signed) = signed else {
        while let Some(committed) = told.recv().await {
            commits.push(committed.took.as_secs_f64() * 1000.0);
        }
        return (commits, signings, 0);
    };
    loop {
        tokio::select! {
            committed = told.recv() => match committed {
                Some(committed) => {
                    commits.push(committed.took.as_secs_f64() * 1000.0);
                    waiting.push_back(committed);
                }
                None if waiting.is_empty() => return (commits, signings, size),
                None => {
                    // No writer is left: either the waiting events are signed soon, or the log has failed.
                    if tokio::time::timeout(Duration::from_secs(5), signed.changed()).await.is_err() {
                        return (commits, signings, size);
                    }
                    signed.mark_changed();
                }
            },
            changed = signed.changed() => {
                if changed.is_err() {
                    return (commits, signings, size);
                }
                let now = Moment::now();
                let head = *signed.borrow_and_update();
                size = head.size;
                if prints && print(&format!("signed {} {}", head.size, head.root)).is_err() {
                    return (commits, signings, size);
                }
                let mut late = VecDeque::new();
                for committed in waiting.drain(..) {
                    match store.position_of(committed.event).await {
                        Ok(Some(position)) if position < head.size => {
                            let waited = committed.at.elapsed().saturating_sub(now.elapsed());
                            signings.push(waited.as_secs_f64() * 1000.0);
                        }
                        _ => late.push_back(committed),
                    }
                }
                waiting = late;
            }
        }
    }
}

/// A writer, which repeats the same steps: begin a unit, record events of a new officer, commit, and print.
struct Writer {
    store: Store,
    wake: Arc<Notify>,
    tell: mpsc::UnboundedSender<CommittedUnit>,
    chance: Chance,
    events: u64,
    every: Option<Duration>,
    count: watch::Sender<u64>,
    prints: bool,
}

impl Writer {
    async fn run(mut self) -> Result<(), Failure> {
        let mut clock = self.every.map(tokio::time::interval);
        loop {
            if let Some(clock) = &mut clock {
                clock.tick().await;
            }
            let begun = Moment::now();
            let events = match self.unit().await {
                Ok(events) => events,
                Err(StoreError::Outrun(_)) => continue,
                Err(error) => return Err(error.into()),
            };
            let took = begun.elapsed();
            self.wake.notify_one();
            self.count.send_modify(|count| *count += events.len() as u64);
            if self.prints {
                let lines: Vec<String> = events.iter().map(|event| format!("committed {event}")).collect();
                print(&lines.join("\n"))?;
            }
            if let Some(event) = events.last() {
                self.tell.send(CommittedUnit { event: *event, at: Moment::now(), took }).ok();
            }
        }
    }

    async fn unit(&mut self) -> Result<Vec<EventId>, StoreError> {
        let now = SystemClock.now();
        let mut unit = self.store.begin().await?;
        let officer = OfficerId::new(SystemIds.uuid(now));
        let mut events = Vec::new();
        for number in 0..1 + self.chance.below(2 * self.events - 1) {
            let (stream, event) = match number {
                0 => (StreamId::new(StreamKind::Officer, officer), enrolled(officer, &mut self.chance)),
                _ => {
                    let stop = StopId::new(SystemIds.uuid(now));
                    (StreamId::new(StreamKind::Stop, stop), stopped_by(officer))
                }
            };
            let id = EventId::new(SystemIds.uuid(now));
            let actor = Actor::staff(officer, Role::RecordsAdmin, enrolled::force(&cast::ADA_MARLOW));
            let new = NewEvent { id, happened_at: None, actor, reason: None, regime: None, cause: None, event };
            unit.append(Append { stream, expected: 0, now, events: vec![new] }).await?;
            events.push(id);
        }
        unit.commit().await?;
        Ok(events)
    }
}

/// The enrolment of a random member of the cast, under a random warrant number.
fn enrolled(id: OfficerId, chance: &mut Chance) -> Event {
    let member = &cast::ALL[chance.below(cast::ALL.len() as u64) as usize];
    Event::Officer(OfficerEvent::Enrolled {
        workforce: Workforce::Officer,
        identity: Personal::about(id, enrolled::identity(member)),
        warrant: Personal::about(id, format!("N{}", chance.below(100_000))),
        posting: enrolled::posting(member, date(2021, 5, 3)),
        probationer: true,
    })
}

fn stopped_by(officer: OfficerId) -> Event {
    #[expect(clippy::expect_used, reason = "it is written as references are")]
    let reference = "NM-7Q4K-29".parse().expect("a reference");
    Event::Stop(StopEvent::Opened(StopOpening {
        reference,
        officer,
        force: enrolled::force(&cast::ADA_MARLOW),
        device: None,
        power: Power::PaceSection1,
        reason_code: None,
        reason: Personal::about(officer, "matched a description".to_owned()),
        object: None,
        place: "Quay Street".into(),
        uniform: true,
        vehicle: false,
        off_duty: false,
    }))
}

/// Repeatable random numbers: SplitMix64.
struct Chance(u64);

impl Chance {
    fn below(&mut self, limit: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (mixed ^ (mixed >> 31)) % limit.max(1)
    }
}
