//! A separate log for each story, with events to add to it and ways to break it.

use std::io;
use std::path::PathBuf;
use std::sync::{Arc, Mutex};

use app::log::{LogError, NoFault, Sequencer, SequencerStage, StageFault, WitnessAddress};
use attest::audit::{AuditReport, audit};
use attest::note::Signer;
use attest::policy::{Policy, Quorum};
use attest::source::FolderSource;
use domain::officer::{Identity, Joining, OfficerEvent, Post, Posting, Workforce};
use domain::{Actor, Event, EventId, ForceId, OfficerId, Personal, Role, StreamId, StreamKind};
use jiff::Timestamp;
use jiff::civil::date;
use store::{Append, Database, FileKey, NewEvent, Store};
use uuid::Uuid;

pub const ORIGIN: &str = "log.avonvale.example/record";

/// A record with a log, and what is needed to reopen both.
pub struct Trial {
    pub store: Store,
    pub database: Database,
    pub wrapping: Arc<FileKey>,
    pub folder: tempfile::TempDir,
}

pub fn now() -> Timestamp {
    Timestamp::from_second(1_790_000_000).unwrap()
}

pub fn key() -> Signer {
    Signer::from_seed(ORIGIN, &[7; 32]).unwrap()
}

pub fn policy() -> Policy {
    Policy::new(key().verifier().clone(), Vec::new(), Quorum::NoWitness).unwrap()
}

pub fn random() -> u128 {
    let mut bytes = [0; 16];
    aws_lc_rs::rand::fill(&mut bytes).unwrap();
    u128::from_be_bytes(bytes)
}

impl Trial {
    pub async fn on_sqlite() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let database = Database::Sqlite { path: folder.path().join("candour.db") };
        Self::on(database, folder).await
    }

    pub async fn on(database: Database, folder: tempfile::TempDir) -> Self {
        let wrapping = Arc::new(FileKey::random().unwrap());
        let store = Store::open(&database, wrapping.clone()).await.unwrap();
        Self { store, database, wrapping, folder }
    }

    pub fn log(&self) -> PathBuf {
        self.folder.path().join("log")
    }

    pub async fn sequencer(&self) -> Result<Sequencer, LogError> {
        self.failing(Arc::new(NoFault)).await
    }

    pub async fn failing(&self, fault: Arc<dyn StageFault>) -> Result<Sequencer, LogError> {
        let witnesses = (Vec::new(), policy());
        Sequencer::open_with(self.store.clone(), &self.log(), key(), witnesses, now(), fault).await
    }

    pub async fn watched_by(&self, witnesses: Vec<WitnessAddress>, quorum: Quorum) -> Result<Sequencer, LogError> {
        let keys = witnesses.iter().map(|witness| witness.key.clone()).collect();
        let policy = Policy::new(key().verifier().clone(), keys, quorum).unwrap();
        Sequencer::open(self.store.clone(), &self.log(), key(), witnesses, policy, now()).await
    }

    /// Enrols this many officers, with one event each.
    pub async fn officers_join(&self, count: usize) -> Vec<EventId> {
        let mut unit = self.store.begin().await.unwrap();
        let mut events = Vec::new();
        for _ in 0..count {
            let officer = OfficerId::new(Uuid::from_u128(random()));
            let event = enrolled(officer);
            let id = event.id;
            let stream = StreamId::new(StreamKind::Officer, officer);
            unit.append(Append { stream, expected: 0, now: now(), events: vec![event] }).await.unwrap();
            events.push(id);
        }
        unit.commit().await.unwrap();
        events
    }

    /// A trial in which officers have joined, and the log has integrated their events.
    pub async fn with_entries(count: usize) -> Self {
        let trial = Self::on_sqlite().await;
        trial.officers_join(count).await;
        let mut sequencer = trial.sequencer().await.unwrap();
        while sequencer.tick(now()).await.unwrap().is_some() {}
        trial
    }

    /// Audits the log as an outsider would.
    pub fn audit(&self) -> AuditReport {
        audit(&FolderSource::new(self.log()), &policy(), None)
    }

    /// Asserts that the log is sound and contains these events, each at a single position.
    pub async fn holds_with(&self, events: &[EventId]) {
        let report = self.audit();
        assert!(report.holds(), "{report:?}");
        assert_eq!(report.head.unwrap().size, events.len() as u64);
        assert_eq!(self.store.verify_events(&mut |_| ()).await.unwrap(), vec![]);
        let mut positions = Vec::new();
        for event in events {
            positions.push(self.store.position_of(*event).await.unwrap().unwrap());
        }
        positions.sort_unstable();
        assert_eq!(positions, (0..events.len() as u64).collect::<Vec<_>>());
    }

    /// Runs SQL as an insider who has removed the triggers.
    pub async fn tampering(&self, sql: &str) {
        use sqlx::Connection as _;
        let Database::Sqlite { path } = &self.database else { panic!("this story is told on SQLite") };
        let mut connection = sqlx::SqliteConnection::connect(&format!("sqlite://{}", path.display())).await.unwrap();
        let drop = "PRAGMA foreign_keys = OFF; DROP TRIGGER IF EXISTS log_entry_keep; DROP TRIGGER IF EXISTS log_entry_stay; \
             DROP TRIGGER IF EXISTS log_checkpoint_keep; DROP TRIGGER IF EXISTS log_checkpoint_stay;";
        sqlx::raw_sql(sqlx::AssertSqlSafe(format!("{drop} {sql}"))).execute(&mut connection).await.unwrap();
    }
}

fn enrolled(officer: OfficerId) -> NewEvent {
    let northmere = ForceId::parse("northmere").unwrap();
    let identity = Identity { first_name: "Ada".into(), surname: "Marlow".into(), ..Identity::default() };
    NewEvent {
        id: EventId::new(Uuid::from_u128(random())),
        happened_at: None,
        actor: Actor::staff(officer, Role::RecordsAdmin, northmere.clone()),
        reason: None,
        regime: None,
        cause: None,
        event: Event::Officer(OfficerEvent::Enrolled {
            workforce: Workforce::Officer,
            identity: Personal::about(officer, identity),
            warrant: Personal::about(officer, "N4471".to_owned()),
            posting: Posting {
                force: northmere,
                unit: "Harbour Response".into(),
                post: Post::Response,
                rank: Some(domain::officer::PoliceRank::Constable),
                from: date(2021, 5, 3),
                joining: Joining::Recruited,
            },
            probationer: true,
        }),
    }
}

/// Disk errors that are to occur, each at the given stage and in this order.
pub struct Failing(Mutex<Vec<SequencerStage>>);

impl Failing {
    pub fn at(stages: &[SequencerStage]) -> Arc<Self> {
        Arc::new(Self(Mutex::new(stages.iter().rev().copied().collect())))
    }

    pub fn all_met(&self) -> bool {
        self.0.lock().unwrap().is_empty()
    }

    pub fn add(&self, stages: &[SequencerStage]) {
        self.0.lock().unwrap().extend(stages.iter().rev());
    }
}

impl StageFault for Failing {
    fn at(&self, stage: SequencerStage) -> io::Result<()> {
        let mut stages = self.0.lock().unwrap();
        if stages.last() == Some(&stage) {
            stages.pop();
            return Err(io::Error::from(io::ErrorKind::StorageFull));
        }
        Ok(())
    }
}
