//! Use cases: one public function for each thing that a person, a program or a clock can ask for.
//!
//! Every use case takes a [`Context`] (the actor and the time) and a command, and reads like the procedure that it
//! implements: check that the actor is allowed to do it; load; decide; record the event with all its consequences;
//! commit. There is no other way in.

pub mod action;
mod context;
mod error;

pub mod change;
pub mod check;
pub mod clock;
pub mod control;
pub mod device;
pub mod hearing;
pub mod import;
pub mod linking;
pub mod log;
pub mod matter;
pub mod officer;
pub mod oversight;
pub mod receipt;
pub mod report;
pub mod secrets;
pub mod stop;
pub mod subject;
pub mod vetting;

pub use action::Action;
pub use change::batch::Batch;
pub use context::{App, AppParts, Context, FixedClock, Ids, SystemClock, SystemIds};
pub use error::AppError;
