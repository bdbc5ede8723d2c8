//! Desks. A desk says which roles can enter and with which cookie, and mounts their pages.

pub mod control;
pub mod officer;
pub mod public;

pub use control::ControlDesk;
pub use officer::OfficerDesk;
