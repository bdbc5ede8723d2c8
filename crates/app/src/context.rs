//! The context of an operation: the actor, the time, and the source of ids. The clock is read only here, once per
//! operation.

use std::ops::Deref;
use std::sync::Arc;
use std::sync::Mutex;

use aws_lc_rs::rand;
use domain::codes::LawCode;
use domain::record::event::LawStamp;
use domain::{Actor, Clock};
use jiff::Timestamp;
use policy::Law;
use policy::permission::Permissions;
use store::{Store, Unit};
use uuid::Uuid;

use crate::AppError;

/// Everything that use cases need. One instance exists for the lifetime of the program.
///
/// The parts are behind a trait object to keep builds short. Whether a handler can move to another thread depends on
/// what it holds, and the compiler would look through every type in the parts, down to the database drivers and the
/// languages of law and permissions, for each handler of every page.
pub struct App {
    parts: Box<dyn AsRef<AppParts> + Send + Sync>,
}

/// The parts of an [`App`].
pub struct AppParts {
    pub store: Store,
    pub law: Law,
    pub(crate) permissions: Permissions,
    clock: Arc<dyn Clock>,
    ids: Arc<dyn Ids>,
}

impl AsRef<Self> for AppParts {
    fn as_ref(&self) -> &Self {
        self
    }
}

impl Deref for App {
    type Target = AppParts;

    fn deref(&self) -> &AppParts {
        (*self.parts).as_ref()
    }
}

impl App {
    pub fn new(store: Store, law: Law, permissions: Permissions, clock: Arc<dyn Clock>, ids: Arc<dyn Ids>) -> Self {
        Self { parts: Box::new(AppParts { store, law, permissions, clock, ids }) }
    }

    /// Creates the context of one operation by this actor. Reads the clock.
    pub fn context(&self, actor: Actor) -> Context<'_> {
        Context {
            app: self,
            actor,
            now: domain::record::time::to_microsecond(self.clock.now()),
            happened: None,
            batch: None,
        }
    }

    /// Creates the context of a job or reconciler.
    pub fn system(&self, name: &str) -> Context<'_> {
        self.context(Actor::system(name))
    }

    /// The number of events waiting for a position in the log. A result proves that the database is answering. It
    /// concerns no person and is meant for the operator of the service.
    ///
    /// # Errors
    /// If the database does not answer.
    pub async fn ready(&self) -> Result<u64, AppError> {
        Ok(self.store.queue_length().await?)
    }

    /// The versions and hashes of the policy packs in force.
    pub fn law_stamp(&self) -> LawStamp {
        let packs = self.law.packs();
        LawStamp { packs: packs.iter().map(|pack| format!("{} {} {}", pack.name, pack.version, pack.hash)).collect() }
    }
}

#[derive(Clone)]
pub struct Context<'a> {
    pub app: &'a App,
    pub actor: Actor,
    /// The time at which everything in this operation is recorded.
    pub now: Timestamp,
    /// The time at which the event is claimed to have happened, if different.
    pub happened: Option<Timestamp>,
    /// The unit of work of the batch that the operation belongs to, if any.
    pub(crate) batch: Option<&'a Mutex<Option<Unit>>>,
}

impl<'a> Context<'a> {
    /// The same operation with a claimed time of happening, which is shown beside the time of recording.
    #[must_use]
    pub fn claimed(mut self, happened: Timestamp) -> Self {
        self.happened = Some(happened);
        self
    }

    /// Parses a code from one of the lists defined by the packs.
    ///
    /// # Errors
    /// If the loaded law does not list the code. The refusal names the codes that it does list.
    pub fn law_code<C: LawCode>(&self, code: &str) -> Result<C, AppError> {
        Ok(C::listed(code, &self.app.law.codes(C::LIST))?)
    }

    /// The current day in London.
    pub fn today(&self) -> jiff::civil::Date {
        domain::record::time::day(self.now)
    }

    /// Creates a UUID for a new id.
    pub(crate) fn uuid(&self) -> Uuid {
        self.app.ids.uuid(self.now)
    }

    /// Random bytes for values that must not be guessable. Repeatable in tests and trials, like ids.
    pub(crate) fn random<const N: usize>(&self) -> [u8; N] {
        let mut bytes = [0; N];
        self.app.ids.fill(&mut bytes);
        bytes
    }
}

/// The source of ids and of bytes that must not be guessable. In production it uses the operating system's random
/// number generator. Tests and trials pass a source that draws from a seed, which is in no crate that the service uses.
pub trait Ids: Send + Sync {
    /// Fills the slice with random bytes.
    fn fill(&self, bytes: &mut [u8]);

    /// Creates an id that sorts by time (UUID version 7).
    fn uuid(&self, now: Timestamp) -> Uuid {
        let mut random = [0; 10];
        self.fill(&mut random);
        let millisecond = u64::try_from(now.as_millisecond()).unwrap_or(0);
        uuid::Builder::from_unix_timestamp_millis(millisecond, &random).into_uuid()
    }
}

impl<F: Fn(&mut [u8]) + Send + Sync> Ids for F {
    fn fill(&self, bytes: &mut [u8]) {
        self(bytes);
    }
}

/// Ids based on the operating system's random number generator.
#[derive(Debug, Default)]
pub struct SystemIds;

impl Ids for SystemIds {
    fn fill(&self, bytes: &mut [u8]) {
        #[expect(clippy::expect_used, reason = "a machine without random numbers cannot keep any of our promises")]
        rand::fill(bytes).expect("the operating system gives random numbers");
    }
}

/// The system clock.
#[derive(Debug, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    #[expect(clippy::disallowed_methods, reason = "the edge: every other time comes from a `Clock`")]
    fn now(&self) -> Timestamp {
        Timestamp::now()
    }
}

/// A clock that stays at one time until it is set to another, for trials and tests.
#[derive(Debug)]
pub struct FixedClock(Mutex<Timestamp>);

impl FixedClock {
    pub const fn at(time: Timestamp) -> Self {
        Self(Mutex::new(time))
    }

    /// Sets the clock to an earlier or later time.
    pub fn set(&self, time: Timestamp) {
        *self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner) = time;
    }
}

impl Clock for FixedClock {
    fn now(&self) -> Timestamp {
        *self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}
