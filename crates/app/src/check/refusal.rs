//! Refused checks that a job puts on the officer's record: a person who was not allowed to act was presented as an
//! officer who was.

use domain::check::{Cause, CheckOutcome, CheckResult};

pub(crate) const CHECK_REFUSED: &str = "check-refused";

pub(crate) fn is_told_of(made: &CheckResult) -> bool {
    made.officer.is_some() && matches!(made.found, CheckOutcome::Refused(cause) if is_without_power(cause))
}

/// Returns true if an officer who acts despite this cause acts without power. An off-duty officer may have forgotten to
/// book on, and an officer who is not verified online never acts openly.
pub(crate) fn is_without_power(cause: Cause) -> bool {
    matches!(cause, Cause::Suspended | Cause::Left | Cause::VerificationOff)
}
