//! Data subjects: consulting their record, treating them fairly, and erasing data about them.

pub mod consult;
pub mod erase;
pub mod fairness;
