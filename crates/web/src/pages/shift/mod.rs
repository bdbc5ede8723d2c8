//! The officer's shift: booking on and off, and links to their stops.

pub mod blocked;
pub mod home;

pub use blocked::ShiftBlocked;
pub use home::{BookOnForm, ShiftHome, ShiftStop};
