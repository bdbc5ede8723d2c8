//! Reports, as stories.

mod exposure;
mod series;
