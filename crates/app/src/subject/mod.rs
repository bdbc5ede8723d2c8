//! The person whom data is about: consulting their record, being fair to them, erasing what is kept of them.

pub mod consult;
pub mod erase;
pub mod fairness;
