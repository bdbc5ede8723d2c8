//! Stories about stops.

mod begin;
mod finish;
mod record;
