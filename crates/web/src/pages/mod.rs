//! The pages. Each is in `AREA/STEP.rs`, and its template and tests have the same path. Desks mount them.

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
