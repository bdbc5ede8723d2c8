//! The context of an operation: who asks, when, and where ids come from. The clock is read here, once an operation.

use std::sync::Arc;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};

use aws_lc_rs::{digest, rand};
use domain::codes::LawCode;
use domain::record::event::LawStamp;
use domain::{Actor, Clock};
use jiff::Timestamp;
use policy::Law;
use policy::permission::Permissions;
use store::Store;
use uuid::Uuid;

use crate::change::{self, About};
use crate::{Action, AppError, Batch};

/// Everything that use cases need. One for the life of the program.
pub struct App {
    /// The record.
    pub store: Store,
    /// The law.
    pub law: Law,
    pub(crate) permissions: Permissions,
    clock: Arc<dyn Clock>,
    ids: Arc<dyn Ids>,
}

impl App {
    /// Puts the parts together.
    pub fn new(store: Store, law: Law, permissions: Permissions, clock: Arc<dyn Clock>, ids: Arc<dyn Ids>) -> Self {
        Self { store, law, permissions, clock, ids }
    }

    /// The context of one operation of this actor: reads the clock.
    pub fn context(&self, actor: Actor) -> Context<'_> {
        Context {
            app: self,
            actor,
            now: domain::record::time::to_microsecond(self.clock.now()),
            happened: None,
            batch: None,
        }
    }

    /// The context of a job or reconciler.
    pub fn system(&self, name: &str) -> Context<'_> {
        self.context(Actor::system(name))
    }

    /// Whether the database answers: how many events wait for their position in the log. Of no person, for whoever runs the
    /// service.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn ready(&self) -> Result<u64, AppError> {
        Ok(self.store.queue_length().await?)
    }

    /// Which law is applied.
    pub fn law_stamp(&self) -> LawStamp {
        let packs = self.law.packs();
        LawStamp { packs: packs.iter().map(|pack| format!("{} {} {}", pack.name, pack.version, pack.hash)).collect() }
    }
}

/// Who asks, and when.
#[derive(Clone)]
pub struct Context<'a> {
    /// The parts.
    pub app: &'a App,
    /// Who.
    pub actor: Actor,
    /// When: the time at which everything of this operation is recorded.
    pub now: Timestamp,
    /// When it is claimed to have happened, where that differs.
    pub happened: Option<Timestamp>,
    /// The transaction that it is part of, where it has none of its own.
    pub(crate) batch: Option<&'a Batch>,
}

impl<'a> Context<'a> {
    /// The same operation as part of a batch.
    #[must_use]
    pub fn within(mut self, batch: &'a Batch) -> Self {
        self.batch = Some(batch);
        self
    }

    /// The same operation, claimed to have happened at another time. It is shown beside the time at which it was recorded.
    #[must_use]
    pub fn claimed(mut self, happened: Timestamp) -> Self {
        self.happened = Some(happened);
        self
    }

    /// The code of a list that the packs own.
    ///
    /// # Errors
    /// When the loaded law does not list it: the refusal names the codes that it lists.
    pub fn law_code<C: LawCode>(&self, code: &str) -> Result<C, AppError> {
        Ok(C::listed(code, &self.app.law.codes(C::LIST))?)
    }

    /// The day in London.
    pub fn today(&self) -> jiff::civil::Date {
        domain::record::time::day(self.now)
    }

    /// A new value for an id.
    pub(crate) fn uuid(&self) -> Uuid {
        self.app.ids.uuid(self.now)
    }

    /// Random bytes for what must not be guessed. Repeatable in tests and the demo, as ids are.
    pub(crate) fn random<const N: usize>(&self) -> [u8; N] {
        let mut bytes = [0; N];
        self.app.ids.fill(&mut bytes);
        bytes
    }

    /// Asks the permission policies about something that no record has to be read for: nothing at all, or a force.
    pub(crate) fn authorise(&self, action: Action, about: About<'_>) -> Result<(), AppError> {
        let request = change::request_at_large(self, action, about);
        if self.app.permissions.decide(&request).allowed { Ok(()) } else { Err(self.forbidden(action)) }
    }

    pub(crate) fn forbidden(&self, action: Action) -> AppError {
        AppError::Forbidden { action, role: self.actor.role.as_str() }
    }
}

/// Where ids come from: time-ordered (UUID version 7), unguessable in production, repeatable in tests and the demo.
pub trait Ids: Send + Sync {
    /// A value that was never given before.
    fn uuid(&self, now: Timestamp) -> Uuid;

    /// Fills with bytes that nobody can guess.
    fn fill(&self, bytes: &mut [u8]);
}

fn version_7(now: Timestamp, random: &[u8; 10]) -> Uuid {
    let millisecond = u64::try_from(now.as_millisecond()).unwrap_or(0);
    uuid::Builder::from_unix_timestamp_millis(millisecond, random).into_uuid()
}

/// Ids from the operating system's random numbers.
#[derive(Debug, Default)]
pub struct SystemIds;

impl Ids for SystemIds {
    fn uuid(&self, now: Timestamp) -> Uuid {
        let mut random = [0; 10];
        self.fill(&mut random);
        version_7(now, &random)
    }

    fn fill(&self, bytes: &mut [u8]) {
        #[expect(clippy::expect_used, reason = "a machine without random numbers cannot keep any of our promises")]
        rand::fill(bytes).expect("the operating system gives random numbers");
    }
}

/// Ids from a seed and a counter: the same again in every run.
#[derive(Debug)]
pub struct SeededIds {
    seed: u64,
    count: AtomicU64,
}

impl SeededIds {
    /// Ids that begin with this seed.
    pub const fn new(seed: u64) -> Self {
        Self { seed, count: AtomicU64::new(0) }
    }
}

impl Ids for SeededIds {
    fn uuid(&self, now: Timestamp) -> Uuid {
        let mut random = [0; 10];
        self.fill(&mut random);
        version_7(now, &random)
    }

    fn fill(&self, bytes: &mut [u8]) {
        for part in bytes.chunks_mut(32) {
            let count = self.count.fetch_add(1, Ordering::Relaxed);
            let text = [self.seed.to_be_bytes(), count.to_be_bytes()].concat();
            let hash = digest::digest(&digest::SHA256, &text);
            part.copy_from_slice(&hash.as_ref()[..part.len()]);
        }
    }
}

/// The clock of the machine.
#[derive(Debug, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> Timestamp {
        Timestamp::now()
    }
}

/// A clock that stands until it is moved: for the demo and for tests.
#[derive(Debug)]
pub struct FixedClock(Mutex<Timestamp>);

impl FixedClock {
    /// A clock that stands at this time.
    pub const fn at(time: Timestamp) -> Self {
        Self(Mutex::new(time))
    }

    /// Moves it, forwards or backwards.
    pub fn set(&self, time: Timestamp) {
        *self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner) = time;
    }
}

impl Clock for FixedClock {
    fn now(&self) -> Timestamp {
        *self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}
