//! Desks. A desk says which roles enter by which cookie, and mounts the pages for them.

pub mod control;
pub mod officer;
pub mod public;

pub use control::ControlDesk;
pub use officer::OfficerDesk;
