//! Work that the clock asks for: jobs that are due, and what should be true by now. Nobody calls these but a program.

pub mod jobs;
pub mod reconcile;
