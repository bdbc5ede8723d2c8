//! Stories about devices of the force.

mod invite;
