//! Work that the clock asks for: jobs that are due, and reconcilers. Only programs call these.

pub mod jobs;
pub mod reconcile;
