//! Fills a record with a made-up history: moves the clock through it and, for each happening, calls the use case that
//! applies, as the person who would call it. The truth about the history is never an input: neither the needles nor the
//! true subject of a report.

mod careers;
mod daily;
mod later;
mod matters;
mod nights;
mod proceedings;
mod reports;
mod suspensions;

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;

use app::{App, Batch, Context, FixedClock};
use cli::exit::Failure;
use cli::session::Session;
use domain::matter::Matter;
use domain::officer::Officer;
use domain::report::Report;
use domain::{Actor, MatterId, OfficerId, ReportId, State, StreamId, StreamKind};
use jiff::Timestamp;
use jiff::civil::DateTime;
use linkage::Progress as _;
use synth::history::{Happening, HappeningContent, History, MatterNumber, PersonNumber, ReportNumber, Scale};

use super::cast::HistoryCast;
use super::tally::{Tally, failed};

pub use later::DeferredWork;
pub use matters::FilledMatter;
pub use nights::{NightCounts, Nights};

/// Operations in one transaction of the old part of the history, which a real force would import.
const IMPORTED_AT_ONCE: usize = 1_000;
/// Operations in one transaction after that: about a morning in a small force, or a minute in the whole country.
const AT_ONCE: usize = 200;

/// A record that is being filled from a history.
pub struct HistoryFill<'a> {
    pub app: &'a App,
    pub history: &'a History,
    pub cast: HistoryCast,
    pub tally: Tally,
    pub nights: Nights,
    seed: u64,
    clock: Arc<FixedClock>,
    now: Timestamp,
    batch: Option<Batch>,
    in_batch: usize,
    later: BTreeMap<(Timestamp, u64), DeferredWork>,
    later_count: u64,
    matters: HashMap<MatterNumber, FilledMatter>,
    matters_of: HashMap<PersonNumber, Vec<MatterNumber>>,
    /// Matters in which the history itself contains a decision on suspension.
    suspension_told: HashSet<MatterNumber>,
    /// Inquiries into reports that have no matter.
    inquiries: HashMap<ReportNumber, Vec<domain::report::Inquiry>>,
    force_of_report: HashMap<ReportNumber, u32>,
}

/// The instant for a wall-clock time in the history.
pub fn instant(at: DateTime) -> Timestamp {
    // A time that the clock change skips becomes an hour later; of a time that occurs twice, the first is taken.
    at.to_zoned(domain::record::time::london()).map_or(Timestamp::UNIX_EPOCH, |zoned| zoned.timestamp())
}

impl<'a> HistoryFill<'a> {
    /// A fill that has not started yet.
    ///
    /// # Errors
    /// If the history names a force that cannot exist.
    pub fn new(
        app: &'a App,
        clock: Arc<FixedClock>,
        history: &'a History,
        seed: u64,
        nights: Nights,
    ) -> Result<Self, Failure> {
        let suspension_told = history.happenings.iter().filter_map(|happening| match happening.what {
            HappeningContent::SuspensionDecided { matter, .. } => Some(matter),
            _ => None,
        });
        Ok(HistoryFill {
            app,
            history,
            cast: HistoryCast::of(history)?,
            tally: Tally::default(),
            nights,
            seed,
            clock,
            now: Timestamp::UNIX_EPOCH,
            batch: None,
            in_batch: 0,
            later: BTreeMap::new(),
            later_count: 0,
            matters: HashMap::new(),
            matters_of: HashMap::new(),
            suspension_told: suspension_told.collect(),
            inquiries: HashMap::new(),
            force_of_report: HashMap::new(),
        })
    }

    /// Fills the record with everything up to `today`.
    ///
    /// # Errors
    /// If the database fails, candour is at fault, or the run is interrupted. A refusal is not an error.
    pub async fn fill(&mut self, today: DateTime, session: &Session) -> Result<(), Failure> {
        session.progress.begin("filling the record", self.history.happenings.len() as u64);
        let history = self.history;
        for happening in &history.happenings {
            let at = instant(happening.at);
            self.wait_until(at).await?;
            self.set(at);
            self.happen(happening).await?;
            session.progress.advance(1);
            session.go_on()?;
        }
        self.wait_until(instant(today)).await?;
        self.set(instant(today));
        self.flush().await?;
        self.last_night().await?;
        session.progress.end();
        Ok(())
    }

    /// Does the deferred work that falls due by the given time, and runs the nights before it.
    async fn wait_until(&mut self, at: Timestamp) -> Result<(), Failure> {
        loop {
            let due = self.later.keys().next().map(|(due, _)| *due);
            let night = self.nights.next();
            match due {
                Some(due) if due <= at && due <= night => {
                    let Some((_, later)) = self.later.pop_first() else { return Ok(()) };
                    self.set(due);
                    self.ready().await?;
                    self.do_later(later).await?;
                }
                _ if night <= at => {
                    self.flush().await?;
                    self.set(night);
                    self.night().await?;
                }
                _ => return Ok(()),
            }
        }
    }

    async fn happen(&mut self, happening: &Happening) -> Result<(), Failure> {
        self.ready().await?;
        let claimed = happening.happened.map(instant);
        match &happening.what {
            HappeningContent::Joined { .. }
            | HappeningContent::Posted { .. }
            | HappeningContent::Transferred { .. }
            | HappeningContent::ProbationExtended { .. }
            | HappeningContent::ProbationEndedEarly { .. }
            | HappeningContent::Left { .. }
            | HappeningContent::VehicleDeclared { .. }
            | HappeningContent::VettingDecided { .. } => self.career(&happening.what, happening.at, claimed).await,
            HappeningContent::RelationshipDeclared { .. }
            | HappeningContent::ConcernRecorded { .. }
            | HappeningContent::StopRecorded { .. }
            | HappeningContent::Consulted { .. }
            | HappeningContent::CardPresented { .. } => self.day(&happening.what, claimed).await,
            HappeningContent::ReportReceived { .. }
            | HappeningContent::LinkJudged { .. }
            | HappeningContent::ReportClosed { .. }
            | HappeningContent::ComplaintWithdrawn { .. }
            | HappeningContent::Visited { .. }
            | HappeningContent::FoundFalse { .. } => self.report(&happening.what, claimed).await,
            HappeningContent::InvestigativeAct { report: Some(report), matter: None, kind, .. } => {
                self.inquiry(*report, *kind).await
            }
            HappeningContent::ComplainantUpdated { report: _, matter: None } => {
                // Only matters keep a register of letters; reports do not.
                self.tally.left_out("complainant updated", "report.no-letters");
                Ok(())
            }
            HappeningContent::CaseDetermined { .. }
            | HappeningContent::HearingFixed { .. }
            | HappeningContent::OutcomeRecorded { .. } => self.proceeding(&happening.what).await,
            HappeningContent::SuspensionDecided { .. } | HappeningContent::SuspensionReviewed { .. } => {
                self.suspension(&happening.what).await
            }
            _ => self.matter(&happening.what).await,
        }
    }

    fn set(&mut self, at: Timestamp) {
        self.now = at;
        self.clock.set(at);
    }

    /// Makes sure that a batch is open and has room for one more operation.
    async fn ready(&mut self) -> Result<(), Failure> {
        let most = if self.nights.have_begun(self.now) { AT_ONCE } else { IMPORTED_AT_ONCE };
        if self.in_batch >= most {
            self.flush().await?;
        }
        if self.batch.is_none() {
            self.batch = Some(self.app.batch().await.map_err(|error| failed("beginning a batch", error))?);
        }
        self.in_batch += 1;
        Ok(())
    }

    /// Commits the open batch.
    async fn flush(&mut self) -> Result<(), Failure> {
        self.in_batch = 0;
        match self.batch.take() {
            Some(batch) => batch.commit().await.map_err(|error| failed("a batch of changes", error)),
            None => Ok(()),
        }
    }

    /// The context for an actor's operation within the open batch.
    fn context(&self, actor: Actor) -> Context<'_> {
        let cx = self.app.context(actor);
        match &self.batch {
            Some(batch) => cx.within(batch),
            None => cx,
        }
    }

    fn claimed(&self, actor: Actor, claimed: Option<Timestamp>) -> Context<'_> {
        let cx = self.context(actor);
        match claimed {
            Some(at) => cx.claimed(at),
            None => cx,
        }
    }

    /// Returns true during the part of the history that a real force would import.
    fn is_imported(&self) -> bool {
        !self.nights.have_begun(self.now)
    }

    fn put_off(&mut self, until: Timestamp, later: DeferredWork) {
        self.later_count += 1;
        self.later.insert((until, self.later_count), later);
    }

    async fn state(&mut self, kind: StreamKind, id: impl std::fmt::Display) -> Result<Option<State>, Failure> {
        let Some(batch) = &self.batch else { return Ok(None) };
        batch.state(&StreamId::new(kind, id)).await.map_err(|error| failed("reading", error))
    }

    async fn matter_state(&mut self, id: MatterId) -> Result<Option<Matter>, Failure> {
        Ok(match self.state(StreamKind::Matter, id).await? {
            Some(State::Matter(matter)) => Some(matter),
            _ => None,
        })
    }

    async fn report_state(&mut self, id: ReportId) -> Result<Option<Report>, Failure> {
        Ok(match self.state(StreamKind::Report, id).await? {
            Some(State::Report(report)) => Some(report),
            _ => None,
        })
    }

    async fn officer_state(&mut self, id: OfficerId) -> Result<Option<Officer>, Failure> {
        Ok(match self.state(StreamKind::Officer, id).await? {
            Some(State::Officer(officer)) => Some(officer),
            _ => None,
        })
    }

    /// Days between runs of the reconcilers: one where a night takes a second, seven for the whole country.
    pub const fn nights_apart(scale: Scale) -> i64 {
        match scale {
            Scale::Small => 1,
            Scale::National => 7,
        }
    }
}
