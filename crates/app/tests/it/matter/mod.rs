//! Stories about matters.

mod conduct;
mod suspend;
