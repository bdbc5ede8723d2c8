//! Stories about matters.

mod conduct;
