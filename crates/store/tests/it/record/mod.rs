//! The record: appended events are kept, sealed, proved and backed up.

mod backup;
mod job;
mod log;
mod rebuild;
mod unit;
mod vault;
mod verify;
