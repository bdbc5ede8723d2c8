//! The verdict of a check. It is decided here and nowhere else: for a code that is typed, for what is scanned, and for the page
//! that is loaded again.

use jiff::Timestamp;

use super::values::{Cause, Outcome};
use crate::codes::codes;
use crate::officer::Officer;
use crate::stop::{Call, Stop};
use crate::{ForceId, OfficerId, StopId};

/// What decides whether an officer may act now, as far as the officer's own record says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Standing {
    /// Whether they serve.
    pub serving: bool,
    /// Whether they are suspended in any matter.
    pub suspended: bool,
    /// Whether a protection switched verification off.
    pub verification_off: bool,
    /// Whether they are verified on the page at all.
    pub online: bool,
    /// The shift that they are booked on for: from when, and until when at the latest.
    pub on_duty: Option<(Timestamp, Timestamp)>,
}

impl Standing {
    /// Since when they are on duty.
    ///
    /// # Errors
    /// The cause for which they may not act now.
    pub fn on_duty_since(&self, now: Timestamp) -> Result<Timestamp, Cause> {
        self.may_serve()?;
        match self.on_duty {
            Some((since, until)) if since <= now && now < until => Ok(since),
            _ => Err(Cause::NotOnDuty),
        }
    }

    /// Whether they may act in an open stop: on duty, or off duty as one who has had to act.
    ///
    /// # Errors
    /// The cause for which they may not.
    pub fn may_act(&self, off_duty: bool, now: Timestamp) -> Result<(), Cause> {
        if off_duty { self.may_serve() } else { self.on_duty_since(now).map(|_| ()) }
    }

    /// Whether they might act at all, on duty or, confirmed by the control room, off duty.
    ///
    /// # Errors
    /// The cause for which they may not.
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
    /// The answer of the control room about an officer who is off duty and has had to act.
    pub enum CallState: "answer to a call" {
        Waiting = "waiting",
        Confirmed = "confirmed",
        Refused = "refused",
    }
}

/// The end of the stop, seen from the check.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StopEnd {
    /// The stop is open.
    Open,
    /// The stop ended before the check was made.
    BeforeCheck,
    /// The stop ended after the check was made: its page says what was so.
    AfterCheck,
}

/// A stop and its officer as they are now, as far as the verdict depends on them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Checkable {
    /// The stop.
    pub stop: StopId,
    /// Its officer.
    pub officer: OfficerId,
    /// Of which force.
    pub force: ForceId,
    /// The end of the stop.
    pub end: StopEnd,
    /// Whether the officer is off duty and has had to act.
    pub off_duty: bool,
    /// The answer of the control room, where it was asked.
    pub call: Option<CallState>,
    /// What the officer's record says.
    pub standing: Standing,
}

impl Checkable {
    /// The facts for a check that is made now.
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

    /// The facts for the page of a check that was made while the stop was open.
    pub fn on_page(stop: &Stop, officer: &Officer) -> Self {
        let end = if stop.is_open() { StopEnd::Open } else { StopEnd::AfterCheck };
        Self { end, ..Self::now(stop, officer) }
    }

    /// The verdict on a live code that leads here; a stale code is one that is too old, or was used too long ago.
    pub fn outcome_by_code(&self, is_stale: bool, now: Timestamp) -> Outcome {
        match self.standing.may_serve() {
            // Whatever else is wrong: only their own desk may hear of a covert officer.
            Err(cause @ Cause::NotVerifiableOnline) => Outcome::Refused(cause),
            _ if is_stale => Outcome::Refused(Cause::StaleCode),
            _ => self.outcome(now),
        }
    }

    /// The verdict.
    pub fn outcome(&self, now: Timestamp) -> Outcome {
        let allowed = match (self.end, self.standing.may_serve()) {
            (StopEnd::Open, _) => self.standing.may_act(self.off_duty, now),
            (StopEnd::AfterCheck, allowed) => allowed,
            // Only their own desk may hear of a covert officer, whatever became of the stop.
            (StopEnd::BeforeCheck, Err(cause @ Cause::NotVerifiableOnline)) => Err(cause),
            (StopEnd::BeforeCheck, _) => Err(Cause::StopEnded),
        };
        match (allowed, self.answer()) {
            (Err(cause), _) => Outcome::Refused(cause),
            (Ok(()), CallState::Confirmed) => Outcome::Verified,
            (Ok(()), CallState::Waiting) if self.end == StopEnd::Open => Outcome::Pending,
            // The control room refused, or the stop ended before it answered.
            (Ok(()), CallState::Waiting | CallState::Refused) => Outcome::Refused(Cause::ControlRefused),
        }
    }

    /// The answer that counts. Nobody off duty is confirmed by the control room not having been asked.
    fn answer(&self) -> CallState {
        match (self.call, self.off_duty) {
            (Some(answer), _) => answer,
            (None, true) => CallState::Waiting,
            (None, false) => CallState::Confirmed,
        }
    }
}
