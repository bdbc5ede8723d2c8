//! `candour-trial history`: fills a record with a made-up police service, as its people would have filled it, and
//! reports the signs that the system noticed.

mod cast;
mod fill;
mod noticed;
mod sweep;
pub mod tally;
mod told;

use std::sync::Arc;

use app::log::Sequencer;
use app::{Action, App, FixedClock};
use attest::policy::{Policy, Quorum};
use attest::source::FolderSource;
use cli::exit::Failure;
use cli::measure::Moment;
use cli::session::Session;
use jiff::ToSpan as _;
use policy::Law;
use policy::permission::Permissions;
use store::{Database, FileKey, Store};
use synth::history::{History, Scale, Setting};

use crate::arguments;
use crate::folder::Folder;
use fill::{HistoryFill, Nights, instant};
use sweep::Sweep;
use tally::failed;

/// The name under which the log is signed.
const ORIGIN: &str = "demo.candour.example/log";

/// Fills a record and reports the signs that the system noticed.
///
/// # Errors
/// If the folder is not a trial's, the database fails, a planted story was missed, or an innocent person was flagged.
pub fn history(arguments: &arguments::HistoryArguments, session: &Session) -> Result<(), Failure> {
    let folder = Folder::make_anew(&arguments.data)?;
    let scale = match arguments.scale {
        arguments::ScaleArgument::Small => Scale::Small,
        arguments::ScaleArgument::National => Scale::National,
    };
    let setting = Setting { seed: arguments.seed, scale, ..Setting::default() };
    session.tell(&format!("filling `{}` with a made-up history: nobody in it is real", folder.root.display()));
    let began = Moment::now();
    let history = History::of(&setting);
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build();
    let runtime = runtime.map_err(|source| Failure::system("no threads can be started", source))?;
    let told = runtime.block_on(async {
        let run = HistoryRun { folder: &folder, history: &history, setting: &setting };
        run.go(session, began).await
    })?;
    session.print(|| told.text(), &told)?;
    told.verdict()
}

struct HistoryRun<'a> {
    folder: &'a Folder,
    history: &'a History,
    setting: &'a Setting,
}

impl HistoryRun<'_> {
    async fn go(&self, session: &Session, began: Moment) -> Result<told::HistorySummary, Failure> {
        let opening = |error| failed("opening the record", error);
        let key = FileKey::open_or_create(&self.folder.keys.join("wrapping.key")).map_err(opening)?;
        let database = Database::Sqlite { path: self.folder.database.clone() };
        let store = Store::open(&database, Arc::new(key)).await.map_err(opening)?;
        let today = self.setting.today;
        let first = instant(today.saturating_sub(1.year()).date().at(2, 0, 0, 0));
        let clock = Arc::new(FixedClock::at(first));
        let law = Law::embedded().map_err(|error| failed("the law", error))?;
        let permissions = Permissions::embedded(Action::CODES).map_err(|error| failed("the permissions", error))?;
        let ids = Arc::new(synth::seeded_bytes(self.setting.seed));
        let app = App::new(store.clone(), law, permissions, clock.clone(), ids);

        let logging = |error| failed("the log", error);
        let signer = app::log::signer(&self.folder.keys.join("log.key"), ORIGIN).map_err(logging)?;
        let policy = Policy::new(signer.verifier().clone(), Vec::new(), Quorum::NoWitness);
        let policy = policy.map_err(|error| failed("the log", error))?;
        let log = Sequencer::open(store.clone(), &self.folder.log, signer, Vec::new(), policy.clone(), first);
        let nights = Nights::new(first, HistoryFill::nights_apart(self.setting.scale), log.await.map_err(logging)?);

        let mut filling = HistoryFill::new(&app, clock, self.history, self.setting.seed, nights)?;
        filling.fill(today, session).await?;
        let HistoryFill { cast, tally, nights, .. } = filling;
        let filled_s = began.elapsed().as_secs_f64();
        let slept = nights.slept;
        drop(nights.into_log());

        session.tell("auditing the log from its first entry");
        let audit = attest::audit::audit(&FolderSource::new(&self.folder.log), &policy, None);
        session.tell("looking at what the system noticed");
        let sweep = Sweep::of(&store).await?;
        let stories = noticed::stories(&store, self.history, &cast, &sweep).await?;
        let innocent = noticed::innocent(self.history, &cast, &sweep);
        let told = told::HistorySummary::of(&told::Facts {
            folder: self.folder,
            history: self.history,
            setting: self.setting,
            tally: &tally,
            slept,
            sweep: &sweep,
            events_count: store.event_count().await.map_err(|error| failed("counting", error))?,
            log_size: store.log_size().await.map_err(|error| failed("counting", error))?,
            audit_holds: audit.holds(),
            filled_s,
            wall_s: began.elapsed().as_secs_f64(),
            stories,
            innocent,
        });
        store.close().await;
        Ok(told)
    }
}
