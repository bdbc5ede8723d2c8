//! The log in operation, as stories: its records, its faults, and the findings of an audit afterwards.

mod faults;
mod replicas;
mod tampering;
mod witnesses;
