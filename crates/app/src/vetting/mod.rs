//! Vetting: decisions on clearances.

mod decide;

pub use decide::{Vetting, decide};
