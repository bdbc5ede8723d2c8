//! The officer's shift: book on and off, and the way to their stops.

pub mod blocked;
pub mod home;

pub use blocked::ShiftBlocked;
pub use home::{BookOnForm, ShiftHome, ShiftStop};
