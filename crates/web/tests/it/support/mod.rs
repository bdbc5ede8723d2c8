//! The harness: a site on a record of its own, the people at it, and the samples for templates.

pub mod board;
pub mod ceremony;
pub mod control_room;
pub mod officer_stop;
pub mod samples;
pub mod site;
pub mod staff;
pub mod street;
pub mod visitor;
