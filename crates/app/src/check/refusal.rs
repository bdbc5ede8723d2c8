//! Refused checks, put on the officer's record by a job: somebody who may not act was presented as an officer who may.

use domain::check::{Cause, CheckOutcome, CheckResult};

pub(crate) const CHECK_REFUSED: &str = "check-refused";

pub(crate) fn is_told_of(made: &CheckResult) -> bool {
    made.officer.is_some() && matches!(made.found, CheckOutcome::Refused(cause) if is_without_power(cause))
}

/// Returns true if an officer who acts despite this cause acts without power. An off-duty officer may have forgotten to
/// book on, and one who is not verified online never acts openly.
pub(crate) fn is_without_power(cause: Cause) -> bool {
    matches!(cause, Cause::Suspended | Cause::Left | Cause::VerificationOff)
}
