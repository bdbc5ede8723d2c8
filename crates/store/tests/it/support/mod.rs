//! Helpers for the stories: a database for each story, made-up people and events, and records to read.

pub mod busy;
pub mod samples;
pub mod street;
pub mod trial;
