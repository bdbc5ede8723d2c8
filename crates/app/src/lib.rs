//! Use cases: one public function for each thing that a person, a program or a clock can ask for.
//!
//! Every one takes a [`Context`] (who asks, when) and a command, and reads like the procedure that it carries out: may this
//! actor do this? load; decide; record, with everything that follows by rule; commit. There is no other way in.

pub mod action;
mod context;
mod error;
mod pin;

pub mod change;
pub mod check;
pub mod clock;
pub mod consult;
pub mod control;
pub mod duties;
pub mod erase;
pub mod fairness;
pub mod import;
pub mod linking;
pub mod log;
pub mod lookups;
pub mod matters;
pub mod officers;
pub mod proceedings;
pub mod reports;
pub mod shifts;
pub mod signatures;
pub mod staff;
pub mod stop;
pub mod suspension;

pub use action::Action;
pub use change::batch::Batch;
pub use context::{App, Context, FixedClock, Ids, SeededIds, SystemClock, SystemIds};
pub use error::AppError;
