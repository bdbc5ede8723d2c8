//! Measures the time from the moment an event is due, by a fixed schedule, until a signed checkpoint covers it.
//!
//! The loop is open: latency is counted from the moment a transaction was due, so that time spent waiting is included.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use app::SystemClock;
use app::log::{LogError, Sequencer, TickResult};
use attest::note::Signer;
use attest::policy::{Policy, Quorum};
use clap::Args;
use cli::measure::Moment;
use domain::{Clock as _, EventId};
use serde_json::{Value, json};
use store::{Append, Store};
use tokio::sync::{Notify, oneshot, watch};
use tokio::task::JoinHandle;

use super::events::Events;
use super::figures::{ms, percentile};
use super::{BenchError, open};

const ORIGIN: &str = "log.northmere.example/record";

/// Number of officers to whose records events are appended.
const OFFICERS_COUNT: usize = 5_000;

/// The most transactions that may be open at once.
const WRITERS_COUNT: usize = 8;

/// A rate is sustained only if 99 in 100 transactions are covered within this time.
const HOLDS_MS: f64 = 250.0;

static CLOCK: SystemClock = SystemClock;

#[derive(Args)]
pub struct LoadBenchArguments {
    /// The database: `sqlite:PATH` or `postgres://…?schema=NAME`
    #[arg(long, value_name = "DATABASE")]
    pub database: String,
    /// The folder of the log
    #[arg(long, value_name = "FOLDER")]
    pub log: PathBuf,
    /// The number of events in each transaction
    #[arg(long, value_name = "N", default_value_t = 10)]
    pub events: usize,
    /// Events per second; several rates are tried in turn until one cannot be sustained
    #[arg(long, value_name = "N", value_delimiter = ',', default_value = "1000")]
    pub rates: Vec<u64>,
    /// The time to spend on each rate
    #[arg(long, value_name = "SECONDS", default_value_t = 20)]
    pub seconds: u64,
}

/// A finished transaction: when it was due, when it was committed, and its last event.
struct FinishedTransaction {
    due: Duration,
    stood: Duration,
    last: EventId,
}

pub async fn measure(arguments: &LoadBenchArguments) -> Result<Value, BenchError> {
    let store = open(&arguments.database).await?;
    let mut events = Events::new(4)?;
    events.fill(&store, OFFICERS_COUNT, 2, |_| {}).await?;
    let log = Log::start(&store, &arguments.log).await?;
    log.wait_for(OFFICERS_COUNT as u64 * 2).await?;
    // A short first run prepares the statements on every connection.
    run(&store, &log, &mut events, (500, arguments.events), 2).await?;
    let mut tried = Vec::new();
    for &rate in &arguments.rates {
        let told = run(&store, &log, &mut events, (rate, arguments.events), arguments.seconds).await?;
        let holds = told["holds"] == true;
        eprintln!("{told}");
        tried.push(told);
        if !holds {
            break;
        }
    }
    log.stop().await?;
    Ok(json!({ "events_a_transaction": arguments.events, "writers": WRITERS_COUNT, "tried": tried }))
}

/// Runs at one rate for this many seconds.
async fn run(
    store: &Store,
    log: &Log,
    events: &mut Events,
    (rate, each): (u64, usize),
    seconds: u64,
) -> Result<Value, BenchError> {
    let units = rate * seconds / each as u64;
    let mut appends = Vec::with_capacity(units as usize);
    for number in 0..units as usize {
        let officer = events.officers[number * 719 % OFFICERS_COUNT];
        // A placeholder: the real time is set when the events are written.
        let now = events.moment()?;
        appends.push(std::sync::Mutex::new(Some(events.more(officer, each, now))));
    }
    let gap = Duration::from_secs_f64(each as f64 / rate as f64);
    let schedule = Arc::new(Schedule { start: Moment::now(), gap, next: AtomicU64::new(0), appends });
    let heads = watch_heads(log.signed.clone(), schedule.start);
    let writers: Vec<JoinHandle<Result<Vec<FinishedTransaction>, BenchError>>> = (0..WRITERS_COUNT)
        .map(|_| tokio::spawn(write(store.clone(), Arc::clone(&schedule), Arc::clone(&log.wake))))
        .collect();
    let mut done = Vec::with_capacity(units as usize);
    for writer in writers {
        done.extend(writer.await??);
    }
    let written = schedule.start.elapsed();
    // Wait until the log has also taken in events that were queued before this run.
    while store.queue_length().await? > 0 {
        let next = log.signed.borrow().size + 1;
        log.wait_for(next).await?;
    }
    log.wait_for(store.log_size().await?).await?;
    let heads = heads.finish().await?;

    done.sort_unstable_by_key(|done| done.due);
    let mut covered_ms = Vec::with_capacity(done.len());
    let mut stood_ms = Vec::with_capacity(done.len());
    for done in &done {
        let position = store.position_of(done.last).await?.ok_or("an event has no position")?;
        let head = heads.partition_point(|(size, _)| *size <= position);
        let (_, at) = heads.get(head).ok_or("an event is under no head")?;
        covered_ms.push(ms(at.saturating_sub(done.due)));
        stood_ms.push(ms(done.stood.saturating_sub(done.due)));
    }
    let fifth = (covered_ms.len() / 5).max(1);
    let (first, last) = (&covered_ms[..fifth], &covered_ms[covered_ms.len() - fifth..]);
    let growing = percentile(last, 0.5) > 2.0 * percentile(first, 0.5) + 10.0;
    let p99_ms = percentile(&covered_ms, 0.99);
    Ok(json!({
        "rate": rate,
        "seconds": seconds,
        "events": units * each as u64,
        "written_s": written.as_secs_f64(),
        "heads": heads.len(),
        "committed_p50_ms": percentile(&stood_ms, 0.5),
        "committed_p99_ms": percentile(&stood_ms, 0.99),
        "p50_ms": percentile(&covered_ms, 0.5),
        "p99_ms": p99_ms,
        "most_ms": percentile(&covered_ms, 1.0),
        "holds": !growing && p99_ms < HOLDS_MS,
    }))
}

/// A schedule: the transactions in turn, each due one `gap` after the one before.
struct Schedule {
    start: Moment,
    gap: Duration,
    next: AtomicU64,
    appends: Vec<std::sync::Mutex<Option<Append>>>,
}

impl Schedule {
    fn take(&self) -> Option<(Duration, Append)> {
        let number = self.next.fetch_add(1, Ordering::Relaxed);
        let slot = self.appends.get(number as usize)?;
        let append = slot.lock().unwrap_or_else(std::sync::PoisonError::into_inner).take()?;
        Some((self.gap.mul_f64(number as f64), append))
    }
}

async fn write(
    store: Store,
    schedule: Arc<Schedule>,
    wake: Arc<Notify>,
) -> Result<Vec<FinishedTransaction>, BenchError> {
    let mut all = Vec::new();
    while let Some((due, mut append)) = schedule.take() {
        let early = due.saturating_sub(schedule.start.elapsed());
        if !early.is_zero() {
            tokio::time::sleep(early).await;
        }
        let last = append.events.last().map(|event| event.id).ok_or("a transaction needs an event")?;
        let mut unit = store.begin().await?;
        append.now = CLOCK.now();
        append.expected = unit.load(&append.stream).await?.map_or(0, |loaded| loaded.version);
        unit.append(append).await?;
        unit.commit().await?;
        wake.notify_one();
        all.push(FinishedTransaction { due, stood: schedule.start.elapsed(), last });
    }
    Ok(all)
}

/// Records each signed head with the time at which it was announced, counted from the start.
struct Heads {
    stop: oneshot::Sender<()>,
    task: JoinHandle<Vec<(u64, Duration)>>,
}

fn watch_heads(mut signed: watch::Receiver<TickResult>, start: Moment) -> Heads {
    let (stop, mut stopped) = oneshot::channel();
    signed.mark_unchanged();
    let task = tokio::spawn(async move {
        let mut heads = Vec::new();
        loop {
            tokio::select! {
                biased;
                changed = signed.changed() => match changed {
                    Ok(()) => heads.push((signed.borrow_and_update().size, start.elapsed())),
                    Err(_) => return heads,
                },
                _ = &mut stopped => return heads,
            }
        }
    });
    Heads { stop, task }
}

impl Heads {
    async fn finish(self) -> Result<Vec<(u64, Duration)>, BenchError> {
        // If the task has already ended, there is nobody left to tell.
        let _ = self.stop.send(());
        Ok(self.task.await?)
    }
}

/// A running sequencer.
struct Log {
    wake: Arc<Notify>,
    signed: watch::Receiver<TickResult>,
    stop: oneshot::Sender<()>,
    task: JoinHandle<Result<(), LogError>>,
}

impl Log {
    async fn start(store: &Store, folder: &std::path::Path) -> Result<Self, BenchError> {
        let signer = Signer::from_seed(ORIGIN, &[1; 32])?;
        let policy = Policy::new(signer.verifier().clone(), Vec::new(), Quorum::NoWitness)?;
        let sequencer = Sequencer::open(store.clone(), folder, signer, Vec::new(), policy, CLOCK.now()).await?;
        let (wake, signed) = (sequencer.wake(), sequencer.signed());
        let (stop, stopped) = oneshot::channel::<()>();
        let task = tokio::spawn(async move { sequencer.run(&CLOCK, async { drop(stopped.await) }).await });
        Ok(Self { wake, signed, stop, task })
    }

    async fn wait_for(&self, size: u64) -> Result<(), BenchError> {
        let mut signed = self.signed.clone();
        signed.wait_for(|signed| signed.size >= size).await?;
        Ok(())
    }

    async fn stop(self) -> Result<(), BenchError> {
        // If the task has already ended, its own result says why.
        let _ = self.stop.send(());
        Ok(self.task.await??)
    }
}
