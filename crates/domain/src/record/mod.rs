//! The building blocks of the record: events and their streams, actors, ids, personal data and refusals.

pub mod actor;
pub mod codes;
pub mod event;
pub mod followed;
pub(crate) mod ids;
pub mod letters;
pub mod personal;
pub mod refusal;
pub mod state;
pub mod stream;
pub mod time;
