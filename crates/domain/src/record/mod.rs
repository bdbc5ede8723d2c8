//! The record itself: events and the streams they stand in, who acts, ids, personal data, and refusals.

pub mod event;
pub mod follow;
pub(crate) mod ids;
pub mod letters;
pub mod personal;
pub mod refusal;
pub mod time;
