//! The test harness: a site on its own record, the people who use it, and samples for templates.

pub mod board;
pub mod ceremony;
pub mod control_room;
pub mod officer_stop;
pub mod samples;
pub mod site;
pub mod staff;
pub mod street;
pub mod visitor;
