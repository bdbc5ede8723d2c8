//! Nights: reconcilers run, everybody new is compared with everybody, and the log is brought up to what was recorded.

use app::clock::reconcile;
use app::linking::{self, KnownWorkforce, Scope};
use app::log::Sequencer;
use cli::exit::Failure;
use cli::measure::Moment;
use jiff::{SignedDuration, Timestamp};

use super::HistoryFill;
use crate::history::tally::failed;

/// The nights of a history: the next one, and the results so far.
pub struct Nights {
    first: Timestamp,
    next: Timestamp,
    apart: SignedDuration,
    compared_until: Option<Timestamp>,
    workforce: KnownWorkforce,
    log: Sequencer,
    /// All nights together.
    pub slept: NightCounts,
}

/// The results of the nights.
#[derive(Clone, Copy, Debug, Default)]
pub struct NightCounts {
    pub nights: u64,
    /// Warnings of duties that came due.
    pub warned: u64,
    /// Duties found overdue.
    pub overdue: u64,
    /// Links proposed between a report and an officer.
    pub links: u64,
    /// Pairs of service records proposed as one person's.
    pub same_person: u64,
    /// Seconds of the reconcilers.
    pub reconciling_s: f64,
    /// Seconds of comparing.
    pub comparing_s: f64,
    /// Seconds of the log.
    pub logging_s: f64,
}

impl Nights {
    /// Nights from the first one on, this many days apart.
    pub fn new(first: Timestamp, days: i64, log: Sequencer) -> Nights {
        Nights {
            first,
            next: first,
            apart: SignedDuration::from_hours(24 * days),
            compared_until: None,
            workforce: KnownWorkforce::default(),
            log,
            slept: NightCounts::default(),
        }
    }

    /// The time of the next night.
    pub fn next(&self) -> Timestamp {
        self.next
    }

    /// True if the system is in use at a moment; everything earlier is history that an import brings.
    pub fn have_begun(&self, at: Timestamp) -> bool {
        at >= self.first
    }

    /// The log, after the last night.
    pub fn into_log(self) -> Sequencer {
        self.log
    }
}

impl HistoryFill<'_> {
    /// Spends a night. Nothing else is in progress.
    pub(super) async fn night(&mut self) -> Result<(), Failure> {
        let (now, began) = (self.now, Moment::now());
        self.nights.next = now + self.nights.apart;
        self.nights.slept.nights += 1;
        let told = reconcile::run(&self.app.system("reconciler")).await.map_err(|error| failed("a night", error))?;
        let reconciled_s = began.elapsed().as_secs_f64();
        let scope = self.nights.compared_until.map_or(Scope::All, Scope::Since);
        let proposed = linking::propose_with(&self.app.system("linking"), scope, &mut self.nights.workforce).await;
        let proposed = proposed.map_err(|error| failed("a comparison", error))?;
        self.nights.compared_until = Some(now);
        let slept = &mut self.nights.slept;
        slept.warned += told.warned_count as u64;
        slept.overdue += told.overdue_count as u64;
        slept.links += proposed.links as u64;
        slept.same_person += proposed.same_person as u64;
        let compared_s = began.elapsed().as_secs_f64();
        slept.reconciling_s += reconciled_s;
        slept.comparing_s += compared_s - reconciled_s;
        self.log().await?;
        self.nights.slept.logging_s += began.elapsed().as_secs_f64() - compared_s;
        Ok(())
    }

    /// Runs once more after the last happening, so that nothing waits.
    pub(super) async fn last_night(&mut self) -> Result<(), Failure> {
        self.night().await
    }

    async fn log(&mut self) -> Result<(), Failure> {
        while self.nights.log.tick(self.now).await.map_err(|error| failed("the log", error))?.is_some() {}
        Ok(())
    }
}
