//! Stops, as stories.

mod begin;
mod finish;
