//! The subject of data: consulting their record, being fair to them, erasing data about them.

pub mod consult;
pub mod erase;
pub mod fairness;
