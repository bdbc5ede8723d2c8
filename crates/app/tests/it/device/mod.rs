//! Devices of the force, as stories.

mod invite;
