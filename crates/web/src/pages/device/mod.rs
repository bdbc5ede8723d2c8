//! Devices of the force.

pub mod bind;

pub use bind::DeviceBind;
