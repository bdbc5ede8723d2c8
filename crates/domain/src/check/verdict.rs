//! The verdict of a check, decided only here: for a typed code, for a scanned code, and for a page that is reloaded.

use jiff::Timestamp;

use super::values::{Cause, CheckOutcome};
use crate::codes::codes;
use crate::officer::Officer;
use crate::stop::{Call, Stop};
use crate::{ForceId, OfficerId, StopId};

/// The facts in an officer's own record that determine whether they may act now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Standing {
    pub serving: bool,
    /// True if they are suspended in any matter.
    pub suspended: bool,
    /// True if a protection has switched verification off.
    pub verification_off: bool,
    /// True if they may be verified online at all.
    pub online: bool,
    /// The start and the latest end of the shift that they are booked on for.
    pub on_duty: Option<(Timestamp, Timestamp)>,
}

impl Standing {
    /// The time at which they came on duty.
    ///
    /// # Errors
    /// If they may not act now. The error is the cause of the refusal.
    pub fn on_duty_since(&self, now: Timestamp) -> Result<Timestamp, Cause> {
        self.may_serve()?;
        match self.on_duty {
            Some((since, until)) if since <= now && now < until => Ok(since),
            _ => Err(Cause::NotOnDuty),
        }
    }

    /// Checks that they may act in an open stop, either on duty or because they had to act off duty.
    ///
    /// # Errors
    /// If they may not act. The error is the cause of the refusal.
    pub fn may_act(&self, off_duty: bool, now: Timestamp) -> Result<(), Cause> {
        if off_duty { self.may_serve() } else { self.on_duty_since(now).map(|_| ()) }
    }

    /// Checks that they may act at all: on duty, or off duty if the control room confirms them.
    ///
    /// # Errors
    /// If they may not act. The error is the cause of the refusal.
    pub fn may_serve(&self) -> Result<(), Cause> {
        match self {
            Self { serving: false, .. } => Err(Cause::Left),
            Self { suspended: true, .. } => Err(Cause::Suspended),
            Self { verification_off: true, .. } => Err(Cause::VerificationOff),
            Self { online: false, .. } => Err(Cause::NotVerifiableOnline),
            _ => Ok(()),
        }
    }
}

codes! {
    /// The control room's answer to a call about an officer who had to act off duty.
    pub enum CallState: "answer to a call" {
        Waiting = "waiting",
        Confirmed = "confirmed",
        Refused = "refused",
    }
}

/// The end of the stop, relative to the check.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StopEnd {
    Open,
    /// The stop ended before the check was made.
    BeforeCheck,
    /// The stop ended after the check was made. The page reports the verdict in the past tense.
    AfterCheck,
}

/// The facts about a stop and its officer on which the verdict depends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Checkable {
    pub stop: StopId,
    pub officer: OfficerId,
    pub force: ForceId,
    pub end: StopEnd,
    /// True if the officer had to act off duty.
    pub off_duty: bool,
    /// The control room's answer; `None` if it was not asked.
    pub call: Option<CallState>,
    pub standing: Standing,
}

impl Checkable {
    /// Gathers the facts for a check made now.
    pub fn now(stop: &Stop, officer: &Officer) -> Self {
        Self {
            stop: stop.id,
            officer: officer.id,
            force: stop.opening.force.clone(),
            end: if stop.is_open() { StopEnd::Open } else { StopEnd::BeforeCheck },
            off_duty: stop.opening.off_duty,
            call: stop.call.as_ref().map(Call::state),
            standing: officer.standing(),
        }
    }

    /// Gathers the facts for the page of a check that was made while the stop was open.
    pub fn on_page(stop: &Stop, officer: &Officer) -> Self {
        let end = if stop.is_open() { StopEnd::Open } else { StopEnd::AfterCheck };
        Self { end, ..Self::now(stop, officer) }
    }

    /// The verdict on a live code for this stop. A code is stale if it is too old, or was used too long ago.
    pub fn outcome_by_code(&self, is_stale: bool, now: Timestamp) -> CheckOutcome {
        match self.standing.may_serve() {
            // This cause outranks all others, because only the covert desk may hear of a covert officer.
            Err(cause @ Cause::NotVerifiableOnline) => CheckOutcome::Refused(cause),
            _ if is_stale => CheckOutcome::Refused(Cause::StaleCode),
            _ => self.outcome(now),
        }
    }

    /// The verdict, regardless of the age of any code.
    pub fn outcome(&self, now: Timestamp) -> CheckOutcome {
        let allowed = match (self.end, self.standing.may_serve()) {
            (StopEnd::Open, _) => self.standing.may_act(self.off_duty, now),
            (StopEnd::AfterCheck, allowed) => allowed,
            // Only the covert desk may hear of a covert officer, even if the stop has ended.
            (StopEnd::BeforeCheck, Err(cause @ Cause::NotVerifiableOnline)) => Err(cause),
            (StopEnd::BeforeCheck, _) => Err(Cause::StopEnded),
        };
        match (allowed, self.answer()) {
            (Err(cause), _) => CheckOutcome::Refused(cause),
            (Ok(()), CallState::Confirmed) => CheckOutcome::Verified,
            (Ok(()), CallState::Waiting) if self.end == StopEnd::Open => CheckOutcome::Pending,
            // The control room refused, or the stop ended before it answered.
            (Ok(()), CallState::Waiting | CallState::Refused) => CheckOutcome::Refused(Cause::ControlRefused),
        }
    }

    /// The control room's answer. If it was never asked, an off-duty officer counts as unconfirmed.
    fn answer(&self) -> CallState {
        match (self.call, self.off_duty) {
            (Some(answer), _) => answer,
            (None, true) => CallState::Waiting,
            (None, false) => CallState::Confirmed,
        }
    }
}
