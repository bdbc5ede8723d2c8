//! Checks for callers: the control room enters the code that a caller reads out, and reads the answer to them.

pub mod answer;
pub mod ask;

pub use answer::CallerAnswer;
pub use ask::CallerAsk;
