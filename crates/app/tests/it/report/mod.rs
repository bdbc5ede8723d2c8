//! Stories about reports.

mod exposure;
mod series;
