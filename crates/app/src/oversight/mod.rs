//! The oversight body, and its directions in a force's matters.

mod direct;

pub use direct::{call_in, decide_mode};
