//! Stories about matters.

mod conduct;
mod statute;
mod suspend;
