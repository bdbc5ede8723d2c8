//! Scheduled work: jobs that are due, and reconcilers. Only programs call these.

pub mod jobs;
pub mod reconcile;
