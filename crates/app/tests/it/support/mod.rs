//! The harness of the stories: a stage on each database, the people on it, a street, and a log of its own.

pub mod cast;
pub mod log;
mod stage;
pub mod street;

pub use stage::*;
