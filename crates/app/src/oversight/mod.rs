//! The oversight body: its directions in the matters of a force.

mod direct;

pub use direct::{call_in, decide_mode};
