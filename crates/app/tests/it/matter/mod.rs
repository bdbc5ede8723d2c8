//! Matters, as stories.

mod conduct;
mod statute;
