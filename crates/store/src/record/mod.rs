//! The record: events in their streams, the keys that seal what is personal in them, and what is made from them or proves them.

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
