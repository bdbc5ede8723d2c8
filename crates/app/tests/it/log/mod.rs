//! The log in operation, as stories: what is recorded, what breaks, and what an audit says afterwards.

mod faults;
mod replicas;
mod tampering;
mod witnesses;
