//! The test harness for the stories: a stage on each database, the people on it, a street, and separate logs.

pub mod cast;
pub mod log;
mod stage;
pub mod street;

pub use stage::*;
