//! The pages, each at `AREA/STEP.rs` with the template and the tests of the same path. Who enters is the business of a desk.

pub mod about;
pub mod alarm;
pub mod board;
pub mod call;
pub mod caller;
pub mod check;
pub mod device;
pub mod receipt;
pub mod session;
pub mod shift;
pub mod stop;
