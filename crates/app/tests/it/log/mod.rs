//! Stories about the log in operation: its records, its faults, and the results of an audit afterwards.

mod faults;
mod replicas;
mod tampering;
mod witnesses;
