//! Suspensions, as the history decides them. If a duty requires a decision that the history does not contain, the
//! decision follows the law's presumption. It is on time in all but six of a hundred cases.

use app::matter::suspend::{self, DecisionEffect, SuspensionDecision};
use cli::exit::Failure;
use domain::matter::{Condition, ReviewAnswer, SuspensionAnswer, SuspensionCondition};
use domain::record::time::day_before;
use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};
use synth::history::{HappeningContent, MatterNumber};

use super::{DeferredWork, FilledMatter, HistoryFill};

/// Late decisions per hundred.
const LATE_IN_A_HUNDRED: u64 = 6;
/// Days by which a late decision is late.
const LATE_DAYS: i64 = 5;

impl HistoryFill<'_> {
    pub(super) async fn suspension(&mut self, what: &HappeningContent) -> Result<(), Failure> {
        match what {
            HappeningContent::SuspensionDecided { matter, suspended, reasons, .. } => {
                let Some(handled) = self.matters.get(matter).copied() else { return Ok(()) };
                self.decide(handled, *suspended, reasons).await
            }
            HappeningContent::SuspensionReviewed { matter, continues, .. } => {
                let Some(handled) = self.matters.get(matter).copied() else { return Ok(()) };
                self.review(handled, *continues).await
            }
            _ => Ok(()),
        }
    }

    async fn decide(&mut self, handled: FilledMatter, suspended: bool, reasons: &str) -> Result<(), Failure> {
        let answer = SuspensionDecision {
            answer: if suspended { SuspensionAnswer::Suspend } else { SuspensionAnswer::DoNotSuspend },
            conditions: conditions(suspended),
            exceptional: (!suspended).then(|| reasons.to_owned()),
            reasons: reasons.to_owned(),
        };
        let done = self
            .authority("suspension decided", &handled, async |cx| suspend::decide(cx, handled.id, answer.clone()).await)
            .await?;
        match done {
            Ok(DecisionEffect::Waits(pending)) => self.sign(handled, pending, None).await,
            Ok(DecisionEffect::Stands) | Err(_) => Ok(()),
        }
    }

    async fn review(&mut self, handled: FilledMatter, continues: bool) -> Result<(), Failure> {
        let answer = if continues { ReviewAnswer::Continue } else { ReviewAnswer::End };
        let reasons = "each condition was asked again";
        self.authority("suspension reviewed", &handled, async |cx| {
            suspend::review(cx, handled.id, answer, conditions(continues), reasons).await
        })
        .await
        .map(drop)
    }

    /// Puts off a decision on suspension until shortly before it is due, if one is due and the history contains none.
    pub(super) async fn await_suspension(&mut self, handled: FilledMatter) -> Result<(), Failure> {
        let known = self.matters.get(&handled.number).copied().unwrap_or(handled);
        if known.suspension_awaited || self.suspension_told.contains(&handled.number) {
            return Ok(());
        }
        let Some(matter) = self.matter_state(handled.id).await? else { return Ok(()) };
        let Some(due) = matter.followed.open_named("decide-suspension").and_then(|known| known.duty.due) else {
            return Ok(());
        };
        let on = self.decided_on(handled.number, due).max(self.now);
        self.matters.insert(handled.number, FilledMatter { suspension_awaited: true, ..known });
        self.put_off(on, DeferredWork::DecideSuspension(handled.number));
        Ok(())
    }

    /// The time of the decision: the afternoon before it is due or, in six of a hundred cases, some days later.
    fn decided_on(&self, number: MatterNumber, due: Date) -> Timestamp {
        let drawn = (u64::from(number) + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15 ^ self.seed) >> 33;
        let days = if drawn % 100 < LATE_IN_A_HUNDRED { -LATE_DAYS } else { 1 };
        day_before(due, days).map_or(self.now, |morning| morning + SignedDuration::from_hours(15))
    }

    /// Suspends the subject, because the law presumes it and nobody has given reasons against it.
    pub(super) async fn suspend_by_default(&mut self, number: MatterNumber) -> Result<(), Failure> {
        let Some(handled) = self.matters.get(&number).copied() else { return Ok(()) };
        let Some(matter) = self.matter_state(handled.id).await? else { return Ok(()) };
        if matter.stage.is_closed() || matter.is_suspended() {
            return Ok(());
        }
        if matter.followed.open_named("decide-suspension").is_none() {
            return Ok(());
        }
        self.decide(handled, true, "suspension is presumed, and nothing exceptional is known").await?;
        self.await_review(handled).await
    }

    /// Puts off the next review until two days before it is due.
    async fn await_review(&mut self, handled: FilledMatter) -> Result<(), Failure> {
        let Some(matter) = self.matter_state(handled.id).await? else { return Ok(()) };
        let due = matter.followed.open_named("review-suspension").and_then(|known| known.duty.due);
        if let Some(on) = due.and_then(|due| day_before(due, 2)) {
            self.put_off(
                (on + SignedDuration::from_hours(11)).max(self.now),
                DeferredWork::ReviewSuspension(handled.number),
            );
        }
        Ok(())
    }

    /// Continues a suspension that nobody reviews in the history.
    pub(super) async fn review_by_default(&mut self, number: MatterNumber) -> Result<(), Failure> {
        let Some(handled) = self.matters.get(&number).copied() else { return Ok(()) };
        if !self.matter_state(handled.id).await?.is_some_and(|matter| matter.is_suspended()) {
            return Ok(());
        }
        self.review(handled, true).await?;
        self.await_review(handled).await
    }
}

fn conditions(met: bool) -> Vec<Condition> {
    [SuspensionCondition::RedeploymentNotAppropriate, SuspensionCondition::PublicInterest]
        .map(|condition| Condition { condition, met })
        .to_vec()
}
