//! Refused checks that are put on the record of the officer, in a job: somebody who may not act was presented as one who may.

use domain::check::{Cause, Made, Outcome};

/// The kind of the job.
pub(crate) const CHECK_REFUSED: &str = "check-refused";

pub(crate) fn is_told_of(made: &Made) -> bool {
    made.officer.is_some() && matches!(made.found, Outcome::Refused(cause) if is_without_power(cause))
}

/// True where an officer who acts all the same acts without power. An officer who is off duty may have forgotten to book on, and
/// one who is not verified online acts openly nowhere.
pub(crate) fn is_without_power(cause: Cause) -> bool {
    matches!(cause, Cause::Suspended | Cause::Left | Cause::VerificationOff)
}
