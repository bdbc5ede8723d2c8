//! The record: events in streams, the keys that seal their personal parts, the log that proves them, and everything
//! derived from them.

pub(crate) mod backup;
#[doc(hidden)]
pub mod bare;
pub(crate) mod bulk;
pub(crate) mod events;
pub(crate) mod history;
pub(crate) mod job;
pub(crate) mod key;
pub(crate) mod log;
pub(crate) mod parts;
pub(crate) mod projection;
pub(crate) mod rebuild;
pub(crate) mod sweep;
pub(crate) mod unit;
pub(crate) mod vault;
pub(crate) mod verify;
