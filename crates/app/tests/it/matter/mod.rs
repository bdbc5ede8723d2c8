//! Stories about matters.

mod conduct;
mod statute;
