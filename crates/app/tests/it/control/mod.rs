//! The control room, as stories.

mod alarm;
mod stop;
