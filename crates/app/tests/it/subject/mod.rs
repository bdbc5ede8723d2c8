//! The person whom data is about, as stories.

mod fairness;
mod record;
