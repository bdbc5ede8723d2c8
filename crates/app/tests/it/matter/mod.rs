//! Matters, as stories.

mod conduct;
