//! The application on its own database, with a clock that is set by hand.

use std::sync::Arc;

use app::{Action, App, Context, FixedClock};
use domain::matter::Matter;
use domain::officer::Officer;
use domain::record::followed::{Consequences, Duty, DutyNow, SignKind};
use domain::report::Report;
use domain::{Actor, MatterId, OfficerId, ReportId, State, StreamId, StreamKind};
use jiff::Timestamp;
use jiff::civil::{Date, DateTime};
use policy::Law;
use policy::permission::Permissions;
use sqlx::{AssertSqlSafe, Connection as _, PgConnection, SqliteConnection};
use store::{Database, FileKey, Store};

/// The application, with ways to look behind it.
pub struct Stage {
    pub app: Arc<App>,
    pub clock: Arc<FixedClock>,
    pub database: Database,
    pub wrapping: Arc<FileKey>,
    _folder: tempfile::TempDir,
}

#[expect(clippy::disallowed_methods, reason = "which databases are there is known from the environment only")]
fn variable(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.is_empty())
}

/// A private schema on a PostgreSQL server. If there is no server, prints a message and returns `None`.
pub fn postgres(story: &str) -> Option<Database> {
    match variable("CANDOUR_POSTGRES") {
        Some(url) => {
            let schema = format!("story_{}_{}", std::process::id(), story);
            Some(Database::Postgres { url, schema: Some(schema.chars().take(60).collect()) })
        }
        None if variable("CI").is_some() || variable("CANDOUR_REQUIRE_POSTGRES").is_some() => {
            panic!("CANDOUR_POSTGRES is not set: run `cargo xtask test`, which starts a server")
        }
        None => {
            eprintln!("skipped on PostgreSQL: CANDOUR_POSTGRES is not set (`cargo xtask postgres` starts a server)");
            None
        }
    }
}

/// An instant given in London time: `at("2026-09-05 21:10")`.
pub fn at(text: &str) -> Timestamp {
    let wall: DateTime = text.replace(' ', "T").parse().expect("a date and time such as 2026-09-05 21:10");
    wall.to_zoned(domain::record::time::london()).expect("London has this time").timestamp()
}

impl Stage {
    pub async fn on_sqlite() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let database = Database::Sqlite { path: folder.path().join("candour.db") };
        Self::on(database, folder).await
    }

    pub async fn on(database: Database, folder: tempfile::TempDir) -> Self {
        let wrapping = Arc::new(FileKey::random().unwrap());
        let store = Store::open(&database, wrapping.clone()).await.unwrap();
        let clock = Arc::new(FixedClock::at(at("2026-01-05 09:00")));
        let law = Law::embedded().unwrap();
        let permissions = Permissions::embedded(Action::CODES).unwrap();
        let app = Arc::new(App::new(store, law, permissions, clock.clone(), Arc::new(synth::seeded_bytes(7))));
        Self { app, clock, database, wrapping, _folder: folder }
    }

    /// Sets the clock.
    pub fn now(&self, text: &str) {
        self.clock.set(at(text));
    }

    pub fn as_(&self, actor: &Actor) -> Context<'_> {
        self.app.context(actor.clone())
    }

    async fn state(&self, kind: StreamKind, id: impl std::fmt::Display) -> State {
        self.app.store.load(&StreamId::new(kind, id)).await.unwrap().expect("it is on record").state
    }

    pub async fn matter(&self, id: MatterId) -> Matter {
        match self.state(StreamKind::Matter, id).await {
            State::Matter(matter) => matter,
            _ => unreachable!(),
        }
    }

    pub async fn officer(&self, id: OfficerId) -> Officer {
        match self.state(StreamKind::Officer, id).await {
            State::Officer(officer) => officer,
            _ => unreachable!(),
        }
    }

    pub async fn report(&self, id: ReportId) -> Report {
        match self.state(StreamKind::Report, id).await {
            State::Report(report) => report,
            _ => unreachable!(),
        }
    }

    /// Runs SQL that the store does not know about.
    pub async fn behind(&self, sql: &str) {
        match &self.database {
            Database::Sqlite { path } => {
                let mut connection = SqliteConnection::connect(&format!("sqlite://{}", path.display())).await.unwrap();
                sqlx::raw_sql(AssertSqlSafe(sql.to_owned())).execute(&mut connection).await.unwrap();
                connection.close().await.unwrap();
            }
            Database::Postgres { url, schema } => {
                let mut connection = PgConnection::connect(url).await.unwrap();
                let path = format!("SET search_path = {};", schema.as_deref().unwrap_or("public"));
                sqlx::raw_sql(AssertSqlSafe(format!("{path} {sql}"))).execute(&mut connection).await.unwrap();
                connection.close().await.unwrap();
            }
            Database::SqliteMemory => panic!("nobody gets behind a database in memory"),
        }
    }

    /// Runs the reconcilers at the given time.
    pub async fn reconcile(&self, text: &str) {
        self.now(text);
        app::clock::reconcile::run(&self.app.system("reconciler")).await.unwrap();
    }
}

/// Questions that a story can ask about the consequences so far.
pub trait Following {
    fn followed(&self) -> &Consequences;

    /// The open duty under this rule.
    fn duty(&self, rule: &str) -> &Duty {
        let open: Vec<&DutyNow> = self.followed().open().collect();
        let found = open.iter().find(|known| known.duty.citation.rule == rule);
        &found.unwrap_or_else(|| panic!("no open duty of {rule}; open are {:?}", rules(&open))).duty
    }

    fn has_duty(&self, rule: &str) -> bool {
        self.followed().open().any(|known| known.duty.citation.rule == rule)
    }

    /// The due date of the open duty under this rule.
    fn due(&self, rule: &str) -> Date {
        self.duty(rule).due.expect("it has a clock")
    }

    fn signs(&self) -> Vec<SignKind> {
        self.followed().signs.iter().map(|(_, sign)| sign.sign).collect()
    }

    /// The recipients of notices, and the messages: `oversight: not-suspended`.
    fn told(&self) -> Vec<String> {
        self.followed().notices.iter().map(|(_, notice)| format!("{}: {}", notice.to, notice.about)).collect()
    }
}

fn rules(open: &[&DutyNow]) -> Vec<String> {
    open.iter().map(|known| format!("{} {}", known.duty.citation.rule, known.duty.name)).collect()
}

impl Following for Matter {
    fn followed(&self) -> &Consequences {
        &self.followed
    }
}

impl Following for Officer {
    fn followed(&self) -> &Consequences {
        &self.followed
    }
}

impl Following for Report {
    fn followed(&self) -> &Consequences {
        &self.followed
    }
}

/// The code and message of the refusal. Panics if there was none.
pub fn refused<T: std::fmt::Debug>(result: Result<T, app::AppError>) -> String {
    let error = result.expect_err("it is refused");
    format!("{}: {error}", error.code())
}

/// Turns each story into one test per database.
macro_rules! on_both {
    ($($(#[$meta:meta])* async fn $story:ident($stage:ident: &Stage) $body:block)*) => {$(
        mod $story {
            use super::*;

            async fn story($stage: &$crate::support::Stage) $body

            $(#[$meta])*
            #[tokio::test]
            async fn on_sqlite() {
                Box::pin(story(&$crate::support::Stage::on_sqlite().await)).await;
            }

            $(#[$meta])*
            #[tokio::test]
            async fn on_postgres() {
                let Some(database) = $crate::support::postgres(stringify!($story)) else { return };
                Box::pin(story(&$crate::support::Stage::on(database, tempfile::tempdir().unwrap()).await)).await;
            }
        }
    )*};
}
pub(crate) use on_both;
