//! Clocks and jobs, as stories.

mod jobs;
