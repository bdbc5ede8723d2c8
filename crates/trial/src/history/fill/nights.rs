//! Nights: the reconcilers run, each newcomer is compared with everyone, and the log catches up with the record.

use app::clock::reconcile;
use app::linking::{self, KnownWorkforce, Scope};
use app::log::Sequencer;
use cli::exit::Failure;
use cli::measure::Moment;
use jiff::{SignedDuration, Timestamp};

use super::HistoryFill;
use crate::history::tally::failed;

/// The nights in a history: when the next one is, and the totals so far.
pub struct Nights {
    first: Timestamp,
    next: Timestamp,
    apart: SignedDuration,
    compared_until: Option<Timestamp>,
    workforce: KnownWorkforce,
    log: Sequencer,
    /// The totals over all nights.
    pub slept: NightCounts,
}

/// Totals over the nights of a history.
#[derive(Clone, Copy, Debug, Default)]
pub struct NightCounts {
    pub nights: u64,
    /// Warnings that a duty would soon be due.
    pub warned: u64,
    /// Duties found overdue.
    pub overdue: u64,
    /// Proposed links between a report and an officer.
    pub links: u64,
    /// Pairs of service records proposed as belonging to one person.
    pub same_person: u64,
    /// Seconds spent in the reconcilers.
    pub reconciling_s: f64,
    /// Seconds spent on comparisons.
    pub comparing_s: f64,
    /// Seconds spent on the log.
    pub logging_s: f64,
}

impl Nights {
    /// Nights that start with `first`, this many days apart.
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

    pub fn next(&self) -> Timestamp {
        self.next
    }

    /// Returns true if the system is in use at the given time. Anything earlier is history that is imported.
    pub fn have_begun(&self, at: Timestamp) -> bool {
        at >= self.first
    }

    /// The log's sequencer, to be taken after the last night.
    pub fn into_log(self) -> Sequencer {
        self.log
    }
}

impl HistoryFill<'_> {
    /// Runs one night. The open batch must have been committed.
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

    /// Runs one more night after the last happening, so that no work is left waiting.
    pub(super) async fn last_night(&mut self) -> Result<(), Failure> {
        self.night().await
    }

    async fn log(&mut self) -> Result<(), Failure> {
        while self.nights.log.tick(self.now).await.map_err(|error| failed("the log", error))?.is_some() {}
        Ok(())
    }
}
