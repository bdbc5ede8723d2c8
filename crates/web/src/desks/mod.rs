//! Desks: who enters, by which cookie, and which pages are mounted there.

pub mod control;
pub mod officer;
pub mod public;

pub use control::Control;
pub use officer::Duty;
