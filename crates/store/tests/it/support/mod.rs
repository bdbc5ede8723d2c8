//! What the stories share: a database for each, made-up people and events, and a record with something of everything.

pub mod busy;
pub mod samples;
pub mod street;
pub mod trial;
