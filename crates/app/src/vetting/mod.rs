//! Vetting: the decisions on somebody's clearance.

mod decide;

pub use decide::{Vetting, decide};
