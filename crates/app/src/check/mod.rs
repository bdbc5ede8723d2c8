//! The check by the public: is this an officer who may act now, and why was I stopped? One of three outcomes, never a
//! cause.
//!
//! Every check is an event; checks that arrive at once share a transaction ([`Checker`]). The visitor's page is made
//! from the record each time it is requested, so a suspension changes it at once.

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

/// Lifetime of a live code (`docs/check-protocol.md`).
pub const CODE_LIVES: SignedDuration = SignedDuration::from_secs(120);

/// Time for which a code may still be used after its first success: for a reloaded page, or a friend who looks too.
pub const CODE_CLOSES_AFTER: SignedDuration = SignedDuration::from_secs(60);

/// Time for which a challenge on a visitor's page waits for its answer.
pub const CHALLENGE_LIVES: SignedDuration = SignedDuration::from_mins(5);

/// The present outcome of checking a code.
fn outcome_by_code(known: Option<&KnownCode>, now: Timestamp) -> CheckOutcome {
    let Some(known) = known else { return CheckOutcome::Refused(Cause::UnknownCode) };
    let closes = known.first_used_at.and_then(|at| at.checked_add(CODE_CLOSES_AFTER).ok());
    let is_stale = now >= known.expires_at || closes.is_some_and(|closes| now >= closes);
    known.leads_to.outcome_by_code(is_stale, now)
}

/// The context of a visitor, who has no account: their acts are recorded under the check itself.
pub(crate) fn as_visitor<'a>(cx: &Context<'a>, check: CheckId) -> Context<'a> {
    let mut cx = cx.clone();
    if cx.actor.role == Role::Public {
        cx.actor = Actor::person(check.into(), Role::Public);
    }
    cx
}
