//! Checks by the public: is this an officer who is allowed to act now, and why was I stopped? There are three possible
//! outcomes, and the cause is never given.
//!
//! Every check is an event, and checks that arrive together share a transaction ([`Checker`]). The visitor's page is
//! built from the record on every request, so a suspension changes it at once.

mod answer;
mod attestation;
mod challenge;
mod checker;
mod queue;
mod refusal;
mod wrong;

pub use answer::{CheckAnswer, PHOTO_SHOWN_FOR, VerifiedOfficer, answer, by_reference, photo};
pub use attestation::{Scan, attestation, scan};
pub use challenge::{answered_challenge, ask};
pub use checker::{Checker, Question};
pub use wrong::{PLACE_MAXIMUM, share_place, something_wrong};

pub(crate) use answer::{look_after, verified_now};
pub(crate) use refusal::{CHECK_REFUSED, is_told_of, is_without_power};

use domain::check::{Cause, CheckOutcome};
use domain::{Actor, CheckId, Role};
use jiff::{SignedDuration, Timestamp};
use store::KnownCode;

use crate::Context;

/// The lifetime of a live code (`docs/check-protocol.md`).
pub const CODE_LIVES: SignedDuration = SignedDuration::from_secs(120);

/// The time for which a code remains usable after it first succeeds: enough to reload the page, or for a friend to
/// check too.
pub const CODE_CLOSES_AFTER: SignedDuration = SignedDuration::from_secs(60);

/// The time for which a challenge on a visitor's page waits for an answer.
pub const CHALLENGE_LIVES: SignedDuration = SignedDuration::from_mins(5);

/// The outcome that checking a code would have now.
fn outcome_by_code(known: Option<&KnownCode>, now: Timestamp) -> CheckOutcome {
    let Some(known) = known else { return CheckOutcome::Refused(Cause::UnknownCode) };
    let closes = known.first_used_at.and_then(|at| at.checked_add(CODE_CLOSES_AFTER).ok());
    let is_stale = now >= known.expires_at || closes.is_some_and(|closes| now >= closes);
    known.leads_to.outcome_by_code(is_stale, now)
}

/// The context of a visitor. Visitors have no account, so what they do is recorded under the check itself.
pub(crate) fn as_visitor<'a>(cx: &Context<'a>, check: CheckId) -> Context<'a> {
    let mut cx = cx.clone();
    if cx.actor.role == Role::Public {
        cx.actor = Actor::person(check.into(), Role::Public);
    }
    cx
}
