//! The record: what is appended stands, is proved, is kept, and is gone only with its key.

mod backup;
mod job;
mod log;
mod rebuild;
mod unit;
mod vault;
mod verify;
