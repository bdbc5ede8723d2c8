//! Stories about clocks and jobs.

mod jobs;
mod reconcile;
