//! Checks, in which a member of the public asks whether an officer may act now: the answer, its cause, and the silent
//! alarm.
//!
//! The public gets one of three answers. Only the force sees the cause.

mod decide;
mod event;
mod state;
mod values;
mod verdict;

pub use event::{CheckEvent, CheckResult};
pub use state::{Alarm, AlarmCause, Check};
pub use values::{AlarmFinding, AlarmRefusal, Cause, CheckOutcome, Desk, Escalation, Leg, SAID_MAXIMUM};
pub use verdict::{CallState, Checkable, Standing, StopEnd};
