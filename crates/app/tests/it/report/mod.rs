//! Reports, as stories.

mod exposure;
